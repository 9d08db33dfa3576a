"""SMS: search, send, get; and how a message goes through its states."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callr_actions.account import events, listing, money
from callr_actions.account.certainty import Certainty
from callr_actions.account.operation import (
    PHONE,
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
from callr_actions.account.resources.calls import DIRECTION
from callr_actions.account.shapes import CENTS, TEXT, TIME, TIME_OR_NULL, WHOLE, listed
from callr_actions.account.sms_fates import DELIVERED, FAILURES, fate
from callr_actions.account.stores import sms
from callr_actions.account.stores.accounts import UNITS_A_CENT
from callr_actions.account.values import Choice, Instant, Text
from callr_actions.account.work import later
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.telephony.gsm0338 import Capacity, Encoding, not_gsm, size

if TYPE_CHECKING:
    from callr_actions.account.call import Call
    from callr_actions.account.work import Job

TAG = "SMS"
STEP = "sms-step"
_CHANGE = record(before=TEXT, after=TEXT, at=TIME)
_BODY = record(text=TEXT)
SMS = record(
    direction=TEXT,
    sid=TEXT,
    **{"from": TEXT},
    to=TEXT,
    body=_BODY,
    trafficType=TEXT,
    status=TEXT,
    error=TEXT,
    created=TIME,
    delivered=TIME_OR_NULL,
    updated=TIME,
    sent=TIME_OR_NULL,
    parts=WHOLE,
    network=TEXT,
    encoding=TEXT,
    cost=CENTS,
    paymentType=TEXT,
    statusHistory=listed(_CHANGE),
)
_LETTERS = lazy_pattern("[A-Za-z]")
SENDER = Text(
    pattern=r"|\+[1-9][0-9]{5,32}|[A-Za-z0-9](?:[ -~]{0,10})",
    must=lambda sender: sender == "" or sender.startswith("+") or _LETTERS.search(sender) is not None,
    means="be a phone number, or 1 to 11 characters with a letter",
    example="MyCompany",
    telephone=True,
    published=r"^(?:|\+[1-9][0-9]{5,32}|(?=.*[A-Za-z])[A-Za-z0-9][ -~]{0,10})$",
)
TRAFFIC = Choice(("marketing", "alerting"))
STATUS = Choice(("created", "error", "expired", "failed", "pending", "delivered", "remote-queued", "sent"))
_STEP_TIME = 400
_GSM, _UNICODE = Capacity(160, 153), Capacity(70, 67)
# Ten-thousandths of a cent; the sample of the documentation costs 5.50 cents.
_PART_PRICE = 55 * UNITS_A_CENT // 10
# Country codes and one network of each: mobile country code and network code.
_NETWORKS = {"+33": "20801", "+44": "23410", "+49": "26201", "+1": "310260"}
_DEFAULT_SENDER = "SMS"


def search(call: Call) -> dict[str, Any]:
    query = call.query
    columns = {
        "direction": "direction",
        "sid": "sid",
        "from": "sender",
        "to": "recipient",
        "trafficType": "traffic",
        "status": "status",
    }
    filters = [listing.equal(column, query[name]) for name, column in columns.items() if query.get(name)]
    if query.get("contains"):
        filters.append(listing.containing("folded", query["contains"]))
    if "createdAfter" in query:
        filters.append(listing.Filter("created > ?", (query["createdAfter"],)))
    if "createdBefore" in query:
        filters.append(listing.Filter("created < ?", (query["createdBefore"],)))
    page = listing.find(call.database, sms.SEARCH, call.owner.id, query, filters)
    return listing.answer(page, [sms.written(row) for row in page.rows], query)


def send(call: Call) -> dict[str, Any]:
    query = call.query
    message = measured(call.body["text"], query.get("encoding"))
    cost = message["parts"] * _PART_PRICE
    if not money.spend(call, cost):
        raise Problem(400, "the account's credit is too low for this message; top it up")
    sid = call.names.sid()
    given = {
        **message,
        "direction": "outbound",
        "from": query.get("from") or _DEFAULT_SENDER,
        "to": query["to"],
        "trafficType": query["trafficType"],
        "status": DELIVERED.path[0],
        "network": network(query["to"]),
        "cost": cost,
    }
    sms.insert(call.database, call.owner.id, sid, given, call.now)
    later(call, STEP, _STEP_TIME, sid=sid)
    return sms.written(sms.get(call.database, call.owner.id, sid))


def send_from_run(job: Job, sid: str | None, to: str, sender: str | None, text: str) -> None:
    """Send a message that a scenario sends; one that the credit does not allow ends in an error.

    Args:
        job: goes on with the run.
        sid: the message's, if it has one already.
        to: the recipient.
        sender: None for one that is chosen.
        text: the text.
    """
    message = measured(text, None)
    cost = message["parts"] * _PART_PRICE
    paid = money.spend(job, cost)
    sid = sid or job.names.sid()
    given = {
        **message,
        "direction": "outbound",
        "from": sender or _DEFAULT_SENDER,
        "to": to,
        "trafficType": "marketing",
        "status": DELIVERED.path[0],
        "network": network(to),
        "cost": cost if paid else 0,
    }
    sms.insert(job.database, job.owner.id, sid, given, job.now)
    if paid:
        later(job, STEP, _STEP_TIME, sid=sid)
        return
    row = sms.get(job.database, job.owner.id, sid)
    sms.set_status(job.database, row, "error", "the account's credit is too low", job.now)
    events.announce(job, "v2.sms.outbound.updated", sms.written(sms.get(job.database, job.owner.id, sid)))


def get(call: Call) -> dict[str, Any]:
    return sms.written(sms.get(call.database, call.owner.id, call.at["sid"]))


def step(job: Job) -> None:
    sid = job.subject["sid"]
    row = sms.get(job.database, job.owner.id, sid)
    path = fate(row["recipient"]).path
    status = path[path.index(row["status"]) + 1]
    last = status == path[-1]
    sms.set_status(job.database, row, status, fate(row["recipient"]).error if last else "", job.now)
    if not last:
        later(job, STEP, _STEP_TIME, sid=sid)
    events.announce(job, "v2.sms.outbound.updated", sms.written(sms.get(job.database, job.owner.id, sid)))


def measured(text: str, encoding: str | None) -> dict[str, Any]:
    """Return a message's text as it is sent, its encoding and its parts."""
    forced = None if encoding is None else Encoding(encoding)
    if forced is Encoding.GSM:
        odd = set(not_gsm(text))
        text = "".join("?" if at in odd else char for at, char in enumerate(text))
    found = size(text, _GSM, _UNICODE, forced=forced)
    return {"text": text, "encoding": found.encoding.value, "parts": found.parts}


def network(number: str) -> str:
    """Return a network of the country of a number, "" for one that is unknown."""
    return next((name for code, name in _NETWORKS.items() if number.startswith(code)), "")


OPERATIONS = (
    Operation(
        "smsSearch",
        TAG,
        "Search messages",
        "GET",
        "/sms",
        search,
        query=(
            Parameter("direction", DIRECTION),
            Parameter("sid", SID),
            Parameter("from", SENDER, certainty=Certainty.INFERRED),
            Parameter("to", PHONE),
            Parameter("contains", Text(most=64), says="a part of the text"),
            Parameter("trafficType", TRAFFIC),
            Parameter("status", STATUS),
            Parameter("createdAfter", Instant()),
            Parameter("createdBefore", Instant()),
            *paging("created", "updated", default="created"),
        ),
        answer=page_of(SMS),
        certainty=Certainty.INFERRED,
    ),
    Operation(
        "smsSend",
        TAG,
        "Send a message",
        "POST",
        "/sms",
        send,
        success=201,
        query=(
            Parameter("to", PHONE, required=True),
            Parameter("from", SENDER, says="empty: chosen for you"),
            Parameter("encoding", Choice(("gsm", "unicode")), says="without it, what the text needs"),
            Parameter("trafficType", TRAFFIC, default="marketing"),
        ),
        bodies=(Body((Parameter("text", Text(1, 3200), required=True),)),),
        answer=SMS,
        behaviours=(
            Behaviour("goes through created, pending, sent, remote-queued, delivered", Certainty.DOCUMENTED),
            *(
                Behaviour(f"to {each.prefix}…: {', '.join(each.path)}, with the error `{each.error}`")
                for each in FAILURES
            ),
            Behaviour("parts of 153 (gsm) or 67 (unicode) characters", Certainty.DOCUMENTED),
            Behaviour("one part of up to 160 or 70 characters", Certainty.INFERRED),
            Behaviour("in forced gsm, `?` takes the place of what the alphabet does not have"),
            Behaviour(
                "5.50 cents a part, off the credit; 400 where that is too low; senders need no approval"
            ),
        ),
    ),
    Operation(
        "smsGet",
        TAG,
        "Get a message",
        "GET",
        "/sms/{sid}",
        get,
        at=(sid_in_path("the message's SID"),),
        answer=SMS,
        certainty=Certainty.INFERRED,
    ),
)
