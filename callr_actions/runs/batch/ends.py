"""When a run of a batch is over: conditions over its variables, in JavaScript, the worse one first.

The API tells a run's variables and nothing else, so the scenario and who runs it agree on what means the end.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from callr_actions.errors import CallrActionsError
from callr_actions.named_tuple import NamedTuple
from callr_actions.runs.batch.account import End
from callr_actions.runs.batch.states import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from callr_actions.javascript.evaluation.pool import Pool


class Conditions(NamedTuple):
    """What means the end of a run; a `$name` that has no value yet is `undefined`.

    Attributes:
        until: holds when it went well.
        fail_if: holds when it did not; looked at first.
        until_set: a variable that is set at the end, to anything but null.
    """

    until: str | None = None
    fail_if: str | None = None
    until_set: str | None = None

    @property
    def any(self) -> bool:
        """Whether the end can be known at all."""
        return any(each is not None for each in self)


class Judge(Protocol):
    """Says of a run's variables whether it is over."""

    def __call__(self, variables: Mapping[str, Any], started_with: Mapping[str, Any]) -> End | None:
        """Return the end, None where it goes on."""


class ConditionJudge:
    """Evaluates conditions, each time with the variables of one run and of no other.

    Args:
        conditions: of which there is at least one.
        pool: evaluates.

    """

    def __init__(self, conditions: Conditions, pool: Pool) -> None:
        self._conditions = conditions
        self._pool = pool

    def __call__(self, variables: Mapping[str, Any], started_with: Mapping[str, Any]) -> End | None:
        """Return the end, None where it goes on.

        Raises:
            CallrActionsError: a condition throws.
        """
        wanted = self._conditions
        with self._pool.context(0) as context:
            for name, value in variables.items():
                context.assign(name, value)

            looked_at: tuple[tuple[str, str | None, Outcome], ...] = (
                ("--fail-if", wanted.fail_if, Outcome.FAILED),
                ("--until", wanted.until, Outcome.SUCCEEDED),
            )
            for option, code, outcome in looked_at:
                if code is None:
                    continue
                found = context.evaluate(code, predefined={}, now_ms=int(time.time() * 1000))
                if found.failure is not None:
                    raise CallrActionsError(
                        f"{option}: `{code}` fails: {found.failure}",
                        hint="the runs go on; give the same command again with another condition",
                    )
                if found.truthy:
                    why = code if outcome is Outcome.FAILED else ""
                    return End(outcome, why, msgspec.json.encode(variables))
        until_set = wanted.until_set
        if until_set is not None and variables.get(until_set) not in (None, started_with.get(until_set)):
            return End(Outcome.SUCCEEDED, "", msgspec.json.encode(variables))
        return None


def check_conditions(conditions: Conditions) -> None:
    """Raise CallrActionsError where a condition is no JavaScript expression."""
    for option, code in (("--until", conditions.until), ("--fail-if", conditions.fail_if)):
        if code is None:
            continue
        from callr_actions.javascript.compile import check  # noqa: PLC0415 - only conditions need the compiler
        from callr_actions.javascript.model import Form  # noqa: PLC0415

        fault = check(code, Form.EXPRESSION)
        if fault is not None:
            raise CallrActionsError(f"{option}: `{code}` is no JavaScript expression: {fault.message}")
