"""Writes catalog.json: the one file of facts that the program reads."""

from __future__ import annotations

import json
from typing import Any


def catalog_text(facts: dict[str, Any]) -> str:
    """Return the text of catalog.json: sorted keys, one line for each entry so that diffs can be read."""
    parts = [f"{_json(key)}:{_entries(facts[key])}" for key in sorted(facts)]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _entries(value: Any) -> str:  # noqa: ANN401 - any part of the facts
    if isinstance(value, list):
        return "[\n" + ",\n".join(_json(item) for item in value) + "\n]"
    return "{\n" + ",\n".join(f"{_json(key)}:{_json(value[key])}" for key in sorted(value)) + "\n}"


def _json(value: Any) -> str:  # noqa: ANN401
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
