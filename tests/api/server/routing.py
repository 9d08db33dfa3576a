"""Which operation a request means."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from tests.api.server.declarations import BASE, Operation, operations

if TYPE_CHECKING:
    from tests.api.server.request import Request


@dataclass(frozen=True, slots=True)
class Route:
    """Where a request leads: to an operation, or to a path that has other methods, or to nothing."""

    operation: Operation | None
    segments: dict[str, str]  # raw values of the path's parameters
    allowed: tuple[str, ...]  # the path's methods; empty when there is no such path


class Routes:
    """The operations by method and path; single ones can be moved elsewhere."""

    def __init__(self) -> None:
        self._operations = dict(operations())

    def move(self, name: str, request: str) -> None:
        """Serve an operation at another `METHOD /path`, and no longer at its own."""
        method, template = request.split(" ")
        self._operations[name] = replace(self._operations[name], method=method, template=template)

    def find(self, request: Request) -> Route:
        path = request.path
        if not path.startswith(f"{BASE}/"):
            return Route(None, {}, ())
        segments = path.removeprefix(BASE).split("/")[1:]
        fitting = [one for one in self._operations.values() if _fits(one, segments)]
        if not fitting:
            return Route(None, {}, ())
        # `/numbers/store` is no number: of the templates that fit, the one with the fewest holes is meant.
        closest = min(_holes(one) for one in fitting)
        fitting = [one for one in fitting if _holes(one) == closest]
        allowed = tuple(sorted(one.method for one in fitting))
        for operation in fitting:
            if operation.method == request.method:
                return Route(operation, _values(operation, segments), allowed)
        return Route(None, {}, allowed)


def _fits(operation: Operation, segments: list[str]) -> bool:
    expected = operation.segments
    return len(expected) == len(segments) and all(
        (_is_hole(want) and have) or want == unquote(have)
        for want, have in zip(expected, segments, strict=True)
    )


def _holes(operation: Operation) -> int:
    return sum(_is_hole(segment) for segment in operation.segments)


def _is_hole(segment: str) -> bool:
    return segment.startswith("{")


def _values(operation: Operation, segments: list[str]) -> dict[str, str]:
    pairs = zip(operation.segments, segments, strict=True)
    return {want.strip("{}"): have for want, have in pairs if _is_hole(want)}
