"""What checking one value against one schema gives."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from callr_actions.language.adopted.values import Value

_MOST_FAULTS = 1000


class Verdict(IntEnum):
    """Ordered, so that of things that must all hold the greatest counts."""

    GOOD = 0
    OPEN = 1
    """Decided when the scenario runs, because of an expression."""
    BAD = 2


@dataclass(frozen=True, slots=True)
class Fault:
    """One demand that is not met.

    Attributes:
        value: the value it is about; for a missing key the mapping that lacks it.
        keyword: the keyword that demands it; `unknown` for a key that is not allowed, `action` for an
            action that no alternative has.
        limit: what the keyword asks for.
        name: the missing or unknown key.
        known: for an unknown key the ones that are allowed.
    """

    value: Value
    keyword: str
    limit: Any = None
    name: str | None = None
    known: tuple[str, ...] = ()
    description: str | None = None

    @property
    def path(self) -> tuple[str | int, ...]:
        """Where it is: the path of the value, or of the key that is missing or unknown."""
        return self.value.path if self.name is None else (*self.value.path, self.name)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a check.

    Attributes:
        seen: the members (keys or indexes) that the schema had something to say about.
        known: the keys that it names.
    """

    verdict: Verdict
    faults: tuple[Fault, ...] = ()
    seen: frozenset[str | int] = frozenset()
    known: frozenset[str] = frozenset()


GOOD = Outcome(Verdict.GOOD)
OPEN = Outcome(Verdict.OPEN)


class Tally:
    """Outcomes that must all hold, being added up."""

    def __init__(self) -> None:
        self._verdict = Verdict.GOOD
        self._faults: list[Fault] = []
        self.seen: set[str | int] = set()
        self.known: set[str] = set()

    def add(self, outcome: Outcome, *, same_value: bool = False) -> None:
        """Add one; `same_value` when it is about this value and not about a member."""
        self._verdict = max(self._verdict, outcome.verdict)
        if len(self._faults) < _MOST_FAULTS:
            self._faults.extend(outcome.faults)
        if same_value:
            self.note(outcome.seen, outcome.known)

    def note(self, seen: Iterable[str | int], known: Iterable[str]) -> None:
        """Add what a schema had to say something about."""
        self.seen.update(seen)
        self.known.update(known)

    def fault(self, fault: Fault) -> None:
        """Add a fault."""
        self._verdict = Verdict.BAD
        self._faults.append(fault)

    def undecided(self) -> None:
        """Add something that only a run decides."""
        self._verdict = max(self._verdict, Verdict.OPEN)

    def outcome(self) -> Outcome:
        """Return the sum."""
        return Outcome(self._verdict, tuple(self._faults), frozenset(self.seen), frozenset(self.known))
