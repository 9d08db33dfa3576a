"""Whatever happens, no secret shows: not in a log, an error, a repr or a traceback with its variables."""

from __future__ import annotations

import base64
import json
import logging
import pickle
import time
import traceback
from typing import Any

import pytest

from callr_actions.api.connection import Timeouts
from callr_actions.api.credentials import Credentials
from callr_actions.api.errors import ApiError
from callr_actions.api.hiding import hidden
from callr_actions.api.requests.scenarios import StartScenario
from callr_actions.api.resources import scenarios, system
from callr_actions.api.retries import RetryPolicy
from callr_actions.errors import CallrActionsError
from callr_actions.masking import Masker
from tests.api.loopback import KEY, Loopback, Play, Time, connection, reply
from tests.api.test_client import BOTH, PONG

ACCOUNT = "abcd1234"
BASIC = base64.b64encode(f"{ACCOUNT}:{KEY}".encode()).decode()
OAUTH = "ya29." + "a0AfH6SMBx9876543210"
HOOK = "hook" + "5f4dcc3b5aa765d61d83"
ALL = (KEY, BASIC, OAUTH, HOOK)
ECHO = json.dumps(
    {"code": "no", "message": f"key {KEY} of Basic {BASIC}", "hmacSecret": HOOK, "t": f"Bearer {OAUTH}"}
)
SENT = scenarios.start(
    "abcd1234",
    StartScenario(variables={"$auth": f"Bearer {OAUTH}", "$o": {"client_secret": HOOK}, "$n": "shown"}),
)

FAULTS = {
    "refused": reply(401, ECHO, x_request_id=KEY, set_cookie=f"session={HOOK}"),
    "broken": reply(500, ECHO),
    "redirect": reply(302, location=f"https://user:{HOOK}@example.com/?api_key={HOOK}&k={KEY}"),
    "nonsense": reply(200, f"<p>{KEY}</p><a href='?token={HOOK}'>Authorization: Bearer {OAUTH}</a>"),
    "reset": Play(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n", reset=True),
    "bad http": Play(f"{KEY} Basic {BASIC}\r\n\r\n".encode(), reset=True),
    "slow": Play(PONG.data, delay=0.3),
}


@BOTH
@pytest.mark.parametrize("account", [None, ACCOUNT])
@pytest.mark.parametrize("fault", list(FAULTS))
def test_no_secret_shows(
    send: Any, account: str | None, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with Loopback(FAULTS[fault]) as server:
        to = connection(
            server.url,
            clock=Time(),
            account=account,
            timeouts=Timeouts(read=0.1),
            retries=RetryPolicy(retries=1),
        )
        with pytest.raises(ApiError) as caught:
            send(to, SENT)
    error = caught.value
    # A frame of this test knows the secrets; those of the program may not.
    frames = traceback.TracebackException.from_exception(error, capture_locals=True)
    frames.stack[:] = [frame for frame in frames.stack if "callr_actions" in frame.filename]
    shown = "\n".join(
        [
            *(caplog.text, str(error), repr(error), str(error.hint), repr(error.circumstances), repr(to)),
            *(repr(error.__dict__), repr(error.__cause__), repr(error.__context__)),
            *(repr(pickle.dumps(error)), *frames.format()),
        ]
    )
    assert "shown" in shown
    # The request's own values stand in the caller's variables, which nobody prints.
    logged = "\n".join([caplog.text, str(error), repr(error), str(error.hint)])
    assert [secret for secret in ALL if secret in logged] == []
    assert [secret for secret in (KEY, BASIC) if secret in shown] == []


@BOTH
def test_the_log_shows_what_went_over_the_wire(send: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="callr_actions.api")
    with Loopback(reply(503), PONG) as server:
        send(connection(server.url, account=ACCOUNT), system.ping())
    lines = [record.getMessage() for record in caplog.records if record.name == "callr_actions.api"]
    assert f"> GET {server.url}/ping" in lines
    assert f"> GET {server.url}/ping (attempt 2 of 5)" in lines
    assert "> authorization: ••••" in lines
    assert "< 503 in 0.000 s" in lines
    assert '< {"pong": "pong", "time": "2024-04-24T12:00:42.000Z"}' in lines


def test_a_long_body_is_cut_after_its_secrets_are_hidden(caplog: pytest.LogCaptureFixture) -> None:
    from tests.api.test_client import send_sync

    caplog.set_level(logging.DEBUG, logger="callr_actions.api")
    body = "x" * 3990 + KEY + "x" * 5000
    with Loopback(reply(400, body)) as server, pytest.raises(ApiError):
        send_sync(connection(server.url), system.ping())
    assert "••••" in caplog.text
    assert f"({len(body)} bytes in all)" in caplog.text
    assert KEY[:8] not in caplog.text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('{"hmacSecret": "abc"}', '{"hmacSecret": "••••"}'),
        (
            '{"script": "headers: {\\"x-api-key\\": \\"abc\\"}"}',
            '{"script": "headers: {\\"x-api-key\\": \\"••••\\"}"}',
        ),
        ("client_secret: abc # note", "client_secret: •••• # note"),
        ("?api_key=abc&x=1", "?api_key=••••&x=1"),
        ("curl --api-key=abc -token: abc", "curl --api-key=•••• -token: ••••"),
        ("Authorization: Bearer abcdefgh", "Authorization: •••• ••••"),
        ("https://me:secret@example.com/", "https://••••@example.com/"),
        ("nothing to hide: 1", "nothing to hide: 1"),
    ],
)
def test_what_looks_like_a_secret_is_hidden(text: str, shown: str) -> None:
    assert hidden(text, Masker()) == shown


@pytest.mark.no_cover  # others cover the same
@pytest.mark.parametrize(
    "piece", ["x", "a-", "\\", "token", "a://b", '"token":"', "token: ", "Basic ", '"', "1.2+"]
)
def test_the_time_grows_with_the_text_and_not_with_its_square(piece: str) -> None:
    before = time.process_time()
    hidden(piece * (200_000 // len(piece)), Masker())
    assert time.process_time() - before < 5  # it takes 0.1 s; the square of it took minutes


def test_credentials_do_not_show_and_are_not_copied() -> None:
    credentials = Credentials(KEY, account=ACCOUNT, masker=Masker())
    assert repr(credentials) == "Credentials(••••, account='abcd1234')"
    with pytest.raises(TypeError, match="credentials are not copied"):
        pickle.dumps(credentials)


@pytest.mark.parametrize("key", ["", " padded", "two\nlines", "ключ"])
def test_a_key_that_cannot_be_one_is_refused_without_being_shown(key: str) -> None:
    with pytest.raises(CallrActionsError) as caught:
        Credentials(key, masker=Masker())
    assert str(caught.value) == "the API key has a character that no key has, such as a space or a line break"


@pytest.mark.parametrize("account", ["a:b", "a\nb", "é"])
def test_an_account_that_cannot_be_one(account: str) -> None:
    with pytest.raises(CallrActionsError, match="is not the SID of an account"):
        Credentials(KEY, account=account, masker=Masker())
