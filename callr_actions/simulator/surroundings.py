"""A world while a run is in it: which of its answers have been used up, and what the network adds."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from callr_actions.simulator.behaviour import Behaviour
    from callr_actions.simulator.outside import Request
    from callr_actions.simulator.world.model import ActionAnswer, Reply, Stub, World

_Answer = TypeVar("_Answer")


class Surroundings:
    """Answers a run by a world.

    Args:
        world: the world.
        network: answers requests that the world has no stub for; None for nothing.
    """

    def __init__(self, world: World, network: Callable[[Request], Reply | None] | None = None) -> None:
        self._world = world
        self._network = network
        self._used: Counter[object] = Counter()

    def behaviour(self, number: str) -> Behaviour:
        """Return how the next call to a number goes."""
        behaviours = self._world.numbers.get(number)
        return self._next(("number", number), behaviours) if behaviours else self._world.others

    def reply(self, request: Request) -> Reply | None:
        """Return what the first stub that fits answers, else the network; None where neither does."""
        for index, stub in enumerate(self._world.http):
            if _fits(stub, request):
                return self._next(("stub", index), stub.replies)
        return self._network(request) if self._network is not None else None

    def action(self, name: str, params: object) -> ActionAnswer | None:
        """Return the first answer that fits and was not given yet, else the last one that fits."""
        answers = enumerate(self._world.actions.get(name, ()))
        fitting = [(index, each) for index, each in answers if contains(params, each.when)]
        for index, each in fitting:
            self._used["action", name, index] += 1
            if self._used["action", name, index] == 1:
                return each
        return fitting[-1][1] if fitting else None

    def _next(self, key: object, answers: Sequence[_Answer]) -> _Answer:
        used = self._used[key]
        self._used[key] += 1
        return answers[min(used, len(answers) - 1)]


def contains(value: object, part: object) -> bool:
    """Return whether a value is the part, or has everything that the part has. None is part of everything."""
    if part is None:
        return True
    if isinstance(part, dict):
        return isinstance(value, dict) and all(
            name in value and contains(value[name], each) for name, each in part.items()
        )
    return value == part


def _fits(stub: Stub, request: Request) -> bool:
    if stub.method is not None and stub.method != request.method:
        return False
    if any(part not in (request.body or "") for part in stub.contains):
        return False
    return _pattern(stub.url).fullmatch(request.url) is not None


@lru_cache(1_024)
def _pattern(url: str) -> re.Pattern[str]:
    """Return a stub's URL as a regular expression."""
    pieces = re.split(r"(\*\*|\*)", url)
    wild = {"*": "[^/?#]*", "**": ".*"}
    return re.compile("".join(wild.get(piece) or re.escape(piece) for piece in pieces), re.DOTALL)
