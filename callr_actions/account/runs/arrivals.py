"""What comes in: calls and messages to numbers of the account, which run the number's scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callr_actions.account.problem import Problem
from callr_actions.account.runs import course
from callr_actions.account.runs.beginnings import world_of_data, world_of_text
from callr_actions.account.runs.behaviours import kept_world
from callr_actions.account.stores import scenarios

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from callr_actions.account.call import Call


def call_in(call: Call, number: sqlite3.Row, given: Mapping[str, Any]) -> dict[str, Any]:
    """Let a call come in; return its id and its run's.

    Args:
        call: the request that places it.
        number: the number that is called.
        given: `from`, and what may be missing: `name`, `restricted`, `does` and `world`, as in a world file.

    Raises:
        Problem: 400 for a world that is none, 409 where nobody would take the call.
    """
    scenario = _scenario(call, number)
    if scenario is None:
        raise Problem(
            409, f"the phone number `{number['e164']}` is on no scenario, so nobody takes the call; attach it"
        )
    world = kept_world(call, scenario, given.get("world"), number["e164"])
    caller = world_of_text(world["text"], world["called"]).caller
    does = given.get("does")
    if does is None:
        does = _does(world["text"])
    else:
        world_of_data({"caller": {"does": does}}, "`does`")
    callid = call.names.call()
    start = {
        "type": "inbound-call",
        "from": given["from"],
        "to": number["e164"],
        "name": given.get("name", caller.name),
        "restricted": given.get("restricted", caller.restricted),
        "does": does,
    }
    row = course.begin(call, scenario, start, world, runid=f"inbound-call:{callid}", ids=[callid])
    return {"callid": callid, "runid": row["runid"]}


def message(call: Call, number: sqlite3.Row, given: Mapping[str, Any]) -> None:
    """Let the scenario of a number take a message that has come in; nothing happens where it is on none.

    Args:
        call: the request that sends it.
        number: the number that it came to.
        given: the message, as the API writes it.
    """
    scenario = _scenario(call, number)
    if scenario is None:
        return
    start = {
        "type": "inbound-sms",
        "from": given["from"],
        "to": given["to"],
        "text": given["body"]["text"],
    }
    world = kept_world(call, scenario, shown=number["e164"])
    runid = f"inbound-sms:{call.names.call()}"
    course.begin(call, scenario, start, world, runid=runid, ids=[given["sid"]])


def _scenario(call: Call, number: sqlite3.Row) -> sqlite3.Row | None:
    if number["scenario"] is None:
        return None
    row = call.database.row("select sid from scenarios where id = ?", number["scenario"])
    assert row is not None, "the file sees to it"
    return scenarios.get(call.database, call.owner.id, row["sid"])


def _does(world: str) -> list[Any]:
    """Return what the caller of a world does, as it stands there."""
    from callr_actions.language.document import parse_document  # noqa: PLC0415 - only calls pay for it
    from callr_actions.language.source import Source  # noqa: PLC0415
    from callr_actions.language.tree import plain_data  # noqa: PLC0415

    document = parse_document(Source("world", world), what="a world")
    data = plain_data(document.mapping) if document.mapping is not None else None
    caller = data.get("caller") if isinstance(data, dict) else None
    does = caller.get("does") if isinstance(caller, dict) else None
    return does if isinstance(does, list) else []
