"""How many examples a property is tried with: some at each change, many in a campaign (`script/verify`)."""

from __future__ import annotations

from hypothesis import settings


def examples(times: float) -> settings:
    """Return settings with this many times the examples that the profile has."""
    return settings(max_examples=round(times * settings().max_examples))
