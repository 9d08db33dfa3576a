"""How far a run may go before it is stopped. Every limit can be set; most come from the catalog."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from callr_actions.language.catalog import Catalog

_LONGEST_RUN_SECONDS = 24 * 60 * 60
_MOST_EVENTS = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What one run may use.

    Attributes:
        steps: how many steps it may take, all branches together.
        gotos: how many gotos may follow each other without a step that lets time pass.
        seconds: how long it may last in virtual time. Two people who never hang up talk for ever.
        events: how many events it may emit.
    """

    steps: int = 10_000
    gotos: int = 1_000
    seconds: float = _LONGEST_RUN_SECONDS
    events: int = _MOST_EVENTS

    @classmethod
    def of(cls, catalog: Catalog) -> Limits:
        """Return the limits that the catalog names, and the rest as above."""
        return cls(int(catalog.limit("run-steps")), int(catalog.limit("gotos-without-wait")))
