"""What came from outside during a run, written down, so that the run can be had again byte by byte.

A tape is JSON. It holds what started the run, what the world and the network answered in the order of the
questions, and what a live caller did and when. It holds no request headers and no cookies; what is called
like a credential, in addresses and in answers, is covered.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from callr_actions.errors import CallrActionsError
from callr_actions.named_tuple import NamedTuple
from callr_actions.simulator.behaviour import (
    Act,
    Asked,
    Behaviour,
    HangUp,
    Hear,
    Pause,
    Press,
    Speak,
    Taking,
    Until,
)
from callr_actions.simulator.covering import Covering, covered_address, kept_headers
from callr_actions.simulator.start import ApiRun, InboundCall, InboundSms
from callr_actions.simulator.world.model import ActionAnswer, Caller, Reply, World

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from callr_actions.simulator.outside import Outside, Request
    from callr_actions.simulator.start import Start

VERSION = 1
_ACTS: Mapping[str, type[Any]] = {
    "wait": Pause,
    "until": Until,
    "hear": Hear,
    "asked": Asked,
    "press": Press,
    "say": Speak,
    "hang-up": HangUp,
}
_STARTS: Mapping[str, type[Any]] = {"inbound-call": InboundCall, "inbound-sms": InboundSms, "api": ApiRun}


class Input(NamedTuple):
    """What a live caller did: keys, words or hanging up, at a moment in milliseconds."""

    at: int
    act: Act


class Tape:
    """A tape that is being written, or was read."""

    def __init__(self, start: Start, world: World, seed: int) -> None:
        self.start = start
        self.world = world
        self.seed = seed
        self.covering = Covering()
        self.answers: list[dict[str, Any]] = []
        self.inputs: list[Input] = []

    def to_text(self) -> str:
        """Return the tape as JSON."""
        world = self.world
        start = self.start._asdict()
        if isinstance(self.start, ApiRun):
            start["variables"] = self.covering.value(dict(self.start.variables))
        if isinstance(self.start, InboundCall):
            start["script"] = (
                None if self.start.script is None else [act_data(each) for each in self.start.script]
            )
        data = {
            "version": VERSION,
            "seed": self.seed,
            "start": {"type": self.start.type, **start},
            "world": {
                "start": world.start.isoformat(),
                "to": world.caller.to,
                "scenario_sid": world.scenario_sid,
                "scenario_name": world.scenario_name,
                "integrations": self.covering.value(world.integrations),
            },
            "answers": self.answers,
            "inputs": [{"at": each.at, "act": act_data(each.act)} for each in self.inputs],
        }
        return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


class Recorder:
    """Answers a run like another outside, and writes the answers on a tape."""

    def __init__(self, outside: Outside, tape: Tape) -> None:
        self._outside = outside
        self._answers = tape.answers
        self._covering = tape.covering
        # Their tokens may come back in addresses.
        self._covering.value(tape.world.integrations)

    def behaviour(self, number: str) -> Behaviour:
        """Return how the next call to a number goes."""
        found = self._outside.behaviour(number)
        told = {
            **found._asdict(),
            "taking": found.taking.value,
            "script": [act_data(each) for each in found.script],
        }
        self._answers.append({"call": number, "answer": told})
        return found

    def reply(self, request: Request) -> Reply | None:
        """Return what a request is answered with, without the headers that no tape may hold."""
        asked = self._covering.text(_asked(request))
        found = self._outside.reply(request)
        told: dict[str, Any] | None = None
        if found is not None:
            found = found._replace(headers=kept_headers(found.headers))
            headers, body = self._covering.headers(found.headers), self._covering.body(found.body)
            told = found._replace(headers=headers, body=body)._asdict()
        self._answers.append({"request": asked, "answer": told})
        return found

    def action(self, name: str, params: object) -> ActionAnswer | None:
        """Return what the next step with this action gets."""
        found = self._outside.action(name, params)
        told = None if found is None else self._covering.value(found._asdict())
        self._answers.append({"action": name, "answer": told})
        return found


class Player:
    """Answers a run by a tape. What it does not hold at this point is an error: the scenario changed."""

    def __init__(self, tape: Tape) -> None:
        self._answers = iter(tape.answers)

    def behaviour(self, number: str) -> Behaviour:
        """Return how the call to a number went."""
        answer = self._next("call", number)
        script = tuple(act_of(each) for each in answer["script"])
        return Behaviour(**{**answer, "taking": Taking(answer["taking"]), "script": script})

    def reply(self, request: Request) -> Reply | None:
        """Return what the request was answered with."""
        answer = self._next("request", _asked(request))
        return None if answer is None else Reply(**answer)

    def action(self, name: str, params: object) -> ActionAnswer | None:  # noqa: ARG002 - the order tells it
        """Return what the step got."""
        answer = self._next("action", name)
        return None if answer is None else ActionAnswer(**answer)

    def _next(self, kind: str, asked: str) -> Any:  # noqa: ANN401 - JSON
        entry = next(self._answers, None)
        if entry is not None and entry.get(kind) == asked:
            return entry["answer"]
        found = (
            "its end"
            if entry is None
            else next(f"{name} {entry[name]}" for name in entry if name != "answer")
        )
        raise CallrActionsError(
            f"the tape does not fit: the run comes to {kind} {asked}, and the tape to {found}",
            hint="the scenario is not the one that was recorded; record again",
        )


def read_tape(text: str, shown: str) -> Tape:
    """Read a tape.

    Raises:
        CallrActionsError: it is none.
    """
    try:
        data = json.loads(text)
        if data["version"] != VERSION:
            raise CallrActionsError(
                f"version {data['version']} of tapes is not known; this program reads {VERSION}", file=shown
            )
        return _tape(data)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise CallrActionsError(
            "this is not a tape of a run", file=shown, hint="write one with --record FILE"
        ) from None


def _tape(data: dict[str, Any]) -> Tape:
    given = dict(data["start"])
    kind = _STARTS[given.pop("type")]
    if given.get("script") is not None:
        given["script"] = tuple(act_of(each) for each in given["script"])
    around = data["world"]
    world = World(
        start=datetime.fromisoformat(around["start"]),
        caller=Caller(to=around["to"]),
        scenario_sid=around["scenario_sid"],
        scenario_name=around["scenario_name"],
        integrations=around["integrations"],
    )
    tape = Tape(kind(**given), world, data["seed"])
    tape.answers = list(data["answers"])
    tape.inputs = [Input(each["at"], act_of(each["act"])) for each in data["inputs"]]
    return tape


def act_data(act: Act) -> dict[str, Any]:
    """Return what somebody does as JSON."""
    name = next(name for name, kind in _ACTS.items() if type(act) is kind)
    return {"does": name, **act._asdict()}


def act_of(data: dict[str, Any]) -> Act:
    """Return what somebody does; the other way round."""
    given = dict(data)
    make: Callable[..., Act] = _ACTS[given.pop("does")]
    return make(**given)


def _asked(request: Request) -> str:
    return f"{request.method} {covered_address(request.url)}"
