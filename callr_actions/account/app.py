"""The local account as an ASGI app: a request in, checked, done in one transaction, answered."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

import msgspec

from callr_actions.account import openapi, request_checks
from callr_actions.account.answer import JSON, Answer, of_json, of_media, refusing, without_body
from callr_actions.account.bodies import Bodies
from callr_actions.account.call import Call
from callr_actions.account.courier import Courier
from callr_actions.account.dispatch import Dispatch, Match
from callr_actions.account.gate import LOOPBACK_NAMES, Gate
from callr_actions.account.operations import API, CONTROL
from callr_actions.account.problem import Problem
from callr_actions.account.request import Disconnected, Request
from callr_actions.account.steps import STEPS
from callr_actions.account.work import Work

if TYPE_CHECKING:
    from collections.abc import Iterable

    from callr_actions.account.request import Receive, Scope, Send
    from callr_actions.account.state import State

BASE_PATH = "/v2.0"
CONTROL_PATH = "/__local__"
_BASE, _CONTROL = BASE_PATH.encode(), CONTROL_PATH.encode()
_OPENAPI = (b"/openapi.json", _BASE + b"/openapi.json")
_MOST_HEADERS = 100

_log = logging.getLogger(__name__)


class LocalAccount:
    """The app.

    Args:
        state: the account.
        hosts: the names under which it may be addressed; None for any.
    """

    def __init__(self, state: State, *, hosts: Iterable[str] | None = LOOPBACK_NAMES) -> None:
        self.state = state
        self.gate = Gate(state.database, hosts)
        self.work = Work(state.database, state.clock, state.names, state.sessions, STEPS)
        self.courier = Courier(state)
        self._bodies = Bodies()
        self._api = Dispatch(API)
        self._control = Dispatch(CONTROL)
        self._openapi: bytes | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await _decline(scope, receive, send)
            return
        try:
            answer = await self._answer(Request(scope, receive))
        except Problem as problem:
            answer = refusing(problem)
        except Disconnected:
            return
        except Exception:  # noqa: BLE001 - whatever fails is an answer 500, and in the log
            _log.exception("the local account failed at %s %s", scope["method"], scope["path"])
            answer = refusing(Problem(500, "the local account failed; its log says where. This is a bug"))
        await answer.send(send)

    async def _answer(self, request: Request) -> Answer:
        if request.number_of_headers > _MOST_HEADERS:
            raise Problem(400, f"the request has over {_MOST_HEADERS} headers")
        owner = self.gate.admit(request.headers)
        path = request.path
        if path in _OPENAPI:
            return self._description(request)
        operation, parameters, texts = self._find(request.method, path)
        wrong: list[str] = []
        at = request_checks.check_path(parameters, texts, wrong)
        query = request_checks.check_query(operation, request.query, wrong)
        declared, sent = await self._bodies.take(request, operation)
        body = {} if declared is None else request_checks.check_body(declared, sent, wrong)
        request_checks.refuse_if(wrong)
        self.work.take_due()
        state = self.state
        with state.database.transaction(writes=operation.writes):
            now = state.clock.tick() if operation.writes else state.clock.now()
            media = "" if declared is None else declared.media
            content = operation.handler(
                Call(
                    owner,
                    state.database,
                    state.clock,
                    state.names,
                    state.sessions,
                    now,
                    at,
                    query,
                    body,
                    media,
                )
            )
        if operation.answer is None:
            return without_body(operation.success)
        if operation.media != JSON:
            return of_media(operation.success, content, operation.media)
        return of_json(operation.success, content)

    def _find(self, method: str, path: bytes) -> Match:
        if path.startswith(_BASE):
            return self._api.find(method, path[len(_BASE) :])
        if path.startswith(_CONTROL):
            return self._control.find(method, path[len(_CONTROL) :])
        raise Problem(404, f"there is nothing at this path; the API is below {BASE_PATH}")

    async def advance(self) -> None:
        """Do what is due: steps of work, and deliveries. A virtual clock goes on to the next of them."""
        self.work.take_due()
        await self.courier.deliver_due()
        due = self.courier.next_due()
        if due is not None and self.state.clock.virtual and self.work.next_due() is None:
            with self.state.database.transaction(writes=True):
                self.state.clock.reach(due)

    async def drain(self, seconds: float) -> bool:
        """Do everything that waits, with a virtual clock whenever it is due.

        Args:
            seconds: the most wall time that it may take: a receiver of webhooks may hang. What is left is
                done by whoever opens the account next.

        Returns:
            Whether nothing is left that is due.
        """
        until = time.monotonic() + seconds
        while (due := self.next_due()) is not None:
            if not self.state.clock.virtual and due > self.state.clock.now():
                return True
            if time.monotonic() > until:
                return False
            try:
                await self.advance()
            except Problem:  # another program holds the file, and will be there to do it
                return False
        return True

    def next_due(self) -> int | None:
        """Return when the next step or delivery is due, in the account's time; None when nothing waits."""
        due = [each for each in (self.work.next_due(), self.courier.next_due()) if each is not None]
        return min(due, default=None)

    def _description(self, request: Request) -> Answer:
        if request.method != "GET":
            raise Problem(
                405, f"the method here is GET, not {request.method[:20]}", headers=(("allow", "GET"),)
            )
        if self._openapi is None:
            self._openapi = msgspec.json.encode(openapi.describe(API, BASE_PATH))
        return of_media(200, self._openapi, JSON)


async def _decline(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})
    else:
        await receive()
        await send({"type": "websocket.close", "code": 1000})
