"""Shows a run of the local account while it goes on: its events as people read them, or as JSON."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import click

from callr_actions.cli.manners import plain_wanted, say, show_prose
from callr_actions.cli.session import MASKER
from callr_actions.cli.source_excerpt import clean
from callr_actions.exit_codes import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from callr_actions.cli.local.door import Door
    from callr_actions.simulator.transcript import Transcript

RUNNING = "running"
# How often a server with a clock of its own is asked; no shorter than its own steps.
_PAUSE_SECONDS = 0.2
_MOST_AT_ONCE = 1_000


class Watcher:
    """Prints the events of runs.

    Args:
        as_json: as JSON, one a line.
        trace: whether to show each step and each condition.
    """

    def __init__(self, *, as_json: bool, trace: bool) -> None:
        self._json = as_json
        self._trace = trace
        self._transcript: Transcript | None = None

    async def follow(self, door: Door, runid: str, *, virtual: bool) -> dict[str, Any]:
        """Print what happens in a run until it has ended; return its state.

        With a virtual clock, which only goes on with requests, also until it waits for people.
        """
        seen = 0
        while True:
            state: dict[str, Any] = await door.ask("GET", f"/runs/{runid}")
            seen += await self._print_new(door, runid, seen)
            if state["state"] != RUNNING and seen >= state["events"]:
                return state
            if virtual and state["state"] == RUNNING and state["next"] is None and seen >= state["events"]:
                return state
            if not virtual:
                await asyncio.sleep(_PAUSE_SECONDS)

    async def show(self, door: Door, runid: str) -> dict[str, Any]:
        """Print what has happened in a run so far; return its state."""
        state: dict[str, Any] = await door.ask("GET", f"/runs/{runid}")
        seen = 0
        while new := await self._print_new(door, runid, seen):
            seen += new
        return state

    async def _print_new(self, door: Door, runid: str, seen: int) -> int:
        query = {"after": seen, "limit": _MOST_AT_ONCE}
        found = await door.ask("GET", f"/runs/{runid}/events", params=query)
        self._print(found)
        return len(found)

    def _print(self, found: Iterable[Mapping[str, Any]]) -> None:
        if self._json:
            for each in found:
                click.echo(MASKER.mask(json.dumps(each)))
            return
        from callr_actions.simulator.event_json import event_of
        from callr_actions.simulator.transcript import Transcript

        if self._transcript is None:
            self._transcript = Transcript(trace=self._trace, clean=clean, plain=plain_wanted())
        for each in found:
            event = event_of(each)
            line = None if event is None else self._transcript.line(event)
            if line is not None:
                show_prose(line)


def tell_failure(state: Mapping[str, Any]) -> ExitCode:
    """Say why a run failed, where its events do not; return the exit code that its state stands for."""
    if state["state"] != "failed":
        return ExitCode.DONE
    error = state["error"]
    # A run that the simulator has ended says so in its last events.
    if error is not None and error["step"] is None:
        say(f"error: {clean(error['message'])}")
    return ExitCode.FINDINGS
