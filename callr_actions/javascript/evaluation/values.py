"""The values of JavaScript in Python: JSON as it is, and a small class for each kind that JSON lacks.

Numbers are `int` where they are whole and `float` else; both mean JavaScript's one kind of number, so an
`int` beyond 2**53 loses digits on its way there (`BigInt` does not). NaN, the infinities and -0 are floats.
Values are never changed in place, neither by who gets them nor by who gave them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Undefined:
    """JavaScript's `undefined`; use the one value `UNDEFINED`."""

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "undefined"


UNDEFINED = Undefined()


@dataclass(frozen=True, slots=True)
class BigInt:
    """A whole number of any size, `10n`."""

    value: int


@dataclass(frozen=True, slots=True)
class Date:
    """A moment in milliseconds since 1970 in UTC; None is JavaScript's invalid date."""

    milliseconds: float | None


@dataclass(frozen=True, slots=True)
class RegExp:
    """A regular expression as it is written, without the slashes."""

    source: str
    flags: str = ""


@dataclass(frozen=True, slots=True)
class Function:
    """A function or class; only its name leaves the engine."""

    name: str


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol; only its description leaves the engine."""

    description: str


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """An error that is a value, not one that was thrown."""

    name: str
    message: str


@dataclass(frozen=True, slots=True)
class Entries:
    """A `Map`: keys and values in their order."""

    pairs: tuple[tuple[Value, Value], ...]


@dataclass(frozen=True, slots=True)
class Members:
    """A `Set`: its values in their order."""

    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Cycle:
    """Stands where an object holds itself; values in Python are trees."""


@dataclass(frozen=True, slots=True)
class Lost:
    """Stands for what cannot leave the engine, and says in a few words why."""

    why: str


Value: TypeAlias = (
    "bool | int | float | str | list[Value] | dict[str, Value] | Undefined | BigInt | Date | RegExp"
    " | Function | Symbol | ErrorValue | Entries | Members | Cycle | Lost | None"
)
