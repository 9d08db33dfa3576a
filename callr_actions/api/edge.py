"""Where a client touches time and chance: replaced in tests, so that every exchange can be replayed."""

from __future__ import annotations

import asyncio
import random
import time
from typing import TYPE_CHECKING

from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


class Edge(NamedTuple):
    """Clock, waiting and chance.

    Attributes:
        clock: seconds that only go forward.
        sleep, asleep: wait some seconds, for the sync and the async client.
        random: a number from 0 to 1.
    """

    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    asleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    random: Callable[[], float] = random.random


def unhurried() -> Edge:
    """Return an edge whose waits are over at once: for an account in this process, whose time is its own."""
    skipped = 0.0

    def clock() -> float:
        return time.monotonic() + skipped

    def sleep(seconds: float) -> None:
        nonlocal skipped
        skipped += seconds

    async def asleep(seconds: float) -> None:
        sleep(seconds)
        await asyncio.sleep(0)

    return Edge(clock=clock, sleep=sleep, asleep=asleep)
