"""Plans as people and programs read them, with everything hostile that an account can hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from callr_actions.errors import CallrActionsError
from callr_actions.linter.outputs.style import Style
from callr_actions.masking import Masker
from callr_actions.sync.choices import Choices
from callr_actions.sync.holes import Hole, HoledText
from callr_actions.sync.obstacle import Obstacle
from callr_actions.sync.outputs import OUTPUTS, renderer
from callr_actions.sync.plan import After, Before, Holder, Note, NumberRow, Op, Plan, ScenarioRow
from callr_actions.sync.plan_file import load_plan, save_plan
from callr_actions.sync.planner import make_plan
from callr_actions.sync.remote import NOTHING
from callr_actions.sync.saved import moved
from tests.sync.test_planner import accounts

if TYPE_CHECKING:
    from collections.abc import Callable

    from callr_actions.sync.desired import Desired
    from callr_actions.sync.remote import Remote

HERE = Path(__file__).parent / "plans"
HOSTILE = "\x1b[31m`@everyone` <img src=x> [x](http://x.test) ::set-output:: \u202e"
TEMPLATE = HoledText('variables: {$a: "${TOKEN}"}\n', (Hole(17, "TOKEN"),))
PLAN = Plan(
    "staging",
    (
        ScenarioRow(
            Op.CONFLICT,
            "desk",
            Before("abcd1234", HOSTILE, "f1", "desk", "script", ("+33199001234",)),
            After("Front desk", TEMPLATE, "0123456789abcdef", "0123456789ab"),
            "edited on the account",
            "branches +night",
            f"@@ -1 +1 @@\n-a: ```{HOSTILE}\n+a: masked-secret",
            "edited on the account",
            "`--ours` overwrites it",
        ),
        ScenarioRow(Op.CREATE, HOSTILE, None, After("new", TEMPLATE, "0123456789abcdef"), flow="1 branch"),
        NumberRow(
            Op.MOVE,
            "desk",
            "+33199001234",
            Holder("abcd1235", None, HOSTILE),
            Holder(None, "desk", "Front desk"),
        ),
        NumberRow(Op.DETACH, "desk", "+33199001235", Holder("abcd1234", "desk", "x"), None, "listed nowhere"),
    ),
    unchanged=1_200,
    ours=1_201,
    notes=(Note(f"seen {HOSTILE}", "desk", "do this"), Note("masked-secret is known")),
    obstacles=(Obstacle("it is wrong", "desk", "callr.yaml:3:4", "mend it"), Obstacle("too")),
    created="2026-01-05T09:00:00Z",
    commit="0123456789abcdef",
)


@pytest.mark.parametrize("name", OUTPUTS)
def test_forms(name: str, golden: Callable[[Path, str], None]) -> None:
    masker = Masker()
    masker.add("masked-secret")
    text = renderer(name)(PLAN, Style(masker=masker))
    assert "masked-secret" not in text
    golden(HERE / f"hostile.{name}.out", text)


def test_colours() -> None:
    text = renderer("text")(PLAN, Style(colour=True))
    assert "\x1b[1;31m! conflict\x1b[0m" in text
    assert "\x1b[31m`" not in text


def test_a_comment_is_never_longer_than_a_forge_takes() -> None:
    many = PLAN._replace(rows=PLAN.rows[:1] * 400)
    text = renderer("markdown")(many, Style())
    assert 60_000 < len(text) < 65_536
    assert text.endswith("pieces did not fit into a comment\n")


def without_scripts(plan: Plan) -> Plan:
    rows = [
        row._replace(before=row.before._replace(script=None))
        if isinstance(row, ScenarioRow) and row.before is not None
        else row
        for row in plan.rows
    ]
    return plan._replace(rows=tuple(rows))


@given(accounts())
def test_a_saved_plan_is_the_same_plan(
    tmp_path_factory: pytest.TempPathFactory, both: tuple[Desired, Remote]
) -> None:
    desired, remote = both
    path = tmp_path_factory.getbasetemp() / "plan.json"
    plan = make_plan(desired, remote, Choices(prune=True, ours=True), created="now", commit="abc")
    save_plan(plan, path, Masker())
    loaded = load_plan(path)
    assert loaded == without_scripts(plan)
    assert moved(loaded, remote) == ()
    if any(row.before is not None for row in plan.rows):
        assert moved(loaded, NOTHING) != ()


def test_a_saved_plan_keeps_holes_and_what_is_done(tmp_path: Path) -> None:
    masker = Masker()
    masker.add("variables")  # a value that happens to be a word of the script
    masker.add("masked-secret")
    save_plan(PLAN, tmp_path / "plan.json", masker)
    loaded = load_plan(tmp_path / "plan.json")
    assert loaded.scenarios[0].after == PLAN.scenarios[0].after
    assert "masked-secret" not in (tmp_path / "plan.json").read_text()
    assert '"script"' not in (tmp_path / "plan.json").read_text()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda _: [], "it has no `rows`"),
        (lambda said: said | {"version": 2}, "it is of version 2, and this program reads 1"),
        (lambda _: {"version": 1, "rows": [{}]}, "a part of it is missing or wrong"),
        (
            lambda said: said | {"rows": [said["rows"][0] | {"op": "explode"}]},
            "a part of it is missing or wrong",
        ),
        (
            lambda said: json.loads(json.dumps(said).replace('"at": 17', '"at": 16')),
            "a hole is not where it should be",
        ),
    ],
)
def test_files_that_are_no_plans(
    change: Callable[[dict[str, object]], object], why: str, tmp_path: Path
) -> None:
    path = tmp_path / "plan.json"
    save_plan(PLAN, path, Masker())
    path.write_text(json.dumps(change(json.loads(path.read_text()))))
    with pytest.raises(CallrActionsError, match="this is not a plan") as raised:
        load_plan(path)
    assert why in str(raised.value)
    path.write_text("{")
    with pytest.raises(CallrActionsError, match="it is not JSON"):
        load_plan(path)


def test_a_plan_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(CallrActionsError, match="cannot be written"):
        save_plan(PLAN, tmp_path / "none" / "plan.json", Masker())
