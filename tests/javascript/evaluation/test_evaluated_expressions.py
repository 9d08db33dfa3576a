"""What expressions give: the results are frozen, and those of Node.js where it is installed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from callr_actions.javascript.evaluation.wire import decoded

if TYPE_CHECKING:
    from callr_actions.javascript.evaluation.context import Context

HERE = Path(__file__).parent
GIVEN: dict[str, Any] = json.loads((HERE / "expressions.json").read_text(encoding="utf-8"))
EXPRESSIONS: list[dict[str, Any]] = GIVEN["expressions"]


def test_there_are_enough_expressions() -> None:
    assert len(EXPRESSIONS) >= 60


@pytest.mark.parametrize("expected", EXPRESSIONS, ids=[expected["code"][:40] for expected in EXPRESSIONS])
def test_gives_the_frozen_result(context: Context, expected: dict[str, Any]) -> None:
    for name, value in GIVEN["variables"].items():
        context.assign(name, value)

    outcome = context.evaluate(expected["code"], predefined=GIVEN["predefined"], now_ms=GIVEN["now"])

    if "throws" in expected:
        assert outcome.failure is not None
        assert (outcome.failure.name, outcome.failure.limit) == (expected["throws"], None)
    else:
        assert outcome.failure is None
        assert repr(outcome.value) == repr(decoded(expected["value"]))


@pytest.mark.skipif(shutil.which("node") is None, reason="Node.js is not installed: nothing to compare with")
def test_the_frozen_results_are_those_of_node() -> None:
    codes = [expected["code"] for expected in EXPRESSIONS]
    node = shutil.which("node")
    assert node is not None

    done = subprocess.run(
        [node, str(HERE / "node_results.js")],
        input=json.dumps({**GIVEN, "expressions": codes}),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        timeout=250,
        env={**os.environ, "TZ": "UTC"},
    )

    assert [
        {"code": code, **it} for code, it in zip(codes, json.loads(done.stdout), strict=True)
    ] == EXPRESSIONS
