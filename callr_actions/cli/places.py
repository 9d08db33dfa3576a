"""`--output FORMAT[=FILE]`: what is wanted in which form, and where to; read in one way by all commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.errors import CallrActionsError
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


class Place(NamedTuple):
    """A form that is wanted, and where to.

    Attributes:
        format: its name.
        file: None for standard output.
    """

    format: str = "text"
    file: str | None = None


def place_of(asked: str, formats: Collection[str]) -> Place:
    """Return what one `FORMAT[=FILE]` asks for; `-` as a file is standard output.

    Raises:
        CallrActionsError: an unknown format, or no file behind `=`.
    """
    name, equals, file = asked.partition("=")
    if name not in formats:
        raise CallrActionsError(f"there is no output format `{name}`", allowed=list(formats), found=name)
    if equals and not file:
        raise CallrActionsError(f"`{asked}` names no file", hint=f"write {name}=FILE, or {name} alone")
    return Place(name, None if file in ("", "-") else file)


def in_order(places: Iterable[Place], *, hint: str = "{}=FILE", default: str = "text") -> tuple[Place, ...]:
    """Return places with files first, so that a reader who leaves early loses none of them.

    Args:
        places: what is asked for; nothing means the default on standard output.
        hint: how to give one a file, with `{}` for its format.
        default: a format.

    Raises:
        CallrActionsError: two are for one place.
    """
    found: list[Place] = []
    for place in places:
        if any(place.file == other.file for other in found):
            raise CallrActionsError(
                f"two formats would go to {place.file or 'standard output'}",
                hint=f"give one a file: {hint.format(place.format)}",
            )
        found.append(place)
    return tuple(sorted(found, key=lambda place: place.file is None)) or (Place(default),)


def read_places(
    asked: Iterable[str], formats: Collection[str], *, hint: str = "{}=FILE"
) -> tuple[Place, ...]:
    """Return what `--output` asks for, files first; text on standard output where it asks for nothing.

    Raises:
        CallrActionsError: an unknown format, no file behind `=`, or two formats for one place.
    """
    return in_order([place_of(each, formats) for each in asked], hint=hint)
