"""Many changes, one wait for the disk: while one transaction is being synced, the next one gathers.

A disk takes milliseconds to sync, whatever is in the transaction. Whoever needs a change to be on the disk
waits for the transaction that it is in, and everybody who came meanwhile shares the next one.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Self

    from callr_actions.runs.batch.ledger import Ledger
    from callr_actions.runs.batch.states import Change


class Commits:
    """Writes changes to a ledger, in a thread of its own. At the end of its context all are written.

    Args:
        ledger: keeps them.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._pending: list[Change] = []
        self._untold: list[Callable[[], None]] = []
        self._written: asyncio.Future[None] | None = None
        self._wake = asyncio.Event()
        self._thread = ThreadPoolExecutor(1, "batch-state")
        self._failure: BaseException | None = None
        self._closing = False

    def note(self, change: Change, then: Callable[[], None] | None = None) -> None:
        """Write a change soon, and call `then` when it is on the disk: who tells what a kill may undo lies.

        Raises:
            Exception: what an earlier writing, or an earlier `then`, failed with.
        """
        if self._failure is not None:
            raise self._failure
        self._pending.append(change)
        if then is not None:
            self._untold.append(then)
        self._wake.set()

    async def durable(self, change: Change) -> None:
        """Return when a change, and all that were noted before it, are on the disk.

        Raises:
            CallrActionsError: they cannot be written.
        """
        self.note(change)
        if self._written is None:
            self._written = asyncio.get_running_loop().create_future()
        await asyncio.shield(self._written)

    async def _work(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await self._wake.wait()
            self._wake.clear()
            changes, self._pending = self._pending, []
            untold, self._untold = self._untold, []
            written, self._written = self._written, None
            if changes:
                try:
                    await loop.run_in_executor(self._thread, self._ledger.record, changes)
                    for tell in untold:
                        tell()
                except BaseException as error:  # noqa: BLE001 - it is raised in everybody who waits or comes later
                    self._fail(error, written)
                    return
            if written is not None:
                written.set_result(None)
            if self._closing and not self._pending:
                return

    def _fail(self, error: BaseException, written: asyncio.Future[None] | None) -> None:
        self._failure = error
        for each in (written, self._written):
            if each is not None and not each.done():
                each.set_exception(error)
                each.exception()  # also where nobody waits for it any more

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._work())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._closing = True
        self._wake.set()
        await self._task
        self._thread.shutdown()
        if self._failure is not None and error is None:
            raise self._failure
