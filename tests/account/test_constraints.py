"""Each constraint of the published API, one value inside and one outside.

The table is written from the text of the API's documentation, apart from the declarations that it checks.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from callr_actions.account.operations import API

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.account.client import Client

SID = ("azerty00", ("AZERTY00", "azerty0", "azerty000", "azerty0-", "azerty0\n"))
NUMBER = ("+33199001234", ("33199001234", "+0199001234", "+33199", "+331x9001234", "+" + "1" * 34))
NUMBER_TYPES = [
    "geographic", "mobile", "non-geographic", "personal", "platform", "sharedrevenue", "sms-only", "special",
    "tollfree", "verified",
]  # fmt: skip
EVENTS = [
    "v2.billing.credit.topup", "v2.billing.credit.warning", "v2.billing.credit.shutdown",
    "v2.call.inbound.started", "v2.call.inbound.ended", "v2.call.outbound.started", "v2.call.outbound.ended",
    "v2.number.assigned", "v2.number.unassigned", "v2.task.updated", "v2.audio-file.updated",
    "v2.recording.updated", "v2.sms.inbound.received", "v2.sms.outbound.updated",
]  # fmt: skip
TIMES = (
    ["2024-04-24T17:42:28Z", "2024-04-24T17:42:28.000Z", "2024-04-24T17:42:28.12345678+00:00"],
    ["2024-04-24", "2024-04-24T17:42:28", "2024-13-24T17:42:28Z", "yesterday", "2024-04-24 17:42:28Z", ""],
)


class Case(NamedTuple):
    """A query parameter: values that are taken and values that are not."""

    path: str
    name: str
    inside: list[str]
    outside: list[str]
    method: str = "GET"
    also: str = ""
    body: dict[str, object] | None = None


def paging(path: str, sorts: str) -> list[Case]:
    return [
        Case(path, "sort", sorts.split(), ["sid", ""]),
        Case(path, "order", ["asc", "desc"], ["ASC", "up", ""]),
        Case(path, "offset", ["0", "7"], ["-1", "x", "1.5", ""]),
        Case(path, "limit", ["1", "100"], ["0", "101", "ten", ""]),
    ]


QUERIES = [
    Case("/actions", "name", ["a" * 64, ""], ["a" * 65]),
    *paging("/actions", "name created updated"),
    Case("/audio-files", "name", ["a", "a" * 64], ["", "a" * 65]),
    Case(
        "/audio-files",
        "status",
        ["ready", "processing", "pending-content", "pending-conversion", "error"],
        ["done"],
    ),
    Case("/audio-files", "source", ["phone-record", "system", "file-upload"], ["upload"]),
    *paging("/audio-files", "name created updated"),
    Case("/end-users", "name", ["a" * 32, ""], ["a" * 33]),
    *paging("/end-users", "name created updated"),
    Case("/numbers", "sid", [SID[0]], list(SID[1])),
    Case("/numbers", "class", ["gold", "classic"], ["silver", ""]),
    Case("/numbers", "type", NUMBER_TYPES, ["landline", ""]),
    Case("/numbers", "contains", ["+33184", "42", "0000", "1" * 32], ["+", "+0", "x", "1" * 33, ""]),
    Case("/numbers", "detached", ["true"], ["false", "1", ""]),
    *paging("/numbers", "assigned e164"),
    Case("/numbers/store/types", "country", ["FR", "ZZ"], ["fr", "FRA", "F", ""]),
    Case("/numbers/store/prefixes", "country", ["FR"], ["fr", ""], also="type=mobile"),
    Case("/numbers/store/prefixes", "type", NUMBER_TYPES, ["fax"], also="country=FR"),
    Case("/numbers/store", "country", ["FR"], ["fr", ""], "POST", "type=mobile"),
    Case("/numbers/store", "type", ["geographic", "mobile"], ["landline"], "POST", "country=FR"),
    Case("/numbers/store", "quantity", ["1", "100"], ["0", "101"], "POST", "country=FR&type=mobile"),
    Case("/numbers/store", "class", ["gold", "classic"], ["silver"], "POST", "country=FR&type=mobile"),
    Case(
        "/numbers/store",
        "prefix",
        ["+331", "+3"],
        ["331", "+0", "+1234567890"],
        "POST",
        "country=FR&type=geographic",
    ),
    Case("/numbers/store", "area", ["Paris", "nice"], ["a" * 33], "POST", "country=FR&type=geographic"),
    Case("/recordings", "sid", [SID[0]], list(SID[1])),
    Case("/recordings", "type", ["call", "recording", "voicemail"], []),
    Case("/recordings", "caller", [NUMBER[0]], list(NUMBER[1])),
    Case("/recordings", "callee", [NUMBER[0]], list(NUMBER[1])),
    Case("/recordings", "callid", ["1", "240711945874", str(2**63 - 1)], ["0", "-1", "x", str(2**63)]),
    Case("/recordings", "read", ["true", "false"], ["yes", "1"]),
    *(
        Case("/recordings", name, *TIMES)
        for name in ("readAfter", "readBefore", "createdAfter", "createdBefore")
    ),
    Case("/recordings", "minDuration", ["0", "5", "9" * 30], ["-1", "x"]),
    *paging("/recordings", "created"),
    Case(
        "/recordings",
        "sid",
        [SID[0], ",".join([SID[0]] * 100)],
        ["x", ",".join([SID[0]] * 101), ""],
        "DELETE",
    ),
    Case("/recordings", "sid", [SID[0]], ["x", ""], "PATCH", body={"read": True}),
    Case("/sms", "direction", ["inbound", "outbound"], ["in"]),
    Case("/sms", "sid", [SID[0]], list(SID[1])),
    Case("/sms", "from", ["SMS", "MyCompany", "+15551230000"], ["TwelveLetter", "123", "+12"]),
    Case("/sms", "to", [NUMBER[0]], list(NUMBER[1])),
    Case("/sms", "contains", ["a" * 64], ["a" * 65]),
    Case("/sms", "trafficType", ["marketing", "alerting"], ["spam"]),
    Case(
        "/sms",
        "status",
        ["created", "error", "expired", "failed", "pending", "delivered", "remote-queued", "sent"],
        ["done"],
    ),
    Case("/sms", "createdAfter", *TIMES),
    Case("/sms", "createdBefore", *TIMES),
    *paging("/sms", "created updated"),
    Case("/sms", "to", [NUMBER[0]], list(NUMBER[1]), "POST", body={"text": "x"}),
    Case(
        "/sms",
        "from",
        ["MyCompany", "+15551230000", ""],
        ["12", "!"],
        "POST",
        "to=%2B33199001234",
        {"text": "x"},
    ),
    Case("/sms", "encoding", ["gsm", "unicode"], ["utf-8"], "POST", "to=%2B33199001234", {"text": "x"}),
    Case(
        "/sms", "trafficType", ["marketing", "alerting"], ["spam"], "POST", "to=%2B33199001234", {"text": "x"}
    ),
    Case("/webhooks", "sid", [SID[0]], list(SID[1])),
    Case("/webhooks", "type", EVENTS, ["v2.call.ended"]),
    Case("/webhooks", "status", ["disabled", "disabled-admin", "disabled-system", "enabled"], ["on"]),
    *paging("/webhooks", "created"),
    Case("/webhooks", "type", EVENTS, ["v1.call", ""], "POST", body={"endpoint": "https://example.com"}),
    Case(
        "/webhooks/logs",
        "endpoint",
        ["https://example.com", "https://www.example.com/path"],
        ["ftp://a.bc", "x"],
    ),
    Case("/webhooks/logs", "at", *TIMES),
    Case("/webhooks/logs", "id", ["", "a" * 50], ["a" * 51]),
    Case("/webhooks/logs", "sid", [SID[0]], list(SID[1])),
    Case("/webhooks/logs", "httpcode", ["100", "599"], ["99", "-1", "x"]),
    Case("/webhooks/logs", "try", ["0", "10"], ["-1", "x"]),
    Case("/webhooks/logs", "type", EVENTS, ["call"]),
    *paging("/webhooks/logs", "at"),
]
SPAN = "from=2024-04-01T00:00:00Z&to=2024-04-02T00:00:00Z"
QUERIES += [
    Case("/calls/export", "direction", ["inbound", "outbound"], ["both"], "POST", SPAN),
    Case("/calls/export", "scenario", [SID[0]], ["x"], "POST", f"direction=inbound&{SPAN}"),
    Case("/calls/export", "number", [NUMBER[0]], ["33"], "POST", f"direction=inbound&{SPAN}"),
    Case("/calls/export", "from", TIMES[0], TIMES[1], "POST", "direction=inbound&to=2024-04-25T00:00:00Z"),
    Case("/calls/export", "to", TIMES[0], TIMES[1], "POST", "direction=inbound&from=2024-04-24T00:00:00Z"),
]
REQUIRED = [
    ("GET", "/numbers/store/types", "country"),
    ("GET", "/numbers/store/prefixes?country=FR", "type"),
    ("POST", "/numbers/store?country=FR", "type"),
    ("POST", "/numbers/store?type=mobile", "country"),
    ("POST", "/sms", "to"),
    ("POST", "/webhooks", "type"),
    ("POST", f"/calls/export?{SPAN}", "direction"),
    ("POST", "/calls/export?direction=inbound&to=2024-04-02T00:00:00Z", "from"),
    ("POST", "/calls/export?direction=inbound&from=2024-04-02T00:00:00Z", "to"),
    ("PUT", "/audio-files/azerty00/phone-id", "country"),
]


def ask(api: Client, case: Case, value: str) -> tuple[int, str]:
    path = f"{case.path}?{case.also}" if case.also else case.path
    more: dict[str, Any] = {} if case.body is None else {"json": case.body}
    url = api.url(path, {case.name: value})
    response = api.send(case.method, url, **more)
    return response.status_code, "" if response.is_success else response.json()["message"]


def case_name(case: Case) -> str:
    return f"{case.method} {case.path} {case.name}"


@pytest.mark.parametrize("case", QUERIES, ids=case_name)
def test_queries_take_what_is_inside_and_refuse_what_is_outside(api: Client, case: Case) -> None:
    for value in case.inside:
        status, message = ask(api, case, value)
        assert status < 300 or status == 429, (value, message)
    for value in case.outside:
        status, message = ask(api, case, value)
        assert status == 400, value
        assert f"`{case.name}`" in message


@pytest.mark.parametrize(("method", "path", "name"), REQUIRED)
def test_what_is_required_is_missed(api: Client, method: str, path: str, name: str) -> None:
    more = {"json": {"text": "x", "endpoint": "https://example.com"}} if method == "POST" else {}
    status, code, message = api.refused(method, path, **more)
    assert (status, code) == (400, "validation-error")
    assert f"the query parameter `{name}` is missing; it must be " in message


class Field(NamedTuple):
    """A key of a JSON body: values that are taken and values that are not."""

    method: str
    path: str
    name: str
    inside: list[object]
    outside: list[object]
    also: Mapping[str, object] = MappingProxyType({})
    required: bool = True


NAMES: tuple[list[object], list[object]] = (
    ["a", "é" + "1" * 63, "名"],
    ["", "1", "-_!", "a" * 65, 7, None, ["a"]],
)
SCRIPTS: tuple[list[object], list[object]] = (["a: 1", "#" * 32768], ["", "#" * 32769, 7, None])
FIELDS = [
    Field("POST", "/actions", "name", *NAMES, {"script": "a: 1"}),
    Field("POST", "/actions", "script", *SCRIPTS, {"name": "a"}),
    Field(
        "POST",
        "/actions",
        "format",
        ["yaml"],
        ["json", "", "yaml\n", 1],
        {"name": "a", "script": "a: 1"},
        False,
    ),
    Field("PATCH", "/actions/{scenario}", "name", *NAMES, {}, False),
    Field("PATCH", "/actions/{scenario}", "script", *SCRIPTS, {}, False),
    Field("PATCH", "/actions/{scenario}", "format", ["yaml"], ["json", None], {}, False),
    Field("POST", "/audio-files", "name", ["a", "a" * 64, "1"], ["", "a" * 65, 1, None]),
    Field("PATCH", "/audio-files/{audio}", "name", ["a", "a" * 64], ["", "a" * 65, 1], {}, False),
    Field("POST", "/end-users", "name", ["a", "a" * 32], ["", "a" * 33, 1], {"address": {}}),
    Field("POST", "/end-users", "address", [{}, {"city": "Paris"}], [None, "Paris", []], {"name": "a"}),
    Field(
        "POST", "/end-users", "comment", ["", "a" * 255], ["a" * 256, 1], {"name": "a", "address": {}}, False
    ),
    Field("PATCH", "/end-users/{enduser}", "name", ["a", "a" * 32], ["", "a" * 33, None], {}, False),
    Field("PATCH", "/end-users/{enduser}", "address", [{}], [None, 1], {}, False),
    Field("PATCH", "/end-users/{enduser}", "comment", ["", "a" * 255], ["a" * 256], {}, False),
    Field("PATCH", "/numbers/{number}", "scenario", ["{scenario}", None], ["X", "", 1], {}, False),
    Field("PATCH", "/numbers/{number}", "enduser", ["{enduser}", None], ["X", "", 1], {}, False),
    Field("PATCH", "/recordings", "read", [True, False], ["true", 1, None]),
    Field("POST", "/sms?to=%2B33199001234", "text", ["a", "a" * 3200], ["", "a" * 3201, 1, None]),
    Field(
        "POST",
        "/webhooks?type=v2.task.updated",
        "endpoint",
        ["https://example.com", "http://a.b-c.example:8080/x?y#z"],
        [
            "https://localhost",
            "http://127.0.0.1/",
            "example.com",
            "ftp://example.com",
            "https://example",
            "",
            1,
        ],
    ),
    Field(
        "POST",
        "/webhooks?type=v2.task.updated",
        "options",
        [{}, {"hmacSecret": "s"}],
        ["x", 1, []],
        {"endpoint": "https://{unique}.example.com"},
        False,
    ),
    Field(
        "PATCH", "/webhooks/{webhook}", "status", ["enabled", "disabled"], ["disabled-system", "on", 1, None]
    ),
]


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: f"{field.method} {field.path} {field.name}")
def test_bodies_take_what_is_inside_and_refuse_what_is_outside(api: Client, field: Field) -> None:
    things = api.one_of_each()

    def ask(value: object, at: int) -> tuple[int, str]:
        known = {**things, "unique": f"host{at}"}
        body = {field.name: value, **field.also}
        filled = {key: each.format(**known) if isinstance(each, str) else each for key, each in body.items()}
        response = api.send(field.method, field.path.format(**known), json=filled)
        return response.status_code, "" if response.is_success else response.json()["message"]

    for at, value in enumerate(field.inside):
        status, message = ask(value, at)
        assert status < 300, (value, message)
    for at, value in enumerate(field.outside):
        status, message = ask(value, 100 + at)
        assert status == 400, value
        assert f"`{field.name}`" in message
    if field.required:
        status, _, message = api.refused(field.method, field.path.format(**things), json=dict(field.also))
        assert status == 400
        assert f"`{field.name}` is missing" in message


PATHS = [
    ("GET", "/actions/{}", SID),
    ("PATCH", "/actions/{}", SID),
    ("DELETE", "/actions/{}", SID),
    ("POST", "/actions/{}/runs", SID),
    ("GET", "/actions/{}/runs/api:9MNAB2H6", SID),
    ("GET", "/actions/azerty00/runs/{}", ("api:9MNAB2H6", ("a" * 65,))),
    ("DELETE", "/actions/azerty00/runs/{}", ("inbound-sms:240419830042", ("a" * 65,))),
    ("PUT", "/actions/{}/numbers/+33199001234", SID),
    ("PUT", "/actions/azerty00/numbers/{}", NUMBER),
    ("DELETE", "/actions/{}/numbers/+33199001234", SID),
    ("DELETE", "/actions/azerty00/numbers/{}", NUMBER),
    ("GET", "/audio-files/{}", SID),
    ("PATCH", "/audio-files/{}", SID),
    ("DELETE", "/audio-files/{}", SID),
    ("POST", "/audio-files/{}/file", SID),
    ("PUT", "/audio-files/{}/file", SID),
    ("PUT", "/audio-files/{}/phone-id?country=FR", SID),
    ("DELETE", "/calls/{}", ("240711945874", ("0", "-1", "x", str(2**63)))),
    ("POST", "/calls/{}/hangup", ("1", ("0", "x"))),
    *(
        (method, path, SID)
        for method in ("GET", "PATCH", "DELETE")
        for path in ("/end-users/{}", "/endusers/{}")
    ),
    ("GET", "/numbers/{}", NUMBER),
    ("PATCH", "/numbers/{}", NUMBER),
    ("DELETE", "/numbers/{}", NUMBER),
    ("DELETE", "/numbers/{}/scenario", NUMBER),
    ("DELETE", "/numbers/+33199001234/scenario/{}", SID),
    ("PUT", "/numbers/{}/scenario/azerty00", NUMBER),
    ("PUT", "/numbers/+33199001234/scenario/{}", SID),
    ("PUT", "/numbers/{}/enduser/azerty00", NUMBER),
    ("PUT", "/numbers/+33199001234/enduser/{}", SID),
    ("POST", "/numbers/store/{}", ("a" * 40, ("a" * 39,))),
    ("GET", "/numbers/store/{}", ("a", ())),
    ("DELETE", "/numbers/store/{}", ("a", ())),
    ("GET", "/recordings/{}", SID),
    ("PATCH", "/recordings/{}", SID),
    ("DELETE", "/recordings/{}", SID),
    ("GET", "/sms/{}", SID),
    *(
        (method, "/tasks/{}", ("a" * 32, ("a" * 31, "a" * 257, "a" * 31 + "-")))
        for method in ("GET", "POST", "DELETE")
    ),
    ("GET", "/webhooks/{}", SID),
    ("PATCH", "/webhooks/{}", SID),
    ("DELETE", "/webhooks/{}", SID),
]


@pytest.mark.parametrize(("method", "path", "values"), PATHS)
def test_paths_take_what_is_inside_and_refuse_what_is_outside(
    api: Client, method: str, path: str, values: tuple[str, tuple[str, ...]]
) -> None:
    more: dict[str, object] = {"json": {"status": "enabled"}} if method == "PATCH" else {}
    if path.endswith("/file"):
        more = {"files": {"file": ("a.wav", b"RIFF")}}
    inside, outside = values
    # Nothing of the kind exists: a value that is taken leads on to that.
    assert api.refused(method, path.format(inside.replace("+", "%2B")), **more)[0] == 404
    for value in outside:
        status, code, message = api.refused(method, path.format(api.quoted(value)), **more)
        assert (status, code) == (400, "validation-error"), value
        assert message.startswith("the path's `")


def test_every_operation_is_held_against_the_table() -> None:
    """An operation with constraints that nothing here asks for would go unchecked."""
    asked = {(case.method, case.path) for case in QUERIES}
    declared = {(operation.method, operation.path) for operation in API if operation.query}
    assert declared - asked == {("PUT", "/audio-files/{sid}/phone-id")}
    assert len(API) == 58
