"""Lines of the graph as pieces of text, each with what it is; the same words in every format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.graph.model import LineKind
from callr_actions.named_tuple import NamedTuple
from callr_actions.terminal import printable, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from callr_actions.graph.model import Line

# What may be cut, and is long most of the time.
_FLEXIBLE = frozenset(("spoken", "detail", "code", "target", "action", "result", "note"))
_LEAST = 4


class Signs(NamedTuple):
    """The characters that a format draws with."""

    goto: str = "→"
    answer: str = "⇢"
    end: str = "■"
    more: str = "…"
    open_quote: str = "“"
    close_quote: str = "”"


SIGNS = Signs()
ASCII = Signs("->", "~>", "[]", "...", '"', '"')
# For who listens: a voice reads signs badly, or not at all.
WORDS = Signs("go to", "go to", "", "...", '"', '"')


class Piece(NamedTuple):
    """Some words, and what they are: `key`, `word`, `code`, `action`, `spoken`, `detail` and so on."""

    role: str
    text: str


def pieces(line: Line, signs: Signs = SIGNS) -> list[Piece]:
    """Return the words of a line, as long as they are."""
    if line.kind is LineKind.ACTION:
        return _action(line, signs)
    if line.kind is LineKind.CONDITION:
        return _choice(line, signs)
    if line.kind is LineKind.GOTO:
        return [*_choice(line, signs), Piece("goto", signs.goto), Piece("target", line.target)]
    if line.kind is LineKind.ANSWER:
        return [Piece("word", "answered"), Piece("answer", signs.answer), Piece("target", line.target)]
    if line.kind is LineKind.EVENT:
        return [Piece("word", "when"), Piece("code", line.text)]
    if line.kind is LineKind.OTHERWISE:
        return [Piece("word", "otherwise")]
    if line.kind is LineKind.END:
        text = f"end: {line.text}" if line.text else "end"
        return [*_end(signs), Piece("note", text)]
    return [Piece("note", line.text)]


def _choice(line: Line, signs: Signs) -> list[Piece]:
    if line.keys is not None:
        keys = [Piece("key", key) for key in line.keys] or [Piece("key", "nothing")]
        if not signs.end:
            return [Piece("word", "pressed"), Piece("word", " or ".join(key.text for key in keys))]
        return keys
    return [Piece("word", "if"), Piece("code", line.condition)] if line.condition else []


def _end(signs: Signs) -> list[Piece]:
    return [Piece("end", signs.end)] if signs.end else []


def _action(line: Line, signs: Signs) -> list[Piece]:
    found = _end(signs) if line.ends else []
    found.append(Piece("action", line.action))
    if line.spoken and line.text:
        found.append(Piece("spoken", f"{signs.open_quote}{line.text}{signs.close_quote}"))
    elif line.text:
        found.append(Piece("detail", line.text))
    if line.result:
        found += [Piece("word", "as"), Piece("result", line.result)]
    return found


def fitted(found: Sequence[Piece], room: int, signs: Signs = SIGNS) -> list[Piece]:
    """Return pieces that take no more columns than there is room for, blanks between them included."""
    cut = [Piece(piece.role, printable(piece.text)) for piece in found]
    while (over := columns(cut) - room) > 0:
        flexible = [index for index, piece in enumerate(cut) if piece.role in _FLEXIBLE]
        longest = max(flexible, key=lambda index: width(cut[index].text), default=None)
        if longest is None or width(cut[longest].text) <= _LEAST:
            return cut
        role, text = cut[longest]
        close = signs.close_quote if role == "spoken" else ""
        cut[longest] = Piece(role, shortened(text, max(width(text) - over, _LEAST), signs, close))
    return cut


def shortened(text: str, room: int, signs: Signs = SIGNS, close: str = "") -> str:
    """Return the beginning of a text, with a sign where it is cut, and what has to stand at its end."""
    if width(text) <= room:
        return text
    tail = signs.more + close
    left = room - width(tail)
    at = 0
    while left >= width(text[at]):
        left -= width(text[at])
        at += 1
    return text[:at].rstrip() + tail


def columns(found: Iterable[Piece]) -> int:
    """Return how many columns pieces take, with a blank between two."""
    widths = [width(piece.text) + (2 if piece.role == "key" else 0) for piece in found]
    return sum(widths) + max(len(widths) - 1, 0)


def plain(found: Iterable[Piece]) -> str:
    """Return pieces as one text."""
    return " ".join(f"[{piece.text}]" if piece.role == "key" else piece.text for piece in found)
