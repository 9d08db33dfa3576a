"""Looking into a tree whose shape is not known to be right: what is not there is simply absent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.tree import Mapping, Scalar, Sequence, descend, target

if TYPE_CHECKING:
    from collections.abc import Iterable

    from callr_actions.language.tree import Entry, Node


def entries(node: Node | None) -> list[tuple[str, Entry]]:
    """Return the entries with a text as key, by that text, in their order; nothing for another node."""
    found = target(node) if node is not None else None
    if not isinstance(found, Mapping):
        return []
    return [(entry.name, entry) for entry in found.entries if entry.name is not None]


def items(node: Node | None) -> list[Node]:
    """Return a list's items; nothing for another node."""
    found = target(node) if node is not None else None
    return found.items if isinstance(found, Sequence) else []


def child(node: Node | None, *names: str) -> Node | None:
    """Return the value that these keys lead to, or None."""
    return None if node is None else descend(node, names)


def text(node: Node | None) -> str | None:
    """Return a scalar's value where it is text, else None."""
    found = target(node) if node is not None else None
    return found.value if isinstance(found, Scalar) and found.is_string else None


def scalar(node: Node | None) -> Scalar | None:
    """Return the scalar that this node is or stands for, or None."""
    found = target(node) if node is not None else None
    return found if isinstance(found, Scalar) else None


def locate(root: Node, path: Iterable[str | int]) -> Node:
    """Return the node that keys and list positions lead to, as far as they do."""
    node = root
    for step in path:
        below = descend(node, (step,))
        if below is None:
            return node
        node = below
    return node
