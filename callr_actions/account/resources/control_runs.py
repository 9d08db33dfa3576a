"""Control of what runs: calls that come in, the people on them, how numbers behave, worlds, true states."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from callr_actions.account.compound_values import AnyObject, Other
from callr_actions.account.operation import PHONE, SID, Body, Operation, Parameter, record
from callr_actions.account.problem import Problem
from callr_actions.account.resources.calls import CALL_ID
from callr_actions.account.resources.control import TAG
from callr_actions.account.resources.runs import RUN_ID
from callr_actions.account.runs import arrivals, behaviours, course, worlds
from callr_actions.account.shapes import OBJECT, TEXT, TIME, TIME_OR_NULL, WHOLE, YES_NO, listed, or_null
from callr_actions.account.stores import numbers, runs, scenarios
from callr_actions.account.values import Choice, Flag, Text, Whole

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from callr_actions.account.call import Call

_MOST_EVENTS = 10_000
_KEYS = Text(1, 64, "[0-9*#A-D]+", "be keys of a phone: digits, * and #", "1#")
_RUN = record(
    runid=TEXT,
    type=TEXT,
    scenario=OBJECT,
    state={"type": "string", "enum": list(runs.STATES)},
    outcome=or_null(TEXT),
    error=or_null(OBJECT),
    started=TIME,
    ended=TIME_OR_NULL,
    next=TIME_OR_NULL,
    events=WHOLE,
    variables=OBJECT,
)
_LIVE = record(callid=WHOLE, runid=TEXT, leg=TEXT, record=OBJECT)
_PLACED = record(callid=WHOLE, runid=TEXT, virtual=YES_NO)


def place_call(call: Call) -> dict[str, Any]:
    number = numbers.get(call.database, call.owner.id, call.body["to"])
    return {**arrivals.call_in(call, number, call.body), "virtual": call.clock.virtual}


def list_calls(call: Call) -> list[dict[str, Any]]:
    return [
        {
            "callid": row["callid"],
            "runid": row["runid"],
            "leg": row["leg"],
            "record": json.loads(row["record"]),
        }
        for row in runs.calls(call.database, call.owner.id)
    ]


def press(call: Call) -> None:
    _do(call, {"does": "press", "keys": call.body["keys"]})


def speak(call: Call) -> None:
    _do(call, {"does": "say", "text": call.body["text"]})


def hang_up(call: Call) -> None:
    _do(call, {"does": "hang-up"})


def _do(call: Call, act: Mapping[str, Any]) -> None:
    callid = call.at["callid"]
    known = json.loads(runs.call(call.database, call.owner.id, callid)["record"])
    if act["does"] != "hang-up" and known["answered"] is None:
        raise Problem(409, f"the call `{callid}` still rings: nobody hears keys or words yet")
    course.act(call, callid, act)


def list_runs(call: Call) -> list[dict[str, Any]]:
    query = call.query
    return [_state(call, row) for row in runs.latest(call.database, call.owner.id, query)]


def get_run(call: Call) -> dict[str, Any]:
    return _state(call, runs.get(call.database, call.owner.id, call.at["runid"]))


def cancel_run(call: Call) -> None:
    course.cancel(call, runs.get(call.database, call.owner.id, call.at["runid"]))


def list_events(call: Call) -> list[dict[str, Any]]:
    row = runs.get(call.database, call.owner.id, call.at["runid"])
    return runs.events(call.database, row["id"], call.query["after"], call.query["limit"])


def _state(call: Call, row: sqlite3.Row) -> dict[str, Any]:
    return runs.state(row, runs.next_moment(call.database, row))


def list_behaviours(call: Call) -> dict[str, Any]:
    return behaviours.behaviours(call)


def behave(call: Call) -> None:
    behaviours.behave(call, call.at["number"], call.body["behaviour"])


def forget_behaviour(call: Call) -> None:
    behaviours.behave(call, call.at["number"], None)


def choose_world(call: Call) -> None:
    worlds.choose(call, _scenario(call), call.body["world"])


def forget_world(call: Call) -> None:
    worlds.choose(call, _scenario(call), None)


def _scenario(call: Call) -> sqlite3.Row | None:
    sid = call.query.get("scenario")
    return None if sid is None else scenarios.get(call.database, call.owner.id, sid)


def _operation(**declared: Any) -> Operation:  # noqa: ANN401 - an operation's own
    return Operation(tag=TAG, control=True, **declared)


_CALL = (Parameter("callid", CALL_ID, required=True, says="a call in progress"),)
_NUMBER = (Parameter("number", PHONE, required=True, says="a number that scenarios may call"),)
_FOR = (Parameter("scenario", SID, says="for this scenario's runs; else for those of the whole account"),)
_WORLD = "as a world file says it"

OPERATIONS = (
    _operation(
        id="localPlaceCall",
        summary="Let a call come in; it runs `inbound-call` of the number's scenario",
        method="POST",
        path="/calls",
        handler=place_call,
        success=201,
        answer=_PLACED,
        bodies=(
            Body(
                (
                    Parameter("from", PHONE, required=True),
                    Parameter("to", PHONE, required=True, says="a number of the account"),
                    Parameter("name", Text(most=64), says="of the caller"),
                    Parameter("restricted", Flag(), says="whether the caller's number is withheld"),
                    Parameter("does", Other("a list"), says=f"what the caller does, {_WORLD}"),
                    Parameter("world", AnyObject(), says=f"around this call alone, {_WORLD}"),
                )
            ),
        ),
    ),
    _operation(
        id="localListCalls",
        summary="List the calls in progress",
        method="GET",
        path="/calls",
        handler=list_calls,
        answer=listed(_LIVE),
    ),
    _operation(
        id="localPressKeys",
        summary="Press keys on a call in progress",
        method="POST",
        path="/calls/{callid}/keys",
        handler=press,
        success=204,
        at=_CALL,
        bodies=(Body((Parameter("keys", _KEYS, required=True),)),),
    ),
    _operation(
        id="localSpeak",
        summary="Say something on a call in progress",
        method="POST",
        path="/calls/{callid}/words",
        handler=speak,
        success=204,
        at=_CALL,
        bodies=(Body((Parameter("text", Text(1, 1000), required=True),)),),
    ),
    _operation(
        id="localHangUp",
        summary="Have the person on a call in progress hang up",
        method="DELETE",
        path="/calls/{callid}",
        handler=hang_up,
        success=204,
        at=_CALL,
    ),
    _operation(
        id="localListRuns",
        summary="List the latest runs, with what the API does not tell of them",
        method="GET",
        path="/runs",
        handler=list_runs,
        query=(
            Parameter("state", Choice(runs.STATES)),
            Parameter("scenario", SID),
            Parameter("limit", Whole(1, 1000), default=100),
        ),
        answer=listed(_RUN),
    ),
    _operation(
        id="localGetRun",
        summary="Get the true state of a run",
        method="GET",
        path="/runs/{runid}",
        handler=get_run,
        at=(RUN_ID,),
        answer=_RUN,
    ),
    _operation(
        id="localCancelRun",
        summary="Cancel a run of any kind",
        method="DELETE",
        path="/runs/{runid}",
        handler=cancel_run,
        success=204,
        at=(RUN_ID,),
    ),
    _operation(
        id="localListEvents",
        summary=f"List what happened in a run; of the latest {runs.KEPT_EVENTS:,} runs",
        method="GET",
        path="/runs/{runid}/events",
        handler=list_events,
        at=(RUN_ID,),
        query=(
            Parameter("after", Whole(0), default=0, says="the number of events to leave out"),
            Parameter("limit", Whole(1, _MOST_EVENTS), default=_MOST_EVENTS),
        ),
        answer=listed(OBJECT),
    ),
    _operation(
        id="localListBehaviours",
        summary="List how numbers behave when they are called, as far as that was set",
        method="GET",
        path="/numbers",
        handler=list_behaviours,
        answer=OBJECT,
    ),
    _operation(
        id="localBehave",
        summary="Say how a number behaves in the runs that begin from now on",
        method="PUT",
        path="/numbers/{number}",
        handler=behave,
        success=204,
        at=_NUMBER,
        bodies=(
            Body(
                (
                    Parameter(
                        "behaviour",
                        Other("`busy`, `no-answer` …, an object, or a list: first call, second call"),
                        required=True,
                        says=f"below `numbers`, {_WORLD}",
                    ),
                )
            ),
        ),
    ),
    _operation(
        id="localForgetBehaviour",
        summary="Let a number behave as the world says",
        method="DELETE",
        path="/numbers/{number}",
        handler=forget_behaviour,
        success=204,
        at=_NUMBER,
    ),
    _operation(
        id="localChooseWorld",
        summary="Choose the world around the runs that begin from now on",
        method="PUT",
        path="/world",
        handler=choose_world,
        success=204,
        query=_FOR,
        bodies=(Body((Parameter("world", AnyObject(), required=True, says=_WORLD),)),),
    ),
    _operation(
        id="localForgetWorld",
        summary="Take back the choice of a world",
        method="DELETE",
        path="/world",
        handler=forget_world,
        success=204,
        query=_FOR,
    ),
)
