"""How a run ends before its branches do."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from callr_actions.simulator.leg import Leg
    from callr_actions.simulator.program import Place


class ScenarioError(Exception):
    """The scenario cannot go on.

    Args:
        message: what was found and why it does not work; lower case, no full stop.
        place: the step, or the piece of it, that is to blame; None for the whole scenario.
        help: what to do.
        leg: on which leg.
    """

    def __init__(
        self,
        message: str,
        place: Place | None = None,
        *,
        help: str | None = None,  # noqa: A002 - the event's word
        leg: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.help = help
        self.leg = leg


class LimitError(Exception):
    """A limit was reached. `limit` is the name of the field in `Limits`."""

    def __init__(self, limit: str, message: str, place: Place | None = None) -> None:
        super().__init__(message)
        self.limit = limit
        self.message = message
        self.place = place


class LegOver(Exception):  # noqa: N818 - an ordinary end, not an error
    """The leg that runs a branch has ended: its step ends, and the rest is skipped."""

    def __init__(self, leg: Leg) -> None:
        super().__init__(leg.id)
        self.leg = leg
