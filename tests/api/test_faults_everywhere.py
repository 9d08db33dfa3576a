"""Every fault with every operation: the typed error that fits, and nothing that acts is sent twice.

The clients share every decision and differ in how they carry, so they take turns with the operations. For the
faults that the carrying is about, both carry every operation.
"""

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
from tests.api.calling import connection, open_async, open_both, open_sync, send_async, send_sync
from tests.api.loopback import Time
from tests.api.server import faults
from tests.api.server.declarations import operations

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.api.every_request import Every
    from tests.api.server.faults import Fault
    from tests.api.server.server import CallrServer

pytestmark = pytest.mark.no_cover  # the same over and over; others cover it

BOTH = pytest.mark.parametrize("send", [send_sync, send_async])
BOTH_OPEN = pytest.mark.parametrize("opened", [open_sync, open_async])
RETRIES = RetryPolicy(retries=2)
# What may arrive twice without acting twice.
REPEATABLE = ("GET", "PUT", "DELETE")


def representatives() -> list[str]:
    """An operation for each kind of method, body and answer."""
    kinds = {
        (
            each.method,
            each.body is not None and each.body.json is not None,
            each.body is not None and each.body.multipart is not None,
            each.sample is None,
            each.paged,
        ): name
        for name, each in operations().items()
    }
    return list(kinds.values())


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


# Both clients, with every operation.
CARRIED = {"status 429, retry-after 1", "status 500", "reset in the body"}
CASES = [
    pytest.param(expected, first, id=f"{expected.fault.name}-{('sync', 'async')[first]} first")
    for number, expected in enumerate(EXPECTED)
    for first in ((0, 1) if expected.fault.name in CARRIED else (number % 2,))
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
    while not is_so():
        time.sleep(0.001)


def _until_idle(server: CallrServer) -> None:
    _until(lambda: server.connections == 0)


@pytest.mark.parametrize(("expected", "first"), CASES)
def test_every_fault_with_every_operation(
    callr_server: CallrServer, every: Every, expected: Expected, first: int
) -> None:
    callr_server.always(expected.fault)
    with open_both(connection(callr_server, retries=RETRIES), first) as send:
        for name, (request, _) in every.items():
            if expected.in_body and operations()[name].sample is None:
                continue
            with pytest.raises(ApiError) as caught:
                send(request)
            check(callr_server, name, caught.value, expected)
    assert callr_server.complaints == []


@BOTH_OPEN
def test_a_slow_server_with_every_kind_of_operation(
    callr_server: CallrServer, every: Every, opened: Any
) -> None:
    callr_server.always(faults.slow(30))
    to = connection(callr_server, retries=RETRIES, timeouts=Timeouts(read=0.02))
    expected = Expected(faults.NONE, NetworkError, repeated=True, uncertain=True)
    names = representatives()
    with opened(to) as send:
        for name in names:
            with pytest.raises(ApiError, match=r"did not answer within 0\.02 s") as caught:
                send(every[name][0])
            check(callr_server, name, caught.value, expected)
    callr_server.refuse()  # ends what is still under way
    often = [name for name in names if operations()[name].method in REPEATABLE]
    assert len(callr_server.received) == len(names) + 2 * len(often)


def test_every_kind_of_operation_is_represented() -> None:
    assert {operations()[name].method for name in representatives()} == {
        "GET", "POST", "PUT", "PATCH", "DELETE"
    }  # fmt: skip
    assert len(representatives()) > 10


def test_a_closed_port_with_every_operation(callr_server: CallrServer, every: Every) -> None:
    callr_server.refuse()
    with open_both(connection(callr_server, retries=RETRIES)) as send:
        for request, _ in every.values():
            with pytest.raises(NetworkError) as caught:
                send(request)
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


def test_a_server_that_comes_up_gets_each_request_once(callr_server: CallrServer, every: Every) -> None:
    clock = Opening(callr_server)
    with open_both(connection(callr_server, clock=clock)) as send:
        for name, (request, _) in every.items():
            callr_server.refuse()
            clock.waits.clear()
            send(request)
            assert clock.waits
            assert callr_server.count(name) == 1
    assert callr_server.complaints == []


def test_a_fault_that_passes_is_not_noticed(callr_server: CallrServer, every: Every) -> None:
    passing = (faults.status(500), faults.hang_up(), faults.garbage(), faults.reset_before_answer())
    with open_sync(connection(callr_server)) as send_plainly, open_both(connection(callr_server)) as send:
        for name, (request, _) in every.items():
            repeatable = operations()[name].method in REPEATABLE
            coming = passing if repeatable else (faults.too_many_requests("1"),)
            usual = send_plainly(request)
            callr_server.next(*coming)
            assert send(request) == usual
            assert callr_server.count(name) == len(coming) + 2
    assert callr_server.complaints == []


@BOTH
def test_waits_until_the_date_that_the_server_names(
    callr_server: CallrServer, every: Every, send: Any
) -> None:
    request = every["smsSend"][0]
    clock = Time()
    callr_server.next(faults.too_many_requests(datetime.now(UTC) + timedelta(seconds=60)))
    send(connection(callr_server, clock=clock), request)
    [waited] = clock.waits
    assert 0 < waited <= 60
    assert callr_server.count("smsSend") == 2


def test_a_kept_connection_that_was_closed_meanwhile_costs_nothing(
    callr_server: CallrServer, every: Every
) -> None:
    callr_server.always(faults.close_behind())
    with Client(connection(callr_server)) as client:
        for name, (request, _) in every.items():
            client.send(request)
            _until_idle(callr_server)
            assert callr_server.count(name) == 1


def test_the_same_for_the_async_client(callr_server: CallrServer, every: Every) -> None:
    async def main() -> None:
        async with AsyncClient(connection(callr_server)) as client:
            for name, (request, _) in every.items():
                await client.send(request)
                await asyncio.to_thread(_until_idle, callr_server)
                assert callr_server.count(name) == 1

    callr_server.always(faults.close_behind())
    asyncio.run(main())


@pytest.mark.parametrize(("host", "first"), [("127.0.0.1", 0), ("localhost", 1)])
def test_credentials_follow_no_redirect(
    callr_server: CallrServer, other_server: CallrServer, every: Every, host: str, first: int
) -> None:
    with open_both(connection(callr_server), first) as send:
        for (request, _), status in zip(every.values(), cycle((301, 302, 303, 307, 308)), strict=False):
            callr_server.next(faults.redirect(f"http://{host}:{other_server.port}/v2.0/ping", status))
            with pytest.raises(UnexpectedAnswerError, match="redirected to http://"):
                send(request)
    assert other_server.received == []
    assert other_server.complaints == []
    assert len(callr_server.received) == 58


@BOTH
@pytest.mark.parametrize(
    ("name", "elsewhere"),
    [("audioFilesUpdateFile", "PUT /audio-files/{sid}/file"), ("tasksGet", "POST /tasks/{taskid}")],
)
def test_the_other_documented_method_is_tried_once(
    callr_server: CallrServer, every: Every, name: str, elsewhere: str, send: Any
) -> None:
    request = every[name][0]
    usual = send(connection(callr_server), request)
    callr_server.move(name, elsewhere)
    assert send(connection(callr_server), request) == usual
    assert [one.status for one in callr_server.received] == [200, 405, 200]


def test_no_other_method_is_tried(callr_server: CallrServer, every: Every) -> None:
    callr_server.always(faults.not_allowed("OPTIONS"))
    with open_both(connection(callr_server)) as send:
        for name, (request, _) in every.items():
            before = len(callr_server.received)
            with pytest.raises(UnexpectedAnswerError, match="the address is right, the method is not"):
                send(request)
            tried = 2 if name in ("audioFilesUpdateFile", "tasksGet") else 1
            assert len(callr_server.received) - before == tried
