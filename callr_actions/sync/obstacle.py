"""What stands in the way of a deploy, as a value: collected and shown together, never raised one by one."""

from __future__ import annotations

from callr_actions.named_tuple import NamedTuple


class Obstacle(NamedTuple):
    """One thing that has to be mended before anything is written.

    Attributes:
        message: what was found and why it cannot be, lower case, no full stop.
        key: the scenario it is about; None where it is about several or none.
        file: where to mend it, as the user would type it, with line and column where they are known.
        hint: what to do.
    """

    message: str
    key: str | None = None
    file: str | None = None
    hint: str | None = None

    def __str__(self) -> str:
        return f"{self.file}: {self.message}" if self.file else self.message
