"""Small questions about nodes of the tree that several walks ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node


def children(node: Node) -> list[Node]:
    """Return the named children without comments, which may stand anywhere."""
    return [child for child in node.named_children if child.type != "comment"]


def inside_parentheses(node: Node) -> Node:
    """Return what stands inside any number of parentheses."""
    while node.type == "parenthesized_expression" and len(inner := children(node)) == 1:
        node = inner[0]
    return node


def expression_of(root: Node) -> Node | None:
    """Return the expression that a tree of `Form.EXPRESSION` holds, its own parentheses taken off.

    None where the code is no single expression but closes those parentheses itself: `1) + (2`.
    """
    statements = children(root)
    inside = children(statements[0]) if len(statements) == 1 else []
    if len(inside) != 1 or inside[0].type != "parenthesized_expression":
        return None
    found = children(inside[0])
    return found[0] if len(found) == 1 else None


def walk(root: Node) -> Iterator[Node]:
    """Yield every named node below and with the root, in order, without recursion."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(node.named_children))
