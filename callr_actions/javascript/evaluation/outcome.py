"""What an evaluation is given and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from callr_actions.javascript.evaluation.values import UNDEFINED, Value
from callr_actions.javascript.model import Form

if TYPE_CHECKING:
    from collections.abc import Mapping

_NOTHING: Final[Mapping[str, Value]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Limits:
    """What one evaluation may take; armed anew for each.

    Attributes:
        cpu_seconds: processor time, watched by the engine itself.
        wall_seconds: time on the clock until the process is killed; longer than the other, so that a busy
            machine changes no outcome.
        memory_bytes: the whole context with its variables.
        stack_bytes: how deep calls may go: some 600 of a small function for each MiB, 12 MiB at most.
    """

    cpu_seconds: float = 1.0
    wall_seconds: float = 1.5
    memory_bytes: int = 64 << 20
    stack_bytes: int = 8 << 20


class Limit(Enum):
    """Which limit an evaluation hit."""

    CPU = "cpu"
    WALL = "wall"
    MEMORY = "memory"
    STACK = "stack"
    PROCESS = "process"
    """The process ended: the engine crashed, or somebody killed it."""
    TAMPERING = "tampering"
    """The code broke what every evaluation rests on, such as the global object."""


@dataclass(frozen=True, slots=True)
class Code:
    """A piece of code to evaluate.

    Attributes:
        text: JavaScript without `${{ }}` around it.
        form: an expression, or statements whose last value counts.
        as_text: also turn the value into text as `String()` does, and fail when it cannot be.
    """

    text: str
    form: Form = Form.EXPRESSION
    as_text: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no value.

    Attributes:
        message: the error's own text, or a sentence about the limit.
        name: the kind of error, such as `TypeError`; empty for what is no error (`throw 5`) and for limits.
        line: counted from 1 in the code, None where nobody knows.
        column: counted from 1 in code points.
        limit: the limit that was hit; the variables are then what they were before the evaluation.
        gap: what the code needed and this engine does not have.
    """

    message: str
    name: str = ""
    line: int | None = None
    column: int | None = None
    limit: Limit | None = None
    gap: str | None = None

    def __str__(self) -> str:
        """`TypeError: message`, as JavaScript shows it."""
        return f"{self.name}: {self.message}" if self.name else self.message


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came out of one evaluation.

    Attributes:
        value: the value; `UNDEFINED` when it failed.
        truthy: whether a condition with this value holds.
        text: the value as text, when that was asked for and nothing failed.
        changed: the `$variables` that have another value than before, also by a change within; a variable
            that was deleted is `UNDEFINED`. Changes before an error count, those before a limit do not.
        failure: why there is no value, or None.
        gaps: what the code used that this engine does otherwise, sorted, such as
            `String.prototype.localeCompare`.
    """

    value: Value = UNDEFINED
    truthy: bool = False
    text: str | None = None
    changed: Mapping[str, Value] = field(default_factory=lambda: _NOTHING)
    failure: Failure | None = None
    gaps: tuple[str, ...] = ()
