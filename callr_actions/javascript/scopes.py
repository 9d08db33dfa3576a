"""Which names stay free: a record of scopes opened and closed, and of names used in between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tree_sitter import Node

    from callr_actions.javascript.model import Access


class Link(NamedTuple):
    """One member of a path, as the tree has it; `string` when the node is a string literal."""

    node: Node
    string: bool
    optional: bool
    called: bool


class Use(NamedTuple):
    """One use of a name. Whether the name is free is known only when every scope is."""

    name: str
    node: Node
    access: Access
    links: tuple[Link, ...] = ()
    guarded: bool = False


class Scopes:
    """Opened and closed in the order of the code; knows afterwards which uses no scope declares.

    A declaration counts for the whole of its scope, uses before it included: hence a record first and
    an answer at the end. Both take time in proportion to the record, however deep the scopes are.
    """

    def __init__(self) -> None:
        root: set[str] = set()
        self._open: list[set[str]] = [root]
        self._functions: list[set[str]] = [root]
        self._record: list[set[str] | Use | None] = [root]

    def open(self, names: Iterable[str] = (), *, function: bool = False) -> None:
        """Begin a scope that declares the names; `var` within a function's scope belongs to it."""
        scope = set(names)
        self._open.append(scope)
        self._record.append(scope)
        if function:
            self._functions.append(scope)

    def close(self) -> None:
        """End the innermost scope."""
        scope = self._open.pop()
        self._record.append(None)
        if scope is self._functions[-1]:
            self._functions.pop()

    def declare(self, name: str, *, hoisted: bool = False) -> None:
        """Declare a name in the innermost scope, or, when hoisted like `var`, in the innermost function."""
        (self._functions if hoisted else self._open)[-1].add(name)

    def use(self, use: Use) -> None:
        """Record a use of a name in the innermost scope."""
        self._record.append(use)

    def free(self) -> Iterator[Use]:
        """Yield the uses of names that no scope around them declares."""
        declared: dict[str, int] = {}
        around: list[set[str]] = []
        for entry in self._record:
            if entry is None:
                for name in around.pop():
                    declared[name] -= 1
            elif isinstance(entry, set):
                around.append(entry)
                for name in entry:
                    declared[name] = declared.get(name, 0) + 1
            elif not declared.get(entry.name):
                yield entry
