"""What every event has, and how one becomes JSON. The kinds are in `events.py`."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, ClassVar

from callr_actions.language.finding import span_to_json
from callr_actions.simulator.values import to_json

if TYPE_CHECKING:
    from callr_actions.simulator.program import Place

FORMAT_VERSION = 1


@dataclass(frozen=True, slots=True)
class Head:
    """What the engine adds to every event.

    Attributes:
        id: `e1`, `e2` and so on; the same in every run with the same input.
        at: milliseconds of virtual time since the start of the run.
        leg: the leg that it happened on, such as `caller` or `callee-1`; None for none.
        place: the step that it came from; None where no step did it.
    """

    id: str
    at: int
    leg: str | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened."""

    kind: ClassVar[str] = ""

    head: Head

    def to_json(self) -> dict[str, Any]:
        """Return the machine form: version 1, to which fields are only ever added."""
        head = self.head
        place = head.place
        found: dict[str, Any] = {
            "version": FORMAT_VERSION,
            "id": head.id,
            "at": head.at / 1000,
            "kind": self.kind,
            "leg": head.leg,
            "step": None if place is None else place.pointer,
            "file": None if place is None else place.file,
            "span": None if place is None else span_to_json(place.span),
        }
        for field in fields(self)[1:]:
            found[field.name] = to_json(getattr(self, field.name))
        return found
