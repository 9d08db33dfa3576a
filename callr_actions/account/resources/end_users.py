"""End users: search, create, get, update, delete."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callr_actions.account import listing
from callr_actions.account.certainty import Certainty
from callr_actions.account.compound_values import AnyObject
from callr_actions.account.operation import (
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
from callr_actions.account.shapes import OBJECT, TEXT, TIME, YES_NO
from callr_actions.account.stores import end_users
from callr_actions.account.values import Text

if TYPE_CHECKING:
    from callr_actions.account.call import Call

TAG = "End Users"
END_USER = record(
    sid=TEXT, name=TEXT, comment=TEXT, type=TEXT, created=TIME, updated=TIME, deletable=YES_NO, address=OBJECT
)
SID = sid_in_path("the end user's SID")
_WHY = "the paths are inferred; the other spelling is the one of the field `enduser`"


def search(call: Call) -> dict[str, Any]:
    query = call.query
    filters = [listing.containing("folded", query["name"])] if query.get("name") else []
    page = listing.find(call.database, end_users.SEARCH, call.owner.id, query, filters)
    return listing.answer(page, [end_users.written(call.database, row) for row in page.rows], query)


def create(call: Call) -> dict[str, Any]:
    sid = call.names.sid()
    end_users.insert(call.database, call.owner.id, sid, call.body, call.now)
    return _one(call, sid)


def get(call: Call) -> dict[str, Any]:
    return _one(call, call.at["sid"])


def update(call: Call) -> dict[str, Any]:
    row = end_users.get(call.database, call.owner.id, call.at["sid"])
    end_users.update(call.database, row, call.body, call.now)
    return _one(call, call.at["sid"])


def delete(call: Call) -> None:
    row = end_users.get(call.database, call.owner.id, call.at["sid"])
    if end_users.has_numbers(call.database, row):
        raise Problem(
            403,
            f"the end user `{row['sid']}` has phone numbers; assign them to another, or remove them, first",
        )
    end_users.delete(call.database, row)


def _one(call: Call, sid: str) -> dict[str, Any]:
    return end_users.written(call.database, end_users.get(call.database, call.owner.id, sid))


def _aliases(method: str, path: str) -> tuple[Alias, ...]:
    return (Alias(method, path, _WHY),)


OPERATIONS = (
    Operation(
        "endUsersSearch",
        TAG,
        "Search end users",
        "GET",
        "/end-users",
        search,
        query=(
            Parameter("name", Text(most=32), says="a part of the name"),
            *paging("name", "created", "updated", default="updated"),
        ),
        answer=page_of(END_USER),
        certainty=Certainty.INFERRED,
        aliases=_aliases("GET", "/endusers"),
    ),
    Operation(
        "endUsersCreate",
        TAG,
        "Create an end user",
        "POST",
        "/end-users",
        create,
        success=201,
        bodies=(
            Body(
                (
                    Parameter("name", Text(1, 32), required=True),
                    Parameter("address", AnyObject(), required=True),
                    Parameter("comment", Text(most=255), default=""),
                )
            ),
        ),
        answer=END_USER,
        certainty=Certainty.INFERRED,
        aliases=_aliases("POST", "/endusers"),
        behaviours=(Behaviour("the keys of `address` are not documented: any are kept and given back"),),
    ),
    Operation(
        "endUsersGet",
        TAG,
        "Get an end user",
        "GET",
        "/end-users/{sid}",
        get,
        at=(SID,),
        answer=END_USER,
        certainty=Certainty.INFERRED,
        aliases=_aliases("GET", "/endusers/{sid}"),
    ),
    Operation(
        "endUsersUpdate",
        TAG,
        "Change an end user; what is left out stays",
        "PATCH",
        "/end-users/{sid}",
        update,
        at=(SID,),
        bodies=(
            Body(
                (
                    Parameter("name", Text(1, 32)),
                    Parameter("address", AnyObject()),
                    Parameter("comment", Text(most=255)),
                )
            ),
        ),
        answer=END_USER,
        certainty=Certainty.INFERRED,
        aliases=_aliases("PATCH", "/endusers/{sid}"),
    ),
    Operation(
        "endUsersDelete",
        TAG,
        "Delete an end user",
        "DELETE",
        "/end-users/{sid}",
        delete,
        success=204,
        at=(SID,),
        certainty=Certainty.INFERRED,
        aliases=_aliases("DELETE", "/endusers/{sid}"),
        behaviours=(
            Behaviour("refused while a phone number is assigned to it", Certainty.DOCUMENTED),
            Behaviour("the refusal is a 403", Certainty.ASSUMED),
        ),
    ),
)
