"""Makes a world of data that its schema accepts."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from callr_actions.simulator.behaviour import (
    Act,
    Asked,
    Behaviour,
    HangUp,
    Hear,
    Pause,
    Press,
    Script,
    Speak,
    Taking,
    Until,
)
from callr_actions.simulator.world.model import ActionAnswer, Caller, Reply, Stub, World

# Seconds until something becomes of a call, where it is not an answer. Somebody who does not answer lets it
# ring until the caller or the network gives up.
_AFTER = {Taking.NO_ANSWER: 60.0, Taking.VOICEMAIL: 20.0, Taking.UNREACHABLE: 1.0}
_WORDS: dict[str, Act] = {"asked": Asked(), "hang-up": HangUp()}


def build_world(data: dict[str, Any]) -> World:
    """Return the world that data says; whatever it leaves out is as in an empty world."""
    world = World()
    scenario = data.get("scenario", {})
    return World(
        start=datetime.fromisoformat(data["start"]).astimezone(UTC) if "start" in data else world.start,
        caller=_caller(data.get("caller", {})),
        numbers={number: _behaviours(each) for number, each in data.get("numbers", {}).items()},
        others=_behaviour(data["others"]) if "others" in data else world.others,
        http=tuple(_stub(each) for each in data.get("http", [])),
        actions={name: _answers(each) for name, each in data.get("actions", {}).items()},
        scenario_sid=scenario.get("sid", world.scenario_sid),
        scenario_name=scenario.get("name"),
        integrations=data.get("integrations", {}),
    )


def _caller(data: dict[str, Any]) -> Caller:
    usual = Caller()
    return Caller(
        number=data.get("number", usual.number),
        to=data.get("to", usual.to),
        name=data.get("name", usual.name),
        restricted=data.get("withheld", usual.restricted),
        script=script_of(data.get("does", [])),
        text=data.get("text", usual.text),
    )


def script_of(data: list[Any]) -> Script:
    """Return what somebody does, of a list as it stands under `does`."""
    return tuple(_act(each) for each in data)


def _act(data: Any) -> Act:  # noqa: ANN401
    match data:
        case str():
            return _WORDS[data]
        case {"wait": seconds}:
            return Pause(seconds)
        case {"until": seconds}:
            return Until(seconds)
        case {"hear": words}:
            return Hear(words)
        case {"press": keys}:
            return Press(keys)
    return Speak(data["say"], data.get("for"))


def _behaviours(data: Any) -> tuple[Behaviour, ...]:  # noqa: ANN401
    return tuple(map(_behaviour, data)) if isinstance(data, list) else (_behaviour(data),)


def _behaviour(data: Any) -> Behaviour:  # noqa: ANN401
    if isinstance(data, str):
        data = {"outcome": data}
    usual = Behaviour()
    taking = Taking(data.get("outcome", usual.taking.value))
    return Behaviour(
        taking=taking,
        after=data.get("after", _AFTER.get(taking, usual.after)),
        script=script_of(data.get("does", [])),
        greeting=data.get("greeting", usual.greeting),
        talks=data.get("talks", usual.talks),
    )


def _stub(data: dict[str, Any]) -> Stub:
    replies = data.get("replies")
    return Stub(
        url=data["url"],
        replies=tuple(_reply(each) for each in replies) if replies is not None else (_reply(data),),
        method=data.get("method"),
        contains=tuple(data.get("contains", [])),
    )


def _reply(data: dict[str, Any]) -> Reply:
    usual = Reply()
    headers = dict(data.get("headers", {}))
    body = data.get("body", usual.body)
    if "json" in data:
        body = json.dumps(data["json"], ensure_ascii=False)
        headers.setdefault("content-type", "application/json")
    return Reply(
        status=data.get("status", usual.status),
        headers=headers,
        body=body,
        takes=data.get("takes", usual.takes),
        fault=data.get("fault"),
    )


def _answers(data: Any) -> tuple[ActionAnswer, ...]:  # noqa: ANN401
    listed = data if isinstance(data, list) else [data]
    return tuple(
        ActionAnswer(each.get("result"), each.get("when"), each.get("takes"), each.get("says"))
        for each in listed
    )
