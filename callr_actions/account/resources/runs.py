"""Runs of scenarios through the API: started, looked at, stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callr_actions.account.certainty import Certainty
from callr_actions.account.compound_values import AnyObject
from callr_actions.account.operation import Behaviour, Body, Operation, Parameter, record
from callr_actions.account.problem import Problem
from callr_actions.account.resources.scenarios import SID, TAG
from callr_actions.account.runs import course
from callr_actions.account.runs.behaviours import kept_world
from callr_actions.account.runs.programs import program_of
from callr_actions.account.shapes import OBJECT, TEXT
from callr_actions.account.stores import runs, scenarios
from callr_actions.account.values import Text
from callr_actions.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    import sqlite3

    from callr_actions.account.call import Call

RUN_ID = Parameter("runid", Text(1, 64, example="api:9MNAB2H6"), required=True, says="the run's id")
_ENTRY = "api-initiated"
_VARIABLE = lazy_pattern(r"\$[a-zA-Z][a-zA-Z0-9_]{0,254}")


def start(call: Call) -> dict[str, Any]:
    scenario = scenarios.get(call.database, call.owner.id, call.at["sid"])
    program = program_of(scenario["name"], scenario["script"])
    branches = program.scenario.branches
    if _ENTRY not in branches:
        there = f"it has {', '.join(f'`{name}`' for name in branches)}" if branches else "it has no branches"
        raise Problem(400, f"the scenario has no branch `{_ENTRY}`, which a run begins with; {there}")
    given = {
        name: value for name, value in call.body.get("variables", {}).items() if _VARIABLE.fullmatch(name)
    }
    row = course.begin(
        call,
        scenario,
        {"type": "api", "variables": given},
        kept_world(call, scenario),
        runid=call.names.run(),
    )
    return {"runid": row["runid"]}


def get(call: Call) -> dict[str, Any]:
    return runs.written(_run(call))


def cancel(call: Call) -> None:
    course.cancel(call, _run(call))


def _run(call: Call) -> sqlite3.Row:
    scenarios.get(call.database, call.owner.id, call.at["sid"])
    return runs.of_scenario(call.database, call.owner.id, call.at["sid"], call.at["runid"])


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
                (
                    Parameter(
                        "variables",
                        AnyObject(64),
                        says="names other than `$` and a letter, then letters, digits and `_`, are ignored",
                    ),
                ),
                required=False,
            ),
        ),
        answer=record(runid=TEXT),
        behaviours=(
            Behaviour("runs the scenario as it is then; later changes do not count for this run"),
            Behaviour(f"400 where it has no branch `{_ENTRY}`, or cannot be read"),
            Behaviour("calls, recordings and messages become real ones of the account, and cost credit"),
            Behaviour("nobody is called and no request leaves: a world says who answers, and how"),
        ),
    ),
    Operation(
        "actionsGetRun",
        TAG,
        "Get a run's variables",
        "GET",
        "/actions/{sid}/runs/{runid}",
        get,
        at=(SID, RUN_ID),
        answer=record(variables=OBJECT),
        certainty=Certainty.INFERRED,
        behaviours=(
            Behaviour("the `$` variables as they are now; nothing tells that a run has ended"),
            Behaviour("a run that ended can be read as long as its scenario is there"),
            Behaviour("runs of calls and messages that came in, too"),
        ),
    ),
    Operation(
        "actionsCancelRun",
        TAG,
        "Stop a run",
        "DELETE",
        "/actions/{sid}/runs/{runid}",
        cancel,
        success=204,
        at=(SID, RUN_ID),
        certainty=Certainty.INFERRED,
        behaviours=(Behaviour("its calls are hung up by the system; 404 for a run that has ended"),),
    ),
)
