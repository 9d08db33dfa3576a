"""YAML 1.2's core schema: what a scalar's text means. Source: YAML 1.2.2, section 10.3."""

from __future__ import annotations

from typing import TypeAlias

from callr_actions.lazy_pattern import lazy_pattern

Resolved: TypeAlias = str | int | float | bool | None

TAG_PREFIX = "tag:yaml.org,2002:"
KNOWN_TAGS = frozenset(TAG_PREFIX + name for name in ("str", "int", "float", "bool", "null", "map", "seq"))

_NULL = frozenset(("", "~", "null", "Null", "NULL"))
_TRUE = frozenset(("true", "True", "TRUE"))
_FALSE = frozenset(("false", "False", "FALSE"))
_INTEGER = lazy_pattern(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = lazy_pattern(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_INFINITY = lazy_pattern(r"[-+]?\.(?:inf|Inf|INF)")
_NOT_A_NUMBER = frozenset((".nan", ".NaN", ".NAN"))
# Python refuses to read longer integers, and JavaScript has no exact ones far below that length.
_MOST_INTEGER_DIGITS = 300


def resolve(text: str, *, plain: bool, tag: str | None) -> Resolved:
    """Return what a scalar means: str, int, float, bool or None.

    Args:
        text: the scalar's value.
        plain: whether it is written without quotes and not as a block.
        tag: its full tag if one is written. `!!int "3"` is 3; a tag that does not fit its text, or
            that the core schema does not know, leaves it text.
    """
    if tag is None:
        return _resolve_plain(text) if plain else text
    if tag == TAG_PREFIX + "str" or tag not in KNOWN_TAGS:
        return text
    value = _resolve_plain(text)
    wanted = tag.removeprefix(TAG_PREFIX)
    if wanted == "float" and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value if _kind(value) == wanted else text


def _resolve_plain(text: str) -> Resolved:
    if text and text[0] not in "-+.0123456789~nNtTfF":
        return text
    if text in _NULL:
        return None
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    return _resolve_number(text)


def _resolve_number(text: str) -> str | int | float:
    if _INTEGER.fullmatch(text):
        if len(text) > _MOST_INTEGER_DIGITS:
            return float(text) if not text.startswith("0x") and not text.startswith("0o") else text
        return int(text, 0) if text[1:2] in ("x", "o") else int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _INFINITY.fullmatch(text):
        return float(text.replace(".", "", 1))
    if text in _NOT_A_NUMBER:
        return float("nan")
    return text


def _kind(value: Resolved) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int):
        return "int"
    return "float" if isinstance(value, float) else "str"
