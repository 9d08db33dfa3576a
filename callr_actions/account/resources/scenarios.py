"""Scenarios: search, create, get, update, delete, and the numbers on them. Runs are in runs.py."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from callr_actions.account import listing
from callr_actions.account.certainty import Certainty
from callr_actions.account.operation import (
    NUMBER_IN_PATH,
    Behaviour,
    Body,
    Operation,
    Parameter,
    page_of,
    paging,
    record,
    sid_in_path,
)
from callr_actions.account.problem import Problem
from callr_actions.account.runs import course
from callr_actions.account.shapes import TEXT, TIME, listed
from callr_actions.account.stores import numbers, runs, scenarios
from callr_actions.account.values import Text

if TYPE_CHECKING:
    import sqlite3

    from callr_actions.account.call import Call

TAG = "Actions"
NAME = Text(
    1,
    64,
    must=lambda name: any(map(str.isalpha, name)),
    means="hold a letter",
    published=r"\p{L}",
    example="Call Forwarding",
)
SCRIPT = Text(1, 32768)
FORMAT = Text(pattern="yaml", means="be `yaml`", example="yaml")
NUMBER = record(e164=TEXT, **{"class": TEXT}, type=TEXT, assigned=TIME, country=TEXT)
SCENARIO = record(
    sid=TEXT,
    name=TEXT,
    script=TEXT,
    format=TEXT,
    version=TEXT,
    numbers=listed(NUMBER),
    created=TIME,
    updated=TIME,
)
SID = sid_in_path("the scenario's SID")
_PARSED = Behaviour("a script that is no YAML is refused with 400")


def search(call: Call) -> dict[str, Any]:
    query = call.query
    filters = [listing.containing("folded", query["name"])] if query.get("name") else []
    page = listing.find(call.database, scenarios.SEARCH, call.owner.id, query, filters)
    return listing.answer(page, scenarios.written(call.database, page.rows), query)


def create(call: Call) -> dict[str, Any]:
    _refuse_broken(call.body["script"])
    sid = call.names.sid()
    row = scenarios.insert(call.database, call.owner.id, sid, call.body, call.now)
    return _written(call, row)


def get(call: Call) -> dict[str, Any]:
    return _written(call, scenarios.get(call.database, call.owner.id, call.at["sid"]))


def update(call: Call) -> dict[str, Any]:
    row = scenarios.get(call.database, call.owner.id, call.at["sid"])
    if "script" in call.body:
        _refuse_broken(call.body["script"])
    scenarios.update(call.database, row, call.body, call.now)
    return get(call)


def delete(call: Call) -> None:
    scenario = scenarios.get(call.database, call.owner.id, call.at["sid"])
    for row in runs.running(call.database, scenario["id"]):
        course.stop(call, row)
    scenarios.delete(call.database, scenario)


def attach(call: Call) -> None:
    scenario = scenarios.get(call.database, call.owner.id, call.at["sid"])
    number = numbers.get(call.database, call.owner.id, call.at["number"])
    numbers.attach(call.database, number, scenario["id"])


def detach(call: Call) -> None:
    scenario = scenarios.get(call.database, call.owner.id, call.at["sid"])
    number = numbers.get(call.database, call.owner.id, call.at["number"])
    if number["scenario"] != scenario["id"]:
        raise Problem(404, f"the phone number `{number['e164']}` is not on the scenario `{scenario['sid']}`")
    numbers.attach(call.database, number, None)


def _written(call: Call, row: sqlite3.Row) -> dict[str, Any]:
    return scenarios.written(call.database, [row])[0]


def _refuse_broken(script: str) -> None:
    fault = _fault(script)
    if fault is not None:
        raise Problem(400, f"`script` is not YAML: {fault}")


# Deploying again, and benchmarks, send the same text many times.
@lru_cache(maxsize=64)
def _fault(script: str) -> str | None:
    # The parser takes a tenth of the time in which the account is ready; scripts come later.
    from callr_actions.language.problem import ProblemKind  # noqa: PLC0415
    from callr_actions.language.source import Source  # noqa: PLC0415
    from callr_actions.language.yaml_parser import parse_yaml  # noqa: PLC0415

    source = Source("script", script)
    for problem in parse_yaml(source).problems:
        if problem.kind is ProblemKind.SYNTAX:
            place = source.position(problem.start)
            return f"line {place.line}, column {place.column}: {problem.message}"
    return None


OPERATIONS = (
    Operation(
        "actionsSearch",
        TAG,
        "Search scenarios",
        "GET",
        "/actions",
        search,
        query=(
            Parameter("name", Text(most=64), says="a part of the name"),
            *paging("name", "created", "updated", default="updated"),
        ),
        answer=page_of(SCENARIO),
        behaviours=(
            Behaviour("the hits hold the whole scenario, script and numbers too", Certainty.DOCUMENTED),
            Behaviour("a part of a name is found whatever its case; an empty one finds everything"),
        ),
    ),
    Operation(
        "actionsCreate",
        TAG,
        "Create a scenario",
        "POST",
        "/actions",
        create,
        success=201,
        bodies=(
            Body(
                (
                    Parameter("name", NAME, required=True),
                    Parameter("script", SCRIPT, required=True),
                    Parameter("format", FORMAT, default="yaml"),
                )
            ),
        ),
        answer=SCENARIO,
        behaviours=(_PARSED, Behaviour("two scenarios may have the same name")),
    ),
    Operation(
        "actionsGet",
        TAG,
        "Get a scenario",
        "GET",
        "/actions/{sid}",
        get,
        at=(SID,),
        answer=SCENARIO,
        certainty=Certainty.INFERRED,
    ),
    Operation(
        "actionsUpdate",
        TAG,
        "Change a scenario; what is left out stays",
        "PATCH",
        "/actions/{sid}",
        update,
        at=(SID,),
        bodies=(Body((Parameter("name", NAME), Parameter("script", SCRIPT), Parameter("format", FORMAT))),),
        answer=SCENARIO,
        behaviours=(_PARSED,),
    ),
    Operation(
        "actionsDelete",
        TAG,
        "Delete a scenario",
        "DELETE",
        "/actions/{sid}",
        delete,
        success=204,
        at=(SID,),
        behaviours=(
            Behaviour("its numbers stay on the account, detached"),
            Behaviour("its runs are cancelled"),
        ),
    ),
    Operation(
        "actionsAttachNumber",
        TAG,
        "Put a number on a scenario",
        "PUT",
        "/actions/{sid}/numbers/{number}",
        attach,
        success=204,
        at=(SID, NUMBER_IN_PATH),
        behaviours=(Behaviour("a number that is on another scenario moves"),),
    ),
    Operation(
        "actionsDetachNumber",
        TAG,
        "Take a number off a scenario",
        "DELETE",
        "/actions/{sid}/numbers/{number}",
        detach,
        success=204,
        at=(SID, NUMBER_IN_PATH),
        behaviours=(Behaviour("404 where the number is not on this scenario"),),
    ),
)
