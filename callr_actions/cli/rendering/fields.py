"""`--fields sid,scenario.name`: what a path leads to in a JSON value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.errors import CallrActionsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def at_path(value: object, path: str) -> object:
    """Return what a dotted path leads to, None for nothing; through a list it leads to a list.

    A key that itself has dots in it is found as a whole first.
    """
    if not path:
        return value
    if isinstance(value, list):
        index, _, rest = path.partition(".")
        if index.isdecimal():
            return at_path(value[int(index)], rest) if int(index) < len(value) else None
        return [at_path(each, path) for each in value]
    if not isinstance(value, dict):
        return None
    if path in value:
        return value[path]
    head, _, rest = path.partition(".")
    return at_path(value[head], rest) if head in value and rest else None


def check_fields(fields: Sequence[str], known: Iterable[str], items: Iterable[object]) -> None:
    """Refuse a field that nothing has.

    Args:
        fields: the paths that were asked for.
        known: the first keys that the API is known to send.
        items: what it sent, which may have more.

    Raises:
        CallrActionsError: with the closest one.
    """
    there = {*known, *(key for item in items if isinstance(item, dict) for key in item)}
    for field in fields:
        if field not in there and field.partition(".")[0] not in there:
            raise CallrActionsError(
                f"--fields: there is no field `{field}`", allowed=sorted(there), found=field
            )


def selected(item: object, fields: Sequence[str]) -> dict[str, object]:
    """Return the fields of an item, by their paths."""
    return {field: at_path(item, field) for field in fields}
