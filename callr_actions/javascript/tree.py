"""The only door to tree-sitter: code becomes a tolerant tree, within a bounded effort."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from callr_actions.javascript.model import Form

if TYPE_CHECKING:
    from tree_sitter import Node, Parser, Point, Tree

# Recovery from errors takes up to minutes for 30,000 characters of nonsense. Below this many bytes it
# takes at most 25 ms, and above it the parser must report its progress, which is counted: a clock would make
# the outcome differ from run to run. Correct code of the greatest length takes less than half of it.
_UNWATCHED_BYTES: Final = 1_000
_PATIENCE: Final = 4_000
_COST_IN_ERROR: Final = 60

_at_rest: list[Parser] = []


@dataclass(frozen=True, slots=True)
class Syntax:
    """A parsed piece of code.

    Attributes:
        root: the tree's root; it keeps the tree alive.
        source: the bytes that were parsed, which node offsets index.
        shift: how many of those bytes stand before the code.
    """

    root: Node
    source: bytes
    shift: int


def parse(text: str, form: Form) -> Syntax | None:
    """Return the tree of sendable text, or None when it is too broken to be parsed in bounded time.

    An expression is put in parentheses, so that `{` begins an object and `function` an expression.
    """
    wrapped = form is Form.EXPRESSION
    source = f"({text}\n)".encode() if wrapped else text.encode()
    parser = _take()
    tree = parser.parse(source) if len(source) <= _UNWATCHED_BYTES else _parse_watched(parser, source)
    _at_rest.append(parser)
    return None if tree is None else Syntax(tree.root_node, source, int(wrapped))


def _parse_watched(parser: Parser, source: bytes) -> Tree | None:
    spent = 0

    def read(offset: int, _point: Point) -> bytes:
        return source[offset:]

    def stop(_offset: int, in_error: bool) -> bool:
        nonlocal spent
        spent += _COST_IN_ERROR if in_error else 1
        return spent > _PATIENCE

    try:
        return parser.parse(read, progress_callback=stop)
    except ValueError:  # what a stopped parser raises
        parser.reset()
        return None


def _take() -> Parser:
    try:
        return _at_rest.pop()
    except IndexError:
        import tree_sitter  # noqa: PLC0415 - a program that parses no JavaScript does not pay for it
        import tree_sitter_javascript  # noqa: PLC0415

        return tree_sitter.Parser(tree_sitter.Language(tree_sitter_javascript.language()))
