"""What git says: whether a commit that stands on an account is behind the folder, or beside it."""

from __future__ import annotations

from enum import Enum
from typing import Protocol


class Ancestry(Enum):
    """How a commit stands to the folder's own."""

    BEHIND = "behind"
    """The folder's commit comes from it: everything of it is here."""
    BESIDE = "beside"
    """It is in this repository, and something of it may not be here."""
    UNKNOWN = "unknown"
    """This clone does not have it."""


class History(Protocol):
    """Answers questions about commits."""

    def ancestry(self, commit: str) -> Ancestry:
        """Return how a commit (at least twelve digits) stands to the folder's own."""
        ...


class Everything:
    """Takes every commit for one of its own."""

    def ancestry(self, commit: str) -> Ancestry:  # noqa: ARG002 - whichever it is
        """Return that the folder comes from it."""
        return Ancestry.BEHIND
