"""What else a piece of code is, beyond names: worked out only when someone asks."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from callr_actions.javascript.model import LONGEST_KEPT, MOST_TREES_KEPT, Form
from callr_actions.javascript.nodes import children, expression_of, walk
from callr_actions.javascript.parts import Part, Parts
from callr_actions.javascript.text import code_point_index, sendable
from callr_actions.javascript.tree import parse
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tree_sitter import Node

    from callr_actions.javascript.comparisons import Comparison, Operand


class Call(NamedTuple):
    """A call of a function by its plain name, with or without `new`.

    Attributes:
        start: code point index of the name.
        end: the index after it.
        parts: what its arguments are made of.
    """

    name: str
    start: int
    end: int
    parts: tuple[Part, ...]


def structure_of(code: str, form: Form) -> Structure:
    """Return the structure of code that compiles; of short code the one that was worked out before."""
    return _known(code, form) if len(code) <= LONGEST_KEPT else Structure(code, form)


class Structure:
    """A second look at code that compiles; every answer costs a walk and is kept. Nothing is ever run.

    Positions are code point indexes into the code.
    """

    def __init__(self, code: str, form: Form) -> None:
        self._code = sendable(code)
        self._form = form
        self._assignments: dict[bool, tuple[tuple[int, int], ...]] = {}
        syntax = parse(self._code, form, broken=False)
        # The two parsers differ on some rare code; where this one sees an error, nothing is said.
        self._syntax = None if syntax is None or syntax.root.has_error else syntax

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """What the value of an expression is made of; nothing for a program."""
        root = self._expression
        return () if root is None else tuple(self._parts.of(root))

    @cached_property
    def truth(self) -> bool | None:
        """Whether an expression is always truthy or always falsy; None when the running code decides."""
        from callr_actions.javascript.truth import truth  # noqa: PLC0415 - only conditions need it

        root, syntax = self._expression, self._syntax
        return None if root is None or syntax is None else truth(root, syntax.source)

    def assignments_in_tests(self, *, whole: bool) -> tuple[tuple[int, int], ...]:
        """Return the places of each `=` that decides something.

        Args:
            whole: whether the value of the whole expression is a test.
        """
        from callr_actions.javascript.conditions import assignments_in_tests  # noqa: PLC0415 - as above

        known = self._assignments.get(whole)
        if known is None:
            found = () if self._root is None else assignments_in_tests(self._root, whole=whole)
            known = self._assignments[whole] = tuple(self._place(node) for node in found)
        return known

    @cached_property
    def comparisons(self) -> tuple[Comparison, ...]:
        """What is compared without conversion, in order."""
        from callr_actions.javascript.comparisons import Comparisons  # noqa: PLC0415 - few pieces have any

        if self._root is None or self._syntax is None:
            return ()
        return tuple(Comparisons(self._syntax.source, self._place).of(self._root))

    @cached_property
    def operand(self) -> Operand | None:
        """What the whole of an expression is, as one side of a comparison."""
        from callr_actions.javascript.comparisons import Comparisons  # noqa: PLC0415 - as above

        root, syntax = self._expression, self._syntax
        return (
            None if root is None or syntax is None else Comparisons(syntax.source, self._place).operand(root)
        )

    @cached_property
    def awaits(self) -> tuple[tuple[int, int], ...]:
        """The places of each `await` outside every function."""
        if b"await" not in self._code.encode() or self._root is None:
            return ()
        found: list[tuple[int, int]] = []
        waiting = [self._root]
        while waiting:
            node = waiting.pop()
            if node.type in {"await_expression", "for_in_statement"}:
                found += [self._place(child) for child in node.children if child.type == "await"]
            if "function" not in node.type and node.type != "method_definition":
                waiting.extend(reversed(node.named_children))
        return tuple(sorted(found))

    def calls(self, names: Iterable[str]) -> tuple[Call, ...]:
        """Return the calls of these functions, in order."""
        wanted = frozenset(names)
        found: list[Call] = []
        for node in walk(self._root) if self._root is not None else ():
            function = node.child_by_field_name("function") or node.child_by_field_name("constructor")
            arguments = node.child_by_field_name("arguments")
            if function is None or arguments is None or function.type != "identifier":
                continue
            start, end = self._place(function)
            name = self._code[start:end]
            if name in wanted:
                found.append(Call(name, start, end, tuple(self._parts.of(*children(arguments)))))
        return tuple(found)

    @cached_property
    def _root(self) -> Node | None:
        if self._syntax is None:
            return None
        return self._expression if self._form is Form.EXPRESSION else self._syntax.root

    @cached_property
    def _expression(self) -> Node | None:
        if self._syntax is None or self._form is not Form.EXPRESSION:
            return None
        return expression_of(self._syntax.root)

    @property
    def _parts(self) -> Parts:
        assert self._syntax is not None, "only a tree has parts"
        return Parts(self._syntax.source, self._place)

    def _place(self, node: Node) -> tuple[int, int]:
        assert self._syntax is not None, "a node comes from the tree"
        shift = self._syntax.shift
        return self._index(node.start_byte - shift), self._index(node.end_byte - shift)

    @cached_property
    def _index(self) -> Callable[[int], int]:
        return code_point_index(self._code)


_known = lru_cache(MOST_TREES_KEPT)(Structure)
