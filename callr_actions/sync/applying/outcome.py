"""What came of a plan, row by row."""

from __future__ import annotations

from collections import Counter
from enum import Enum
from typing import TYPE_CHECKING

from callr_actions.exit_codes import ExitCode
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from callr_actions.sync.plan import Row


class Status(Enum):
    """What became of a row."""

    DONE = "done"
    FAILED = "failed"
    NOT_TRIED = "not tried"


class RowOutcome(NamedTuple):
    """What became of one row.

    Attributes:
        row: the row.
        message: why it failed or was not tried; of one that is done, what is special about it; may be empty.
        hint: what to do.
        sid: the scenario's SID, where there is one now.
        exit_code: what the program ends with when nothing was done and this was the first failure.
    """

    row: Row
    status: Status
    message: str = ""
    hint: str | None = None
    sid: str | None = None
    exit_code: ExitCode = ExitCode.DONE


class Outcome(NamedTuple):
    """What became of a plan.

    Attributes:
        rows: in the order of the plan.
        remarks: what is to be known, once each.
        unseen: whether somebody else may have made the same, and nobody could look.
    """

    rows: tuple[RowOutcome, ...]
    remarks: tuple[str, ...] = ()
    unseen: bool = False

    @property
    def counts(self) -> Mapping[Status, int]:
        """How many rows there are of each status."""
        counted = Counter(each.status for each in self.rows)
        return {status: counted[status] for status in Status if counted[status]}

    @property
    def left(self) -> tuple[RowOutcome, ...]:
        """The rows that are not done."""
        return tuple(each for each in self.rows if each.status is not Status.DONE)

    @property
    def exit_code(self) -> ExitCode:
        """What the program ends with."""
        if not self.left:
            return ExitCode.DONE
        if len(self.left) < len(self.rows):
            return ExitCode.PARTIAL
        return next((each.exit_code for each in self.left if each.exit_code), ExitCode.PARTIAL)
