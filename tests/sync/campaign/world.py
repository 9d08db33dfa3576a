"""What the campaign plays with: a folder as values, an account in memory, and two machines that deploy to it.

The account is looked at through its own database and never through what is tested.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest import mock

import httpx

from callr_actions.account.embedded import Embedded, embedded
from callr_actions.api.client import AsyncClient
from callr_actions.api.connection import Connection
from callr_actions.api.credentials import Credentials
from callr_actions.api.edge import Edge
from callr_actions.api.requests.number_store import ReserveNumbers
from callr_actions.api.resources import number_store
from callr_actions.sync.desired import Desired, DesiredScenario
from callr_actions.sync.holes import Hole, HoledText
from callr_actions.sync.marker import read_marker, without_marker
from tests.sync.accounts import AnAccount, Counting
from tests.sync.deploying import Reforming

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from callr_actions.api.request import Request

KEYS = ("a", "b", "c", "sub/d")
# What a file can be called after it has moved.
MORE_KEYS = ("e", "sub/f")
NUMBERS = 4
MACHINES = ("one", "two")
SECRET = "hunter2-abcdefghijklmnop-0123456789"
ENVIRON = {"CRM_KEY": SECRET}
_HOLE = "${CRM_KEY}"
_TEMPLATE = """\
variables:
  $key_{origin}: "${{CRM_KEY}}"
  $text_{origin}: {text}
branches:
  inbound-call:
    actions:
{steps}"""
_WORDS = ("one", "two", "three", "four", "five")


def template(key: str, text: int) -> HoledText:
    """Return a scenario's text; those of two keys share too few lines to be taken for one that moved."""
    origin = key.replace("/", "_")
    steps = "".join(f'      - {{action: say@v2, params: {{what: "{key} {word}"}}}}\n' for word in _WORDS)
    return holed(_TEMPLATE.format(origin=origin, text=text, steps=steps).replace(_HOLE, SECRET))


def holed(body: str) -> HoledText:
    """Return a text of the account as a file would have it."""
    at = body.find(SECRET)
    if at < 0:
        return HoledText(body)
    return HoledText(body.replace(SECRET, _HOLE, 1), (Hole(at, "CRM_KEY"),))


def reform(script: str) -> str:
    """Return the text that some accounts make of a script; of that text the same again."""
    return script.replace("params: {what", "params: { what")


async def _at_once(work: Callable[..., Any], *arguments: Any) -> Any:
    """Do something where others would start a thread for it."""
    return work(*arguments)


class Here(NamedTuple):
    """A scenario in the folder.

    Attributes:
        text: its template.
        numbers: those that callr.yaml names; None where it names none.
    """

    text: HoledText
    numbers: tuple[str, ...] | None


class There(NamedTuple):
    """A scenario on the account, as its database has it."""

    sid: str
    name: str
    script: str
    numbers: tuple[str, ...]

    @property
    def key(self) -> str | None:
        """Whose it is, by its marker line."""
        mark = read_marker(self.script).mark
        return None if mark is None else mark.key

    @property
    def body(self) -> str:
        """Its script without the marker line."""
        return without_marker(self.script)


def name_of(key: str) -> str:
    """Return the name that a file's scenario has."""
    return f"Scenario {key}"


class World:
    """One folder, one account, one loop to do things in."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory(prefix="campaign-")
        self.here: dict[str, Here] = {}
        self.reforms = False
        self._stack = AsyncExitStack()
        self.machines: dict[str, AnAccount] = {}
        self.embedded: Embedded = self.do(self._open())
        rows = self.embedded.app.state.database.rows("select e164 from numbers order by e164")
        self.numbers = tuple(row["e164"] for row in rows)

    @property
    def state(self) -> Path:
        """The machines' `.callr`s."""
        return Path(self.folder.name)

    def do(self, work: Awaitable[Any]) -> Any:
        """Do something to its end."""

        async def whole() -> Any:
            return await work

        # What threads do when is chance; a schedule has to go the same way each time. No machine is killed
        # here, so nothing has to be on the disk.
        with (
            mock.patch.object(asyncio, "to_thread", _at_once),
            mock.patch.object(os, "fsync", return_value=None),
        ):
            return self.loop.run_until_complete(whole())

    def close(self) -> None:
        """Take it all down."""
        self.do(self._stack.aclose())
        self.loop.run_until_complete(self.loop.shutdown_asyncgens())
        self.loop.close()
        self.folder.cleanup()

    async def _open(self) -> Embedded:
        account = await self._stack.enter_async_context(embedded(None, seed=1))

        async def at_once(_: float) -> None: ...

        for machine in MACHINES:
            transport = Counting(_Perhaps(self, account.transport))
            connection = Connection(
                url=account.base_url,
                credentials=Credentials(account.key, masker=Connection.with_key("x" * 40).masker),
                rate_limit=None,
                edge=Edge(asleep=at_once, random=lambda: 0.0),
            )
            client = await self._stack.enter_async_context(AsyncClient(connection, transport=transport))
            self.machines[machine] = AnAccount(client, connection, transport)
        wanted = ReserveNumbers(country="FR", type="geographic", quantity=NUMBERS)
        reservation = await client.send(number_store.reserve(wanted))
        await client.send(number_store.buy(reservation.token))
        return account

    # -- what is there -------------------------------------------------------------------------------

    def there(self) -> list[There]:
        """Return the account's scenarios, the oldest first."""
        database = self.embedded.app.state.database
        held: dict[int, list[str]] = {}
        for row in database.rows(
            "select scenario, e164 from numbers where scenario is not null order by e164"
        ):
            held.setdefault(row["scenario"], []).append(row["e164"])
        return [
            There(row["sid"], row["name"], row["script"], tuple(held.get(row["id"], ())))
            for row in database.rows("select id, sid, name, script from scenarios order by id")
        ]

    def attached(self) -> frozenset[str]:
        """Return the numbers that somebody answers."""
        rows = self.embedded.app.state.database.rows("select e164 from numbers where scenario is not null")
        return frozenset(row["e164"] for row in rows)

    def desired(self, here: Mapping[str, Here] | None = None) -> Desired:
        """Return what the account should be by a folder; by this one without."""
        made = tuple(
            DesiredScenario(
                key,
                f"scenarios/{key}.yaml",
                name_of(key),
                each.text,
                each.text.filled(ENVIRON),
                each.numbers,
            )
            for key, each in sorted((self.here if here is None else here).items())
        )
        return Desired("local", made)

    async def as_somebody_else(self, request: Request[Any]) -> None:
        """Do something as people do in the portal; a deploy may be between two of its requests."""
        await self.machines["one"].send(request)


class _Perhaps(httpx.AsyncBaseTransport):
    """An account that makes another text of the scripts that it is sent, where the world says so."""

    def __init__(self, world: World, inner: httpx.AsyncBaseTransport) -> None:
        self._world = world
        self._inner = inner
        self._reforming = Reforming(reform)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        async def go_on() -> httpx.Response:
            return await self._inner.handle_async_request(request)

        return await self._reforming(request, go_on) if self._world.reforms else await go_on()
