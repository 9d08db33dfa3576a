"""Validity against schemas that others publish, where a copy of them is at hand.

They are not kept here. `CALLR_ACTIONS_FORMAT_SCHEMAS` names a folder with `sarif-schema-2.1.0.json` as OASIS
publishes it; without it these tests are skipped, and `shapes.py` alone says what is right.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from jsonschema import Draft4Validator

from callr_actions.linter.outputs.sarif import render
from callr_actions.linter.outputs.style import Style
from tests.linter.outputs.example import EMPTY, rich, style
from tests.linter.outputs.test_properties import results

if TYPE_CHECKING:
    from callr_actions.linter.engine import LintResult

SARIF = Path(os.environ.get("CALLR_ACTIONS_FORMAT_SCHEMAS", "no folder")) / "sarif-schema-2.1.0.json"
pytestmark = pytest.mark.skipif(not SARIF.is_file(), reason="CALLR_ACTIONS_FORMAT_SCHEMAS names no copy")


def errors(text: str) -> list[str]:
    validator = Draft4Validator(
        json.loads(SARIF.read_text(encoding="utf-8")), format_checker=Draft4Validator.FORMAT_CHECKER
    )
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(json.loads(text))]


@pytest.mark.parametrize("result", [rich(), EMPTY], ids=["rich", "empty"])
def test_sarif(result: LintResult) -> None:
    assert errors(render(result, style())) == []


@given(result=results())
def test_sarif_of_anything(result: LintResult) -> None:
    assert errors(render(result, Style())) == []
