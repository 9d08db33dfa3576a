"""How a format may dress its text: colours, and what must not be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.finding import Severity
from callr_actions.masking import Masker
from callr_actions.terminal import folded, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from callr_actions.language.explanation import Explanation

_CODES: Mapping[str, str] = {
    "bold": "1",
    "red": "1;31",
    "yellow": "1;33",
    "blue": "1;34",
    "cyan": "36",
    "dim": "2",
}
SEVERITY_COLOURS: Mapping[Severity, str] = {
    Severity.ERROR: "red",
    Severity.WARNING: "yellow",
    Severity.INFO: "cyan",
}


def rule_pages() -> Iterable[Explanation]:
    """Return the pages of the linter's own rules; whoever knows more pages says so in the `Style`."""
    from callr_actions.linter.rules import every_rule  # noqa: PLC0415 - only formats that explain need it

    return (rule.page for rule in every_rule())


class Style:
    """What the reader's terminal can show and what they may see.

    Attributes:
        colour: whether to write colours.
        width: columns of the terminal.
        masker: knows the secrets that no output may hold.
        pages: gives the pages of the findings' codes; called only by formats that explain.
        room: in how many columns prose is folded; None where it is not.
        plain: whether to say in words what drawings and signs stand for, for who listens.
    """

    __slots__ = ("colour", "masker", "pages", "plain", "room", "width")

    def __init__(
        self,
        colour: bool = False,
        width: int = 100,
        masker: Masker | None = None,
        pages: Callable[[], Iterable[Explanation]] = rule_pages,
        *,
        room: int | None = None,
        plain: bool = False,
    ) -> None:
        self.colour = colour
        self.width = width
        self.masker = Masker() if masker is None else masker
        self.pages = pages
        self.room = room
        self.plain = plain

    def hiding(self, secrets: Collection[str]) -> Style:
        """Return this style, with more that no output may hold. Every format begins with it."""
        if not secrets:
            return self
        masker = self.masker.with_more(secrets)
        return Style(self.colour, self.width, masker, self.pages, room=self.room, plain=self.plain)

    def paint(self, text: str, colour: str) -> str:
        """Return the text in a colour, or as it is where there are none."""
        return f"\x1b[{_CODES[colour]}m{text}\x1b[0m" if self.colour else text

    def folded(self, text: str) -> str:
        """Return prose in lines that the terminal has room for."""
        return folded(text, self.room)

    def clean(self, text: str) -> str:
        """Return text that came from a file: secrets hidden, harmless to a terminal, on one line."""
        return printable(self.masker.mask(text)).replace("\n", "\\n")
