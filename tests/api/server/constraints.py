"""Whether a value keeps to its schema: JSON Schema, with the documentation's dialect of patterns."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from jsonschema.validators import extend

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.api.server.declarations import Schema

_DATE_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})"
)
_URI = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
_FORMATS = FormatChecker(formats=())


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing that is wrong with a request."""

    where: str  # such as `query limit`, `body.name`, `header accept`
    constraint: str  # such as `maximum`, `required`, `encoding`
    text: str

    def __str__(self) -> str:
        return f"{self.where}: {self.text}"


def broken(schema: Schema, value: Any, where: str) -> list[Complaint]:
    """What is wrong with a value: of each part of it the first constraint that it breaks."""
    first: dict[str, Complaint] = {}
    for error in _Validator(schema, format_checker=_FORMATS).iter_errors(value):
        place = where + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in error.path)
        first.setdefault(place, Complaint(place, str(error.validator), error.message))
    return list(first.values())


def _pattern(_validator: Any, pattern: str, instance: object, _schema: Any) -> Iterator[ValidationError]:
    if isinstance(instance, str) and not _matches(pattern, instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


def _matches(pattern: str, text: str) -> bool:
    if pattern == r"\pL":
        return any(unicodedata.category(character).startswith("L") for character in text)
    # `$` is the very end in the documentation's dialect, in Python's also before a last line break.
    at_end = f"{pattern[:-1]}\\Z" if pattern.endswith("$") else pattern
    return re.search(at_end, text) is not None


def _required(_validator: Any, names: list[str], instance: object, _schema: Any) -> Iterator[ValidationError]:
    """As the library's, but at the place of what is missing and not of what misses it."""
    if isinstance(instance, dict):
        for name in names:
            if name not in instance:
                yield ValidationError("is required", path=(name,))


_Validator = extend(  # type: ignore[no-untyped-call]
    Draft202012Validator, {"pattern": _pattern, "required": _required}
)


@_FORMATS.checks("date-time", raises=ValueError)
def _date_time(value: object) -> bool:
    """RFC 3339, 5.6; with upper-case T and Z, as every example of the documentation."""
    return not isinstance(value, str) or (
        _DATE_TIME.fullmatch(value) is not None and datetime.fromisoformat(value).tzinfo is not None
    )


@_FORMATS.checks("uri", raises=ValueError)
def _uri(value: object) -> bool:
    if not isinstance(value, str):
        return True
    parts = urlsplit(value)
    return _URI.fullmatch(value) is not None and bool(parts.scheme and parts.netloc)
