"""The local account in process: commands use it through httpx as they use any account, with no server.

State is in a file, so that the next command finds it; several commands may use it at once.
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from callr_actions.account.app import BASE_PATH, LocalAccount
from callr_actions.account.clock import Pace
from callr_actions.account.runs.worlds import NO_FILES, Worlds
from callr_actions.account.state import open_state
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from pathlib import Path

    import httpx

# No request ever leaves the process: the transport hands it to the app.
BASE_URL = f"http://localhost{BASE_PATH}"


# A receiver that hangs is given two attempts before a command ends all the same.
_DRAIN_SECONDS = 10.0


class Embedded(NamedTuple):
    """What a client needs.

    Attributes:
        base_url: where the API is.
        key: the API key.
        sid: the main account's SID.
        transport: takes requests to the app.
        app: the account itself.
    """

    base_url: str
    key: str
    sid: str
    transport: httpx.AsyncBaseTransport
    app: LocalAccount


@asynccontextmanager
async def embedded(
    path: Path | None,
    *,
    pace: Pace = Pace.VIRTUAL,
    seed: int | None = None,
    worlds: Mapping[str, Path] = NO_FILES,
) -> AsyncIterator[Embedded]:
    """Open the account in a file for as long as a command runs.

    At the end what is due is done and what waits for webhooks is delivered.

    Args:
        path: the file, `.callr/account.sqlite3`; None for an account in memory.
        pace: how its time goes.
        seed: makes a new account's ids and times the same each time.
        worlds: the world files around its runs, by scenario.

    Raises:
        CallrActionsError: the file cannot be used.
    """
    import httpx  # noqa: PLC0415 - only what talks to an account pays for it

    state = open_state(path, origin="http://localhost", pace=pace, seed=seed, worlds=Worlds(of_keys=worlds))
    try:
        app = LocalAccount(state)
        # A failure inside the app is an answer 500, as it would be over a wire.
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        try:
            yield Embedded(BASE_URL, app.gate.key, app.gate.main.sid, transport, app)
        except Exception:  # a command that fails has still done what it did before
            await app.drain(_DRAIN_SECONDS)
            raise
        await app.drain(_DRAIN_SECONDS)
    finally:
        state.close()
