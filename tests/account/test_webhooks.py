from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from callr_actions.account.courier import Courier
from tests.account.client import Client

if TYPE_CHECKING:
    from collections.abc import Callable

TASKS = "/webhooks?type=v2.task.updated"
EVENT = {"type": "v2.task.updated", "payload": {"id": "x"}}


class Receiver:
    """Answers what it is told to, and keeps what it got."""

    def __init__(self, client: Client, answer: Callable[[int], httpx.Response] | None = None) -> None:
        self.got: list[httpx.Request] = []
        self.answer = answer or (lambda _: httpx.Response(204))
        client.app.courier = Courier(client.state, httpx.MockTransport(self._take))

    def _take(self, request: httpx.Request) -> httpx.Response:
        self.got.append(request)
        return self.answer(len(self.got))

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(request.content) for request in self.got]


def hook(api: Client, path: str = TASKS, endpoint: str = "https://example.com/hook", **options: Any) -> str:
    sid: str = api.do("POST", path, json={"endpoint": endpoint, "options": options})["sid"]
    return sid


def test_an_event_arrives_in_its_envelope(api: Client) -> None:
    receiver = Receiver(api)
    sid = hook(api)
    assert api.do("POST", api.control("/events"), json=EVENT) == 1
    assert [each["sid"] for each in api.do("GET", api.control("/deliveries"))] == [sid]
    assert api.run(api.app.drain(5))
    (event,) = receiver.events
    assert (event["sid"], event["type"], event["try"], event["payload"]) == (
        sid,
        "v2.task.updated",
        0,
        {"id": "x"},
    )
    assert event["at"] == "2024-04-24T17:42:28.002Z"
    assert event["id"].startswith("a0331713980548002")
    assert len(event["id"]) == 32
    (request,) = receiver.got
    assert request.headers["content-type"] == "application/json"
    assert request.headers["x-callr-eventid"] == event["id"]
    assert "x-callr-hmacsignature" not in request.headers
    assert "x-api-key" not in request.headers
    assert api.do("GET", "/webhooks/logs")["hits"] == [
        {
            "endpoint": "https://example.com/hook",
            "at": "2024-04-24T17:42:28.002Z",
            "id": event["id"],
            "sid": sid,
            "httpcode": 204,
            "try": 0,
            "type": "v2.task.updated",
        }
    ]
    assert api.do("GET", api.control("/deliveries")) == []


@pytest.mark.parametrize(
    ("names", "algorithm"), [("hmacSecret hmacAlgo", "SHA512"), ("hmac_secret hmac_algo", "MD5")]
)
def test_the_body_is_signed_where_a_secret_was_given(api: Client, names: str, algorithm: str) -> None:
    receiver = Receiver(api)
    secret, algo = names.split()
    sid = hook(api, **{secret: "s3cr3t", algo: algorithm, "format": "JSON"})
    assert "s3cr3t" not in api.send("GET", f"/webhooks/{sid}").text
    api.do("POST", api.control("/events"), json=EVENT)
    api.run(api.app.drain(5))
    (request,) = receiver.got
    wanted = hmac.new(b"s3cr3t", request.content, getattr(hashlib, algorithm.lower())).digest()
    assert base64.b64decode(request.headers["x-callr-hmacsignature"]) == wanted


def test_a_delivery_that_fails_is_tried_again_with_growing_pauses(api: Client) -> None:
    receiver = Receiver(api, lambda at: httpx.Response(500 if at < 4 else 200))
    sid = hook(api)
    api.do("POST", api.control("/events"), json=EVENT)
    api.run(api.app.drain(5))
    assert [event["try"] for event in receiver.events] == [0, 1, 2, 3]
    assert len({event["id"] for event in receiver.events}) == 1
    log = api.do("GET", "/webhooks/logs?order=asc")["hits"]
    assert [entry["at"][17:] for entry in log] == ["28.002Z", "29.002Z", "31.002Z", "35.002Z"]
    assert [entry["httpcode"] for entry in log] == [500, 500, 500, 200]
    webhook = api.do("GET", f"/webhooks/{sid}")
    assert (webhook["status"], webhook["failed"]) == ("enabled", 3)
    assert webhook["lastfailed"] == "2024-04-24T17:42:31.002Z"


@pytest.mark.parametrize("fault", [httpx.ConnectError("no"), httpx.ReadTimeout("slow"), httpx.Response(302)])
def test_a_webhook_whose_event_never_arrives_is_disabled(api: Client, fault: Any) -> None:
    def answer(_: int) -> httpx.Response:
        if isinstance(fault, Exception):
            raise fault
        response: httpx.Response = fault
        return response

    receiver = Receiver(api, answer)
    sid = hook(api)
    api.do("POST", api.control("/events"), json=EVENT)
    api.run(api.app.drain(5))
    assert [event["try"] for event in receiver.events] == list(range(11))
    webhook = api.do("GET", f"/webhooks/{sid}")
    assert (webhook["status"], webhook["failed"]) == ("disabled-system", 11)
    assert api.do("POST", api.control("/events"), json=EVENT) == 0
    assert api.do("PATCH", f"/webhooks/{sid}", json={"status": "enabled"})["status"] == "enabled"
    assert api.do("POST", api.control("/events"), json=EVENT) == 1


def test_what_waits_while_a_webhook_is_disabled_is_sent_later(api: Client) -> None:
    receiver = Receiver(api)
    sid = hook(api)
    api.do("POST", api.control("/events"), json=EVENT)
    api.do("PATCH", f"/webhooks/{sid}", json={"status": "disabled"})
    api.run(api.app.drain(5))
    assert receiver.got == []
    api.do("PATCH", f"/webhooks/{sid}", json={"status": "enabled"})
    api.run(api.app.drain(5))
    assert len(receiver.got) == 1


def test_a_deleted_webhook_gets_nothing_more(api: Client) -> None:
    receiver = Receiver(api)
    sid = hook(api)
    api.do("POST", api.control("/events"), json=EVENT)
    api.do("DELETE", f"/webhooks/{sid}")
    api.run(api.app.drain(5))
    assert receiver.got == []
    assert api.refused("GET", f"/webhooks/{sid}")[0] == 404


def test_an_attempt_that_nobody_finished_is_made_again(api: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed between sending and writing down: the claim runs out, and the event is sent again."""
    receiver = Receiver(api)
    hook(api)
    api.do("POST", api.control("/events"), json=EVENT)
    monkeypatch.setattr(api.app.courier, "_write_down", lambda *_: None)
    monkeypatch.setattr("callr_actions.account.courier.wall", lambda: 1000)
    api.run(api.app.courier.deliver_due())
    monkeypatch.undo()
    assert len(receiver.got) == 1
    api.run(api.app.courier.deliver_due())
    assert len(receiver.got) == 2
    assert receiver.events[0]["id"] == receiver.events[1]["id"]


def test_a_type_and_an_endpoint_are_taken_once(api: Client) -> None:
    hook(api)
    assert api.refused("POST", TASKS, json={"endpoint": "https://example.com/hook"})[2] == (
        "there is a webhook for this type and this endpoint already"
    )
    hook(api, "/webhooks?type=v2.number.assigned")
    assert api.do("GET", "/webhooks?type=v2.task.updated")["total"] == 1
    assert api.do("GET", "/webhooks?status=enabled")["total"] == 2


@pytest.mark.parametrize("options", [{"hmacSecret": 1}, {"hmacAlgo": "ROT13"}])
def test_options_that_cannot_sign_are_refused(api: Client, options: dict[str, object]) -> None:
    status, _, message = api.refused(
        "POST", TASKS, json={"endpoint": "https://a.example", "options": options}
    )
    assert status == 400
    assert message.startswith("`options` has an `hmac")


def test_this_machine_is_an_endpoint_only_when_it_is_allowed(api: Client) -> None:
    status, _, message = api.refused("POST", TASKS, json={"endpoint": "http://localhost:3000/hook"})
    assert status == 400
    assert message.endswith("; `--local-endpoints` allows this machine too")
    api.state.database.set("local-endpoints", 1)
    hook(api, endpoint="http://localhost:3000/hook")


def test_what_happens_on_the_account_is_announced(api: Client) -> None:
    receiver = Receiver(api)
    kinds = [
        "v2.number.assigned", "v2.number.unassigned", "v2.sms.inbound.received", "v2.sms.outbound.updated",
        "v2.audio-file.updated", "v2.task.updated", "v2.billing.credit.topup", "v2.billing.credit.warning",
        "v2.billing.credit.shutdown",
    ]  # fmt: skip
    for kind in kinds:
        hook(api, f"/webhooks?type={kind}")
    number = api.number()
    api.do("POST", api.control("/sms"), json={"from": "+33199001234", "to": number, "text": "Hi"})
    api.do("POST", "/sms?to=%2B33199001234", json={"text": "Hi"})
    api.do("DELETE", "/recordings")
    api.do("POST", "/audio-files", data={"name": "A"}, files={"file": ("a", b"RIFF")})
    api.do("DELETE", f"/numbers/{number}")
    api.state.database.run("update accounts set credit = 10055000, shutdown = 10000")
    api.do("POST", "/sms?to=%2B33199001234", json={"text": "Hi"})
    api.state.database.run("update accounts set credit = 60000")
    api.do("POST", "/sms?to=%2B33199001234", json={"text": "Hi"})
    api.do("POST", api.control("/credit"), json={"cents": 100})
    api.run(api.app.drain(5))
    counts = {kind: [event["type"] for event in receiver.events].count(kind) for kind in kinds}
    assert counts == {
        "v2.number.assigned": 1,
        "v2.number.unassigned": 1,
        "v2.sms.inbound.received": 1,
        "v2.sms.outbound.updated": 12,
        "v2.audio-file.updated": 3,
        "v2.task.updated": 2,
        "v2.billing.credit.topup": 1,
        "v2.billing.credit.warning": 1,
        "v2.billing.credit.shutdown": 1,
    }


def test_a_receiver_that_hangs_gets_the_event_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("callr_actions.account.courier.TIMEOUT_SECONDS", 0.2)
    client = Client()
    client.state.database.set("local-endpoints", 1)
    got: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        got.append(await reader.readexactly(length))
        if len(got) == 1:
            await reader.read()  # until the courier hangs up
        else:
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")
        writer.close()
        await writer.wait_closed()

    async def scenario() -> None:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with server:
            database = client.state.database
            with database.transaction(writes=True):
                from callr_actions.account.stores import webhooks

                given: dict[str, Any] = {
                    "type": "v2.task.updated",
                    "endpoint": f"http://127.0.0.1:{port}/",
                    "options": {},
                    "secret": None,
                }
                webhooks.insert(database, client.app.gate.main.id, "azerty00", given, 0)
                webhooks.enqueue(database, 1, "event", {}, client.state.clock.now())
            assert await client.app.drain(10)

    client.run(scenario())
    assert [json.loads(body)["try"] for body in got] == [0, 1]
    client.close()
