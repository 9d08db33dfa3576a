"""Delivers events to webhooks over HTTP: at least once, again with growing pauses when it fails.

An attempt is claimed for some seconds before it is made and written down after it. Whoever is killed in
between leaves the claim to run out: the event is sent again, never lost.
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import msgspec

from callr_actions.account import instants
from callr_actions.account.clock import wall
from callr_actions.account.signature import ALGORITHMS, EVENT_ID, SIGNATURE, sign
from callr_actions.account.stores import webhooks
from callr_actions.version import __version__

if TYPE_CHECKING:
    import sqlite3

    import httpx

    from callr_actions.account.state import State

# Source: Callr's best practices ask for an answer in five seconds.
TIMEOUT_SECONDS = 5.0
# Source: `try` of an event goes from 0 to 10.
LAST_TRY = 10
# The documentation says that the pauses grow exponentially; their lengths are the local account's choice.
_FIRST_PAUSE = 1000
_LEASE = 15_000
_AT_ONCE = 16


class Courier:
    """Delivers what waits.

    Args:
        state: the account.
        transport: how it is sent; None for real HTTP.
    """

    def __init__(self, state: State, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._state = state
        self._transport = transport

    def next_due(self) -> int | None:
        """Return when the next attempt is due, in the account's time; None when none waits."""
        return webhooks.next_due(self._state.database)

    async def deliver_due(self) -> int:
        """Make every attempt that is due, some at a time; return how many were made."""
        state, made = self._state, 0
        if self.next_due() is None:
            return 0
        import httpx  # noqa: PLC0415 - an account without webhooks never sends anything

        async with httpx.AsyncClient(
            timeout=TIMEOUT_SECONDS, follow_redirects=False, trust_env=False, transport=self._transport
        ) as client:
            while True:
                with state.database.transaction(writes=True):
                    claimed = webhooks.claim(
                        state.database, state.clock.now(), wall(), lease=_LEASE, most=_AT_ONCE
                    )
                if not claimed:
                    return made
                await asyncio.gather(*(self._attempt(client, delivery) for delivery in claimed))
                made += len(claimed)

    async def _attempt(self, client: httpx.AsyncClient, delivery: sqlite3.Row) -> None:
        import httpx  # noqa: PLC0415 - loaded by now

        body = _envelope(delivery)
        headers = {
            "content-type": "application/json",
            "user-agent": f"callr-actions local account/{__version__}",
            EVENT_ID: delivery["event"],
        }
        if delivery["secret"]:
            options = json.loads(delivery["options"])
            algorithm = options.get("hmacAlgo", options.get("hmac_algo", ALGORITHMS[0]))
            headers[SIGNATURE] = sign(body, delivery["secret"], algorithm)
        try:
            # The timeout of the client is for each step; a receiver that drips must not hold it for ever.
            async with asyncio.timeout(TIMEOUT_SECONDS):
                # Only the status counts: the body of the answer is not read.
                async with client.stream(
                    "POST", delivery["endpoint"], content=body, headers=headers
                ) as answer:
                    code = answer.status_code
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, UnicodeError):
            code = 0
        self._write_down(delivery, code)

    def _write_down(self, delivery: sqlite3.Row, code: int) -> None:
        state = self._state
        with state.database.transaction(writes=True):
            now = state.clock.now()
            still = state.database.row("select 1 from webhooks where id = ?", delivery["webhook"])
            if still is None:  # deleted meanwhile
                return
            webhooks.log(state.database, delivery, code, now)
            if 200 <= code < 300:
                webhooks.succeed(state.database, delivery)
            else:
                pause = _FIRST_PAUSE * 2 ** delivery["try"]
                again = None if delivery["try"] >= LAST_TRY else now + pause
                webhooks.fail(state.database, delivery, again=again, now=now)


def _envelope(delivery: sqlite3.Row) -> bytes:
    return msgspec.json.encode(
        {
            "id": delivery["event"],
            "at": instants.written(delivery["at"]),
            "sid": delivery["sid"],
            "type": delivery["type"],
            "try": delivery["try"],
            "payload": json.loads(delivery["payload"]),
        }
    )
