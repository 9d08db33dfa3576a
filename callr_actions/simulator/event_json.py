"""Events out of their machine form, for whoever has them from another process."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from callr_actions.language.source import Position, Span
from callr_actions.simulator import events
from callr_actions.simulator.event import Event, Head
from callr_actions.simulator.program import Place

if TYPE_CHECKING:
    from collections.abc import Mapping

_KINDS: Mapping[str, type[Event]] = {
    each.kind: each for each in vars(events).values() if isinstance(each, type) and issubclass(each, Event)
}


def event_of(data: Mapping[str, Any]) -> Event | None:
    """Return the event that `to_json` has written; None for a kind that this version does not know.

    Values of variables and results are what JSON made of them.

    Raises:
        KeyError: it is none.
    """
    kind = _KINDS.get(data["kind"])
    if kind is None:
        return None
    place = None
    if data["step"] is not None:
        place = Place(
            data["file"], Span(*(_position(data["span"][end]) for end in ("start", "end"))), data["step"]
        )
    head = Head(data["id"], round(data["at"] * 1000), data["leg"], place)
    given = {field.name: _value(data[field.name]) for field in fields(kind)[1:] if field.name in data}
    return kind(head, **given)


def _position(data: Mapping[str, Any]) -> Position:
    return Position(data["line"], data["column"], data["offset"])


def _value(value: Any) -> Any:  # noqa: ANN401 - JSON
    return tuple(value) if isinstance(value, list) else value
