"""Where in a project file something stands: carried along so that late errors still point at the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from callr_actions.language.source import Span


class Place(NamedTuple):
    """A piece of a file, named as the user sees it."""

    file: str
    span: Span

    def __str__(self) -> str:
        """`callr.yaml:3:5`, as terminals and editors make clickable."""
        return f"{self.file}:{self.span.start.line}:{self.span.start.column}"


class Placed(NamedTuple):
    """A text of the file and where it stands."""

    text: str
    place: Place

    def __str__(self) -> str:
        """The text."""
        return self.text
