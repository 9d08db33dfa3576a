"""How numbers behave when they are called, set one by one; and all of the world that is kept with a run."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from callr_actions.account.runs.beginnings import world_of_data
from callr_actions.account.runs.worlds import world_for

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from callr_actions.account.call import Call


def behave(call: Call, number: str, behaviour: Mapping[str, Any] | None) -> None:
    """Say how calls to a number go in the runs that begin from now on; None for what the world says.

    Raises:
        Problem: 400 where it is no behaviour.
    """
    call.database.run("delete from behaviours where account = ? and number = ?", (call.owner.id, number))
    if behaviour is not None:
        world_of_data({"numbers": {number: behaviour}}, "`behaviour`")
        call.database.run(
            "insert into behaviours values (?, ?, ?)", (call.owner.id, number, json.dumps(behaviour))
        )


def behaviours(call: Call) -> dict[str, Any]:
    """Return how numbers behave, by number, as a world says it."""
    rows = call.database.rows(
        "select number, behaviour from behaviours where account = ? order by number", call.owner.id
    )
    return {row["number"]: json.loads(row["behaviour"]) for row in rows}


def kept_world(
    call: Call, scenario: sqlite3.Row, own: Mapping[str, Any] | None = None, shown: str | None = None
) -> dict[str, Any]:
    """Return what is kept of the world around a run that begins now; see `beginnings`.

    Args:
        call: the request that begins it.
        scenario: what is run.
        own: a world for this run alone; None for the one that was chosen.
        shown: the number that those see whom the run calls; None for the scenario's first one.

    Raises:
        Problem: 400 where the world is none.
    """
    text, name = world_for(call, scenario, own)
    if shown is None:
        first = call.database.row(
            "select e164 from numbers where scenario = ? order by assigned, e164 limit 1", scenario["id"]
        )
        shown = "" if first is None else first["e164"]
    return {"text": text, "called": name, "numbers": behaviours(call), "shown": shown}
