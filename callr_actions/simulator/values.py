"""Values of JavaScript as JSON has them."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import Any

from callr_actions.javascript.evaluation.values import UNDEFINED, BigInt, Date, Function, Symbol

__all__ = ["UNDEFINED", "to_json"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def to_json(value: object) -> Any:  # noqa: ANN401 - whatever JSON can hold
    """Return a value as `JSON.stringify()` has it: what JSON lacks is null, or left out of objects.

    A whole number of any size is its digits, which `JSON.stringify()` refuses; other kinds are empty objects.
    """
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(name): to_json(each) for name, each in value.items() if not _is_nothing(each)}
    if isinstance(value, list | tuple):
        return [to_json(each) for each in value]
    if _is_nothing(value):
        return None
    if isinstance(value, Date):
        return _date(value.milliseconds)
    return str(value.value) if isinstance(value, BigInt) else {}


def _is_nothing(value: object) -> bool:
    return value is UNDEFINED or isinstance(value, Function | Symbol)


def _date(milliseconds: float | None) -> str | None:
    """Return a date as `toISOString()` writes it."""
    if milliseconds is None:
        return None
    try:
        at = _EPOCH + timedelta(milliseconds=milliseconds)
    except OverflowError:
        return str(milliseconds)
    return f"{at.strftime('%Y-%m-%dT%H:%M:%S')}.{at.microsecond // 1000:03d}Z"
