"""Text from files in Markdown on a forge: shown as it is, never obeyed, notifying nobody."""

from __future__ import annotations

import re

from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.linter.outputs.one_line import one_line

# As entities these are text to every dialect. Backslashes before them would not do: dialects disagree on
# what an escaped pipe is within a table.
_ENTITIES = {ord(mark): f"&#{ord(mark)};" for mark in "&<>|\\`*_[]{}~$^\"'"}
# Forges look for these in what is rendered already, so an entity does not stop them; a zero-width space
# behind the mark does. Addresses become links everywhere, names and numbers only outside code, which is
# left as it is, to be copied.
_ADDRESS = r":(?=//)|(?<=\bwww)(?=\.)|(?<=\bmailto:)|@(?=[\w-]+\.)"
_IN_CODE = lazy_pattern(_ADDRESS, re.IGNORECASE)
_IN_TEXT = lazy_pattern(rf"{_ADDRESS}|[@#!%~&](?=[\w\"'])", re.IGNORECASE)
_BLANKS = lazy_pattern(r"\s+")
_CODE = lazy_pattern(r"`([^`]+)`")


def inert(text: str, longest: int) -> str:
    """Return one line in which nothing is Markdown, HTML, a mention, a reference or a link.

    Args:
        text: any text, masked.
        longest: how many characters of it are shown at most.
    """
    return _inert(_one_line(text, longest), _IN_TEXT)


def prose(text: str, longest: int) -> str:
    """Return a message of ours as `inert` does, but what stands in backticks looks like code."""
    pieces: list[str] = []
    end = 0
    line = _one_line(text, longest)
    for code in _CODE.finditer(line):
        pieces += [_inert(line[end : code.start()], _IN_TEXT), f"<code>{_inert(code[1], _IN_CODE)}</code>"]
        end = code.end()
    return "".join([*pieces, _inert(line[end:], _IN_TEXT)])


def _one_line(text: str, longest: int) -> str:
    line = _BLANKS.sub(" ", one_line(text)).strip()
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def _inert(text: str, marks: re.Pattern[str]) -> str:
    return marks.sub("\\g<0>\u200b", text).translate(_ENTITIES)
