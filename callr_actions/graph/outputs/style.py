"""What a terminal can show of the text tree."""

from __future__ import annotations

from callr_actions.named_tuple import NamedTuple

_COLOURS = {
    "action": "1;34",
    "branch": "1",
    "code": "33",
    "dim": "2",
    "end": "31",
    "error": "1;31",
    "key": "7",
    "note": "2",
    "result": "33",
    "start": "1;32",
    "target": "1",
    "warning": "1;33",
    "word": "2",
}


class Style(NamedTuple):
    """How the text tree is drawn; other formats don't ask.

    Attributes:
        colour: whether to write colours.
        width: columns of the terminal.
        ascii: whether to draw with ASCII only.
        plain: whether to indent by blanks and say in words what signs stand for, for who listens.
    """

    colour: bool = False
    width: int = 100
    ascii: bool = False
    plain: bool = False

    def paint(self, text: str, colour: str) -> str:
        """Return the text in a colour, or as it is where there are none."""
        code = _COLOURS.get(colour) if self.colour else None
        return text if code is None else f"\x1b[{code}m{text}\x1b[0m"
