"""The run's JavaScript in a worker process, as the simulator asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.javascript.evaluation.outcome import Code
from callr_actions.simulator.evaluator import Outcome, Thrown, Want
from callr_actions.simulator.values import UNDEFINED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from callr_actions.javascript.evaluation.context import Context
    from callr_actions.javascript.evaluation.outcome import Outcome as Evaluated
    from callr_actions.simulator.evaluator import Piece


class WorkerEvaluator:
    """One run's context in a worker."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def assign(self, name: str, value: object) -> None:
        """Give a user variable a value.

        Raises:
            CallrActionsError: it is nested too deeply.
        """
        self._context.assign(name, value)  # type: ignore[arg-type]

    def evaluate(
        self, pieces: Sequence[Piece], predefined: Mapping[str, object], now_ms: int
    ) -> Sequence[Outcome]:
        """Evaluate pieces in order, up to the first that throws, in one round trip."""
        codes = [Code(piece.code, piece.form, as_text=piece.want is Want.TEXT) for piece in pieces]
        outcomes = self._context.evaluate_many(codes, predefined=predefined, now_ms=now_ms)  # type: ignore[arg-type]
        return [_outcome(piece, outcome) for piece, outcome in zip(pieces, outcomes, strict=False)]

    def close(self) -> None:
        """Give the context back."""
        self._context.close()


def _outcome(piece: Piece, found: Evaluated) -> Outcome:
    failure = found.failure
    if failure is not None:
        thrown = Thrown(str(failure), failure.line, failure.limit is not None)
        return Outcome(UNDEFINED, assigned=found.changed, thrown=thrown)
    if piece.want is Want.TRUTH:
        value: object = found.truthy
    else:
        value = found.text if piece.want is Want.TEXT else found.value
    return Outcome(value, _kind(found), found.changed, gaps=found.gaps)


def _kind(found: Evaluated) -> str:
    if found.value is UNDEFINED:
        return "undefined"
    if found.value is None:
        return "null"
    return "object" if isinstance(found.value, dict) and (found.text or "").startswith("[object ") else ""
