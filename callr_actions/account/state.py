"""An account's state, opened: its file, its clock, its ids. The first opening founds the account."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from callr_actions.account.clock import Clock, Pace, wall
from callr_actions.account.database import Database
from callr_actions.account.names import Names
from callr_actions.account.runs.sessions import NO_WORLDS, Sessions
from callr_actions.account.stores import accounts
from callr_actions.account.stores.all import STORES
from callr_actions.named_tuple import NamedTuple

# Settings that resources look up.
ORIGIN = "origin"
LOCAL_ENDPOINTS = "local-endpoints"

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from callr_actions.account.runs.worlds import Worlds

_SEED = "seed"
# An account with a seed starts then: the moment of the documentation's samples.
SEEDED_START = 1_713_980_548_000


class State(NamedTuple):
    """What every part of the local account works on."""

    database: Database
    clock: Clock
    names: Names
    sessions: Sessions

    def close(self) -> None:
        """Close the file, and end what runs evaluate with."""
        self.sessions.close()
        self.database.close()


def open_state(
    path: Path | None,
    *,
    origin: str = "http://localhost",
    local_endpoints: bool = False,
    pace: Pace = Pace.VIRTUAL,
    seed: int | None = None,
    key: str | None = None,
    worlds: Worlds = NO_WORLDS,
    wall_clock: Callable[[], int] = wall,
) -> State:
    """Open an account's file, and found the account if there is none in it.

    Args:
        path: the file; None for an account in memory.
        origin: where the account is addressed, for the links that it gives.
        local_endpoints: whether webhooks may be sent to this machine.
        pace: how its time goes.
        seed: makes the ids, and with a virtual clock the times too, of a new account the same each time; None
            for random ones. An account that exists keeps its own.
        key: the API key from now on; None for the one that there is, of a new account a random one.
        worlds: the world files of the project.
        wall_clock: tells the wall clock, in milliseconds since 1970.

    Raises:
        CallrActionsError: the file cannot be used.
    """
    database = Database(path, STORES)
    with database.transaction(writes=True):
        kept = database.setting(_SEED)
        if kept is None:
            kept = str(secrets.randbits(64) if seed is None else seed)
            database.set(_SEED, kept)
            names = Names(database, int(kept))
            accounts.found(database, names.sid())
        if key is not None:
            accounts.set_key(database, key)
        database.set(ORIGIN, origin)
        database.set(LOCAL_ENDPOINTS, int(local_endpoints))
    start = SEEDED_START if seed is not None else None
    clock = Clock(database, pace, start=start, wall_clock=wall_clock)
    return State(database, clock, Names(database, int(kept)), Sessions(worlds))
