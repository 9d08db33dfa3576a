"""What the engine knows of an action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from callr_actions.simulator.scheduler import Activity
    from callr_actions.simulator.step_run import StepRun


class Immediate(NamedTuple):
    """An action that is done at the moment at which it begins; `run` returns its result."""

    name: str
    versions: tuple[int, ...]
    run: Callable[[StepRun], object]


class Action(NamedTuple):
    """An action that may take time.

    Attributes:
        name: without its version.
        versions: those that run like this.
        run: an activity that does it and returns its result, `UNDEFINED` for none.
    """

    name: str
    versions: tuple[int, ...]
    run: Callable[[StepRun], Activity]
