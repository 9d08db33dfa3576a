"""Assignments where a test is expected: `if (a = 1)`, `a = 1 ? b : c`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from callr_actions.javascript.nodes import children, inside_parentheses, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

_TESTS: Final = frozenset(("if_statement", "ternary_expression", "while_statement", "do_statement"))
_CONSTANTS: Final = frozenset(("number", "string", "true", "false", "null", "undefined"))
_LOGICAL: Final = frozenset(("&&", "||"))


def assignments_in_tests(root: Node, *, whole: bool) -> Iterator[Node]:
    """Yield the `=` of each assignment that decides something; extra parentheses mean it.

    Args:
        root: an expression or a program.
        whole: whether the root's own value is a test.
    """
    found = _in_test(root) if whole else []
    for node in walk(root):
        if node.type in _TESTS and (test := node.child_by_field_name("condition")) is not None:
            # The parentheses of a statement belong to it and mean nothing.
            statement = test.type == "parenthesized_expression" and node.type != "ternary_expression"
            found += _in_test(children(test)[0] if statement else test)
        elif node.type == "binary_expression" and _operator(node).type in _LOGICAL:
            # `a && b = 1` does not parse: an operand is an assignment in parentheses, which are needed.
            found += [equals for side in children(node)[:1] for equals in _plain(inside_parentheses(side))]
        elif _chooses_by_constant(node):
            found += _plain(node)
    yield from sorted({node.start_byte: node for node in found}.values(), key=lambda node: node.start_byte)


def _chooses_by_constant(node: Node) -> bool:
    """Whether this is `a = 1 ? b : c`: a choice by a constant, so the `=` was meant as its test."""
    right = node.child_by_field_name("right") if node.type == "assignment_expression" else None
    test = right.child_by_field_name("condition") if right is not None else None
    return test is not None and test.type in _CONSTANTS


def _in_test(test: Node) -> list[Node]:
    """Return the `=` of a test, and of what its `&&` and `||` join."""
    found: list[Node] = []
    waiting = [test]
    while waiting:
        node = waiting.pop()
        found += _plain(node)
        if node.type == "binary_expression" and _operator(node).type in _LOGICAL:
            waiting.extend(inside_parentheses(side) for side in children(node))
    return found


def _plain(node: Node) -> list[Node]:
    """Return the `=` of an assignment to a name or member; `({a} = b)` is no slip for a comparison."""
    left = node.child_by_field_name("left") if node.type == "assignment_expression" else None
    if left is None or left.type.endswith("_pattern"):
        return []
    return [child for child in node.children if child.type == "="]


def _operator(node: Node) -> Node:
    operator = node.child_by_field_name("operator")
    assert operator is not None, "code that compiles has its operators"
    return operator
