"""The one base error: parts that build their own message, a hint and an exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.closest import closest
from callr_actions.exit_codes import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_LISTED = 12


class CallrActionsError(Exception):
    """Something the user can act on; shown as one message, never as a traceback.

    Args:
        message: what was found and why it is wrong, lower case, no full stop.
        file: the file it is about, as the user would type it.
        allowed: what would have been accepted there, if that is a list.
        found: what stood there instead; used to name the closest allowed value.
        hint: what to do now.
        exit_code: the status the program ends with when nobody catches this.
    """

    def __init__(
        self,
        message: str,
        *,
        file: str | None = None,
        allowed: Sequence[str] = (),
        found: str | None = None,
        hint: str | None = None,
        exit_code: ExitCode = ExitCode.USAGE,
    ) -> None:
        self.message = message
        self.file = file
        self.allowed = tuple(allowed)
        self.found = found
        self.hint = hint
        self.exit_code = exit_code
        super().__init__(str(self))

    @property
    def closest(self) -> str | None:
        """The allowed value nearest to what was found, when one is near enough to be a slip."""
        return None if self.found is None else closest(self.found, self.allowed)

    def __str__(self) -> str:
        """`file: message; did you mean X?` or, without a near value, the allowed ones if they are few."""
        text = f"{self.file}: {self.message}" if self.file else self.message
        if self.closest is not None:
            text += f"; did you mean `{self.closest}`?"
        elif 0 < len(self.allowed) <= _MOST_LISTED:
            text += f"; allowed: {', '.join(self.allowed)}"
        return text
