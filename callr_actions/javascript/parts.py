"""What a value is made of: the pieces that flow into the result of an expression, and by which way."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final

from callr_actions.javascript.model import COMPUTED
from callr_actions.javascript.nodes import children, inside_parentheses
from callr_actions.javascript.text import unescaped
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tree_sitter import Node

# Objects of the language that are there for the functions in them: calling one is no method of a value.
_NAMESPACES: Final = frozenset(
    ("Array", "BigInt", "Boolean", "Date", "Intl", "JSON", "Math", "Number", "Object", "Reflect", "String")
)
# Methods whose result contains what they are given.
_TAKING: Final = frozenset(("concat", "join", "replace", "replaceAll"))


class PartKind(Enum):
    """What a part is, as far as the code alone tells."""

    NAME = "name"
    """A variable or a path of members read from one."""
    TEXT = "text"
    """A string literal, or the fixed text between the holes of a template."""
    OBJECT = "object"
    ARRAY = "array"
    FUNCTION = "function"
    OTHER = "other"
    """Anything else: a number, a comparison, something new, what only the running code knows."""


class Part(NamedTuple):
    """One piece that the result may be, or may hold.

    Attributes:
        start: code point index into the code.
        end: the index after it.
        path: of a name: the variable and the members read from it; `COMPUTED` for computed ones.
        through: the functions (`JSON.stringify`) and methods or members (`.slice`) that it passes
            through, nearest first.
        joined: turned into text inside the code already, by `+` or a template.
        held: inside an object or array literal.
    """

    kind: PartKind
    start: int
    end: int
    path: tuple[str, ...] = ()
    through: tuple[str, ...] = ()
    joined: bool = False
    held: bool = False


class _Way(NamedTuple):
    """How the value of a node gets into the result."""

    through: tuple[str, ...] = ()
    joined: bool = False
    held: bool = False

    def by(self, step: str) -> _Way:
        return self._replace(through=(step, *self.through))


class Parts:
    """Finds the parts of a value; both arms of a choice count."""

    def __init__(self, source: bytes, place: Callable[[Node], tuple[int, int]]) -> None:
        self._source = source
        self._place = place
        self._waiting: list[tuple[Node, _Way]] = []

    def of(self, *roots: Node) -> Iterator[Part]:
        """Yield the parts of these values, in order."""
        self._waiting = [(root, _Way()) for root in reversed(roots)]
        while self._waiting:
            node, way = self._waiting.pop()
            kind = node.type
            if kind in ("member_expression", "subscript_expression"):
                yield from self._path(node, way)
            elif kind == "call_expression":
                yield from self._call(node, way)
            elif (literal := _LITERALS.get(kind)) is not None:
                yield self._part(literal, node, way)
                if literal in (PartKind.OBJECT, PartKind.ARRAY):
                    self._later(_values(node), way._replace(held=True))
            elif kind in ("identifier", "shorthand_property_identifier"):
                yield self._part(PartKind.NAME, node, way, (self._text(node),))
            elif kind == "template_string":
                # Even an empty template is text.
                if not node.named_children:
                    yield self._part(PartKind.TEXT, node, way)
                self._later(children(node), way._replace(joined=True))
            elif kind in _WRAPPERS:
                self._later(children(node)[:1], way)
            elif (into := _flowing(node)) is not None:
                joins = kind == "binary_expression" and _operator(node) == "+"
                self._later(into, way._replace(joined=True) if joins else way)
            else:
                yield self._part(PartKind.OTHER, node, way)

    def _later(self, nodes: list[Node], way: _Way) -> None:
        self._waiting.extend((node, way) for node in reversed(nodes))

    def _part(self, kind: PartKind, node: Node, way: _Way, path: tuple[str, ...] = ()) -> Part:
        return Part(kind, *self._place(node), path, way.through, way.joined, way.held)

    def _text(self, node: Node) -> str:
        return unescaped(self._source[node.start_byte : node.end_byte].decode())

    def _member(self, node: Node) -> str:
        """Return the name of the member that a node reads, or `COMPUTED`."""
        name = node.child_by_field_name("property")
        if name is not None:
            return self._text(name)
        index = node.child_by_field_name("index")
        text = self._text(index) if index is not None and index.type == "string" else ""
        return text[1:-1] or COMPUTED

    def _chain(self, node: Node) -> tuple[Node, tuple[str, ...]]:
        """Return what a chain of members begins with, and the members."""
        names: list[str] = []
        while node.type in ("member_expression", "subscript_expression"):
            names.append(self._member(node))
            inner = node.child_by_field_name("object")
            assert inner is not None, "code that compiles reads members of something"
            node = inside_parentheses(inner)
        return node, tuple(reversed(names))

    def _path(self, node: Node, way: _Way) -> Iterator[Part]:
        base, names = self._chain(node)
        if base.type == "identifier":
            yield self._part(PartKind.NAME, node, way, (self._text(base), *names))
        else:
            for name in reversed(names):
                way = way.by(f".{name}")
            self._later([base], way)

    def _call(self, node: Node, way: _Way) -> Iterator[Part]:
        function = node.child_by_field_name("function")
        arguments = node.child_by_field_name("arguments")
        assert function is not None, "code that compiles calls something"
        assert arguments is not None, "code that compiles has its brackets"
        function = inside_parentheses(function)
        given = children(arguments) if arguments.type == "arguments" else []
        base, names = self._chain(function)
        root = self._text(base) if base.type == "identifier" else None
        if root is not None and (not names or root in _NAMESPACES):
            self._later(given, way.by(".".join((root, *names))))
            if not given:
                yield self._part(PartKind.OTHER, node, way)
        elif names:
            inner = function.child_by_field_name("object")
            assert inner is not None, "a method belongs to something"
            further = way.by(f".{names[-1]}")
            self._later([inner, *(given if names[-1] in _TAKING else ())], further)
        else:
            yield self._part(PartKind.OTHER, node, way)


def _values(literal: Node) -> list[Node]:
    """Return the values in an object or array literal; methods and getters are none."""
    found = (
        child.child_by_field_name("value") if child.type == "pair" else child for child in children(literal)
    )
    return [node for node in found if node is not None and node.type != "method_definition"]


def _operator(node: Node) -> str:
    operator = node.child_by_field_name("operator")
    assert operator is not None, "code that compiles has its operators"
    return operator.type


def _flowing(node: Node) -> list[Node] | None:
    """Return the operands that the result of an operator may be or hold, or None if it is a new value."""
    match node.type:
        case "ternary_expression":
            return children(node)[1:]
        case "sequence_expression":
            return children(node)[-1:]
        case "assignment_expression":
            return children(node)[-1:]
        case "binary_expression":
            match _operator(node):
                case "+" | "||" | "??":
                    return children(node)
                case "&&":  # what is left of it passes only when it is falsy: nothing to see
                    return children(node)[1:]
    return None


_LITERALS: Final = {
    "string": PartKind.TEXT,
    "string_fragment": PartKind.TEXT,
    "escape_sequence": PartKind.TEXT,
    "object": PartKind.OBJECT,
    "array": PartKind.ARRAY,
    "arrow_function": PartKind.FUNCTION,
    "function_expression": PartKind.FUNCTION,
    "generator_function": PartKind.FUNCTION,
    "class": PartKind.FUNCTION,
}
_WRAPPERS: Final = frozenset(
    ("parenthesized_expression", "template_substitution", "await_expression", "spread_element")
)
