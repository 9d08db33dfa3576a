"""What can go wrong on the wire: each fault gives its typed error, and never a second POST."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from callr_actions.api.connection import Timeouts
from callr_actions.api.errors import (
    ApiError,
    AuthenticationError,
    ConflictError,
    NetworkError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
    UnexpectedAnswerError,
    ValidationError,
)
from callr_actions.api.requests.scenarios import StartScenario
from callr_actions.api.resources import scenarios, system
from callr_actions.api.retries import RetryPolicy
from callr_actions.exit_codes import ExitCode
from tests.api.loopback import Loopback, Play, Time, connection, reply
from tests.api.test_client import BOTH, PONG

if TYPE_CHECKING:
    from callr_actions.api.request import Request

T = TypeVar("T")
Send = Any

PING = system.ping()
START = scenarios.start("abcd1234", StartScenario(variables={"$x": 1}))
STARTED = reply(201, '{"runid": "api:9MNAB2H6"}')
HALF = Play(b'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"pong":', reset=True)
SHORT = Play(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
SAID = '{"code": "some-code", "message": "what is wrong"}'


def failing(send: Send, request: Request[T], *script: Play, **more: Any) -> tuple[ApiError, Loopback, Time]:
    clock = Time()
    with Loopback(*script) as server, pytest.raises(ApiError) as caught:
        send(connection(server.url, clock=clock, **more), request)
    return caught.value, server, clock


@BOTH
@pytest.mark.parametrize(
    ("status", "kind", "exit_code"),
    [
        (400, ValidationError, ExitCode.ACCOUNT),
        (401, AuthenticationError, ExitCode.AUTHENTICATION),
        (403, PermissionDeniedError, ExitCode.AUTHENTICATION),
        (404, NotFoundError, ExitCode.ACCOUNT),
        (409, ConflictError, ExitCode.ACCOUNT),
        (413, ValidationError, ExitCode.ACCOUNT),
        (418, UnexpectedAnswerError, ExitCode.ACCOUNT),
        (422, ValidationError, ExitCode.ACCOUNT),
    ],
)
def test_a_refusal_is_not_repeated(
    send: Send, status: int, kind: type[ApiError], exit_code: ExitCode
) -> None:
    error, server, _ = failing(send, PING, reply(status, SAID))
    assert type(error) is kind
    assert error.exit_code is exit_code
    assert error.circumstances._asdict() == {
        "operation": "systemPing",
        "sent": "GET /ping",
        "status": status,
        "code": "some-code",
        "message": "what is wrong",
        "request_id": None,
        "attempts": 1,
        "allowed_attempts": 5,
        "uncertain": False,
        "retry_after": 0.0,
    }
    assert len(server.received) == 1


@BOTH
@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_broken_server_is_asked_again_with_longer_waits(send: Send, status: int) -> None:
    error, server, clock = failing(send, PING, reply(status))
    assert str(error) == f"GET /ping (systemPing): the account's side failed ({status}); tried 5 of 5 times"
    assert isinstance(error, ServerError)
    assert len(server.received) == 5
    assert clock.waits == [0.5, 1.0, 2.0, 4.0]


@BOTH
def test_a_broken_server_gets_no_second_post(send: Send) -> None:
    error, server, _ = failing(
        send, START, reply(503, "<html>sorry</html>", kind="text/html", retry_after="1")
    )
    assert isinstance(error, ServerError)
    assert error.uncertain
    assert str(error) == (
        "POST /actions/abcd1234/runs (actionsStart): the account's side failed (503): <html>sorry</html>"
    )
    assert error.hint == (
        "it may have taken effect: look at the account before you repeat it; "
        "try again later; the request was not wrong"
    )
    assert len(server.received) == 1


@BOTH
def test_after_a_429_a_post_is_sent_again_when_the_server_says(send: Send) -> None:
    clock = Time()
    with Loopback(reply(429, SAID, retry_after="7"), reply(429), STARTED) as server:
        run = send(connection(server.url, clock=clock), START)
    assert run.run_id == "api:9MNAB2H6"
    assert clock.waits == [7.0, 1.0]
    assert [request.body for request in server.received] == [b'{"variables":{"$x":1}}'] * 3


@BOTH
def test_too_many_requests_for_too_long(send: Send) -> None:
    error, server, _ = failing(send, PING, reply(429, SAID), retries=RetryPolicy(retries=1))
    assert isinstance(error, RateLimitError)
    assert str(error) == (
        "GET /ping (systemPing): too many requests (429 some-code): what is wrong; tried 2 of 2 times"
    )
    assert error.hint == "a lower `rate-limit` in the account's settings avoids it"
    assert len(server.received) == 2


@BOTH
def test_a_wait_that_is_too_long_is_left_to_the_user(send: Send) -> None:
    error, server, clock = failing(send, PING, reply(429, retry_after="3600"))
    assert error.circumstances.retry_after == 3600.0
    assert isinstance(error, RateLimitError)
    assert error.hint == (
        "the account says: try again after 3600 s; a lower `rate-limit` in the account's settings avoids it"
    )
    assert (len(server.received), clock.waits) == (1, [])


@BOTH
def test_an_unintelligible_retry_after_counts_for_nothing(send: Send) -> None:
    clock = Time()
    with Loopback(reply(503, retry_after="soon"), PONG) as server:
        send(connection(server.url, clock=clock), PING)
    assert clock.waits == [0.5]


@BOTH
def test_an_answer_that_breaks_off_is_asked_for_again(send: Send) -> None:
    clock = Time()
    with Loopback(HALF, PONG) as server:
        assert send(connection(server.url, clock=clock), PING).pong == "pong"
    assert len(server.received) == 2


@BOTH
@pytest.mark.parametrize("request_", [START], ids=["post"])
def test_an_answer_that_breaks_off_leaves_a_post_uncertain(send: Send, request_: Request[Any]) -> None:
    error, server, _ = failing(send, request_, HALF)
    assert isinstance(error, NetworkError)
    assert error.uncertain
    assert "broke off" in str(error)
    assert len(server.received) == 1


@BOTH
def test_a_reset_before_the_answer(send: Send) -> None:
    error, server, _ = failing(send, START, Play(b"", reset=True))
    assert isinstance(error, NetworkError)
    assert error.uncertain
    assert len(server.received) == 1


@BOTH
@pytest.mark.parametrize(("request_", "attempts"), [(PING, 2), (START, 1)], ids=["get", "post"])
def test_a_slow_server(send: Send, request_: Request[Any], attempts: int) -> None:
    slow = Play(PONG.data, delay=0.4)
    error, server, _ = failing(
        send, request_, slow, timeouts=Timeouts(read=0.1), retries=RetryPolicy(retries=1)
    )
    assert isinstance(error, NetworkError)
    assert f"127.0.0.1:{server.port} did not answer within 0.1 s" in str(error)
    assert len(server.received) == attempts
    assert error.uncertain == (attempts == 1)


@BOTH
def test_nobody_listens(send: Send) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    clock = Time()
    with pytest.raises(NetworkError) as caught:
        send(connection(f"http://127.0.0.1:{port}", clock=clock), START)
    assert str(caught.value).startswith(
        f"POST /actions/abcd1234/runs (actionsStart): no connection to 127.0.0.1:{port}: "
    )
    assert str(caught.value).endswith("; tried 5 of 5 times")
    assert not caught.value.uncertain
    assert caught.value.exit_code is ExitCode.ACCOUNT
    assert len(clock.waits) == 4


@BOTH
def test_a_redirect_gets_no_credentials(send: Send) -> None:
    with Loopback(PONG) as elsewhere:
        moved = reply(307, location=f"{elsewhere.url}/ping")
        error, server, _ = failing(send, PING, moved)
    assert isinstance(error, UnexpectedAnswerError)
    assert str(error) == (
        f"GET /ping (systemPing): redirected to {elsewhere.url}/ping; "
        "credentials do not follow a redirect (307)"
    )
    assert (len(server.received), elsewhere.received) == (1, [])


@BOTH
@pytest.mark.parametrize("location", ["http://[", "//", "http://a:b:c/"])
def test_a_redirect_to_nonsense(send: Send, location: str) -> None:
    error, _, _ = failing(send, PING, reply(302, location=location))
    assert type(error) in {UnexpectedAnswerError, NetworkError}


@BOTH
@pytest.mark.parametrize(
    ("answer", "why", "shown"),
    [
        (
            reply(200, "<html>\n<h1>Sign in</h1>", kind="text/html"),
            "`$` is not JSON: it begins with '<html>\\n<h1>Sign in</'; expected JSON",
            "23 bytes of text/html: <html> <h1>Sign in</h1>",
        ),
        (
            reply(200, '{"pong": "po'),
            '`$` is not JSON: it begins with \'{"pong": "po\'; expected JSON',
            '12 bytes of application/json: {"pong": "po',
        ),
        (reply(200, ""), "`$` is empty; expected JSON", "an empty body"),
        (
            reply(200, '{"pong": 1, "time": "2024-04-24T12:00:42Z"}'),
            "`$.pong` is the number 1; expected a text",
            '43 bytes of application/json: {"pong": 1, "time": "2024-04-24T12:00:42Z"}',
        ),
        (
            reply(200, b"\xff\xfe", kind="application/octet-stream"),
            "`$` is not JSON: it begins with '\ufffd\ufffd'; expected JSON",
            "2 bytes of application/octet-stream: \ufffd\ufffd",
        ),
    ],
    ids=["html", "truncated", "empty", "types", "binary"],
)
def test_a_success_that_is_none(send: Send, answer: Play, why: str, shown: str) -> None:
    error, server, _ = failing(send, PING, answer)
    assert isinstance(error, UnexpectedAnswerError)
    assert str(error) == (
        f"GET /ping (systemPing): the answer is not what the API describes: {why}; it has {shown} (200)"
    )
    assert len(server.received) == 1


@BOTH
@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("", ""),
        ("<html>\n\x1b[31mBad gateway</html>", ": <html> \\x1b[31mBad gateway</html>"),
        ('{"code": 7}', ': {"code": 7}'),
        ("[]", ": []"),
        ("{", ": {"),
        ("x" * 1000, f": {'x' * 300}…"),
    ],
    ids=["empty", "html", "other", "list", "broken", "long"],
)
def test_any_body_of_an_error_is_survived(send: Send, body: str, said: str) -> None:
    error, _, _ = failing(send, PING, reply(400, body))
    assert str(error) == f"GET /ping (systemPing): the account refuses the request as it is (400){said}"


@BOTH
def test_a_lost_answer_to_a_delete(send: Send) -> None:
    error, _, _ = failing(send, scenarios.delete("abcd1234"), reply(500), reply(404))
    assert isinstance(error, NotFoundError)
    assert error.hint == "an earlier attempt, whose answer was lost, may have deleted it"


@BOTH
def test_a_delete_has_no_answer_to_read(send: Send) -> None:
    with Loopback(reply(204), reply(200, "whatever")) as server:
        to = connection(server.url)
        assert send(to, scenarios.delete("abcd1234")) is None
        assert send(to, scenarios.delete("abcd1234")) is None


@BOTH
def test_an_inferred_address_that_is_not_there_says_how_to_mend_it(send: Send) -> None:
    error, _, _ = failing(send, scenarios.get("abcd1234"), reply(404))
    assert error.hint == (
        "Callr does not publish this address, it is inferred: if it is another one, write it in callr.yaml "
        "under `operations: {actionsGet: …}`"
    )


@BOTH
def test_errors_can_cross_process_borders(send: Send) -> None:
    import pickle

    error, _, _ = failing(send, PING, reply(400, SAID))
    copy = pickle.loads(pickle.dumps(error))
    assert (type(copy), str(copy), copy.hint, copy.circumstances, copy.exit_code) == (
        type(error),
        str(error),
        error.hint,
        error.circumstances,
        error.exit_code,
    )
