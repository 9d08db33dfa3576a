"""Deploys to an account in memory: plan it, do it, and look at what is there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx

from callr_actions.sync.applying.apply import apply
from callr_actions.sync.applying.setting import Setting
from callr_actions.sync.choices import Choices
from callr_actions.sync.planner import make_plan
from callr_actions.sync.remote import read_remote

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from callr_actions.sync.applying.journal import Entry
    from callr_actions.sync.applying.outcome import Outcome
    from callr_actions.sync.desired import Desired
    from callr_actions.sync.plan import Plan
    from tests.sync.accounts import AnAccount

    GoOn = Callable[[], Awaitable[httpx.Response]]


class Notes:
    """A journal in memory; after `room` entries the disk is full."""

    def __init__(self, room: int = 10_000) -> None:
        self.entries: list[Entry] = []
        self._room = room

    async def note(self, entry: Entry) -> None:
        if len(self.entries) >= self._room:
            from callr_actions.sync.applying.journal import unwritable

            full = OSError(28, "No space left on device")
            raise unwritable("journal", full) from full
        self.entries.append(entry)


async def planned(account: AnAccount, desired: Desired, **choices: Any) -> Plan:
    """Return the plan that makes the account so."""
    return make_plan(desired, await read_remote(account.reader), Choices(**choices))


async def carried_out(account: AnAccount, plan: Plan, journal: Notes | None = None, **more: Any) -> Outcome:
    """Do a plan."""
    environ: Mapping[str, str] = more.pop("environ", {})
    setting = Setting(account.client, account.connection.edge, journal or Notes(), environ)
    return await apply(plan, setting._replace(**more))


async def deployed(account: AnAccount, desired: Desired, **choices: Any) -> Outcome:
    """Plan and do it."""
    return await carried_out(account, await planned(account, desired, **choices))


class Times:
    """Meddles with the first requests of one kind.

    Args:
        kind: such as `POST /actions`; what comes behind does not matter.
        times: how many of them.
        what: `lost` (done, and the answer lost), `gone` (never arrived), `500-after`, `500-before`, or the
            status of an answer given in the account's place.
    """

    def __init__(self, kind: str, what: str | int, times: int = 1) -> None:
        self._kind = kind
        self._what = what
        self._left = times

    async def __call__(self, request: httpx.Request, go_on: GoOn) -> httpx.Response:
        path = request.url.path.removeprefix("/v2.0")
        if not self._left or not f"{request.method} {path}".startswith(self._kind):
            return await go_on()
        self._left -= 1
        if isinstance(self._what, int):
            return httpx.Response(self._what, json={"code": "no", "message": "no"})
        if self._what in {"lost", "500-after"}:
            await (await go_on()).aread()
        if self._what.startswith("500"):
            return httpx.Response(500, json={"code": "no", "message": "no"})
        raise httpx.ReadError("the line is dead", request=request)


class Reforming:
    """An account that keeps another script than it was sent."""

    def __init__(self, reform: Callable[[str], str]) -> None:
        self._reform = reform

    async def __call__(self, request: httpx.Request, go_on: GoOn) -> httpx.Response:
        if request.method in {"POST", "PATCH"} and request.content:
            body = json.loads(request.content)
            if "script" in body:
                body["script"] = self._reform(body["script"])
                content = json.dumps(body).encode()
                request.headers["content-length"] = str(len(content))
                request.stream = httpx.ByteStream(content)
        return await go_on()
