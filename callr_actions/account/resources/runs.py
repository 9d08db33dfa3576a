"""Runs of scenarios through the API. There is no simulator behind them yet: a run is refused, never faked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from callr_actions.account.certainty import Certainty
from callr_actions.account.operation import Behaviour, Body, Operation, Parameter, record
from callr_actions.account.problem import Problem, not_found
from callr_actions.account.resources.scenarios import SID, TAG
from callr_actions.account.shapes import OBJECT, TEXT
from callr_actions.account.stores import scenarios
from callr_actions.account.values import AnyObject, Text

if TYPE_CHECKING:
    from callr_actions.account.call import Call

RUN_ID = Parameter("runid", Text(1, 64, example="api:9MNAB2H6"), required=True, says="the run's id")


def start(call: Call) -> dict[str, Any]:
    scenarios.get(call.database, call.owner.id, call.at["sid"])
    raise Problem(
        409,
        "the local account cannot run scenarios yet: this version of callr-actions has no simulator;"
        " run it on a Callr account",
        code="not-implemented",
    )


def missing(call: Call) -> NoReturn:
    scenarios.get(call.database, call.owner.id, call.at["sid"])
    raise not_found("run", call.at["runid"])


OPERATIONS = (
    Operation(
        "actionsStart",
        TAG,
        "Run a scenario's api-initiated branch",
        "POST",
        "/actions/{sid}/runs",
        start,
        success=201,
        at=(SID,),
        bodies=(
            Body(
                (Parameter("variables", AnyObject(64), says="names that are none are ignored"),),
                required=False,
            ),
        ),
        answer=record(runid=TEXT),
        behaviours=(Behaviour("refused with 409: there is no simulator behind it yet"),),
    ),
    Operation(
        "actionsGetRun",
        TAG,
        "Get a run's variables",
        "GET",
        "/actions/{sid}/runs/{runid}",
        missing,
        at=(SID, RUN_ID),
        answer=record(variables=OBJECT),
        certainty=Certainty.INFERRED,
    ),
    Operation(
        "actionsCancelRun",
        TAG,
        "Stop a run",
        "DELETE",
        "/actions/{sid}/runs/{runid}",
        missing,
        success=204,
        at=(SID, RUN_ID),
        certainty=Certainty.INFERRED,
    ),
)
