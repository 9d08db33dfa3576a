"""Phone numbers: search, get, remove, and what they are attached and assigned to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callr_actions.account import events, listing, money
from callr_actions.account.certainty import Certainty
from callr_actions.account.compound_values import Nullable
from callr_actions.account.operation import (
    NUMBER_IN_PATH,
    SID,
    Alias,
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
from callr_actions.account.shapes import OBJECT, TEXT, TIME, or_null
from callr_actions.account.stores import contracts, end_users, numbers, scenarios
from callr_actions.account.values import Choice, Flag, Text
from callr_actions.account.work import later

if TYPE_CHECKING:
    from callr_actions.account.call import Call
    from callr_actions.account.work import Job

TAG = "Phone Numbers"
RENEWAL = "number-renewal"
CLASS = Choice(("gold", "classic"))
TYPE = Choice(
    (
        "geographic",
        "mobile",
        "non-geographic",
        "personal",
        "platform",
        "sharedrevenue",
        "sms-only",
        "special",
        "tollfree",
        "verified",
    )
)
CONTAINS = Text(
    pattern=r"(\+[1-9])?[0-9]{1,32}",
    means="be digits, or a plus sign and digits",
    example="+33184",
    telephone=True,
)
_NAMED = or_null(record(sid=TEXT, name=TEXT))
NUMBER = record(
    e164=TEXT,
    **{"class": TEXT},
    type=TEXT,
    assigned=TIME,
    country=TEXT,
    scenario=_NAMED,
    enduser=_NAMED,
    compliance=OBJECT,
    contract=OBJECT,
    pricing=OBJECT,
)
_SCENARIO_IN_PATH = sid_in_path("the scenario's SID")
_END_USER_IN_PATH = sid_in_path("the end user's SID")


def search(call: Call) -> dict[str, Any]:
    query = call.query
    filters = [listing.equal(f"numbers.{name}", query[name]) for name in ("class", "type") if name in query]
    if query.get("detached"):
        filters.append(listing.Filter("numbers.scenario is null", ()))
    contains = query.get("contains")
    if contains is not None:
        filters.append(_containing(contains))
    if "sid" in query:
        # Numbers have no id besides themselves, so no SID is the one of a number.
        filters.append(listing.Filter("0", ()))
    page = listing.find(call.database, numbers.SEARCH, call.owner.id, query, filters)
    return listing.answer(page, [numbers.written(call.database, row) for row in page.rows], query)


def get(call: Call) -> dict[str, Any]:
    return numbers.written(call.database, numbers.get(call.database, call.owner.id, call.at["number"]))


def remove(call: Call) -> None:
    row = numbers.get(call.database, call.owner.id, call.at["number"])
    numbers.delete(call.database, row)
    events.announce(call, "v2.number.unassigned", numbers.assigned(row))


def update(call: Call) -> None:
    row = numbers.get(call.database, call.owner.id, call.at["number"])
    if "scenario" in call.body:
        sid = call.body["scenario"]
        numbers.attach(call.database, row, None if sid is None else _scenario(call, sid))
    if "enduser" in call.body:
        sid = call.body["enduser"]
        numbers.assign(call.database, row, None if sid is None else _end_user(call, sid))


def attach(call: Call) -> None:
    row = numbers.get(call.database, call.owner.id, call.at["number"])
    numbers.attach(call.database, row, _scenario(call, call.at["sid"]))


def detach(call: Call) -> None:
    row = numbers.get(call.database, call.owner.id, call.at["number"])
    sid = call.at.get("sid")
    if sid is not None and row["scenario"] != _scenario(call, sid):
        raise Problem(404, f"the phone number `{row['e164']}` is not on the scenario `{sid}`")
    if row["scenario"] is None:
        raise Problem(404, f"the phone number `{row['e164']}` is on no scenario")
    numbers.attach(call.database, row, None)


def assign(call: Call) -> None:
    row = numbers.get(call.database, call.owner.id, call.at["number"])
    numbers.assign(call.database, row, _end_user(call, call.at["sid"]))


def renew_later(cause: Call | Job, e164: str) -> None:
    """Write down that a number's contract renews itself when its month ends."""
    row = numbers.get(cause.database, cause.owner.id, e164)
    wait = contracts.ends(row) - cause.now
    later(cause, RENEWAL, wait, calendar=True, e164=e164, assigned=row["assigned"])


def renew(job: Job) -> None:
    owned = "select * from numbers where account = ? and e164 = ? and assigned = ?"
    row = job.database.row(owned, job.owner.id, job.subject["e164"], job.subject["assigned"])
    if row is None:  # removed meanwhile, perhaps bought again
        return
    _, month = contracts.price(row["type"], row["class"])
    money.charge(job, month)
    numbers.renew(job.database, row, contracts.contract(contracts.ends(row)))
    renew_later(job, row["e164"])


def _containing(digits: str) -> listing.Filter:
    if digits.startswith("+"):
        # A range, so that an index finds the start of it.
        return listing.Filter("numbers.e164 >= ? and numbers.e164 < ?", (digits, f"{digits}:"))
    return listing.Filter("instr(numbers.e164, ?) > 0", (digits,))


def _scenario(call: Call, sid: str) -> int:
    return int(scenarios.get(call.database, call.owner.id, sid)["id"])


def _end_user(call: Call, sid: str) -> int:
    return int(end_users.get(call.database, call.owner.id, sid)["id"])


OPERATIONS = (
    Operation(
        "numbersSearch",
        TAG,
        "Search phone numbers",
        "GET",
        "/numbers",
        search,
        query=(
            Parameter("sid", SID, says="finds nothing: numbers have no SID"),
            Parameter("class", CLASS),
            Parameter("type", TYPE),
            Parameter("contains", CONTAINS, says="the start of the number with `+`, else any part of it"),
            Parameter("detached", Flag(only=True), says="only numbers that are on no scenario"),
            *paging("assigned", "e164", default="assigned"),
        ),
        answer=page_of(NUMBER),
        behaviours=(Behaviour("the hits hold the whole number"),),
    ),
    Operation(
        "numbersGet",
        TAG,
        "Get a phone number",
        "GET",
        "/numbers/{number}",
        get,
        at=(NUMBER_IN_PATH,),
        answer=NUMBER,
        certainty=Certainty.INFERRED,
    ),
    Operation(
        "numbersRemove",
        TAG,
        "End the subscription of a number",
        "DELETE",
        "/numbers/{number}",
        remove,
        success=204,
        at=(NUMBER_IN_PATH,),
        behaviours=(
            Behaviour("detaches it; the remaining days of its contract are charged", Certainty.DOCUMENTED),
            Behaviour("they are part of the month that was paid when it began: nothing is given back"),
            Behaviour("the event v2.number.unassigned is fired", Certainty.INFERRED),
            Behaviour("the number can be bought again at once; Callr keeps it aside for a time"),
        ),
    ),
    Operation(
        "numbersUpdate",
        TAG,
        "Change a number's scenario or end user",
        "PATCH",
        "/numbers/{number}",
        update,
        success=204,
        at=(NUMBER_IN_PATH,),
        bodies=(
            Body(
                (
                    Parameter("scenario", Nullable(SID), says="null detaches", certainty=Certainty.INFERRED),
                    Parameter("enduser", Nullable(SID), says="null for nobody", certainty=Certainty.INFERRED),
                )
            ),
        ),
    ),
    Operation(
        "numbersDetach",
        TAG,
        "Take a number off its scenario",
        "DELETE",
        "/numbers/{number}/scenario",
        detach,
        success=204,
        at=(NUMBER_IN_PATH,),
        certainty=Certainty.INFERRED,
        aliases=(
            Alias(
                "DELETE",
                "/numbers/{number}/scenario/{sid}",
                "the migration guide prints it with the scenario's SID",
                at=(_SCENARIO_IN_PATH,),
            ),
        ),
        behaviours=(Behaviour("404 where it is on no scenario, or not on the one that is named"),),
    ),
    Operation(
        "numbersAttach",
        TAG,
        "Put a number on a scenario",
        "PUT",
        "/numbers/{number}/scenario/{sid}",
        attach,
        success=204,
        at=(NUMBER_IN_PATH, _SCENARIO_IN_PATH),
        behaviours=(Behaviour("a number that is on another scenario moves"),),
    ),
    Operation(
        "numbersAssign",
        TAG,
        "Make an end user the user of a number",
        "PUT",
        "/numbers/{number}/enduser/{sid}",
        assign,
        success=204,
        at=(NUMBER_IN_PATH, _END_USER_IN_PATH),
        certainty=Certainty.INFERRED,
    ),
)
