"""JSON Schemas of what answers hold, where several resources share them."""

from __future__ import annotations

from typing import Any

TEXT: dict[str, Any] = {"type": "string"}
WHOLE: dict[str, Any] = {"type": "integer"}
YES_NO: dict[str, Any] = {"type": "boolean"}
TIME: dict[str, Any] = {"type": "string", "format": "date-time"}
TIME_OR_NULL: dict[str, Any] = {"type": ["string", "null"], "format": "date-time"}
OBJECT: dict[str, Any] = {"type": "object"}
CENTS: dict[str, Any] = {"type": "string", "pattern": r"^-?[0-9]+\.[0-9]{2,4}$"}
TASK_ID: dict[str, Any] = {"type": "string", "pattern": "^[a-zA-Z0-9]{32,256}$"}


def listed(item: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a list of items."""
    return {"type": "array", "items": item}


def or_null(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a value that may be null."""
    return {"anyOf": [schema, {"type": "null"}]}
