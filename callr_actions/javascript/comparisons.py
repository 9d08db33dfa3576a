"""Comparisons that never convert: `===`, `!==` and the cases of a `switch`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from callr_actions.javascript.model import COMPUTED
from callr_actions.javascript.nodes import children, inside_parentheses, walk
from callr_actions.javascript.parts import PartKind, Parts
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tree_sitter import Node

_STRICT: Final = frozenset(("===", "!=="))
_LITERALS: Final = {
    "string": "string",
    "template_string": "string",
    "number": "number",
    "true": "boolean",
    "false": "boolean",
}


class Operand(NamedTuple):
    """One side of a comparison.

    Attributes:
        start: code point index into the code.
        end: the index after it.
        path: of a variable, or a member read from one: the names on the way.
        literal: of a literal its JSON type: `string`, `number` or `boolean`.
    """

    start: int
    end: int
    path: tuple[str, ...] = ()
    literal: str | None = None


class Comparison(NamedTuple):
    """Two values that are compared; `left` is what a `switch` looks at."""

    operator: str
    left: Operand
    right: Operand


class Comparisons:
    """Finds the comparisons in a tree."""

    def __init__(self, source: bytes, place: Callable[[Node], tuple[int, int]]) -> None:
        self._parts = Parts(source, place)
        self._place = place

    def of(self, root: Node) -> Iterator[Comparison]:
        """Yield each strict comparison, in order."""
        for node in walk(root):
            if node.type == "binary_expression":
                operator = node.child_by_field_name("operator")
                assert operator is not None, "code that compiles has its operators"
                if operator.type in _STRICT:
                    left, right = children(node)
                    yield Comparison(operator.type, self.operand(left), self.operand(right))
            elif node.type == "switch_statement":
                yield from self._switch(node)

    def operand(self, node: Node) -> Operand:
        """Return what is known of a value."""
        node = inside_parentheses(node)
        start, end = self._place(node)
        inner = children(node)
        if node.type == "unary_expression" and len(inner) == 1 and inner[0].type == "number":
            return Operand(start, end, literal="number" if node.children[0].type in "+-" else None)
        if node.type in _LITERALS:
            return Operand(start, end, literal=_LITERALS[node.type])
        parts = tuple(self._parts.of(node))
        if (
            len(parts) == 1
            and parts[0].kind is PartKind.NAME
            and (parts[0].start, parts[0].end) == (start, end)
        ):
            path = parts[0].path
            return Operand(start, end, path if COMPUTED not in path else ())
        return Operand(start, end)

    def _switch(self, node: Node) -> Iterator[Comparison]:
        value, body = node.child_by_field_name("value"), node.child_by_field_name("body")
        assert value is not None, "code that compiles switches on something"
        assert body is not None, "code that compiles has its blocks"
        left = self.operand(value)
        for case in children(body):
            of = case.child_by_field_name("value") if case.type == "switch_case" else None
            if of is not None:
                yield Comparison("switch", left, self.operand(of))
