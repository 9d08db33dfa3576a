"""Values as JSON text with tags, both ways: `{"$": "date", "v": 0}` is what JSON cannot say.

Text is ASCII on the way in, so NUL, lone surrogates and what else the engine's door would change get through.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, Final

from callr_actions.errors import CallrActionsError
from callr_actions.javascript.evaluation.values import (
    UNDEFINED,
    BigInt,
    Cycle,
    Date,
    Entries,
    ErrorValue,
    Function,
    Lost,
    Members,
    RegExp,
    Symbol,
    Undefined,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_LEVELS: Final = 200
TAGGED: Final = '{"$":'
"""Stands in an answer only where there is a tag: quotes within texts are escaped."""
# `json.dumps` makes an encoder for each text that has separators of its own.
_ANY: Final = json.JSONEncoder(separators=(",", ":")).encode
_SOUND: Final = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode


class TooDeep(CallrActionsError):  # noqa: N818 - reads as what it says
    """A value is nested deeper than a script may be given."""

    def __init__(self) -> None:
        super().__init__(
            f"a value for JavaScript is nested more than {MOST_LEVELS} levels deep",
            hint="pass a flatter value, or its JSON text and parse that in the script",
        )


def json_text(value: object) -> str:
    """Return JSON text of plain data, in ASCII."""
    return _ANY(value)


def encoded(value: Value) -> str:
    """Return the text of a value.

    Raises:
        TooDeep: it has more than `MOST_LEVELS` levels.
    """
    try:
        text = _SOUND(value)
    except (TypeError, ValueError, RecursionError):
        # Not JSON alone, a number that JSON has not, too deep, or endless.
        return json_text(_tagged(value, 0))
    if '"$":' in text or text.count("[") + text.count("{") > MOST_LEVELS:
        return json_text(_tagged(value, 0))
    return text


def _tagged(value: Any, level: int) -> Any:  # noqa: ANN401 - any value in, plain data out
    if level > MOST_LEVELS:
        raise TooDeep
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return _number(value)
        case list() | tuple():
            return [_tagged(item, level + 1) for item in value]
        case dict():
            plain = {name: _tagged(item, level + 1) for name, item in value.items()}
            return {"$": "object", "v": plain} if "$" in plain else plain
        case Entries():
            pairs = [[_tagged(key, level + 4), _tagged(item, level + 4)] for key, item in value.pairs]
            return {"$": "map", "v": pairs}
        case Members():
            return {"$": "set", "v": [_tagged(item, level + 3) for item in value.values]}
    return _tagged_leaf(value)


def _number(value: float) -> Any:  # noqa: ANN401
    if math.isnan(value):
        return {"$": "nan"}
    if math.isinf(value):
        return {"$": "inf" if value > 0 else "-inf"}
    return value


def _tagged_leaf(value: Any) -> dict[str, Any]:  # noqa: ANN401
    match value:
        case Undefined() | Cycle() | Lost():
            return {"$": "undefined"}
        case BigInt():
            return {"$": "bigint", "v": str(value.value)}
        case Date():
            return {"$": "date", "v": value.milliseconds}
        case RegExp():
            return {"$": "regexp", "v": [value.source, value.flags]}
        case Function():
            return {"$": "function", "v": value.name}
        case Symbol():
            return {"$": "symbol", "v": value.description}
        case ErrorValue():
            return {"$": "error", "v": [value.name, value.message]}
    raise TypeError(f"{type(value).__name__} is no value of JavaScript")


def decoded(data: Any) -> Value:  # noqa: ANN401 - what `json.loads` made
    """Return the value that plain data with tags describes."""
    if isinstance(data, list):
        return [decoded(item) for item in data]
    if not isinstance(data, dict):
        plain: Value = data
        return plain
    if "$" in data:
        return _LEAVES[data["$"]](data.get("v"))
    return {name: decoded(item) for name, item in data.items()}


_LEAVES: Final[dict[str, Callable[[Any], Value]]] = {
    "undefined": lambda _: UNDEFINED,
    "nan": lambda _: math.nan,
    "inf": lambda _: math.inf,
    "-inf": lambda _: -math.inf,
    "-0": lambda _: -0.0,
    "bigint": lambda text: BigInt(int(text)),
    "date": Date,
    "regexp": lambda parts: RegExp(*parts),
    "function": Function,
    "symbol": Symbol,
    "error": lambda parts: ErrorValue(*parts),
    "map": lambda pairs: Entries(tuple((decoded(key), decoded(item)) for key, item in pairs)),
    "set": lambda items: Members(tuple(decoded(item) for item in items)),
    "object": lambda plain: {name: decoded(item) for name, item in plain.items()},
    "cycle": lambda _: Cycle(),
    "lost": Lost,
}
