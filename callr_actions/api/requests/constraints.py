"""What a parameter may be, as data: the checks, the error texts and the tests all come from it."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from callr_actions.api.models.timestamp import FORMAT, Timestamp
from callr_actions.api.requests.violations import Fault, in_words, nearest

if TYPE_CHECKING:
    from enum import StrEnum


class Constraint(ABC):
    """What a parameter may be."""

    @property
    @abstractmethod
    def allowed(self) -> str:
        """What is accepted, in words."""

    @abstractmethod
    def fault(self, value: object) -> Fault | None:
        """Return why a value is refused, or None."""

    def accepts(self, value: object) -> bool:
        """Tell whether the API accepts a value."""
        return self.fault(value) is None


class PlainConstraint(Constraint):
    """A constraint whose faults are all of one kind: the value is not what is allowed."""

    @abstractmethod
    def accepts(self, value: object) -> bool:
        """Tell whether the API accepts a value."""

    def fault(self, value: object) -> Fault | None:
        """Return why a value is refused, or None."""
        return None if self.accepts(value) else Fault(in_words(value), self.allowed)


@dataclass(frozen=True, slots=True)
class Text(PlainConstraint):
    """A text.

    Attributes:
        least: characters at least.
        most: characters at most; None where no limit is known.
        pattern: what the whole text matches, as Callr's documentation prints it.
        letter: whether it must hold a letter of any script.
        like: what the pattern means, in words.
    """

    least: int = 0
    most: int | None = None
    pattern: str | None = None
    letter: bool = False
    like: str = ""

    @property
    def allowed(self) -> str:
        """Such as `1 to 64 characters with a letter`."""
        return self.like or _between(self.least, self.most, "characters") + (
            " with a letter among them" if self.letter else ""
        )

    def accepts(self, value: object) -> bool:
        """Tell whether it is a text of the right length and form; lengths are in code points."""
        return (
            isinstance(value, str)
            and self.least <= len(value) <= (len(value) if self.most is None else self.most)
            and (self.pattern is None or re.fullmatch(self.pattern, value) is not None)
            and (not self.letter or any(letter.isalpha() for letter in value))
            and not has_surrogate(value)
        )

    def fault(self, value: object) -> Fault | None:
        """Name the length where that is what is wrong."""
        if self.accepts(value):
            return None
        if isinstance(value, str):
            if has_surrogate(value):
                return Fault("a text with half of a surrogate pair", "text that UTF-8 can hold")
            if not self.like and not self.least <= len(value) <= (self.most or len(value)):
                return Fault(f"a text of {len(value)} characters", self.allowed)
        return Fault(in_words(value), self.allowed)


@dataclass(frozen=True, slots=True)
class Integer(PlainConstraint):
    """A whole number from `least` to `most`; None where no upper limit is known."""

    least: int
    most: int | None = None

    @property
    def allowed(self) -> str:
        """Such as `a whole number from 1 to 100`."""
        return f"a whole number {_range(self.least, self.most)}"

    def accepts(self, value: object) -> bool:
        """Tell whether it is a whole number in the range; true and false are none."""
        return (
            isinstance(value, int)
            and not isinstance(value, bool)
            and value >= self.least
            and (self.most is None or value <= self.most)
        )


@dataclass(frozen=True, slots=True)
class Choice(PlainConstraint):
    """One of a closed list of texts."""

    values: tuple[str, ...]

    @classmethod
    def of(cls, kind: type[StrEnum]) -> Choice:
        """Return the choice among the listed values of an enumeration."""
        return cls(tuple(each.value for each in kind))

    @property
    def allowed(self) -> str:
        """The values."""
        return ", ".join(self.values)

    def accepts(self, value: object) -> bool:
        """Tell whether it is one of the values, letter by letter."""
        return isinstance(value, str) and str(value) in self.values

    def fault(self, value: object) -> Fault | None:
        """Name the value that was probably meant."""
        if self.accepts(value):
            return None
        return Fault(in_words(value), self.allowed, nearest(value, self.values))


@dataclass(frozen=True, slots=True)
class Boolean(PlainConstraint):
    """True or false, or only true."""

    only_true: bool = False

    @property
    def allowed(self) -> str:
        """What is accepted, in words."""
        return "true" if self.only_true else "true or false"

    def accepts(self, value: object) -> bool:
        """Tell whether it is a boolean; 0 and 1 are none."""
        return value is True or (value is False and not self.only_true)


@dataclass(frozen=True, slots=True)
class Time(PlainConstraint):
    """An aware datetime, or RFC 3339 text."""

    @property
    def allowed(self) -> str:
        """What is accepted, in words."""
        return FORMAT

    def accepts(self, value: object) -> bool:
        """Tell whether it is a time with a zone."""
        if isinstance(value, datetime):
            return value.utcoffset() is not None
        if not isinstance(value, str):
            return False
        try:
            Timestamp.parse(value)
        except ValueError:
            return False
        return True

    def fault(self, value: object) -> Fault | None:
        """Name a missing time zone."""
        if isinstance(value, datetime) and value.utcoffset() is None:
            return Fault("a time without a zone", "a datetime with one, such as datetime.now(UTC)")
        return None if self.accepts(value) else Fault(in_words(value), self.allowed)


@dataclass(frozen=True, slots=True)
class Many(PlainConstraint):
    """At most `most` values of one kind."""

    each: Constraint
    most: int

    @property
    def allowed(self) -> str:
        """What is accepted, in words."""
        return f"a list of at most {self.most}, each {self.each.allowed}"

    def accepts(self, value: object) -> bool:
        """Tell whether it is a short enough list of good values."""
        return (
            isinstance(value, tuple | list) and len(value) <= self.most and all(map(self.each.accepts, value))
        )

    def fault(self, value: object) -> Fault | None:
        """Name the first item that is wrong."""
        if self.accepts(value):
            return None
        if isinstance(value, tuple | list) and len(value) <= self.most:
            place, wrong = next((n, each) for n, each in enumerate(value) if not self.each.accepts(each))
            return Fault(f"{in_words(wrong)} at place {place + 1}", self.each.allowed)
        return Fault(in_words(value), self.allowed)


def _range(least: int, most: int | None) -> str:
    return f"of {least} or more" if most is None else f"from {least} to {most}"


def _between(least: int, most: int | None, what: str) -> str:
    if most is None:
        return f"{least} {what} or more" if least else "any text"
    return f"{least} to {most} {what}" if least else f"at most {most} {what}"


def has_surrogate(text: str) -> bool:
    """Tell whether a text holds half of a surrogate pair, which UTF-8 cannot write."""
    return any("\ud800" <= letter <= "\udfff" for letter in text)
