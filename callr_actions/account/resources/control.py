"""Control of the local account: what the world does to a real one. Not of the API: its paths say so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from callr_actions.account import events, instants, money, restoring, starting_state
from callr_actions.account.compound_values import AnyObject, Binary
from callr_actions.account.operation import PHONE, Body, Operation, Parameter, record
from callr_actions.account.problem import Problem
from callr_actions.account.resources.sms import SMS, measured, network
from callr_actions.account.resources.tasks import TASK_ID
from callr_actions.account.resources.webhooks import TYPE
from callr_actions.account.runs import arrivals
from callr_actions.account.shapes import CENTS, OBJECT, TEXT, TIME, WHOLE, listed
from callr_actions.account.stores import accounts, numbers, sms, tasks, webhooks
from callr_actions.account.values import Text, Whole

if TYPE_CHECKING:
    from callr_actions.account.call import Call

TAG = "Local account"
_MOST_CENTS = 100_000_000
_MOST_SECONDS = 366 * 24 * 3600
_DELIVERY = record(sid=TEXT, id=TEXT, type=TEXT, endpoint=TEXT, due=TIME, **{"try": WHOLE})


def top_up(call: Call) -> str:
    money.top_up(call, call.body["cents"] * accounts.UNITS_A_CENT)
    return accounts.cents(accounts.credit(call.database, call.owner.id))


def receive_sms(call: Call) -> dict[str, Any]:
    number = numbers.get(call.database, call.owner.id, call.body["to"])
    given = {
        **measured(call.body["text"], None),
        "direction": "inbound",
        "from": call.body["from"],
        "to": call.body["to"],
        "trafficType": "marketing",
        "status": "delivered",
        "network": network(call.body["from"]),
        "cost": 0,
    }
    sid = call.names.sid()
    sms.insert(call.database, call.owner.id, sid, given, call.now)
    message = sms.written(sms.get(call.database, call.owner.id, sid))
    events.announce(call, "v2.sms.inbound.received", message)
    arrivals.message(call, number, message)
    return message


def trigger(call: Call) -> int:
    kind = call.body["type"]
    wanting = webhooks.wanting(call.database, call.owner.id, kind)
    events.announce(call, kind, call.body["payload"])
    return len(wanting)


def deliveries(call: Call) -> list[dict[str, Any]]:
    return [
        {
            "sid": row["sid"],
            "id": row["event"],
            "type": row["type"],
            "endpoint": row["endpoint"],
            "due": instants.written(row["due"]),
            "try": row["try"],
        }
        for row in webhooks.waiting(call.database, call.owner.id)
    ]


def advance(call: Call) -> str:
    return instants.written(call.clock.advance(call.body["seconds"] * 1000))


def add_account(call: Call) -> dict[str, str]:
    if not call.owner.main:
        raise Problem(403, "only the main account has sub-accounts")
    sid = call.names.sid()
    accounts.add(call.database, sid, call.body["name"])
    return {"sid": sid}


def write_state(call: Call) -> dict[str, Any]:
    _only_main(call)
    return starting_state.write(call.database)


def restore_state(call: Call) -> None:
    _only_main(call)
    try:
        document = msgspec.json.decode(call.body["file"])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Problem(400, f"`file` is not JSON: {error}") from None
    restoring.restore(call, document)


def reset(call: Call) -> None:
    _only_main(call)
    restoring.clear(call)


def _only_main(call: Call) -> None:
    if not call.owner.main:
        raise Problem(403, "only the main account can do this: it concerns all of them")


def export(call: Call) -> str:
    return tasks.export(call.database, call.owner.id, call.at["taskid"], call.now)


def _operation(**declared: Any) -> Operation:  # noqa: ANN401 - an operation's own
    return Operation(tag=TAG, control=True, **declared)


OPERATIONS = (
    _operation(
        id="localTopUp",
        summary="Add credit",
        method="POST",
        path="/credit",
        handler=top_up,
        answer=CENTS,
        bodies=(Body((Parameter("cents", Whole(1, _MOST_CENTS), required=True),)),),
    ),
    _operation(
        id="localReceiveSms",
        summary="Receive a message on a number of the account; its scenario runs `inbound-sms`",
        method="POST",
        path="/sms",
        handler=receive_sms,
        success=201,
        answer=SMS,
        bodies=(
            Body(
                (
                    Parameter("from", PHONE, required=True),
                    Parameter("to", PHONE, required=True),
                    Parameter("text", Text(1, 3200), required=True),
                )
            ),
        ),
    ),
    _operation(
        id="localTrigger",
        summary="Fire an event; answers how many webhooks it goes to",
        method="POST",
        path="/events",
        handler=trigger,
        success=202,
        answer=WHOLE,
        bodies=(
            Body(
                (
                    Parameter("type", TYPE, required=True),
                    Parameter("payload", AnyObject(), required=True),
                )
            ),
        ),
    ),
    _operation(
        id="localDeliveries",
        summary="List the events that wait for their delivery",
        method="GET",
        path="/deliveries",
        handler=deliveries,
        answer=listed(_DELIVERY),
    ),
    _operation(
        id="localAdvance",
        summary="Let the account's clock jump forward",
        method="POST",
        path="/clock",
        handler=advance,
        answer=TIME,
        bodies=(Body((Parameter("seconds", Whole(1, _MOST_SECONDS), required=True),)),),
    ),
    _operation(
        id="localAddAccount",
        summary="Add a sub-account",
        method="POST",
        path="/accounts",
        handler=add_account,
        success=201,
        answer=record(sid=TEXT),
        bodies=(Body((Parameter("name", Text(1, 64), required=True),)),),
    ),
    _operation(
        id="localState",
        summary="Get what the account has as a starting state",
        method="GET",
        path="/state",
        handler=write_state,
        answer=OBJECT,
    ),
    _operation(
        id="localRestore",
        summary="Put a starting state in the place of everything that the account has",
        method="PUT",
        path="/state",
        handler=restore_state,
        success=204,
        bodies=(Body((Parameter("file", Binary(), required=True),), media="multipart/form-data"),),
    ),
    _operation(
        id="localReset",
        summary="Make the account as it was when it was new",
        method="DELETE",
        path="/state",
        handler=reset,
        success=204,
    ),
    _operation(
        id="localExport",
        summary="Download an export",
        method="GET",
        path="/exports/{taskid}",
        handler=export,
        at=(TASK_ID,),
        answer=TEXT,
        media="text/csv; charset=utf-8",
    ),
)
