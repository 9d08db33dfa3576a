"""With facts that are complete, as those of an adopted schema are, nothing is let pass as a guess."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from callr_actions.language.bundled import bundled
from callr_actions.language.document import read_document
from callr_actions.language.facts import ActionFacts
from callr_actions.linter.context import LintContext
from callr_actions.linter.engine import lint_documents
from callr_actions.linter.outputs.style import Style
from callr_actions.linter.outputs.text import render

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parent / "adopted"
CASES = sorted(HERE.glob("*.yaml"))
PARAMS: dict[str, Any] = {
    "type": "object",
    "required": ["to"],
    "properties": {
        "to": {"type": "string", "minLength": 3, "maxLength": 8, "pattern": "^[a-z]+$"},
        "mode": {"enum": ["fast", "slow", 3], "description": "How to send it."},
        "kind": {"const": "letter"},
        "weight": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 10, "multipleOf": 0.5},
        "copies": {"type": "integer", "minimum": 1, "maximum": 3},
        "tags": {"type": "array", "maxItems": 2, "uniqueItems": True, "items": {"type": ["string", "null"]}},
        "address": {
            "type": "object",
            "required": ["street"],
            "properties": {"street": {"type": "string"}, "inner": {"type": "object", "required": ["city"]}},
            "minProperties": 1,
            "maxProperties": 2,
        },
        "either": {"anyOf": [{"type": "integer"}, {"type": "array", "items": {"type": "integer"}}]},
        "free": {
            "type": "object",
            "properties": {"a": {"type": "integer"}},
            "additionalProperties": {"type": "integer"},
        },
    },
}
FACTS = bundled()._replace(actions={"post@v1": ActionFacts(name="post", version=1, params=PARAMS)})


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path, golden: Callable[[Path, str], None]) -> None:
    result = lint_documents([read_document(path, path.name)], LintContext(catalog=FACTS))
    golden(path.with_suffix(".out"), render(result, Style()))
