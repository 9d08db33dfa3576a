"""What is wrong with a request, all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from callr_actions.closest import closest
from callr_actions.errors import CallrActionsError
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST_QUOTED: Final = 60


class Fault(NamedTuple):
    """Why a constraint refuses a value.

    Attributes:
        found: what the value is, in words; never the whole of a long text.
        allowed: what would be accepted, in words.
        closest: the accepted value that was probably meant.
    """

    found: str
    allowed: str
    closest: str | None = None


class Violation(NamedTuple):
    """One parameter that the API would refuse, or silently drop.

    Attributes:
        parameter: its name on the wire, `trafficType`.
        fault: why.
    """

    parameter: str
    fault: Fault

    def __str__(self) -> str:
        text = f"`{self.parameter}` is {self.fault.found}; allowed: {self.fault.allowed}"
        if self.fault.closest is not None:
            text += f"; did you mean `{self.fault.closest}`?"
        return text


class InvalidRequestError(CallrActionsError):
    """A request was not built, because the API would refuse it or do something else than asked.

    Attributes:
        violations: every one, in the order of the parameters.
    """

    def __init__(self, request: str, violations: Sequence[Violation]) -> None:
        self.request = request
        self.violations = tuple(violations)
        if len(self.violations) == 1:
            message = f"{request}: {self.violations[0]}"
        else:
            lines = "".join(f"\n  {violation}" for violation in self.violations)
            message = f"{request}: {len(self.violations)} parameters are wrong:{lines}"
        super().__init__(message)


def nearest(word: object, known: Sequence[str]) -> str | None:
    """Return the value that was probably meant, when a text was given."""
    return closest(word, known) if isinstance(word, str) else None


def in_words(value: object) -> str:
    """Say what a value is: short texts and numbers as they are, others by their size or kind."""
    match value:
        case None:
            return "missing"
        case bool():
            return str(value).lower()
        case str():
            quoted = "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in value)
            return f'"{quoted}"' if len(quoted) <= _LONGEST_QUOTED else f"a text of {len(value)} characters"
        case int() if abs(value) >= 10**20:
            return "a number of more than 20 digits"
        case int() | float():
            return str(value)
        case bytes():
            return f"{len(value)} bytes"
        case dict():
            return f"an object of {len(value)} keys"
        case list() | tuple() | set() | frozenset():
            return f"a list of {len(value)}"
        case _:
            return f"of the type {type(value).__name__}"
