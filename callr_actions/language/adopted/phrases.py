"""What a keyword asks for and what was found instead, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callr_actions.language.adopted.shape import mentions_expressions
from callr_actions.language.tree import Scalar, kind_of, target

if TYPE_CHECKING:
    from collections.abc import Iterable

    from callr_actions.language.adopted.outcome import Fault
    from callr_actions.language.adopted.values import Value

_TYPES = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "`true` or `false`",
    "array": "a list",
    "object": "a mapping",
    "null": "nothing",
}
_LIMITS = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "more than {}",
    "exclusiveMaximum": "less than {}",
    "multipleOf": "a multiple of {}",
    "format": "written as `{}`",
    "contentEncoding": "encoded as `{}`",
    "contentMediaType": "of the media type `{}`",
    "uniqueItems": "a list without repetitions",
    "contains": "a list with other items",
    "required": "a mapping with other keys",
}
_COUNTS = {
    "minLength": ("text of at least", "character"),
    "maxLength": ("text of at most", "character"),
    "minItems": ("a list of at least", "item"),
    "maxItems": ("a list of at most", "item"),
    "minProperties": ("a mapping of at least", "key"),
    "maxProperties": ("a mapping of at most", "key"),
}
_MOST_SHOWN = 12
_LONGEST_SHOWN = 60


def wanted(fault: Fault) -> str:
    """Return what stands after `is`: `text`, `at least 3`, `one of `a`, `b``."""
    limit = fault.limit
    if fault.keyword == "anyOf":
        return _alternatives(limit)
    if fault.keyword == "type":
        return _types(limit)
    if fault.keyword == "enum":
        return "one of " + quoted(_word(each) for each in limit)
    if fault.keyword == "const":
        return f"`{_word(limit)}`"
    if fault.keyword == "pattern":
        return "an expression `${{ … }}`" if mentions_expressions(limit) else f"text that matches `{limit}`"
    if fault.keyword in _COUNTS:
        kind, unit = _COUNTS[fault.keyword]
        return f"{kind} {_counted(limit, unit)}"
    return _LIMITS.get(fault.keyword, "something else").format(limit)


def quoted(words: Iterable[str]) -> str:
    """Return words in quotes with commas; of very many the first ones."""
    every = list(words)
    shown = ", ".join(f"`{each}`" for each in every[:_MOST_SHOWN])
    return f"{shown} and {len(every) - _MOST_SHOWN} others" if len(every) > _MOST_SHOWN else shown


def found(value: Value, keyword: str = "") -> str:
    """Return what a value is: its text where it is a short one, else its kind; counted where that counts."""
    if keyword in _COUNTS:
        size = len(value.text() or value.items)
        return f"has {_counted(size, _COUNTS[keyword][1])}"
    return f"is {_kind(value)}"


def _kind(value: Value) -> str:
    node = target(value.node)
    if isinstance(node, Scalar) and node.is_string and node.value:
        return f"`{node.value[:_LONGEST_SHOWN]}`"
    return kind_of(value.node)


def dotted(path: Iterable[str | int]) -> str:
    """Return a path as a person would name it: `targets[0].number`."""
    name = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return name.removeprefix(".")


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def _types(types: list[str]) -> str:
    return " or ".join(_TYPES.get(each, each) for each in types)


def _alternatives(faults: tuple[Fault, ...]) -> str:
    """Return `a whole number or an expression`: equal kinds joined, each said once."""
    types = [each for fault in faults if fault.keyword == "type" for each in fault.limit]
    allowed = [each for fault in faults for each in _allowed(fault)]
    phrases = [_types(list(dict.fromkeys(types)))] if types else []
    if allowed:
        phrases.append("one of " + quoted(dict.fromkeys(map(_word, allowed))))
    phrases += [wanted(each) for each in faults if each.keyword not in ("type", "enum", "const")]
    return " or ".join(dict.fromkeys(phrases))


def _allowed(fault: Fault) -> list[Any]:
    if fault.keyword == "const":
        return [fault.limit]
    return list(fault.limit) if fault.keyword == "enum" else []


def _word(value: Any) -> str:  # noqa: ANN401 - any JSON value
    if isinstance(value, str):
        return value
    import json  # noqa: PLC0415 - only a mistake pays for the import

    return json.dumps(value, ensure_ascii=False)[:_LONGEST_SHOWN]
