"""JSON to models and back without losing a key, a fraction of a second or a digit."""

from __future__ import annotations

from enum import Enum
from functools import cache
from typing import Final, TypeVar

import msgspec
from msgspec.structs import force_setattr

from callr_actions.api.models.mismatch import Mismatch, MismatchError, explain
from callr_actions.api.models.model import EXTRA, NULLS, Model
from callr_actions.api.models.money import FORMAT as MONEY_FORMAT
from callr_actions.api.models.money import Money
from callr_actions.api.models.timestamp import FORMAT as TIME_FORMAT
from callr_actions.api.models.timestamp import Timestamp
from callr_actions.named_tuple import NamedTuple

T = TypeVar("T")
_SHOWN: Final = 20


def decode(kind: type[T], body: bytes) -> T:
    """Read an answer.

    Args:
        kind: a model, `Page[Scenario]`, `list[StoreCountry]`, `Money | None`, `str`.
        body: the JSON text.

    Raises:
        MismatchError: it is not JSON, or not of this shape.
    """
    return from_builtins(kind, parse(body))


def parse(body: bytes) -> object:
    """Return the value of a JSON text.

    Raises:
        MismatchError: it is not JSON, or nested too deeply to be an answer.
    """
    try:
        value: object = msgspec.json.decode(body)
    except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
        raise MismatchError(Mismatch("$", _why_not_json(body, error), "JSON")) from error
    return value


def from_builtins(kind: type[T], raw: object) -> T:
    """Make a model of a JSON value.

    Raises:
        MismatchError: it is not of this shape.
    """
    try:
        value = msgspec.convert(raw, kind, dec_hook=_read_text)
    except msgspec.ValidationError as error:
        raise MismatchError(explain(str(error), raw)) from error
    _keep_unknown(value, raw)
    return value


def to_builtins(value: object) -> object:
    """Return a model, or a list of models, as a JSON value, with every key that it came with."""
    match value:
        case Model():
            return _object(value)
        case Timestamp():
            return value.wire
        case Money():
            return value.text
        case Enum():
            return value.value
        case tuple() | list():
            return [to_builtins(each) for each in value]
        case _:
            return value


def to_json(value: object) -> bytes:
    """Return a model, or a list of models, as JSON text."""
    return msgspec.json.encode(to_builtins(value))


class _Key(NamedTuple):
    field: str
    wire: str
    optional: bool


@cache
def _keys(kind: type[Model]) -> tuple[_Key, ...]:
    return tuple(
        _Key(field.name, field.encode_name, not field.required)
        for field in msgspec.structs.fields(kind)
        if field.encode_name not in {EXTRA, NULLS}
    )


def _object(model: Model) -> dict[str, object]:
    written: dict[str, object] = {}
    for key in _keys(type(model)):
        value = getattr(model, key.field)
        if value is not None or not key.optional or key.wire in model.nulls:
            written[key.wire] = to_builtins(value)
    return {**model.extra, **written}


def _keep_unknown(value: object, raw: object) -> None:
    match value:
        case Model():
            assert isinstance(raw, dict)
            keys = _keys(type(value))
            known = {key.wire for key in keys}
            force_setattr(value, "extra", {key: rest for key, rest in raw.items() if key not in known})
            nulls = frozenset(key.wire for key in keys if key.optional and raw.get(key.wire, ...) is None)
            force_setattr(value, "nulls", nulls)
            for key in keys:
                _keep_unknown(getattr(value, key.field), raw.get(key.wire))
        case tuple() | list():
            assert isinstance(raw, list)
            for each, part in zip(value, raw, strict=True):
                _keep_unknown(each, part)
        case _:
            # Texts, numbers, and the objects of unknown shape, which are kept whole.
            return


def _read_text(kind: type[object], raw: object) -> Timestamp | Money:
    if kind is Timestamp:
        if isinstance(raw, str):
            return Timestamp.parse(raw)
        raise ValueError(TIME_FORMAT)
    assert kind is Money
    if isinstance(raw, str):
        return Money(raw)
    raise ValueError(MONEY_FORMAT)


def _why_not_json(body: bytes, error: Exception) -> str:
    if not body.strip():
        return "empty"
    match error:
        case RecursionError():
            return "nested too deeply"
        case UnicodeError():
            return "not UTF-8"
        case msgspec.ValidationError():
            return "JSON with a number that is out of range"
        case _:
            beginning = body[:_SHOWN].decode(errors="replace")
            return f"not JSON: it begins with {beginning!r}"
