"""The public interface for programs: what it takes, what it refuses, and that importing it costs nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import callr_actions
from callr_actions import CallrActionsError, open_account, plan, simulate
from callr_actions.api.resources import scenarios
from callr_actions.simulator import events

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.javascript.evaluation.pool import Pool

ROOT = Path(__file__).resolve().parents[1]
ECHO = """\
variables: {$said: ""}
branches:
  inbound-call: {actions: [{action: say@v2, params: {what: Good morning}}]}
  inbound-sms:
    actions:
      - {action: sms@v1, params: {to: ["${{ sms.fromNumber }}"], body: "${{ sms.bodyText }}"}}
  api-initiated:
    actions:
      - {action: javascript@v1, params: {code: $said = $said + "!"}}
      - {action: dial@v1, params: {targets: [{number: "+33199001234"}], answerOnBranch: inbound-call}}
      - {action: log@v1, params: {message: "${{ $said }}"}}
"""


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    from callr_actions.simulator.simulate import new_pool

    with new_pool() as made:
        yield made


def test_every_name_is_there() -> None:
    assert set(callr_actions.__all__) <= set(dir(callr_actions))
    for name in callr_actions.__all__:
        assert getattr(callr_actions, name) is not None
    with pytest.raises(AttributeError, match="has no attribute 'lnit'"):
        callr_actions.lnit  # type: ignore[attr-defined]  # noqa: B018


def test_importing_it_imports_nothing() -> None:
    code = "import sys; before = set(sys.modules); import callr_actions; print(*set(sys.modules) - before)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) <= {"__future__", "callr_actions", "callr_actions.version"}


def test_how_a_run_begins(pool: Pool) -> None:
    call = simulate(ECHO, world='caller: {number: "+33639980017"}', pool=pool)
    assert call.transcript.splitlines()[0].endswith("call from +33639980017 to +33199001234")
    message = simulate(ECHO, sms="Hello", pool=pool)
    assert [each.body for each in message.events if isinstance(each, events.SmsSent)] == ["Hello"]
    request = simulate(ECHO, variables={"$said": "yes"}, pool=pool)
    assert [each.message for each in request.events if isinstance(each, events.Logged)] == ["yes!"]
    assert request.outcome == "completed"
    assert request.to_json()[-1]["kind"] == request.events[-1].kind
    with pytest.raises(ValueError, match="not with both"):
        simulate(ECHO, sms="", variables={}, pool=pool)


def test_a_condition_ends_a_run(pool: Pool) -> None:
    ended = simulate(ECHO, variables={}, until='$said === "!"', pool=pool)
    assert ended.outcome == "reached"
    assert not [each for each in ended.events if isinstance(each, events.Logged)]


def test_a_run_by_itself_has_a_process_of_its_own() -> None:
    failed = simulate("branches: {inbound-call: {actions: [{if: nope.x, then: []}]}}")
    assert failed.outcome == "failed"


@pytest.mark.parametrize(
    ("scenario", "world", "message"),
    [
        ("a: [", None, "scenario.yaml: line 1: "),
        ("[]", None, "scenario.yaml: line 1: "),
        (Path("none.yaml"), None, "none.yaml: line 1: cannot be read: no such file or directory"),
        (ECHO, "numbers: 5", "world.yaml: line 1: "),
        (ECHO, Path("none.world.yaml"), "none.world.yaml: line 1: cannot be read"),
    ],
)
def test_what_cannot_be_run(pool: Pool, scenario: str | Path, world: str | Path | None, message: str) -> None:
    with pytest.raises(CallrActionsError) as caught:
        simulate(scenario, world=world, pool=pool)
    assert str(caught.value).startswith(message)
    assert str(caught.value).endswith("has errors, so nothing was run")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("CALLR_ACCOUNT", "CALLR_API_KEY", "CALLR_API_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    return tmp_path


def test_a_plan(folder: Path) -> None:
    (folder / "scenarios").mkdir()
    (folder / "scenarios/echo.yaml").write_text(ECHO)
    (folder / "scenarios/bad.yaml").write_text(ECHO.replace("say@v2", "sya@v2"))
    project = folder / "callr.yaml"
    project.write_text("version: 1\n")
    made = plan("echo", account="local", project_file=project)
    assert [(row.op.value, row.key) for row in made.scenarios] == [("create", "echo")]
    assert (made.account, made.obstacles) == ("local", ())
    assert [each.file for each in plan().obstacles] == ["scenarios/bad.yaml"]
    with pytest.raises(CallrActionsError, match="there is no scenario `ehco`"):
        plan("ehco")


def test_opening_an_account(folder: Path) -> None:
    with open_account() as client:
        assert client.all(scenarios.search()) == []
    project = folder / "callr.yaml"
    project.write_text("version: 1\ndefault-account: local\n")
    with open_account(project_file=project) as client:
        assert client.all(scenarios.search()) == []
    project.write_text("version: 1\ndefualt-account: local\n")
    with pytest.raises(CallrActionsError, match=r"callr\.yaml: line 2: "), open_account():
        pass
