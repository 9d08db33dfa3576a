"""What is left of the world: which of its answers this run has used up."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from callr_actions.simulator.behaviour import Behaviour
    from callr_actions.simulator.world.model import ActionAnswer, Reply, Stub, World

_Answer = TypeVar("_Answer")


class Surroundings:
    """A world while a run is in it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._used: Counter[object] = Counter()

    def behaviour(self, number: str) -> Behaviour:
        """Return how the next call to a number goes."""
        behaviours = self.world.numbers.get(number)
        return self._next(("number", number), behaviours) if behaviours else self.world.others

    def reply(self, stub: Stub) -> Reply:
        """Return what the next request is answered with that a stub is for."""
        return self._next(("stub", id(stub)), stub.replies)

    def action(self, name: str, params: object) -> ActionAnswer | None:
        """Return what the next step with this action gets; None where the world says nothing of it."""
        fitting = [each for each in self.world.actions.get(name, ()) if contains(params, each.when)]
        if not fitting:
            return None
        return next((each for each in fitting if self._take(("action", id(each)))), fitting[-1])

    def _take(self, key: object) -> bool:
        self._used[key] += 1
        return self._used[key] == 1

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
