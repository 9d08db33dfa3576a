"""What holds for the events of every run, whatever the scenario and the world."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.simulator import events

if TYPE_CHECKING:
    from collections.abc import Sequence

    from callr_actions.simulator.event import Event

NEEDS_ANSWER = (
    events.Said,
    events.Played,
    events.Pressed,
    events.Spoke,
    events.RecordingStarted,
    events.Bridged,
)


def broken_laws(found: Sequence[Event]) -> list[str]:
    """Return what the events break; an empty list for those of a good run."""
    broken: list[str] = []
    answered: set[str] = set()
    ended: set[str] = set()
    begun: set[str] = set()
    at = 0
    for event in found:
        head = event.head
        told = f"{head.id} {event.kind} on {head.leg}"
        if head.at < at:
            broken.append(f"{told}: time goes back")
        at = head.at
        if isinstance(event, events.Dialled):
            begun.add(event.to_leg)
        leg = head.leg
        if leg is None:
            continue
        begun.add(leg)
        if isinstance(event, events.Answered):
            if leg in answered or leg in ended:
                broken.append(f"{told}: answered twice, or after its end")
            answered.add(leg)
        if isinstance(event, NEEDS_ANSWER) and (leg not in answered or leg in ended):
            broken.append(f"{told}: not an answered leg")
        if isinstance(event, events.HungUp):
            if leg in ended:
                broken.append(f"{told}: hung up twice")
            ended.add(leg)
            broken += _cdr_faults(event, told)
    if [isinstance(event, events.RunEnded) for event in found].index(True) != len(found) - 1:
        broken.append("the end of the run is not the last event")
    broken += [f"{leg} stays open" for leg in sorted(begun - ended)]
    ids = [event.head.id for event in found]
    if ids != [f"e{number}" for number in range(1, len(ids) + 1)]:
        broken.append("ids are not in order")
    return broken


def _cdr_faults(event: events.HungUp, told: str) -> list[str]:
    cdr = event.cdr
    faults = []
    if cdr["durationAnswered"] > cdr["durationTotal"]:
        faults.append(f"{told}: answered for longer than it lasted")
    if (cdr["answered"] is None) != (cdr["status"] != "answered"):
        faults.append(f"{told}: status {cdr['status']} does not fit the moment of the answer")
    if cdr["durationBilled"] < cdr["durationAnswered"]:
        faults.append(f"{told}: billed for less than it lasted")
    if (cdr["hangupSource"], cdr["hangupCause"], cdr["status"]) != (event.source, event.cause, event.status):
        faults.append(f"{told}: the record says otherwise")
    return faults
