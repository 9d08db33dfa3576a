from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.account.client import Client


def basic(user: str, password: str) -> dict[str, str]:
    return {"authorization": f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}"}


def test_the_key_or_the_sid_and_the_key_sign_in(api: Client) -> None:
    sid = api.app.gate.main.sid
    assert api.send("GET", "/ping").status_code == 200
    assert api.send("GET", "/ping", signed=False, headers=basic(sid, api.key)).status_code == 200


def test_a_request_without_credentials_is_told_how(api: Client) -> None:
    assert api.refused("GET", "/ping", signed=False) == (
        401,
        "unauthorized",
        "there are no credentials; send `x-api-key: KEY`, or Basic with the account's SID and the key",
    )
    response = api.send("GET", "/ping", signed=False)
    assert response.headers["www-authenticate"].startswith("Basic ")


@pytest.mark.parametrize("path", ["/ping", "/nothing", "/openapi.json"])
def test_a_wrong_key_opens_nothing(api: Client, path: str) -> None:
    wrong = (401, "unauthorized", "the API key is wrong")
    sid = api.app.gate.main.sid
    assert api.refused("GET", path, signed=False, headers={"x-api-key": "guess"}) == wrong
    assert api.refused("GET", path, signed=False, headers=basic(sid, "guess")) == wrong
    assert api.refused("GET", path, signed=False, headers=basic("", "")) == wrong


@pytest.mark.parametrize("header", ["Bearer abc", "Basic", "Basic !!!", "Basic Zm9v", "basic /////w=="])
def test_a_header_that_is_no_basic_is_refused(api: Client, header: str) -> None:
    status, _, message = api.refused("GET", "/ping", signed=False, headers={"authorization": header})
    assert (status, message) == (401, "`authorization` must be Basic with the base64 of `sid:key`")


def test_a_sub_account_sees_only_its_own(api: Client) -> None:
    scenario = api.scenario()
    sub = api.do("POST", api.control("/accounts"), json={"name": "Customer"})["sid"]
    as_sub = {"signed": False, "headers": basic(sub, api.key)}
    assert api.do("GET", "/actions", **as_sub)["total"] == 0
    assert api.refused("GET", f"/actions/{scenario}", **as_sub)[0] == 404
    assert api.refused("DELETE", f"/actions/{scenario}", **as_sub)[0] == 404
    theirs = api.do("POST", "/actions", json={"name": "A", "script": "a: 1"}, **as_sub)["sid"]
    assert api.refused("GET", f"/actions/{theirs}")[0] == 404
    assert api.do("GET", "/actions")["total"] == 1
    number = api.number()
    assert api.refused("PUT", f"/actions/{theirs}/numbers/{number}", **as_sub)[0] == 404
    assert api.refused("POST", api.control("/accounts"), json={"name": "x"}, **as_sub)[0] == 403


def test_the_right_key_with_an_unknown_account_is_forbidden(api: Client) -> None:
    assert api.refused("GET", "/ping", signed=False, headers=basic("nobody00", api.key)) == (
        403,
        "forbidden",
        "the key is right, but it has no account or sub-account `nobody00`",
    )


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "", "127.0.0.1.nip.io:8787"])
def test_another_host_is_refused(api: Client, host: str) -> None:
    status, _, message = api.refused("GET", "/ping", headers={"host": host})
    assert status == 403
    assert message == f"the host `{host}` is not this account's; address it as 127.0.0.1, [::1], localhost"


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8787", "127.0.0.1:1", "[::1]", "[::1]:8787"])
def test_this_machine_is_taken_by_any_name(api: Client, host: str) -> None:
    assert api.send("GET", "/ping", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "http://localhost:8787", "null"])
def test_pages_are_refused_and_nothing_is_shared_across_origins(api: Client, origin: str) -> None:
    response = api.send("GET", "/ping", headers={"origin": origin})
    assert response.status_code == 403
    preflight = api.send("OPTIONS", "/ping", headers={"access-control-request-method": "GET"})
    assert preflight.status_code == 405
    for answer in (response, preflight, api.send("GET", "/ping")):
        assert not [name for name in answer.headers if name.startswith("access-control")]
        assert answer.headers["x-content-type-options"] == "nosniff"
