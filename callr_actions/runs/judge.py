"""Holds a run's conditions against its variables, with the JavaScript engine that simulates scenarios."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final, Self

from callr_actions.errors import CallrActionsError
from callr_actions.javascript.evaluation.gaps import NO_GAPS
from callr_actions.javascript.evaluation.values import UNDEFINED
from callr_actions.named_tuple import NamedTuple
from callr_actions.runs.outcome import Outcome
from callr_actions.runs.same import same

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

    from callr_actions.javascript.evaluation.context import Context
    from callr_actions.javascript.evaluation.gaps import Gaps
    from callr_actions.javascript.evaluation.outcome import Outcome as Evaluated
    from callr_actions.javascript.evaluation.pool import Pool
    from callr_actions.runs.wanted import Expression, Wanted
    from callr_actions.simulator.plain_code import Reader

_NO_VALUES: Final[tuple[object, ...]] = (None, "", UNDEFINED)


class Verdict(NamedTuple):
    """What the variables say.

    Attributes:
        outcome: `FAILED`, `REACHED`, or None while neither is known.
        reason: the condition that holds.
        remarks: what people should know, each said once only.
    """

    outcome: Outcome | None = None
    reason: str = ""
    remarks: tuple[str, ...] = ()


class Judge:
    """Decides whether a run has failed or is done. One can judge many runs, one after the other.

    Close it, or use it as a context manager: complicated conditions are evaluated in a process of its own.

    Args:
        wanted: the conditions, checked.
        gaps: what the platform's engine has and this one has not, for messages.
        now_ms: what `now` and `Date` go by, milliseconds since 1970.
    """

    def __init__(
        self,
        wanted: Wanted,
        gaps: Gaps = NO_GAPS,
        now_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        self._wanted = wanted
        self._gaps = gaps
        self._now_ms = now_ms
        self._pool: Pool | None = None
        self._context: Context | None = None
        self._assigned: set[str] = set()
        self._said: set[str] = set()
        self._readers: dict[str, Reader | None] = {}

    @property
    def has_condition(self) -> bool:
        """Whether anything can tell a run's end."""
        return self._wanted.has_condition

    def verdict(
        self, variables: Mapping[str, object], initial: Mapping[str, object] | None = None
    ) -> Verdict:
        """Return what a run's variables say; the condition of failure is looked at first.

        A condition that throws, on a variable that is not there yet, does not hold; that is remarked once.

        Args:
            variables: the run's, as the API tells them.
            initial: those that the run began with.

        Raises:
            CallrActionsError: a condition cannot be evaluated within the limits of time and memory.
        """
        wanted = self._wanted
        remarks: list[str] = []
        for condition, outcome in ((wanted.fail_if, Outcome.FAILED), (wanted.until, Outcome.REACHED)):
            if condition is not None and self._holds(condition, variables, remarks):
                return Verdict(outcome, str(condition), tuple(remarks))
        name = wanted.until_set
        if name is not None and _is_set(name, variables, initial or {}):
            return Verdict(Outcome.REACHED, f"--until-set `{name}`", tuple(remarks))
        return Verdict(remarks=tuple(remarks))

    def outputs(self, variables: Mapping[str, object]) -> tuple[dict[str, object], tuple[str, ...]]:
        """Return what a run gives, as JSON by name, and what people should know about it.

        Without expressions these are the user variables, named without their `$`. An expression that throws
        gives null.
        """
        from callr_actions.simulator.values import to_json  # noqa: PLC0415

        if not self._wanted.outputs:
            return {name[1:]: value for name, value in variables.items() if name[:1] == "$"}, ()
        found: dict[str, object] = {}
        remarks = []
        for name, expression in self._wanted.outputs.items():
            outcome = self._evaluate(expression, variables)
            if outcome.failure is not None:
                remarks.append(f"the output `{name}` is null: {expression}: {outcome.failure}")
            found[name] = to_json(outcome.value)
        return found, tuple(remarks)

    def value(self, expression: Expression, variables: Mapping[str, object]) -> object:
        """Return the value of an expression; undefined where it throws."""
        return self._evaluate(expression, variables).value

    def close(self) -> None:
        """End the process that evaluates, if there is one."""
        pool, self._pool, self._context = self._pool, None, None
        if pool is not None:
            pool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _holds(self, condition: Expression, variables: Mapping[str, object], remarks: list[str]) -> bool:
        outcome = self._evaluate(condition, variables)
        failure = outcome.failure
        if failure is None:
            return outcome.truthy
        if failure.limit is not None:
            raise CallrActionsError(f"{condition} cannot be evaluated: {failure}")
        text = f"{condition} throws {failure}; as long as it does, it counts as not fulfilled"
        if text not in self._said:
            self._said.add(text)
            remarks.append(text)
        return False

    def _plainly(self, expression: Expression, variables: Mapping[str, object]) -> Evaluated | None:
        """Return what comes of a plain expression, without the engine; None for what needs it."""
        from callr_actions.javascript.evaluation.outcome import Outcome as Evaluated  # noqa: PLC0415
        from callr_actions.simulator.evaluator import Want  # noqa: PLC0415 - --help judges nothing
        from callr_actions.simulator.plain_code import (  # noqa: PLC0415
            UNPLAIN,
            Mirror,
            NotPlain,
            outcome,
            plain_reader,
        )

        code = expression.code
        if code not in self._readers:
            self._readers[code] = None if UNPLAIN.search(code) else plain_reader(code)
        reader = self._readers[code]
        if reader is None:
            return None
        mirror = Mirror(variables, variables.keys())
        try:
            truthy = outcome(reader, Want.TRUTH, mirror).value is True
            value: Any = outcome(reader, Want.VALUE, mirror).value
        except NotPlain:
            return None
        return Evaluated(value, truthy)

    def _evaluate(self, expression: Expression, variables: Mapping[str, object]) -> Evaluated:
        plain = self._plainly(expression, variables)
        if plain is not None:
            return plain
        context = self._opened()
        # All of them, each time: an expression may have changed one from within, as `$list.pop()` does.
        for name in self._assigned - variables.keys():
            context.assign(name, UNDEFINED)
        for name, value in variables.items():
            if name[:1] == "$":
                given: Any = value
                context.assign(name, given)
                self._assigned.add(name)
        return context.evaluate(expression.code, predefined={}, now_ms=self._now_ms())

    def _opened(self) -> Context:
        if self._context is None:
            from callr_actions.javascript.evaluation.pool import Pool  # noqa: PLC0415 - plain code needs none

            self._pool = Pool(self._gaps)
            self._context = self._pool.context(0)
        return self._context


def _is_set(name: str, variables: Mapping[str, object], initial: Mapping[str, object]) -> bool:
    """Return whether a variable has a value, and not the one that the run began with."""
    value = variables.get(name)
    return value not in _NO_VALUES and (name not in initial or not same(value, initial[name]))
