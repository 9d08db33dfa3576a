"""The ids of a run: the account's own, so that no two things have the same; kept, so that they come again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.simulator.ids import Ids

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from callr_actions.account.names import Names


class GivenIds(Ids):
    """Gives those that the run had already, then new ones.

    Args:
        names: gives new ones, within the account's transaction.
        runid: the run's own.
        given: those that it had already: call ids, and the SIDs of messages and recordings.
    """

    def __init__(self, names: Names, runid: str, given: Sequence[int | str]) -> None:
        super().__init__(0)
        self._names = names
        self._runid = runid
        self.given = list(given)
        self._used = 0

    def callid(self) -> int:
        """Return the id of a call."""
        return int(self._next(self._names.call))

    def run(self) -> str:
        """Return what stands behind the type in the id of the run."""
        return self._runid.partition(":")[2]

    def sid(self) -> str:
        """Return the id of a message or a recording."""
        return str(self._next(self._names.sid))

    def _next(self, new: Callable[[], int | str]) -> int | str:
        if self._used == len(self.given):
            self.given.append(new())
        self._used += 1
        return self.given[self._used - 1]
