"""How sure it is that Callr's API does what the local account does."""

from __future__ import annotations

from enum import Enum


class Certainty(Enum):
    """Where a fact comes from."""

    DOCUMENTED = "documented"
    """Callr's documentation says so."""
    INFERRED = "inferred"
    """It follows from something that the documentation says."""
    ASSUMED = "assumed"
    """Nothing was found: the local account's own choice."""
