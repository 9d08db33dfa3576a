"""Menus: which keys of the phone a condition on the result of a `gather` stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from callr_actions.language.scenario import Step

_NAME = r"(?P<name>\$\w+)\s*\??\."
_KEY = r"""(?P<quote>["'`]?)(?P<keys>[0-9*#]*)(?P=quote)"""
_IS_KEY = lazy_pattern(rf"{_NAME}digits\s*===?\s*{_KEY}")
_KEY_IS = lazy_pattern(rf"{_KEY}\s*===?\s*{_NAME}digits")
_ONE_OF = lazy_pattern(rf"\[(?P<list>[^\[\]]*)\]\.includes\(\s*{_NAME}digits\s*\)")
_NOTHING = lazy_pattern(rf"!\s*{_NAME}(?:digits|ok)")
_ITEM = lazy_pattern(_KEY)


def asking(steps: Iterable[Step]) -> frozenset[str]:
    """Return the variables that keep what a caller pressed."""
    return frozenset(
        step.result.value
        for step in steps
        if step.result is not None and step.action is not None and step.action.name == "gather"
    )


def pressed(condition: str, kept: Collection[str]) -> tuple[str, ...] | None:
    """Return the keys for which a condition holds; empty for a caller who presses nothing.

    Args:
        condition: JavaScript.
        kept: the variables that keep what a caller pressed.

    Returns:
        None where the condition is about something else, or about more than that.
    """
    found: list[str] = []
    parts = condition.split("||")
    for part in parts:
        keys = _one(part.strip(), kept)
        if keys is None or (not keys and len(parts) > 1):
            return None
        found += keys
    return tuple(dict.fromkeys(found))


def _one(condition: str, kept: Collection[str]) -> tuple[str, ...] | None:
    match = _IS_KEY.fullmatch(condition) or _KEY_IS.fullmatch(condition)
    if match is not None:
        if match["name"] not in kept or not (match["keys"] or match["quote"]):
            return None
        return (match["keys"],) if match["keys"] else ()
    match = _NOTHING.fullmatch(condition)
    if match is not None:
        return () if match["name"] in kept else None
    match = _ONE_OF.fullmatch(condition)
    if match is None or match["name"] not in kept:
        return None
    items = [_ITEM.fullmatch(item.strip()) for item in match["list"].split(",")]
    keys = tuple(item["keys"] for item in items if item is not None and item["keys"])
    return keys if len(keys) == len(items) else None
