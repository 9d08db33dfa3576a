"""`--rate`: how many starts in a second, a minute or an hour."""

from __future__ import annotations

from typing import Final

from callr_actions.errors import CallrActionsError
from callr_actions.lazy_pattern import lazy_pattern

UNLIMITED: Final = "unlimited"
_RATE = lazy_pattern(r"([0-9]+(?:\.[0-9]+)?)(?:/(s|m|h))?")
_SECONDS: Final = {None: 1, "s": 1, "m": 60, "h": 3600}


def read_rate(text: str) -> float | None:
    """Return starts a second; None for `unlimited`.

    Raises:
        CallrActionsError: it is no rate.
    """
    if text == UNLIMITED:
        return None
    found = _RATE.fullmatch(text)
    rate = float(found[1]) / _SECONDS[found[2]] if found is not None else 0.0
    if rate <= 0:
        raise CallrActionsError(f"--rate: `{text}` is no rate; write 5/s, 100/m, 2000/h or {UNLIMITED}")
    return rate


def rate_text(rate: float | None) -> str:
    """Return a rate in words."""
    if rate is None:
        return "as fast as the account answers"
    if rate >= 1:
        return f"{rate:g} a second"
    return f"{rate * 60:g} a minute" if rate * 60 >= 1 else f"{rate * 3600:g} an hour"
