"""What the campaign plays with: a folder as values, an account in memory, and what is known of both.

The account is looked at through its own database and never through what is tested.
"""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest import mock

from callr_actions.account.embedded import Embedded, embedded
from callr_actions.api.client import AsyncClient
from callr_actions.api.connection import Connection
from callr_actions.api.credentials import Credentials
from callr_actions.api.edge import Edge
from callr_actions.api.requests.number_store import ReserveNumbers
from callr_actions.api.requests.scenarios import CreateScenario, UpdateScenario
from callr_actions.api.resources import number_store, numbers, scenarios
from callr_actions.sync.desired import Desired, DesiredScenario
from callr_actions.sync.holes import Hole, HoledText
from callr_actions.sync.marker import read_marker, without_marker
from tests.sync.accounts import AnAccount, Counting

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from callr_actions.api.request import Request

KEYS = ("a", "b", "c", "sub/d")
NUMBERS = 3
SECRET = "hunter2-abcdefghijklmnop-0123456789"
ENVIRON = {"CRM_KEY": SECRET}
_HOLE = "${CRM_KEY}"
_TEMPLATE = """\
variables:
  $key: "${{CRM_KEY}}"
  $text: {text}
branches:
  inbound-call:
    actions:
      - action: say@v2
        params: {{what: "{words}"}}
{tail}"""


def template(key: str, text: int, tail: str = "") -> HoledText:
    """Return a scenario's text; no two keys have texts that one could be renamed to the other for."""
    words = " ".join(f"{key}{number}" for number in range(3))
    written = _TEMPLATE.format(text=text, words=words, tail=tail)
    return HoledText(written, (Hole(written.index(_HOLE), "CRM_KEY"),))


async def _at_once(work: Callable[..., Any], *arguments: Any) -> Any:
    """Do something where others would start a thread for it."""
    return work(*arguments)


def holed(body: str) -> HoledText:
    """Return a text of the account as a file would have it."""
    at = body.find(SECRET)
    if at < 0:
        return HoledText(body)
    return HoledText(body.replace(SECRET, _HOLE, 1), (Hole(at, "CRM_KEY"),))


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


class World:
    """One folder, one account, one loop to do things in."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory(prefix="campaign-")
        self.here: dict[str, Here] = {}
        self._stack = AsyncExitStack()
        self.account, self.embedded = self.do(self._open())
        rows = self.embedded.app.state.database.rows("select e164 from numbers order by e164")
        self.numbers = tuple(row["e164"] for row in rows)
        self._edits = 0

    @property
    def state(self) -> Path:
        """The folder's `.callr`."""
        return Path(self.folder.name)

    def do(self, work: Awaitable[Any]) -> Any:
        """Do something to its end."""

        async def whole() -> Any:
            return await work

        # What threads do when is chance; a schedule has to go the same way each time.
        with mock.patch.object(asyncio, "to_thread", _at_once):
            return self.loop.run_until_complete(whole())

    def close(self) -> None:
        """Take it all down."""
        self.do(self._stack.aclose())
        self.loop.run_until_complete(self.loop.shutdown_asyncgens())
        self.loop.close()
        self.folder.cleanup()

    async def _open(self) -> tuple[AnAccount, Embedded]:
        account = await self._stack.enter_async_context(embedded(None, seed=1))
        transport = Counting(account.transport)

        async def at_once(_: float) -> None: ...

        connection = Connection(
            url=account.base_url,
            credentials=Credentials(account.key, masker=Connection.with_key("x" * 40).masker),
            rate_limit=None,
            edge=Edge(asleep=at_once, random=lambda: 0.0),
        )
        client = await self._stack.enter_async_context(AsyncClient(connection, transport=transport))
        wanted = ReserveNumbers(country="FR", type="geographic", quantity=NUMBERS)
        reservation = await client.send(number_store.reserve(wanted))
        await client.send(number_store.buy(reservation.token))
        return AnAccount(client, connection, transport), account

    # -- what is there -------------------------------------------------------------------------------

    def there(self) -> list[There]:
        """Return the account's scenarios, the oldest first."""
        database = self.embedded.app.state.database
        found = []
        for row in database.rows("select id, sid, name, script from scenarios order by id"):
            held = database.rows("select e164 from numbers where scenario = ? order by e164", row["id"])
            numbers_of_it = tuple(each["e164"] for each in held)
            found.append(There(row["sid"], row["name"], row["script"], numbers_of_it))
        return found

    def ours(self, key: str) -> list[There]:
        """Return the account's scenarios of a key."""
        return [each for each in self.there() if each.key == key]

    def attached(self) -> frozenset[str]:
        """Return the numbers that somebody answers."""
        return frozenset(number for each in self.there() for number in each.numbers)

    def desired(self) -> Desired:
        """Return what the account should be."""
        made = tuple(
            DesiredScenario(
                key,
                f"scenarios/{key}.yaml",
                f"Scenario {key}",
                here.text,
                here.text.filled(ENVIRON),
                here.numbers,
            )
            for key, here in sorted(self.here.items())
        )
        return Desired("local", made)

    # -- what other people do ------------------------------------------------------------------------

    def edit(self, there: There) -> str:
        """Edit a script as people do in the portal; return the words by which the edit is known again."""
        self._edits += 1
        words = f"# edited in the portal {self._edits}."
        body = without_marker(there.script)
        change = UpdateScenario(script=there.script.replace(body, f"{body}{words}\n", 1))
        self._as_somebody_else(scenarios.update(there.sid, change))
        return words

    def make(self, key: str, *, named: bool) -> None:
        """Make a scenario by hand, with a name of ours or another one."""
        self._edits += 1
        name = f"Scenario {key}" if named else f"Made by hand {self._edits}"
        self._as_somebody_else(scenarios.create(CreateScenario(name=name, script="branches: {}\n")))

    def delete(self, there: There) -> None:
        """Delete a scenario in the portal."""
        self._as_somebody_else(scenarios.delete(there.sid))

    def attach(self, there: There, number: str) -> None:
        """Attach a number in the portal."""
        self._as_somebody_else(numbers.attach(number, there.sid))

    def _as_somebody_else(self, request: Request[Any]) -> None:
        if self.loop.is_running():
            # In the middle of a deploy: its own request waits meanwhile.
            raise AssertionError("use `meanwhile`")
        self.do(self.account.send(request))

    async def meanwhile_edit(self, there: There) -> str:
        """Edit a script while a deploy is between two of its requests."""
        self._edits += 1
        words = f"# edited in the portal {self._edits}."
        body = without_marker(there.script)
        script = there.script.replace(body, f"{body}{words}\n", 1)
        await self.account.send(scenarios.update(there.sid, UpdateScenario(script=script)))
        return words
