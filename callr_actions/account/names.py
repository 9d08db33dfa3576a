"""The ids that the local account gives: counted in its file, scattered by its seed.

The same seed and the same requests give the same ids, in whatever process they are served. A SID is the
counter taken through a bijection of the 36^8 SIDs, so no two are ever the same.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from callr_actions.account.database import Database

_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"
_SIDS = 36**8
_FAR = 100_000_000
# The call ids in the documentation have twelve digits.
_FIRST_CALL = 240_000_000_000


class Names:
    """Gives ids; `seed` is any number."""

    def __init__(self, database: Database, seed: int) -> None:
        self._database = database
        self._seed = seed
        start = int.from_bytes(self._digest("sid", 0)[:16])
        factor = start >> 64 | 1
        # Only a factor that shares no divisor with 36 reaches every SID before any comes again.
        self._factor = factor + 2 if factor % 3 == 0 else factor
        self._start = start % _SIDS

    def sid(self) -> str:
        """Return a new short id: 8 lower-case letters and digits."""
        return _base36((self._start + self._database.count("sid") * self._factor) % _SIDS)

    def skip(self, sids: Iterable[str]) -> None:
        """Never give these short ids, which came from elsewhere: an account with the same seed, perhaps."""
        row = self._database.row("select n from counters where name = 'sid'")
        given = 0 if row is None else int(row[0])
        back = pow(self._factor, -1, _SIDS)
        counts = ((int(sid[::-1], 36) - self._start) * back % _SIDS for sid in sids)
        # Those of another seed are anywhere among 2.8 million millions: so far nobody counts.
        last = max((count for count in counts if given < count <= given + _FAR), default=given)
        if last > given:
            self._database.run("insert or replace into counters values ('sid', ?)", (last,))

    def run(self) -> str:
        """Return a new id of a run that was started through the API: `api:9MNAB2H6`."""
        scattered = (self._start + self._database.count("run") * self._factor) % _SIDS
        return f"api:{_base36(scattered).upper()}"

    def call(self) -> int:
        """Return a new call id of twelve digits."""
        return _FIRST_CALL + self._database.count("call")

    def task(self) -> str:
        """Return a new task id: 32 letters and digits."""
        return self._digest("task", self._database.count("task")).hex()[:32]

    def token(self) -> str:
        """Return a new reservation token: 40 letters and digits."""
        return self._digest("token", self._database.count("token")).hex()[:40]

    def event(self, at: int) -> str:
        """Return a new event id, in the form that the documentation's samples have.

        Args:
            at: when it happens, in milliseconds since 1970.
        """
        return f"a033{at:013d}{self._digest('event', self._database.count('event')).hex()[:15]}"

    def number(self, purpose: str, below: int) -> int:
        """Return a number from 0 on that looks like chance and comes from the seed."""
        return int.from_bytes(self._digest(purpose, self._database.count(purpose))[:8]) % below

    def _digest(self, purpose: str, n: int) -> bytes:
        return hashlib.sha256(f"{self._seed}:{purpose}:{n}".encode()).digest()


def _base36(number: int) -> str:
    letters = []
    for _ in range(8):
        number, digit = divmod(number, 36)
        letters.append(_LETTERS[digit])
    return "".join(letters)
