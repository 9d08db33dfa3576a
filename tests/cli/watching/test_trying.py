"""`watch --run`: really run where the API starts it and it was pushed, else simulated; all that is said."""

from __future__ import annotations

import asyncio
import json
from threading import Event
from threading import enumerate as enumerate_threads
from typing import TYPE_CHECKING, Any

import pytest

from callr_actions.api.edge import Edge
from callr_actions.api.resources import scenarios
from callr_actions.cli.watching import real_runs
from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from tests.cli.api.conftest import terminal
from tests.cli.watching.stage import SECONDS, staged, told, without_network, writing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Program

__all__ = ["terminal"]

INBOUND = "branches: {inbound-call: {actions: [{action: say@v2, params: {what: Good morning.}}]}}\n"
REMINDER = """\
variables:
  $phone: "+33199001234"
  $status: running
branches:
  api-initiated:
    actions:
      - action: dial@v1
        params:
          targets: [{number: "${{ $phone }}", timeout: 5}]
          answerOnBranch: talk
        result: $dial
      - action: javascript@v1
        params: {code: $status = "done"}
  talk:
    actions:
      - {action: say@v2, params: {what: Good morning.}}
"""
LATER = REMINDER.replace("timeout: 5", "timeout: 6")
BROKEN = REMINDER.replace("javascript@v1", "javascrpt@v1")
PROJECT = """\
version: 1
accounts:
  local: {}
  staging: {api-key: "${STAGING_KEY}"}
scenario-settings:
  reminder:
    run:
      until: $status !== "running"
      fail-if: $status === "failed"
      timeout: 60s
      outputs: {status: $status}
"""
FIRST = "12:00:00 2 files checked, nothing found (N ms)\n"
AGAIN = "12:00:00 scenarios/reminder.yaml changed; 2 files checked, nothing found (N ms)\n"
CREATED = "12:00:00 pushed to `{}`: 1 to create; 0 unchanged\n"
UPDATED = "12:00:00 pushed to `{}`: 1 to update; 0 unchanged\n"
BEGUN = "12:00:00 `reminder` on `{}`: the run RUN{} has begun\n"
INBOUND_CALL = """\
12:00:00 `reminder` (inbound-call): completed after N s
"""
DONE = """\
12:00:00 `reminder` on `{}`: done after N s; {{"status": "done"}}
  N s  $status: "running" -> "done"
  N s  $dial: nothing -> {{...}}
"""


@pytest.fixture
def reminder(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose only scenario is one that the API starts; its file."""
    for file in (project / "scenarios").rglob("*.yaml"):
        file.unlink()
    (project / "callr.yaml").write_text(PROJECT)
    for name in ("CI", "CALLR_ACCOUNT", "CALLR_API_KEY", "CALLR_API_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("STAGING_KEY", "key-of-staging-0123456789")
    file = project / "scenarios" / "reminder.yaml"
    file.write_text(REMINDER)
    return file


@pytest.fixture
def said(program: Program, reminder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Watch while something happens; return what was said."""

    def watch(*arguments: str, acts: Any, edge: Edge | None = None, code: int = 0, stdin: bytes = b"") -> str:
        without_network(monkeypatch, edge)
        monkeypatch.setattr(real_runs, "_JOIN_SECONDS", SECONDS)
        stage = staged(monkeypatch, *acts)
        ended = program("watch", *arguments, stdin=stdin)
        assert ended.code == code, ended.err
        assert stage.closed or code
        return told(ended.out) + "".join(f"2> {line}\n" for line in ended.err.splitlines())

    return watch


def never_over() -> Edge:
    """Return an edge on which who waits does so until nobody wants it any more."""

    async def asleep(_: float) -> None:
        await asyncio.Event().wait()

    return Edge(asleep=asleep, random=lambda: 0.0)


def test_after_a_push_it_is_really_run(said: Callable[..., str], reminder: Path) -> None:
    assert said("--push", "--run", "reminder", acts=(2, *writing(reminder, LATER), 2)) == (
        FIRST
        + CREATED.format("local")
        + BEGUN.format("local", 1)
        + DONE.format("local")
        + AGAIN
        + UPDATED.format("local")
        + BEGUN.format("local", 2)
        + DONE.format("local")
    )


def test_one_that_goes_on_is_cancelled_before_the_next_begins(
    said: Callable[..., str], reminder: Path, program: Program
) -> None:
    acts = (1, *writing(reminder, BROKEN, LATER), 2)
    assert said("--push", "--run", "scenarios/reminder.yaml", acts=acts, edge=never_over()) == (
        FIRST
        + CREATED.format("local")
        + BEGUN.format("local", 1)
        + "scenarios/reminder.yaml:12:17: error[CA301] there is no action `javascrpt@v1`; "
        "did you mean `javascript@v1`?\n"
        + AGAIN.replace("nothing found", "1 error").replace("checked,", "checked:")
        + AGAIN
        + UPDATED.format("local")
        + "12:00:00 `reminder` on `local`: cancelled after N s, because it begins again\n"
        + BEGUN.format("local", 2)
        + "12:00:00 `reminder` on `local`: the run RUN2 goes on\n"
        "  pick it up: callr-actions runs wait RUN2 --account local\n"
        "  cancel it:  callr-actions runs cancel RUN2 --account local\n"
    )
    listed = json.loads(program("runs", "list", "--json").out)["items"]
    assert [each["outcome"] for each in listed] == ["interrupted", "cancelled"]


def test_ctrl_c_does_not_wait_for_an_account_that_does_not_answer(
    said: Callable[..., str], reminder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, answer = Event(), Event()
    real = scenarios.start

    def slow(*arguments: Any) -> Any:
        asked.set()
        assert answer.wait(SECONDS)
        return real(*arguments)

    monkeypatch.setattr(scenarios, "start", slow)

    def ctrl_c() -> list[Path]:
        assert asked.wait(SECONDS)
        monkeypatch.setattr(real_runs, "_JOIN_SECONDS", 0.0)
        return []

    before = set(enumerate_threads())
    try:
        text = said("--push", "--run", "reminder", acts=(ctrl_c,))
    finally:
        answer.set()
        for thread in set(enumerate_threads()) - before:
            thread.join(SECONDS)
    assert text == (
        FIRST
        + CREATED.format("local")
        + "12:00:00 error: `reminder` on `local`: the account has not answered yet; "
        "a run may have begun, or go on\n"
        "  `callr-actions runs list` shows those that are known to have begun\n"
    )


def test_it_does_not_begin_again_where_the_one_before_cannot_be_cancelled(
    said: Callable[..., str], reminder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object) -> None:
        raise CallrActionsError("the account is on holiday", exit_code=ExitCode.ACCOUNT)

    monkeypatch.setattr(scenarios, "cancel_run", refuses)
    acts = (1, *writing(reminder, LATER), 1, *writing(reminder, REMINDER), 1)
    assert said("--push", "--run", "reminder", acts=acts, edge=never_over()).splitlines()[2:] == [
        BEGUN.format("local", 1).rstrip(),
        AGAIN.rstrip(),
        UPDATED.format("local").rstrip(),
        (
            "12:00:00 error: `reminder` on `local`: not begun again, "
            "because the run RUN1 cannot be cancelled: the account is on holiday"
        ),
        AGAIN.rstrip(),
        UPDATED.format("local").rstrip(),
        BEGUN.format("local", 2).rstrip(),
        "12:00:00 `reminder` on `local`: the run RUN2 goes on",
        "  pick it up: callr-actions runs wait RUN2 --account local",
        "  cancel it:  callr-actions runs cancel RUN2 --account local",
    ]


PICK_UP = """\
  help: `callr-actions dev run RUN1` shows what happened in it; it may go on. Pick it up: \
`callr-actions runs wait RUN1 --account local`; cancel it: \
`callr-actions runs cancel RUN1 --account local`
"""
CHANGED = """\
  N s  ${}: {} -> {}
  N s  $dial: nothing -> {{...}}
"""


@pytest.mark.parametrize(
    ("before", "after", "end"),
    [
        (
            'code: $status = "done"',
            'code: $status = "failed"',
            """\
error: `reminder` on `local`: the run RUN1 failed after N s, asked N times: callr.yaml:9:16 \
`$status === "failed"` holds; {"status": "failed"}
"""
            + CHANGED.format("status", '"running"', '"failed"')
            + "  help: `callr-actions dev run RUN1` shows what happened in it\n",
        ),
        (
            'code: $status = "done"',
            'code: $phone = "none"',
            """\
error: `reminder` on `local`: the run RUN1 is not done after N s, asked N times; waited for: \
callr.yaml:8:14 `$status !== "running"`; {"status": "running"}
"""
            + CHANGED.format("phone", '"+33199001234"', '"none"')
            + PICK_UP,
        ),
        (
            "until:",
            "# until:",
            """\
error: `reminder` on `local`: the run RUN1 is not done after N s, asked N times; waited for: \
callr.yaml:9:16 `$status === "failed"`, which says when it has failed; nothing says when it is done; \
{"status": "done"}
"""
            + CHANGED.format("status", '"running"', '"done"')
            + PICK_UP,
        ),
        (
            PROJECT.partition("    run:")[2],
            " {timeout: 60s}\n",
            """\
`reminder` on `local`: followed for N s; nothing says when it is done; \
{"phone": "+33199001234", "status": "done", "dial": {...}
"""
            + CHANGED.format("status", '"running"', '"done"')
            + """\
  help: say it in callr.yaml: scenario-settings: reminder: run: {until: $status === "done"}
""",
        ),
    ],
)
def test_how_it_ends(said: Callable[..., str], reminder: Path, before: str, after: str, end: str) -> None:
    for file in (reminder, reminder.parents[1] / "callr.yaml"):
        file.write_text(file.read_text().replace(before, after))
    found = said("--push", "--run", "reminder", acts=(2,)).partition(BEGUN.format("local", 1))[2]
    assert found == f"12:00:00 {end}"


def test_what_is_wrong_with_a_condition_is_said_and_the_next_save_mends_it(
    said: Callable[..., str], reminder: Path
) -> None:
    file = reminder.parents[1] / "callr.yaml"
    file.write_text(PROJECT.replace('until: $status !== "running"', "until: $status ==="))
    assert said("--push", "--run", "reminder", acts=(1, *writing(file, PROJECT), 2)) == (
        FIRST
        + CREATED.format("local")
        + "12:00:00 error: `reminder` on `local`: callr.yaml:8:14 `$status ===`: "
        "the expression ends too early at column 12\n"
        "  help: nothing was started\n"
        "12:00:00 callr.yaml changed; 2 files checked, nothing found (N ms)\n"
        "12:00:00 pushed to `local`: nothing to do; 1 unchanged\n"
        + BEGUN.format("local", 1)
        + DONE.format("local")
    )


CALLING = [
    "account `staging`: run `reminder` after each clean save",
    "it calls +33199001234 (line 9)",
]
NOT_AGREED = """\
12:00:00 error: `reminder` on `staging`: nobody has said yes to this: it calls {} (line 9)
  help: end the watch and start it again to be asked, or add --yes
"""
ELSEWHERE = REMINDER.replace("${{ $phone }}", "+33199005678")


def test_on_a_real_account_it_is_asked_once_whom_it_may_call(
    said: Callable[..., str], reminder: Path, terminal: None
) -> None:
    acts = (
        2,
        *writing(reminder, LATER),
        2,
        *writing(reminder, ELSEWHERE),
        1,
        *writing(reminder, REMINDER),
        2,
    )
    text = said("--push", "staging", "--run", "reminder", acts=acts, stdin=b"y\n")
    assert text == (
        FIRST
        + CREATED.format("staging")
        + BEGUN.format("staging", 1)
        + DONE.format("staging")
        + AGAIN
        + UPDATED.format("staging")
        + BEGUN.format("staging", 2)
        + DONE.format("staging")
        + AGAIN
        + UPDATED.format("staging")
        + NOT_AGREED.format("+33199005678")
        + AGAIN
        + UPDATED.format("staging")
        + BEGUN.format("staging", 3)
        + DONE.format("staging")
        + "".join(f"2> {line}\n" for line in (*CALLING, "go on? [y/N] "))
    )


@pytest.mark.parametrize("consent", [("--yes",), ("--confirm", "staging")])
def test_whoever_says_yes_at_once_is_told_of_everybody(
    said: Callable[..., str], reminder: Path, consent: tuple[str, ...]
) -> None:
    acts = (2, *writing(reminder, ELSEWHERE), 2)
    text = said("--push", "staging", "--run", "reminder", *consent, acts=acts)
    assert text == (
        FIRST
        + CREATED.format("staging")
        + BEGUN.format("staging", 1)
        + DONE.format("staging")
        + AGAIN
        + UPDATED.format("staging")
        + BEGUN.format("staging", 2)
        + "  it calls +33199005678 (line 9)\n"
        + DONE.format("staging")
        + "".join(f"2> {line}\n" for line in CALLING)
    )


def test_it_does_not_begin_without_a_yes(said: Callable[..., str], reminder: Path) -> None:
    assert said("--push", "staging", "--run", "reminder", acts=(), code=3) == (
        "2> error: this needs a yes, and nobody is here to be asked: "
        "run `reminder` after each clean save; it calls +33199001234 (line 9)\n"
        "2> help: add --yes\n"
    )


def test_what_could_not_be_asked_about_is_not_called(said: Callable[..., str], reminder: Path) -> None:
    reminder.write_text("branches: {\n")
    acts = (*writing(reminder, REMINDER), 1)
    text = said("--push", "staging", "--run", "reminder", acts=acts)
    assert text.partition("checked, nothing found (N ms)\n")[2] == (
        CREATED.format("staging") + NOT_AGREED.format("+33199001234")
    )


def test_a_file_of_no_key_is_run_on_the_local_account_only(
    said: Callable[..., str], reminder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(REMINDER)
    assert said("--push", "staging", "--run", "other.yaml", acts=(), code=64) == (
        "2> error: `other.yaml` is a file, and files are run on the local account only\n"
        "2> help: deploy it and run its key, or add --push local (now it is `staging`)\n"
    )
    text = said("--push", "--run", "other.yaml", acts=(2, *writing(other, LATER), 2))
    assert text.count("12:00:00 `other.yaml` on `local`: the run RUN") == 2


def test_without_a_push_it_is_simulated(said: Callable[..., str], reminder: Path) -> None:
    text = said("--run", "reminder", "--var", "$phone=+33199005678", acts=(*writing(reminder, INBOUND),))
    assert "12:00:00 `reminder` (api): completed after N s\n" in text
    assert "dials +33199005678" in text
    assert AGAIN + INBOUND_CALL in text


def test_what_is_wrong_with_a_world_is_said_and_a_change_of_it_counts(
    said: Callable[..., str], reminder: Path
) -> None:
    reminder.write_text(INBOUND)
    project, world = reminder.parents[1] / "callr.yaml", reminder.with_name("a.world.yaml")
    project.write_text("version: 1\nscenario-settings: {reminder: {world: scenarios/a.world.yaml}}\n")
    world.write_text("others: busy\n")
    text = said("--run", "reminder", acts=(*writing(world, "other: busy\n", "others: no-answer\n"),))
    first, wrong, mended = text.split("12:00:00 scenarios/a.world.yaml changed; ")
    assert INBOUND_CALL in first
    assert wrong == (
        "2 files checked, nothing found (N ms)\n"
        "12:00:00 error: `reminder` was not run: scenarios/a.world.yaml: the world has errors, "
        "so nothing was run\n"
        "  scenarios/a.world.yaml:1:1: error[CA952] `other` is not a key of a world; did you mean `others`?\n"
    )
    assert INBOUND_CALL in mended


def test_one_that_calls_begin_is_simulated_until_the_api_starts_it(
    said: Callable[..., str], reminder: Path
) -> None:
    reminder.write_text(INBOUND)
    before, after = said("--push", "--run", "reminder", acts=(*writing(reminder, REMINDER), 2)).split(AGAIN)
    assert before.startswith(FIRST + CREATED.format("local") + INBOUND_CALL)
    assert before.count("12:00:00") == 3
    assert after == (UPDATED.format("local") + BEGUN.format("local", 1) + DONE.format("local"))


def test_a_scenario_that_goes_away_is_missed_and_welcome_back(
    said: Callable[..., str], reminder: Path
) -> None:
    project = reminder.parents[1] / "callr.yaml"
    project.write_text("version: 1\n")
    reminder.with_name("other.yaml").write_text(INBOUND)

    def gone() -> list[Path]:
        reminder.unlink()
        return [reminder]

    acts = (2, gone, *writing(project, "version: 1\n# settings\n"), *writing(reminder, REMINDER), 2)
    text = said("--push", "--run", "reminder", acts=acts)
    _, missed, still, back = text.split("12:00:00 pushed to `local`: ")[1:]
    for each in (missed, still):
        assert (
            "12:00:00 error: `reminder` was not run: there is no scenario `reminder`; allowed: other\n"
            in each
        )
    assert BEGUN.format("local", 2) in back


def test_for_programs(said: Callable[..., str], reminder: Path) -> None:
    text = said("--json", "--push", "--run", "reminder", "--var", "$phone=+33199005678", acts=(2,))
    lines = [json.loads(line) for line in text.splitlines()]
    assert [each["kind"] for each in lines] == ["started", "pass", "push", "run-started", "run", "ended"]
    begun, ended = lines[3:5]
    del begun["at"], ended["at"], ended["lasted"]
    which = {"version": 1, "good": True, "scenario": "reminder", "account": "local", "run": "RUN1"}
    assert begun == {**which, "kind": "run-started"}
    assert ended == {
        **which,
        "kind": "run",
        "type": "api",
        "outcome": "reached",
        "reason": 'callr.yaml:8:14 `$status !== "running"`',
        "outputs": {"status": "done"},
        "code": 0,
    }


MEANT_TOGETHER = "--yes and --confirm are about the runs of --push and --run together"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("watch --var $a=1", "--var is about what --run starts, and there is no --run"),
        ("watch --yes --run reminder", MEANT_TOGETHER),
        ("watch --confirm x --push", MEANT_TOGETHER),
        ("watch --run reminder --var a", "--var: `a` is not of the form NAME=VALUE"),
        ("watch --run reminder --var a=1", "did you mean `$a`?"),
        (
            "dev --run reminder --no-watch",
            "--run is about what is saved, and --no-watch does not look at that",
        ),
        ("dev --run remindr", "there is no scenario `remindr`; did you mean `reminder`?"),
        ("dev --var $a=1", "--var is about what --run starts, and there is no --run"),
    ],
)
def test_options_that_have_no_meaning_are_refused(
    reminder: Path, program: Program, arguments: str, message: str
) -> None:
    ended = program(*arguments.split())
    assert (ended.code, ended.out) == (64, "")
    assert message in ended.err.splitlines()[0]
