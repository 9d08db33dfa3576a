"""Callr's REST API on loopback, as its documentation has it, for the tests of the client.

    server.next(faults.status(503))  # for the next request
    server.holds("actionsSearch", Listing(1000))  # a collection to page through
    assert server.complaints == []  # nothing was wrong with any request
    assert server.count("smsSend") == 1  # and nothing was sent twice

Every request is checked and kept, also those to which something else than the good answer is made.
"""

from __future__ import annotations

import socket
from collections import deque
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

from tests.api.server import checks, faults
from tests.api.server.answer import Answer
from tests.api.server.constraints import Complaint
from tests.api.server.declarations import BASE
from tests.api.server.listener import Listener
from tests.api.server.routing import Route, Routes

if TYPE_CHECKING:
    from tests.api.server.declarations import Operation
    from tests.api.server.faults import Fault
    from tests.api.server.listing import Listing
    from tests.api.server.request import Request

ACCOUNT = "acc0unt0"
SUB_ACCOUNT = "5ubacc01"
KEY = "not-a-real-key"


@dataclass(frozen=True, slots=True)
class Received:
    """A request with what became of it."""

    request: Request
    operation: str | None  # None: it means none of them
    complaints: tuple[Complaint, ...]
    fault: str  # "none", or what was made of the answer
    status: int  # answered, or meant to be


class CallrServer:
    """The server. It listens from its construction until `close`."""

    def __init__(self) -> None:
        self.received: list[Received] = []
        self._routes = Routes()
        self._queue: deque[Fault] = deque()
        self._always: Fault = faults.NONE
        self._listings: dict[str, Listing] = {}
        self._answers: dict[str, deque[Answer]] = {}
        self._lock = Lock()
        self._listener: Listener | None = Listener(0, self._handle)
        self._reserved: socket.socket | None = None
        self._crashes: list[BaseException] = []
        self._unreadable: list[bytes] = []
        self.port: int = self._listener.server_address[1]

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        """What a client takes as its base URL."""
        return self.origin + BASE

    # What was received.

    @property
    def complaints(self) -> list[str]:
        """Everything that was wrong with any request, and every request that could not be read."""
        listener = self._listener
        unreadable = [*self._unreadable, *(listener.unreadable if listener else [])]
        return [
            *(str(complaint) for one in self.received for complaint in one.complaints),
            *(f"no HTTP: {raw!r}" for raw in unreadable),
        ]

    def count(self, operation: str) -> int:
        """How many requests for an operation have come."""
        return sum(one.operation == operation for one in self.received)

    @property
    def last(self) -> Received:
        return self.received[-1]

    @property
    def connections(self) -> int:
        """How many are open now."""
        return self._listener.connections if self._listener else 0

    # What it is to answer.

    def next(self, *coming: Fault) -> None:
        """Make something of the answers to the next requests, one each."""
        self._queue.extend(coming)

    def always(self, fault: Fault) -> None:
        """Make something of the answer to every request for which nothing is queued."""
        self._always = fault

    def answers(self, operation: str, value: Any, status: int = 200) -> None:
        """Answer an operation's good requests with this JSON from now on."""
        self._answers[operation] = deque([Answer.of_json(status, value)])

    def answers_in_turn(self, operation: str, *values: Any) -> None:
        """Answer its good requests with one of these after the other; with the last one again and again."""
        self._answers[operation] = deque(Answer.of_json(200, value) for value in values)

    def holds(self, operation: str, listing: Listing) -> None:
        """Let a search find these items; without, it finds the one sample."""
        self._listings[operation] = listing

    def move(self, operation: str, request: str) -> None:
        """Serve an operation at another `METHOD /path`: at its own comes 404, or 405 with what is allowed."""
        self._routes.move(operation, request)

    # Its life.

    def refuse(self) -> None:
        """End every connection and refuse new ones. The port stays ours."""
        self._stop()
        self._reserved = socket.socket()
        self._reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._reserved.bind(("127.0.0.1", self.port))

    def accept(self) -> None:
        """Take connections again."""
        self._release()
        self._listener = Listener(self.port, self._handle)

    def close(self) -> None:
        """End for good.

        Raises:
            ExceptionGroup: the server itself failed somewhere, which may explain the failure of a test.
        """
        self._stop()
        self._release()
        if self._crashes:
            raise BaseExceptionGroup("the server failed", self._crashes)

    def _stop(self) -> None:
        if self._listener is not None:
            self._listener.close()
            self._crashes += self._listener.crashes
            self._unreadable += self._listener.unreadable
            self._listener = None

    def _release(self) -> None:
        if self._reserved is not None:
            self._reserved.close()
            self._reserved = None

    # Its work.

    def _handle(self, request: Request) -> tuple[Answer, Fault]:
        with self._lock:
            route = self._routes.find(request)
            found = _complaints(route, request)
            fault = self._queue.popleft() if self._queue else self._always
            answer = fault.change(_refusal(route, request, found) or self._good(route, request))
            name = route.operation.name if route.operation else None
            self.received.append(Received(request, name, tuple(found), fault.name, answer.status))
            return answer, fault

    def _good(self, route: Route, request: Request) -> Answer:
        operation = route.operation
        assert operation is not None
        if operation.name in self._answers:
            coming = self._answers[operation.name]
            return coming.popleft() if len(coming) > 1 else coming[0]
        if operation.sample is None:
            return Answer(operation.status)
        if operation.paged:
            return Answer.of_json(operation.status, self._page(operation, dict(request.query)))
        return Answer.of_json(operation.status, operation.sample)

    def _page(self, operation: Operation, query: dict[str, str]) -> dict[str, Any]:
        listing = self._listings.get(operation.name)
        offset = int(query.get("offset") or operation.query["offset"]["default"])
        limit = int(query.get("limit") or operation.query["limit"]["default"])
        if listing is None:
            hits = [operation.sample][offset:]
            return {"offset": offset, "total": 1, "hasMore": False, "hits": hits}
        return listing.page(operation.sample, offset, limit)


def _complaints(route: Route, request: Request) -> list[Complaint]:
    found = _authentication(request)
    if route.operation is not None:
        return [*found, *checks.complaints(route.operation, route.segments, request)]
    if route.allowed:
        text = f"{request.method}, but {request.path} has only {', '.join(route.allowed)}"
        return [*found, Complaint("method", "enum", text)]
    return [*found, Complaint("path", "enum", f"there is no {request.path}")]


def _authentication(request: Request) -> list[Complaint]:
    key, authorization = request.header("x-api-key"), request.header("authorization")
    if key is not None and authorization is not None:
        return [Complaint("header authorization", "unknown", "sent together with x-api-key")]
    if key is not None:
        return [] if key == KEY else [Complaint("header x-api-key", "const", "not the key")]
    if authorization is None:
        return [Complaint("header x-api-key", "required", "is required, or authorization")]
    if request.basic is None or request.basic[1] != KEY:
        return [Complaint("header authorization", "const", "not Basic with the key as password")]
    if request.basic[0] not in (ACCOUNT, SUB_ACCOUNT):
        return [Complaint("header authorization", "enum", "not a user of this key")]
    return []


def _refusal(route: Route, request: Request, found: list[Complaint]) -> Answer | None:
    """The answer to a request that is wrong; None when it is right."""
    if not found:
        return None
    text = "; ".join(map(str, found))
    if found[0].where in ("header authorization", "header x-api-key"):
        wrong_user = found[0].constraint == "enum"
        return Answer.error(403, "forbidden", text) if wrong_user else Answer.error(401, "unauthorized", text)
    if route.operation is None and not route.allowed:
        return Answer.error(404, "not-found", text)
    if route.operation is None:
        answer = Answer.error(405, "method-not-allowed", text)
        return answer.with_header("allow", ", ".join(route.allowed))
    return Answer.error(400, "validation-error", text)
