"""Which operation a method and a path mean: a tree of segments, as fast for sixty operations as for one."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from callr_actions.account.problem import Problem
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from callr_actions.account.operation import Operation, Parameter

_LONGEST_PATH = 2048


class Match(NamedTuple):
    """An operation, the parameters of the path it was found at, and their texts, decoded."""

    operation: Operation
    parameters: tuple[Parameter, ...]
    texts: list[str]


class _Node:
    __slots__ = ("any", "methods", "named")

    def __init__(self) -> None:
        self.named: dict[str, _Node] = {}
        self.any: _Node | None = None
        self.methods: dict[str, tuple[Operation, tuple[Parameter, ...]]] = {}


class Dispatch:
    """Finds operations. A fixed segment wins over a parameter at the same place."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        self._root = _Node()
        for operation in operations:
            self._add(operation, operation.method, operation.path, operation.at)
            for alias in operation.aliases:
                self._add(operation, alias.method, alias.path, (*operation.at, *alias.at))

    def find(self, method: str, path: bytes) -> Match:
        """Return what a request means.

        Args:
            method: the HTTP method.
            path: below the base path, as it was sent, percent-encoded, without the query.

        Raises:
            Problem: 400 for a path that cannot be read, 404 for one that is not served, 405 with `Allow`.
        """
        if len(path) > _LONGEST_PATH:
            raise Problem(400, f"the path has {len(path)} bytes; at most {_LONGEST_PATH} are taken")
        node = self._root
        found = []
        for raw in path.split(b"/")[1:]:
            try:
                segment = (unquote_to_bytes(raw) if b"%" in raw else raw).decode()
            except UnicodeDecodeError:
                raise Problem(400, "the path is not UTF-8; encode it before the percent signs") from None
            step = node.named.get(segment)
            if step is None:
                step = node.any
                if step is None:
                    raise Problem(
                        404, "there is nothing at this path; see /openapi.json for all that is served"
                    )
                found.append(segment)
            node = step
        if not node.methods:
            raise Problem(404, "there is nothing at this path; see /openapi.json for all that is served")
        entry = node.methods.get(method)
        if entry is None:
            allowed = ", ".join(sorted(node.methods))
            raise Problem(
                405, f"the method here is {allowed}, not {method[:20]}", headers=(("allow", allowed),)
            )
        return Match(*entry, found)

    def _add(self, operation: Operation, method: str, path: str, at: tuple[Parameter, ...]) -> None:
        node = self._root
        names = []
        for segment in path.split("/")[1:]:
            if segment.startswith("{"):
                names.append(segment[1:-1])
                node.any = node = node.any or _Node()
            else:
                node = node.named.setdefault(segment, _Node())
        if method in node.methods:
            raise ValueError(f"{method} {path} is declared twice")
        if names != [parameter.name for parameter in at]:
            raise ValueError(f"{method} {path} declares other path parameters than its path has")
        node.methods[method] = (operation, at)
