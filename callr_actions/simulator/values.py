"""Values of JavaScript on this side: what JSON has, and `undefined`."""

from __future__ import annotations

import math
from typing import Any, Final


class Undefined:
    """JavaScript's `undefined`, of which there is one."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "undefined"


UNDEFINED: Final = Undefined()


def to_json(value: object) -> Any:  # noqa: ANN401 - whatever JSON can hold
    """Return a value as JSON has it: `undefined` and numbers that JSON lacks are null, as in JavaScript.

    A value of a kind that JSON does not have, such as a date, is its text.
    """
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(name): to_json(each) for name, each in value.items() if each is not UNDEFINED}
    if isinstance(value, list | tuple):
        return [to_json(each) for each in value]
    return None if value is UNDEFINED else str(value)
