"""The only door to tree-sitter: code becomes a tolerant tree, within a bounded effort."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from callr_actions.javascript.model import Form
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from tree_sitter import Node, Parser, Point, Tree

# The parser is linear on correct code, but its recovery from errors is not: 30,000 characters of nonsense
# can take it minutes. So broken code is parsed only up to a size, and whatever is larger than a line or
# two is watched. The parser's steps are counted, for a clock would make the outcome differ from run to
# run. Correct code takes at most 0.08 steps a byte.
_LARGEST_BROKEN_BYTES: Final = 4_096
_UNWATCHED_BYTES: Final = 1_000
_STEPS: Final = 500
_BYTES_A_STEP: Final = 4

_at_rest: list[Parser] = []


class Syntax(NamedTuple):
    """A parsed piece of code.

    Attributes:
        root: the tree's root; it keeps the tree alive.
        source: the bytes that were parsed, which node offsets index.
        shift: how many of those bytes stand before the code.
    """

    root: Node
    source: bytes
    shift: int


def parse(text: str, form: Form, *, broken: bool) -> Syntax | None:
    """Return the tree of sendable text, or None when it is too broken to be parsed in bounded time.

    An expression is put in parentheses, so that `{` begins an object and `function` an expression.

    Args:
        text: what `sendable` returns.
        form: what the code should be.
        broken: whether the compiler refuses the code.
    """
    wrapped = form is Form.EXPRESSION
    source = f"({text}\n)".encode() if wrapped else text.encode()
    if broken and len(source) > _LARGEST_BROKEN_BYTES:
        return None
    parser = _take()
    tree = parser.parse(source) if len(source) <= _UNWATCHED_BYTES else _parse_watched(parser, source)
    _at_rest.append(parser)
    return None if tree is None else Syntax(tree.root_node, source, int(wrapped))


def _parse_watched(parser: Parser, source: bytes) -> Tree | None:
    left = _STEPS + len(source) // _BYTES_A_STEP

    def read(offset: int, _point: Point) -> bytes:
        return source[offset:]

    def stop(_offset: int, _in_error: bool) -> bool:
        nonlocal left
        left -= 1
        return left < 0

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

        return tree_sitter.Parser(tree_sitter.Language(grammar()))


def grammar() -> object:
    """Return tree-sitter's pointer to the grammar of JavaScript.

    The package that has it imports `importlib.resources` for files that nobody here reads, which takes longer
    than to parse a scenario. So its compiled part is loaded without it where that can be found.
    """
    from importlib.machinery import PathFinder  # noqa: PLC0415 - see `_take`
    from importlib.util import module_from_spec  # noqa: PLC0415

    package = PathFinder.find_spec("tree_sitter_javascript")
    inside = package.submodule_search_locations if package is not None else None
    spec = PathFinder.find_spec("tree_sitter_javascript._binding", inside) if inside is not None else None
    if spec is None or spec.loader is None:
        import tree_sitter_javascript  # noqa: PLC0415 - it is there, but in no folder

        return tree_sitter_javascript.language()
    binding = module_from_spec(spec)
    spec.loader.exec_module(binding)
    language: object = binding.language()
    return language
