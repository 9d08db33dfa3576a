"""Whether the API is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callr_actions.account import instants
from callr_actions.account.certainty import Certainty
from callr_actions.account.operation import Behaviour, Operation, record
from callr_actions.account.shapes import TEXT, TIME

if TYPE_CHECKING:
    from callr_actions.account.call import Call


def ping(call: Call) -> dict[str, Any]:
    return {"pong": "pong", "time": instants.written(call.now)}


OPERATIONS = (
    Operation(
        "systemPing",
        "System",
        "Say that the API is up",
        "GET",
        "/ping",
        ping,
        answer=record(pong=TEXT, time=TIME),
        behaviours=(Behaviour("needs credentials, as every operation", Certainty.INFERRED),),
    ),
)
