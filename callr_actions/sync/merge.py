"""Two texts that grew out of one, made one again: line by line, and never by guessing."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Lines: TypeAlias = tuple[str, ...]


class Agreed(NamedTuple):
    """Lines that are certain: unchanged, changed on one side, or on both in the same way."""

    lines: Lines


class Disputed(NamedTuple):
    """Lines that both sides have changed, each in its own way."""

    base: Lines
    ours: Lines
    theirs: Lines


class Merged(NamedTuple):
    """What came out of two texts with a common origin."""

    pieces: tuple[Agreed | Disputed, ...]

    @property
    def conflicts(self) -> tuple[Disputed, ...]:
        """What somebody has to decide."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Disputed))

    @property
    def text(self) -> str | None:
        """The one text; None where there are conflicts."""
        if self.conflicts:
            return None
        return "".join(chain.from_iterable(piece.lines for piece in self.pieces if isinstance(piece, Agreed)))

    def marked(self, ours: str, theirs: str) -> str:
        """Return the text with both sides of each conflict between git's marks, under these names."""
        return "".join(
            "".join(piece.lines) if isinstance(piece, Agreed) else _marked(piece, ours, theirs)
            for piece in self.pieces
        )


def merge(base: str, ours: str, theirs: str) -> Merged:
    """Bring two texts together that both come from `base`.

    What one side changed is taken, what both changed in the same way too; what both changed differently,
    or right beside each other, is a conflict. Only LF ends a line.
    """
    return Merged(tuple(_joined(_pieces(_lines(base), _lines(ours), _lines(theirs)))))


def beside(ours: str, theirs: str) -> Merged:
    """Put two texts of no known origin beside each other: every difference is a conflict."""
    first, second = _lines(ours), _lines(theirs)
    pieces: list[Agreed | Disputed] = []
    at, other = 0, 0
    for mine, their, length in (*_same(first, second), (len(first), len(second), 0)):
        if at < mine or other < their:
            pieces.append(Disputed((), first[at:mine], second[other:their]))
        pieces.append(Agreed(first[mine : mine + length]))
        at, other = mine + length, their + length
    return Merged(tuple(_joined(iter(pieces))))


def holds(base: str, ours: str, theirs: str) -> bool:
    """Whether `ours` has everything already that `theirs` has changed since `base`."""
    return merge(base, ours, theirs).text == ours


def changed_lines(before: str, after: str) -> tuple[int, int]:
    """Return how many lines were added, and how many removed."""
    first, second = _lines(before), _lines(after)
    same = sum(length for _, _, length in _same(first, second))
    return len(second) - same, len(first) - same


class _Kept(NamedTuple):
    """A run of lines of the base that both sides have kept."""

    base: int
    ours: int
    theirs: int
    length: int


def _pieces(base: Lines, ours: Lines, theirs: Lines) -> Iterator[Agreed | Disputed]:
    at = _Kept(0, 0, 0, 0)
    for kept in (*_kept(base, ours, theirs), _Kept(len(base), len(ours), len(theirs), 0)):
        old = base[at.base : kept.base]
        mine, other = ours[at.ours : kept.ours], theirs[at.theirs : kept.theirs]
        if other in (mine, old):
            yield Agreed(mine)
        elif mine == old:
            yield Agreed(other)
        else:
            yield Disputed(old, mine, other)
        yield Agreed(base[kept.base : kept.base + kept.length])
        at = _Kept(kept.base + kept.length, kept.ours + kept.length, kept.theirs + kept.length, 0)


def _joined(pieces: Iterator[Agreed | Disputed]) -> Iterator[Agreed | Disputed]:
    lines: list[str] = []
    for piece in pieces:
        if isinstance(piece, Agreed):
            lines += piece.lines
            continue
        if lines:
            yield Agreed(tuple(lines))
            lines = []
        yield piece
    if lines:
        yield Agreed(tuple(lines))


def _kept(base: Lines, ours: Lines, theirs: Lines) -> Iterator[_Kept]:
    """Yield the runs that are the same in all three, in order."""
    others = iter(_same(base, theirs))
    other = next(others, None)
    for start, mine, length in _same(base, ours):
        end = start + length
        while other is not None and other[0] < end:
            their_start, their, their_length = other
            first, last = max(start, their_start), min(end, their_start + their_length)
            if first < last:
                yield _Kept(first, mine + first - start, their + first - their_start, last - first)
            if their_start + their_length > end:
                break
            other = next(others, None)


def _same(before: Lines, after: Lines) -> list[tuple[int, int, int]]:
    """Return where equal runs of lines stand: in the one, in the other, how many."""
    from rapidfuzz.distance import LCSseq  # noqa: PLC0415 - Python's own takes minutes for many equal lines

    # Numbers, because the library compares hashes.
    known: dict[str, int] = {}
    first, second = ([known.setdefault(line, len(known)) for line in lines] for lines in (before, after))
    return [
        (step.src_start, step.dest_start, step.src_end - step.src_start)
        for step in LCSseq.opcodes(first, second)
        if step.tag == "equal"
    ]


def _lines(text: str) -> Lines:
    *whole, rest = text.split("\n")
    lines = [f"{line}\n" for line in whole]
    return tuple([*lines, rest] if rest else lines)


def _marked(piece: Disputed, ours: str, theirs: str) -> str:
    sides = (_ended(piece.ours), _ended(piece.base), _ended(piece.theirs))
    return f"<<<<<<< {ours}\n{sides[0]}||||||| deployed\n{sides[1]}=======\n{sides[2]}>>>>>>> {theirs}\n"


def _ended(lines: Sequence[str]) -> str:
    text = "".join(lines)
    return text if text.endswith("\n") or not text else f"{text}\n"
