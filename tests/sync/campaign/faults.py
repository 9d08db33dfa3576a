"""What goes wrong between a deploy and the account, request by request."""

from __future__ import annotations

import json
from enum import Enum
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    GoOn = Callable[[], Awaitable[httpx.Response]]
    Look = Callable[[httpx.Request], Awaitable[None]]


class Fault(Enum):
    """What one request meets."""

    DROP_BEFORE = "drop-before"
    DROP_AFTER = "drop-after"
    FAIL_BEFORE = "500-before"
    FAIL_AFTER = "500-after"
    TOO_MANY = "429"
    TRUNCATE = "truncate"
    SHORT_PAGE = "short-page"
    EMPTY_PAGE = "empty-page"
    KILL_BEFORE = "kill-before"
    KILL_AFTER = "kill-after"


class Killed(BaseException):
    """The process ends here; nothing of it goes on."""


class Meddler:
    """Lets the requests of one deploy meet faults.

    Args:
        faults: by the number of the request, from 1 on.
        look: is called before and after each request.
    """

    def __init__(self, faults: Mapping[int, Fault], look: Look) -> None:
        self._faults = faults
        self._look = look
        self.count = 0
        self.killed = False

    async def __call__(self, request: httpx.Request, go_on: GoOn) -> httpx.Response:
        if self.killed:
            raise Killed
        self.count += 1
        fault = self._faults.get(self.count)
        await self._look(request)
        try:
            return await self._answer(request, go_on, fault)
        finally:
            await self._look(request)

    async def _answer(self, request: httpx.Request, go_on: GoOn, fault: Fault | None) -> httpx.Response:
        refused = {"code": "fault", "message": "a fault on purpose"}
        match fault:
            case Fault.KILL_BEFORE:
                self.killed = True
                raise Killed
            case Fault.DROP_BEFORE:
                raise httpx.ConnectError("the line is dead", request=request)
            case Fault.FAIL_BEFORE:
                return httpx.Response(500, json=refused, request=request)
            case Fault.TOO_MANY:
                return httpx.Response(429, json=refused, headers={"retry-after": "1"}, request=request)
        answer = await go_on()
        content = await answer.aread()
        match fault:
            case Fault.KILL_AFTER:
                self.killed = True
                raise Killed
            case Fault.DROP_AFTER:
                raise httpx.ReadError("the line is dead", request=request)
            case Fault.FAIL_AFTER:
                return httpx.Response(500, json=refused, request=request)
            case Fault.TRUNCATE if content:
                half = content[: len(content) // 2]
                kind = {"content-type": "application/json"}
                return httpx.Response(answer.status_code, content=half, headers=kind, request=request)
            case Fault.SHORT_PAGE | Fault.EMPTY_PAGE:
                return _lacking(answer, content, everything=fault is Fault.EMPTY_PAGE)
        return answer


def _lacking(answer: httpx.Response, content: bytes, *, everything: bool) -> httpx.Response:
    """Return a page of a list that lacks hits, or all of them with a total that says so."""
    try:
        page = json.loads(content)
    except ValueError:
        return answer
    if not isinstance(page, dict) or "hits" not in page:
        return answer
    if everything:
        page |= {"hits": [], "total": 0, "hasMore": False}
    else:
        page["hits"] = page["hits"][:-1]
    return httpx.Response(answer.status_code, json=page)
