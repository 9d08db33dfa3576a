"""Tasks: what takes longer than a request. A bare JSON string starts one: decode it as `str`."""

from __future__ import annotations

from typing import Any

from callr_actions.api.models.model import Model
from callr_actions.api.models.timestamp import Timestamp


class Task(Model, frozen=True, kw_only=True):
    """A task.

    Attributes:
        status: such as `pending`; the names of its ends are not documented, so ask `finished`.
        percent: 0 to 100.
        result: what it made; for an export of calls, an address is inferred.
        error: empty when there is none.
    """

    id: str
    status: str
    percent: int | float
    ended: Timestamp | None
    result: Any
    error: str | None

    @property
    def finished(self) -> bool:
        """Whether it ended, well or not (inferred from `ended`)."""
        return self.ended is not None

    @property
    def failed(self) -> bool:
        """Whether it ended with an error (inferred)."""
        return self.finished and bool(self.error)
