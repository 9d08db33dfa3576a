"""Every fault with every operation: the typed error that fits, and nothing that acts is sent twice."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from itertools import cycle
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from callr_actions.api.client import AsyncClient, Client
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
from callr_actions.api.retries import RetryPolicy
from tests.api.calling import connection, send_async, send_sync
from tests.api.every_request import requests
from tests.api.loopback import Time
from tests.api.server import faults
from tests.api.server.declarations import operations

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.api.server.faults import Fault
    from tests.api.server.server import CallrServer

BOTH = pytest.mark.parametrize("send", [send_sync, send_async])
RETRIES = RetryPolicy(retries=2)
# What may arrive twice without acting twice.
REPEATABLE = ("GET", "PUT", "DELETE")


class Expected(NamedTuple):
    """What a client makes of a fault that does not pass."""

    fault: Fault
    error: type[ApiError]
    repeated: bool = False  # where nothing can act twice
    repeated_always: bool = False
    uncertain: bool = False  # for the requests that are not repeated
    in_body: bool = False  # needs an answer with a body


EXPECTED = [
    Expected(faults.status(400), ValidationError),
    Expected(faults.status(401), AuthenticationError),
    Expected(faults.status(403), PermissionDeniedError),
    Expected(faults.status(404), NotFoundError),
    Expected(faults.status(409), ConflictError),
    Expected(faults.status(418), UnexpectedAnswerError),
    Expected(faults.html_page(404), NotFoundError),
    Expected(faults.empty_error(400), ValidationError),
    Expected(faults.too_many_requests(), RateLimitError, repeated_always=True),
    Expected(faults.too_many_requests("1"), RateLimitError, repeated_always=True),
    Expected(faults.too_many_requests("soon"), RateLimitError, repeated_always=True),
    Expected(faults.status(500), ServerError, repeated=True, uncertain=True),
    Expected(faults.html_page(502), ServerError, repeated=True, uncertain=True),
    Expected(faults.empty_error(500), ServerError, repeated=True, uncertain=True),
    Expected(faults.unavailable(), ServerError, repeated=True, uncertain=True),
    Expected(faults.unavailable("1"), ServerError, repeated=True, uncertain=True),
    Expected(faults.redirect("/v2.0/ping", 301), UnexpectedAnswerError),
    Expected(faults.redirect("//localhost/v2.0/ping", 303), UnexpectedAnswerError),
    Expected(faults.redirect("http://[", 307), UnexpectedAnswerError),
    Expected(faults.reset_before_answer(), NetworkError, repeated=True, uncertain=True),
    Expected(faults.hang_up(), NetworkError, repeated=True, uncertain=True),
    Expected(faults.garbage(), NetworkError, repeated=True, uncertain=True),
    Expected(faults.reset_in_body(), NetworkError, repeated=True, uncertain=True, in_body=True),
    Expected(faults.cut_short(), NetworkError, repeated=True, uncertain=True, in_body=True),
    Expected(faults.truncated_json(), UnexpectedAnswerError, uncertain=True, in_body=True),
    Expected(faults.not_utf8(), UnexpectedAnswerError, uncertain=True, in_body=True),
    Expected(faults.wrong_types(), UnexpectedAnswerError, uncertain=True, in_body=True),
    Expected(faults.empty_success(), UnexpectedAnswerError, uncertain=True, in_body=True),
    Expected(faults.html_page(200), UnexpectedAnswerError, uncertain=True, in_body=True),
]


def check(server: CallrServer, name: str, error: ApiError, expected: Expected) -> None:
    """Compare the error, and how often an operation was asked for."""
    operation = operations()[name]
    repeatable = operation.method in REPEATABLE
    where = f"{name}: {error}"
    assert type(error) is expected.error, where
    assert error.operation == name
    repeated = expected.repeated_always or (expected.repeated and repeatable)
    times = 1 + RETRIES.retries if repeated else 1
    _until(lambda: server.count(name) >= times)  # whoever waits briefly is sooner than the server's record
    assert server.count(name) == times, where
    assert error.circumstances.attempts == server.count(name), where
    assert error.uncertain == (expected.uncertain and not repeatable), where
    # What is sent again is the same to the byte.
    assert len({one.request.raw for one in server.received if one.operation == name}) == 1, where


def _until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.001)
    assert is_so()


def _until_idle(server: CallrServer) -> None:
    _until(lambda: server.connections == 0)


@BOTH
@pytest.mark.parametrize("expected", EXPECTED, ids=lambda one: one.fault.name)
def test_every_fault_with_every_operation(
    callr_server: CallrServer, tmp_path: Path, expected: Expected, send: Any
) -> None:
    callr_server.always(expected.fault)
    to = connection(callr_server, retries=RETRIES)
    for name, (request, _) in requests(tmp_path).items():
        if expected.in_body and operations()[name].sample is None:
            continue
        with pytest.raises(ApiError) as caught:
            send(to, request)
        check(callr_server, name, caught.value, expected)
    assert callr_server.complaints == []


@BOTH
def test_a_slow_server_with_every_operation(callr_server: CallrServer, tmp_path: Path, send: Any) -> None:
    callr_server.always(faults.slow(30))
    to = connection(callr_server, retries=RETRIES, timeouts=Timeouts(read=0.03))
    expected = Expected(faults.NONE, NetworkError, repeated=True, uncertain=True)
    for name, (request, _) in requests(tmp_path).items():
        with pytest.raises(ApiError, match=r"did not answer within 0\.03 s") as caught:
            send(to, request)
        check(callr_server, name, caught.value, expected)
    callr_server.refuse()  # ends what is still under way
    often = [name for name, one in operations().items() if one.method in REPEATABLE]
    assert len(callr_server.received) == 58 + 2 * len(often)


@BOTH
def test_a_closed_port_with_every_operation(callr_server: CallrServer, tmp_path: Path, send: Any) -> None:
    callr_server.refuse()
    for request, _ in requests(tmp_path).values():
        with pytest.raises(NetworkError) as caught:
            send(connection(callr_server, retries=RETRIES), request)
        assert not caught.value.uncertain
        assert caught.value.circumstances.attempts == 3
    assert callr_server.received == []


class Opening(Time):
    """Time in which the server comes up during the first wait."""

    def __init__(self, server: CallrServer) -> None:
        super().__init__()
        self._server = server

    def sleep(self, seconds: float) -> None:
        if not self.waits:
            self._server.accept()
        super().sleep(seconds)


@BOTH
def test_a_server_that_comes_up_gets_each_request_once(
    callr_server: CallrServer, tmp_path: Path, send: Any
) -> None:
    for name, (request, _) in requests(tmp_path).items():
        callr_server.refuse()
        send(connection(callr_server, clock=Opening(callr_server)), request)
        assert callr_server.count(name) == 1
    assert callr_server.complaints == []


@BOTH
def test_a_fault_that_passes_is_not_noticed(callr_server: CallrServer, tmp_path: Path, send: Any) -> None:
    passing = (faults.status(500), faults.hang_up(), faults.garbage(), faults.reset_before_answer())
    for name, (request, _) in requests(tmp_path).items():
        repeatable = operations()[name].method in REPEATABLE
        coming = passing if repeatable else (faults.too_many_requests("1"),)
        usual = send(connection(callr_server), request)
        callr_server.next(*coming)
        assert send(connection(callr_server), request) == usual
        assert callr_server.count(name) == len(coming) + 2
    assert callr_server.complaints == []


@BOTH
def test_waits_until_the_date_that_the_server_names(
    callr_server: CallrServer, tmp_path: Path, send: Any
) -> None:
    request = requests(tmp_path)["smsSend"][0]
    clock = Time()
    callr_server.next(faults.too_many_requests(datetime.now(UTC) + timedelta(seconds=60)))
    send(connection(callr_server, clock=clock), request)
    [waited] = clock.waits
    assert 50 < waited <= 60
    assert callr_server.count("smsSend") == 2


def test_a_kept_connection_that_was_closed_meanwhile_costs_nothing(
    callr_server: CallrServer, tmp_path: Path
) -> None:
    callr_server.always(faults.close_behind())
    with Client(connection(callr_server)) as client:
        for name, (request, _) in requests(tmp_path).items():
            client.send(request)
            _until_idle(callr_server)
            assert callr_server.count(name) == 1


def test_the_same_for_the_async_client(callr_server: CallrServer, tmp_path: Path) -> None:
    async def main() -> None:
        async with AsyncClient(connection(callr_server)) as client:
            for name, (request, _) in requests(tmp_path).items():
                await client.send(request)
                await asyncio.to_thread(_until_idle, callr_server)
                assert callr_server.count(name) == 1

    callr_server.always(faults.close_behind())
    asyncio.run(main())


@BOTH
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_credentials_follow_no_redirect(
    callr_server: CallrServer, other_server: CallrServer, tmp_path: Path, send: Any, host: str
) -> None:
    every = requests(tmp_path).values()
    for (request, _), status in zip(every, cycle((301, 302, 303, 307, 308)), strict=False):
        callr_server.next(faults.redirect(f"http://{host}:{other_server.port}/v2.0/ping", status))
        with pytest.raises(UnexpectedAnswerError, match="redirected to http://"):
            send(connection(callr_server), request)
    assert other_server.received == []
    assert other_server.complaints == []
    assert len(callr_server.received) == 58


@BOTH
@pytest.mark.parametrize(
    ("name", "elsewhere"),
    [("audioFilesUpdateFile", "PUT /audio-files/{sid}/file"), ("tasksGet", "POST /tasks/{taskid}")],
)
def test_the_other_documented_method_is_tried_once(
    callr_server: CallrServer, tmp_path: Path, name: str, elsewhere: str, send: Any
) -> None:
    request = requests(tmp_path)[name][0]
    usual = send(connection(callr_server), request)
    callr_server.move(name, elsewhere)
    assert send(connection(callr_server), request) == usual
    assert [one.status for one in callr_server.received] == [200, 405, 200]


@BOTH
def test_no_other_method_is_tried(callr_server: CallrServer, tmp_path: Path, send: Any) -> None:
    callr_server.always(faults.not_allowed("OPTIONS"))
    for name, (request, _) in requests(tmp_path).items():
        before = len(callr_server.received)
        with pytest.raises(UnexpectedAnswerError, match="the address is right, the method is not"):
            send(connection(callr_server), request)
        tried = 2 if name in ("audioFilesUpdateFile", "tasksGet") else 1
        assert len(callr_server.received) - before == tried
