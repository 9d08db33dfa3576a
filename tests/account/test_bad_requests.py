from __future__ import annotations

import asyncio
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

from callr_actions.account import bodies
from tests.account.client import Client

if TYPE_CHECKING:
    from pathlib import Path

JSON = {"content-type": "application/json"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the body is missing; send application/json"),
        (b"{", "the body is not JSON: "),
        (b"{'a': 1}", "the body is not JSON: "),
        (b'{"name": "\xff"}', "the body is not UTF-8"),
        (b'{"name": "\\ud800"}', "the body is not JSON: "),
        (b"NaN", "the body is not JSON: "),
        (b"[" * 100_000, "the body is nested too deeply"),
        (b'{"a":' * 100_000, "the body is nested too deeply"),
        (b"[]", "the body must be an object, not a list"),
        (b"null", "the body must be an object, not null"),
        (b'"x"', "the body must be an object, not a string"),
        (b"1e400", "the body "),
    ],
)
def test_a_body_that_is_no_json_object_is_refused(api: Client, content: bytes, reason: str) -> None:
    status, _, message = api.refused("POST", "/actions", content=content, headers=JSON)
    assert status == 400
    assert message.startswith(reason)


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/xml", "application/jsonp", "multipart/form-data"]
)
def test_another_content_type_is_refused(api: Client, kind: str) -> None:
    body = b'{"name": "A", "script": "a: 1"}'
    assert api.refused("POST", "/actions", content=body, headers={"content-type": kind}) == (
        415,
        "unsupported-media-type",
        f"the content-type is `{kind}`; it must be application/json",
    )
    assert api.refused("POST", "/actions", content=body)[2] == (
        "the content-type is missing; it must be application/json"
    )
    with_charset = {"content-type": "Application/JSON; charset=utf-8"}
    assert api.send("POST", "/actions", content=body, headers=with_charset).status_code == 201


@pytest.mark.parametrize("announced", [True, False])
def test_a_large_body_is_refused_before_it_is_read(api: Client, announced: bool) -> None:
    pulled = 0

    async def endless() -> Any:
        nonlocal pulled
        for _ in range(100):
            pulled += 1
            yield b" " * 1024 * 1024

    headers = JSON | ({"content-length": str(100 * 1024 * 1024)} if announced else {})
    response = api.send("POST", "/actions", content=endless(), headers=headers)
    assert response.status_code == 413
    assert response.json()["message"] == "the body is larger than 1048576 bytes"
    assert response.headers["connection"] == "close"


def test_a_body_that_comes_too_slowly_is_refused(api: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "_MOST_SECONDS", 0.05)

    async def dripping() -> Any:
        while True:
            yield b" "
            await asyncio.sleep(0.01)

    for kind in ("application/json", "multipart/form-data; boundary=x"):
        response = api.send("POST", "/audio-files", content=dripping(), headers={"content-type": kind})
        assert response.status_code == 408
        assert response.json() == {"code": "too-slow", "message": "the body took longer than 0.05 seconds"}
        assert response.headers["connection"] == "close"


def test_a_file_that_another_program_writes_to_for_too_long_is_told(tmp_path: Path) -> None:
    client = Client(tmp_path / "account.sqlite3")
    client.state.database.run("pragma busy_timeout = 20")
    other = sqlite3.connect(tmp_path / "account.sqlite3", isolation_level=None)
    other.execute("begin immediate")
    response = client.send("POST", "/actions", json={"name": "A", "script": "a: 1"})
    assert (response.status_code, response.headers["retry-after"]) == (503, "1")
    assert response.json() == {
        "code": "busy",
        "message": "another program has been writing to the account's file for 20 seconds; try again",
    }
    assert client.do("GET", "/actions")["total"] == 0
    other.execute("rollback")
    later(client)
    other.execute("begin immediate")
    assert client.run(client.app.drain(5)) is False
    other.close()
    assert client.run(client.app.drain(5)) is True
    client.close()


def test_bodies_that_are_large_together_are_put_off(api: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "_MOST_HELD_BYTES", 10)
    response = api.send("POST", "/actions", content=b" " * 11, headers=JSON)
    assert (response.status_code, response.headers["retry-after"]) == (429, "1")
    assert api.refused("POST", "/actions", content=b" " * 9, headers=JSON)[0] == 400


def test_a_client_that_hangs_up_is_answered_nothing(api: Client) -> None:
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [
        (b"host", b"localhost"),
        (b"x-api-key", api.key.encode()),
        (b"content-type", b"application/json"),
    ]
    path = {"path": "/v2.0/actions", "raw_path": b"/v2.0/actions", "query_string": b""}
    api.run(api.app({"type": "http", "method": "POST", **path, "headers": headers}, receive, send))
    assert sent == []


def later(client: Client) -> None:
    """Leave something to be done."""
    client.do("POST", "/sms?to=%2B33639981020", json={"text": "Hi"})


@pytest.mark.parametrize(
    "path",
    [
        "/actions/../ping", "/actions/%2e%2e/ping", "//ping", "/ping/", "/", "/actions//", "/PING", "/%00",
        "/..%2f",
        "/actions/azerty00/numbers", "/ping%2f", "/ping;x", "/numbers/store/x/y",
    ],
)  # fmt: skip
def test_paths_that_are_not_served_are_not_found(api: Client, path: str) -> None:
    assert api.raw("GET", f"/v2.0{path}") == 404


@pytest.mark.parametrize(("path", "status"), [("/v2.0/%ff", 400), ("/v2.0/" + "a" * 3000, 400), ("/", 404)])
def test_paths_that_cannot_be_read_are_refused(api: Client, path: str, status: int) -> None:
    assert api.raw("GET", path) == status


MANY = "&".join(f"a{n}=1" for n in range(600))


@pytest.mark.parametrize("query", ["name=%ff", "name=a&name=b", "=", MANY, "x[]=1"])
def test_queries_that_cannot_be_read_are_refused(api: Client, query: str) -> None:
    assert api.raw("GET", "/v2.0/actions", query.encode()) == 400


def test_many_headers_are_refused(api: Client) -> None:
    flood = {f"x-{n}": "1" for n in range(200)}
    assert api.refused("GET", "/ping", headers=flood)[:2] == (400, "bad-request")


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("PUT", "/actions", "GET, POST"),
        ("POST", "/ping", "GET"),
        ("HEAD", "/ping", "GET"),
        ("GET", "/calls/export", "POST"),
        ("GET", "/audio-files/azerty00/file", "POST, PUT"),
        ("POST", "/openapi.json", "GET"),
        ("BREW", "/numbers/store", "POST"),
    ],
)
def test_another_method_is_told_which_are_allowed(api: Client, method: str, path: str, allow: str) -> None:
    response = api.send(method, path)
    assert (response.status_code, response.headers["allow"]) == (405, allow)


def test_a_phone_number_in_a_query_may_have_lost_its_plus_sign(api: Client) -> None:
    sent = api.do("POST", "/sms?to=+33639981020", json={"text": "Hi"})
    assert sent["to"] == "+33639981020"


def test_text_with_nul_and_quotes_is_kept_as_it_is(api: Client) -> None:
    name = "a\x00b'; drop table scenarios; --\U0001f600"
    sid = api.do("POST", "/actions", json={"name": name, "script": "a: 1"})["sid"]
    assert api.do("GET", f"/actions/{sid}")["name"] == name
    assert api.do("GET", "/actions", params={"name": name[1:]})["total"] == 1


def test_a_failure_of_the_program_is_an_answer_and_not_its_inside(
    api: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise RuntimeError("secret inside")

    monkeypatch.setattr(api.app.work, "take_due", fail)
    response = api.raw_response("GET", "/v2.0/ping")
    assert response.json() == {
        "code": "internal-error",
        "message": "the local account failed; its log says where. This is a bug",
    }
    assert "secret inside" in caplog.text
