"""Webhooks: search, create, get, update, delete, and the log of their deliveries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callr_actions.account import listing
from callr_actions.account.certainty import Certainty
from callr_actions.account.compound_values import AnyObject
from callr_actions.account.events import TYPES
from callr_actions.account.operation import (
    SID,
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
from callr_actions.account.shapes import OBJECT, TEXT, TIME, TIME_OR_NULL, WHOLE
from callr_actions.account.signature import ALGORITHMS
from callr_actions.account.stores import webhooks
from callr_actions.account.values import Choice, Instant, Text, Whole

if TYPE_CHECKING:
    from callr_actions.account.call import Call

TAG = "Webhooks"
TYPE = Choice(TYPES)
STATUS = Choice(("disabled", "disabled-admin", "disabled-system", "enabled"))
_HOST = r"(?:[a-zA-Z0-9-]+\.)+[a-zA-Z]{2,}"
_REST = r"(?::[0-9]{1,5})?(?:[/?#][^\s]*)?"
_LOCAL = r"(?:localhost|127\.0\.0\.1|\[::1\])"
_MEANS = "be an http or https address whose host is a name with a dot"
ENDPOINT = Text(
    most=2048,
    pattern=f"https?://(?:{_HOST}|{_LOCAL}){_REST}",
    means=f"{_MEANS}, or this machine",
    example="https://example.com/hook",
)
_PUBLIC = Text(pattern=f"https?://{_HOST}{_REST}", means=_MEANS)
WEBHOOK = record(
    sid=TEXT,
    type=TEXT,
    endpoint=TEXT,
    status=TEXT,
    options=OBJECT,
    failed=WHOLE,
    lastfailed=TIME_OR_NULL,
    created=TIME,
    updated=TIME,
)
LOG = record(endpoint=TEXT, at=TIME, id=TEXT, sid=TEXT, httpcode=WHOLE, **{"try": WHOLE}, type=TEXT)
_AT = sid_in_path("the webhook's SID")
_SECRETS = ("hmacSecret", "hmac_secret")
_ALGORITHMS = ("hmacAlgo", "hmac_algo")
_CONDITIONS = {
    "endpoint": "endpoint = ?",
    "at": "at = ?",
    "id": "event = ?",
    "sid": "sid = ?",
    "httpcode": "httpcode = ?",
    "try": "try = ?",
    "type": "type = ?",
}


def search(call: Call) -> dict[str, Any]:
    query = call.query
    filters = [listing.equal(name, query[name]) for name in ("sid", "type", "status") if name in query]
    page = listing.find(call.database, webhooks.SEARCH, call.owner.id, query, filters)
    return listing.answer(page, [webhooks.written(row) for row in page.rows], query)


def create(call: Call) -> dict[str, Any]:
    endpoint, kind = call.body["endpoint"], call.query["type"]
    wrong = _PUBLIC.check(endpoint)
    if wrong is not None and not call.database.setting("local-endpoints"):
        raise Problem(400, f"`endpoint` {wrong}; `--local-endpoints` allows this machine too")
    if webhooks.exists(call.database, call.owner.id, kind, endpoint):
        raise Problem(400, "there is a webhook for this type and this endpoint already")
    sid = call.names.sid()
    options, secret = _options(call.body.get("options", {}))
    given = {"type": kind, "endpoint": endpoint, "options": options, "secret": secret}
    webhooks.insert(call.database, call.owner.id, sid, given, call.now)
    return _one(call, sid)


def get(call: Call) -> dict[str, Any]:
    return _one(call, call.at["sid"])


def update(call: Call) -> dict[str, Any]:
    row = webhooks.get(call.database, call.owner.id, call.at["sid"])
    webhooks.set_status(call.database, row, call.body["status"], call.now)
    return get(call)


def delete(call: Call) -> None:
    webhooks.delete(call.database, webhooks.get(call.database, call.owner.id, call.at["sid"]))


def search_logs(call: Call) -> dict[str, Any]:
    query = call.query
    filters = [listing.Filter(sql, (query[name],)) for name, sql in _CONDITIONS.items() if name in query]
    page = listing.find(call.database, webhooks.LOGS, call.owner.id, query, filters)
    return listing.answer(page, [webhooks.log_written(row) for row in page.rows], query)


def _options(given: dict[str, Any]) -> tuple[dict[str, Any], str | None]:
    secret = next((given[name] for name in _SECRETS if given.get(name)), None)
    if secret is not None and not isinstance(secret, str):
        raise Problem(400, "`options` has an `hmacSecret` that is no string")
    algorithm = next((given[name] for name in _ALGORITHMS if name in given), ALGORITHMS[0])
    if algorithm not in ALGORITHMS:
        raise Problem(400, f"`options` has an `hmacAlgo` that is none of {', '.join(ALGORITHMS)}")
    return {key: value for key, value in given.items() if key not in _SECRETS}, secret


def _one(call: Call, sid: str) -> dict[str, Any]:
    return webhooks.written(webhooks.get(call.database, call.owner.id, sid))


OPERATIONS = (
    Operation(
        "webhooksSearch",
        TAG,
        "Search webhooks",
        "GET",
        "/webhooks",
        search,
        query=(
            Parameter("sid", SID),
            Parameter("type", TYPE),
            Parameter("status", STATUS),
            *paging("created", default="created"),
        ),
        answer=page_of(WEBHOOK),
        certainty=Certainty.INFERRED,
    ),
    Operation(
        "webhooksCreate",
        TAG,
        "Create a webhook",
        "POST",
        "/webhooks",
        create,
        success=201,
        query=(Parameter("type", TYPE, required=True),),
        bodies=(
            Body(
                (
                    Parameter("endpoint", ENDPOINT, required=True),
                    Parameter(
                        "options", AnyObject(), says="hmacSecret and hmacAlgo, or hmac_secret and hmac_algo"
                    ),
                )
            ),
        ),
        answer=WEBHOOK,
        certainty=Certainty.INFERRED,
        behaviours=(
            Behaviour("this machine as an endpoint is refused unless `--local-endpoints` is given"),
            Behaviour("400 for a type and endpoint that another webhook has", Certainty.INFERRED),
            Behaviour("the endpoint is not tried out; the secret is never given back"),
        ),
    ),
    Operation(
        "webhooksGet",
        TAG,
        "Get a webhook",
        "GET",
        "/webhooks/{sid}",
        get,
        at=(_AT,),
        answer=WEBHOOK,
        certainty=Certainty.INFERRED,
    ),
    Operation(
        "webhooksUpdate",
        TAG,
        "Enable or disable a webhook",
        "PATCH",
        "/webhooks/{sid}",
        update,
        at=(_AT,),
        bodies=(Body((Parameter("status", Choice(("disabled", "enabled")), required=True),)),),
        answer=WEBHOOK,
        certainty=Certainty.INFERRED,
        behaviours=(Behaviour("what waits while it is disabled is sent once it is enabled"),),
    ),
    Operation(
        "webhooksDelete",
        TAG,
        "Delete a webhook",
        "DELETE",
        "/webhooks/{sid}",
        delete,
        success=204,
        at=(_AT,),
        certainty=Certainty.INFERRED,
    ),
    Operation(
        "webhooksSearchLogs",
        TAG,
        "Search the log of deliveries",
        "GET",
        "/webhooks/logs",
        search_logs,
        query=(
            Parameter("endpoint", ENDPOINT),
            Parameter("at", Instant()),
            Parameter("id", Text(0, 50), says="the event's id"),
            Parameter("sid", SID, says="the webhook's SID"),
            Parameter("httpcode", Whole(100)),
            Parameter("try", Whole(0)),
            Parameter("type", TYPE),
            *paging("at", default="at"),
        ),
        answer=page_of(LOG),
        certainty=Certainty.INFERRED,
        behaviours=(Behaviour("an attempt that got no answer has httpcode 0"),),
    ),
)
