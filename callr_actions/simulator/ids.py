"""Ids that look like the platform's, and are the same in every run with the same seed."""

from __future__ import annotations

from random import Random

_SID = "abcdefghijklmnopqrstuvwxyz0123456789"
_SID_LENGTH = 8


class Ids:
    """Makes ids. Of one seed always the same, in the same order."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311 - nothing secret
        self._events = 0

    def event(self) -> str:
        """Return the id of the next event: `e1`, `e2` and so on."""
        self._events += 1
        return f"e{self._events}"

    @property
    def events(self) -> int:
        """How many events have got an id."""
        return self._events

    def callid(self) -> int:
        """Return the id of a call: twelve digits."""
        return self._random.randrange(10**11, 10**12)

    def run(self) -> str:
        """Return what stands behind the type in the id of a run."""
        return str(self._random.randrange(100_000, 1_000_000))

    def sid(self) -> str:
        """Return the id of a message or a recording: eight lower-case letters and digits."""
        return "".join(self._random.choice(_SID) for _ in range(_SID_LENGTH))
