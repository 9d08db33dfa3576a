"""Where a deployed text was changed since: here, there, on both sides or nowhere. By hashes, no guess."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from callr_actions.sync.marker import State

if TYPE_CHECKING:
    from callr_actions.sync.desired import DesiredScenario
    from callr_actions.sync.remote import RemoteScenario


class Standing(Enum):
    """How the text of a file and the one on the account stand to what was deployed last."""

    SAME = "same"
    """Both texts are equal, or the account's is what it made of this one."""
    LOCAL = "local"
    """Only the file has changed."""
    REMOTE = "remote"
    """Only the account's text has."""
    BOTH = "both"
    """Both have, in different ways."""
    UNKNOWN = "unknown"
    """The account's text says of no deploy, or not legibly."""


def standing(wanted: DesiredScenario, there: RemoteScenario) -> Standing:
    """Return how they stand to each other."""
    mark = there.mark
    if wanted.body == there.body:
        return Standing.SAME
    if mark is None:
        return Standing.UNKNOWN
    here_changed = wanted.hash != mark.base
    if there.state is State.UNTOUCHED:
        return Standing.LOCAL if here_changed else Standing.SAME
    return Standing.BOTH if here_changed else Standing.REMOTE
