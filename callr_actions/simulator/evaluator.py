"""What the simulator asks of whoever evaluates JavaScript. The worker that does is a room of its own."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Protocol

from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from callr_actions.javascript.model import Form


class Want(Enum):
    """What is made of the value."""

    VALUE = "value"
    TEXT = "text"
    """What JavaScript's `String()` makes of it."""
    TRUTH = "truth"
    """Whether JavaScript takes it for true."""


class Piece(NamedTuple):
    """One piece of JavaScript to evaluate."""

    code: str
    form: Form
    want: Want


class Thrown(NamedTuple):
    """What kept a piece from having a value.

    Attributes:
        message: as JavaScript words it, such as `TypeError: cannot read property 'a' of undefined`.
        line: the line in the piece, counted from 1; None where it is not known.
        limit: whether it was stopped at a limit, and the message says at which.
    """

    message: str
    line: int | None = None
    limit: bool = False


class Outcome(NamedTuple):
    """What came of one piece.

    Attributes:
        value: the value, the text or the truth, as was wanted; undefined where it threw.
        kind: of a wanted text what it was made from: `undefined`, `null`, `object`, or empty for the rest.
        assigned: the user variables that have another value now, `$` included.
        thrown: why there is no value.
        gaps: what the code used that this engine does otherwise than the platform's.
    """

    value: object
    kind: str = ""
    assigned: Mapping[str, object] = {}
    thrown: Thrown | None = None
    gaps: Sequence[str] = ()


class Evaluator(Protocol):
    """The JavaScript of one run: its user variables live in it from the first piece to the last."""

    def assign(self, name: str, value: object) -> None:
        """Give a user variable a value."""

    def evaluate(
        self, pieces: Sequence[Piece], predefined: Mapping[str, object], now_ms: int
    ) -> Sequence[Outcome]:
        """Evaluate pieces in order, up to the first that throws.

        Args:
            pieces: what to evaluate.
            predefined: the variables that the platform sets, by name; those without are not declared.
            now_ms: the moment that `now` and `new Date()` stand for, milliseconds since 1970.
        """

    def close(self) -> None:
        """Give back what it holds."""
