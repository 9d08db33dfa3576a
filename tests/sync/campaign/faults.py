"""What goes wrong between a deploy and the account: aimed at requests of one kind, counted where it hits."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

import httpx

from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

GoOn: TypeAlias = "Callable[[], Awaitable[httpx.Response]]"
Look: TypeAlias = "Callable[[httpx.Request, bool], Awaitable[None]]"


class Fault(Enum):
    """What one request meets: what the local account can do to it, what a list lacks, the process's end."""

    DELAY = "delay"
    TOO_MANY = "429"
    FAIL_BEFORE = "500-before"
    FAIL_AFTER = "500-after"
    DROP_BEFORE = "drop-before"
    DROP_AFTER = "drop-after"
    TRUNCATE = "truncate"
    KILL_BEFORE = "kill-before"
    KILL_AFTER = "kill-after"
    SHORT_PAGE = "short-page"
    """A page lacks a hit, and the total counts it."""
    FEWER = "fewer"
    """A page lacks a hit, and so does the total."""
    EMPTY_PAGE = "empty-page"
    """A page has nothing, and the total says the same."""


OF_LISTS = (Fault.SHORT_PAGE, Fault.FEWER, Fault.EMPTY_PAGE)
_REFUSED = {"code": "fault", "message": "a fault on purpose"}
OF_ANY = tuple(fault for fault in Fault if fault not in OF_LISTS)


class Kind(Enum):
    """What a request does."""

    LIST = "list"
    LOOK = "look"
    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    ATTACH = "attach"
    DETACH = "detach"

    @classmethod
    def of(cls, request: httpx.Request) -> Kind:
        """Return the kind of a request."""
        parts = request.url.path.removeprefix("/v2.0/").split("/")
        numbers = "numbers" in parts
        match request.method:
            case "GET":
                return cls.LIST if len(parts) == 1 else cls.LOOK
            case "POST":
                return cls.CREATE
            case "DELETE":
                return cls.DETACH if numbers else cls.DELETE
        return cls.ATTACH if numbers else cls.UPDATE

    @property
    def writes(self) -> bool:
        """Whether it changes something."""
        return self not in {Kind.LIST, Kind.LOOK}


class Aim(NamedTuple):
    """Which request meets what.

    Attributes:
        fault: what it meets.
        kind: which kind of request; None for any that writes.
        nth: which of those, from 1 on.
    """

    fault: Fault
    kind: Kind | None
    nth: int


class Killed(BaseException):
    """The process ends here; nothing of it goes on."""


class Meddler:
    """Lets the requests of one deploy meet faults.

    Args:
        aims: which request meets what.
        look: is called before and after each request, and told which.
    """

    def __init__(self, aims: Sequence[Aim], look: Look) -> None:
        self._aims = aims
        self._look = look
        self._seen: Counter[Kind | None] = Counter()
        self.hits: Counter[tuple[Fault, Kind]] = Counter()
        self.killed = False

    async def __call__(self, request: httpx.Request, go_on: GoOn) -> httpx.Response:
        if self.killed:
            raise Killed
        kind = Kind.of(request)
        self._seen[kind] += 1
        self._seen[None] += kind.writes
        fault = next((each.fault for each in self._aims if self._is_meant(each, kind)), None)
        await self._look(request, True)
        try:
            return await self._answer(request, go_on, fault, kind)
        finally:
            await self._look(request, False)

    def _is_meant(self, aim: Aim, kind: Kind) -> bool:
        return (kind.writes if aim.kind is None else aim.kind is kind) and self._seen[aim.kind] == aim.nth

    async def _answer(
        self, request: httpx.Request, go_on: GoOn, fault: Fault | None, kind: Kind
    ) -> httpx.Response:
        if fault is None:
            return await go_on()
        if fault not in OF_LISTS:
            self.hits[fault, kind] += 1
        before = await self._before(request, fault)
        if before is not None:
            return before
        answer = await go_on()
        content = await answer.aread()
        match fault:
            case Fault.KILL_AFTER:
                self.killed = True
                raise Killed
            case Fault.DROP_AFTER:
                raise httpx.ReadError("the line is dead", request=request)
            case Fault.FAIL_AFTER:
                return httpx.Response(500, json=_REFUSED, request=request)
            case Fault.TRUNCATE:
                head, half = {"content-type": "application/json"}, content[: len(content) // 2]
                return httpx.Response(answer.status_code, content=half, headers=head, request=request)
        return answer if fault is Fault.DELAY else self._lacking(answer, content, fault, kind)

    async def _before(self, request: httpx.Request, fault: Fault) -> httpx.Response | None:
        """Return the answer of a request that never comes to the account; None for one that does."""
        match fault:
            case Fault.KILL_BEFORE:
                self.killed = True
                raise Killed
            case Fault.DROP_BEFORE:
                raise httpx.ConnectError("the line is dead", request=request)
            case Fault.FAIL_BEFORE:
                return httpx.Response(500, json=_REFUSED, request=request)
            case Fault.TOO_MANY:
                return httpx.Response(429, json=_REFUSED, headers={"retry-after": "1"}, request=request)
            case Fault.DELAY:
                for _ in range(50):  # turns of the loop: others go on meanwhile
                    await asyncio.sleep(0)
        return None

    def _lacking(self, answer: httpx.Response, content: bytes, fault: Fault, kind: Kind) -> httpx.Response:
        """Return a page of a list that lacks something; as it is where it has nothing."""
        page = json.loads(content)
        if not page.get("hits"):
            return answer
        self.hits[fault, kind] += 1
        if fault is Fault.EMPTY_PAGE:
            page |= {"hits": [], "total": 0, "hasMore": False}
        else:
            page["hits"] = page["hits"][:-1]
            page["total"] -= fault is Fault.FEWER
        return httpx.Response(answer.status_code, json=page)
