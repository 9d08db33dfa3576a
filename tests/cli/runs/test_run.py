"""`run` against a scripted account: what is sent, what is told, what comes out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.runs.conftest import DONE, FAILED, RUN, RUNNING, SID

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.api.server.server import CallrServer
    from tests.cli.conftest import Program

UNTIL = ("--until", '$status !== "running"')


def sent(server: CallrServer) -> dict[str, object]:
    started = next(each for each in server.received if each.operation == "actionsStart")
    found: dict[str, object] = json.loads(started.request.body)["variables"]
    return found


def test_a_run_that_is_done(run: Program, reminder: Callable[..., None], server: CallrServer) -> None:
    reminder(RUNNING, RUNNING, DONE)
    ended = run("--var", "$phone=+33199001234", *UNTIL)
    assert json.loads(ended.out) == {"phone": "+33199001234", "status": "done"}
    assert (ended.code, ended.err.splitlines()) == (
        0,
        [
            "the run api:9MNAB2H6 of `Reminder` (remind01) on `staging`",
            '   0.6 s  $status: "running" -> "done"',
            'done after 0.6 s, asked 3 times: --until `$status !== "running"`',
        ],
    )
    assert sent(server) == {"$phone": "+33199001234"}
    assert server.complaints == []


def test_events_for_programs(run: Program, reminder: Callable[..., None], project: Path) -> None:
    reminder(RUNNING, DONE)
    ended = run("--until-set", "$status", "--json", "-o", "outputs=out.json", "-q")
    events = [json.loads(line) for line in ended.out.splitlines()]
    assert [(each["version"], each["kind"]) for each in events] == [
        (1, "started"),
        (1, "changed"),
        (1, "changed"),
        (1, "ended"),
    ]
    assert events[0] == {
        "version": 1,
        "at": 0.0,
        "kind": "started",
        "run": RUN,
        "account": "staging",
        "sid": SID,
        "scenario": "Reminder",
        "variables": {"$phone": "", "$status": "running"},
    }
    assert (events[-1]["outcome"], events[-1]["exit_code"], events[-1]["outputs"]) == (
        "reached",
        0,
        {"phone": "+33199001234", "status": "done"},
    )
    assert json.loads((project / "out.json").read_text()) == events[-1]["outputs"]
    assert ended.err == ""


def test_events_into_a_file(run: Program, project: Path) -> None:
    ended = run(*UNTIL, "-o", "json=events.jsonl")
    assert ended.out == ""
    assert [json.loads(line)["kind"] for line in (project / "events.jsonl").read_text().splitlines()] == [
        "started",
        "changed",
        "changed",
        "ended",
    ]
    failed = run(*UNTIL, "-o", "json=no/such/folder")
    assert (failed.code, failed.err.splitlines()[-2:]) == (
        64,
        [
            "error: no/such/folder: cannot be written: no such file or directory",
            "help: make its folder first: no/such",
        ],
    )


def test_what_callr_yaml_says_holds_unless_the_command_line_says_otherwise(
    run: Program, reminder: Callable[..., None], project: Path
) -> None:
    settings = """\
  reminder:
    name: Reminder
    run:
      until: $status === "never"
      fail-if: $status === "failed"
      timeout: 20s
      outputs: {how: $status.length}
"""
    (project / "callr.yaml").write_text((project / "callr.yaml").read_text() + settings)
    ended = run()
    assert (ended.code, json.loads(ended.out)) == (5, {"how": 4})
    assert "is not done after 20.0 s" in ended.err
    assert 'waited for: callr.yaml:17:14 `$status === "never"`' in ended.err
    ended = run(*UNTIL)
    assert (ended.code, json.loads(ended.out)) == (0, {"how": 4})
    reminder(FAILED)
    assert run(*UNTIL).code == 6
    assert run(*UNTIL, "--fail-if", "false").code == 0


def test_variables_from_everywhere(run: Program, server: CallrServer, project: Path) -> None:
    (project / "one.yaml").write_text("# who\n$phone: '0199001234'\n$status: {day: 2025-01-01}\n")
    (project / "two.json").write_text('{"$phone": "+33199001235", "$n": [1, null]}')
    ended = run(
        *("--vars", "one.yaml", "--vars", "two.json", "--vars", "-"),
        *("--var", "$b=true", "--var", "$t=NaN", "--var", "$u=a=b", "--var", '$s="5"'),
        *UNTIL,
        stdin=b'$c: "x"\n',
    )
    assert ended.code == 0
    assert sent(server) == {
        "$phone": "+33199001235",
        "$status": {"day": "2025-01-01"},
        "$n": [1, None],
        "$c": "x",
        "$b": True,
        "$t": "NaN",
        "$u": "a=b",
        "$s": "5",
    }


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--var", "=1"), "the shell has put a value of its own there"),
        (("--var", "$phone"), "--var: `$phone` is not of the form NAME=VALUE"),
        (("--var", "phone=1"), "did you mean `$phone`?"),
        (("--vars", "no.yaml"), "no.yaml: cannot be read: no such file or directory"),
        (("--vars", "list.yaml"), "a file of variables is a mapping of keys to values; this is a list"),
        (("--vars", "twice.yaml"), "twice.yaml: line 2, column 1: `$a` is already a key of this mapping"),
        (("--vars", "twice.json"), "twice.json: `$a` comes twice"),
        (("--vars", "broken.json"), "broken.json: line 1, column"),
        (("--vars", "binary"), "binary: is not UTF-8"),
        (("--vars", "-", "--vars", "-"), "standard input can be read only once"),
        (("--until", "$status ="), "--until `$status =`: "),
        (("--until", "$status", "--until-set", "$status"), "only one of them can be"),
        (("--until-set", "status"), "did you mean `$status`?"),
        (("--fail-if", "staus"), "there is no `staus` here"),
        (("--until", "(() => { for (;;) ; })()"), "cannot be evaluated: the code "),
        (("--timeout", "soon"), "`soon` is not a time span; write 90s, 10m or 1h"),
        (("-o", "yaml"), "there is no output format `yaml`"),
        (("-o", "env="), "`env=` names no file"),
        (("-o", "env", "--json"), "two formats would go to standard output"),
        (("-o", "github"), "GITHUB_OUTPUT is not set"),
    ],
)
def test_nothing_is_started_where_anything_is_wrong(  # noqa: PLR0917 - fixtures
    run: Program,
    server: CallrServer,
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    said: str,
) -> None:
    monkeypatch.delenv("GITHUB_OUTPUT", raising=False)
    (project / "list.yaml").write_text("- a\n")
    (project / "twice.yaml").write_text("$a: 1\n$a: 2\n")
    (project / "twice.json").write_text('{"$a": 1, "$a": 2}')
    (project / "broken.json").write_text('{"$a": 1')
    (project / "binary").write_bytes(b"\x89PNG\r\n\x1a\n\0")
    ended = run(*arguments)
    assert (ended.code, ended.out) == (64, "")
    assert said in ended.err
    assert server.count("actionsStart") == 0


def test_doubts_are_told_and_do_not_stop_it(run: Program) -> None:
    ended = run("--var", "$phon=1", "--until", "$staus || $status")
    assert ended.code == 0
    assert ended.err.startswith(
        "warning: the scenario does not declare `$phon`; did you mean `$phone`?\n"
        "warning: --until `$staus || $status` looks at `$staus`, which nothing in the scenario sets; "
        "did you mean `$status`?\n"
        "warning: --until `$staus || $status` holds for the values that the run begins with: "
        "it will end at once\n"
    )


def test_a_scenario_that_no_request_starts(run: Program, reminder: Callable[..., None]) -> None:
    reminder(script="branches: {inbound-call: {actions: []}}\n")
    ended = run()
    assert (ended.code, ended.out) == (1, "")
    assert ended.err == (
        "error: `Reminder` (remind01) has no branch `api-initiated`, with which a run begins; "
        "its branches: `inbound-call`\n"
        "help: add `api-initiated` under `branches`; `callr-actions call` tries one for calls that come in\n"
    )


def test_a_script_that_cannot_be_read_is_left_to_the_account(
    run: Program, reminder: Callable[..., None]
) -> None:
    reminder(script="[")
    ended = run("--var", "$x=1", *UNTIL)
    assert ended.code == 0
    assert "`Reminder` (remind01) cannot be read, so its variables and numbers are not checked" in ended.err


def test_without_a_condition_it_says_that_nobody_knows(run: Program, clock: object) -> None:
    ended = run()
    assert ended.code == 0
    assert json.loads(ended.out) == {"phone": "+33199001234", "status": "done"}
    assert ended.err.partition("followed")[2] == (
        " for 60 s; whether the run api:9MNAB2H6 has ended, nobody can know: "
        "Callr tells a run's variables and nothing else\n"
        "help: let the scenario say it in a variable, as its last step:\n"
        "        - action: javascript@v1\n"
        "          params:\n"
        '            code: $status = "done"\n'
        "      and wait for that: callr-actions run remind01 --until-set '$status'\n"
        "      or write it into callr.yaml for every run: scenario-settings: remind01: run: "
        '{until: $status === "done"}\n'
    )


def test_a_file_is_run_on_the_local_account_only(run: Program, callr: Program, server: CallrServer) -> None:
    ended = callr("run", "scenarios/good.yaml", "--yes")
    assert ended.code == 64
    assert ended.err == (
        "error: `scenarios/good.yaml` is a file, and files are run on the local account only\n"
        "help: deploy it and run its key, or add --account local (now it is `staging`)\n"
    )
    assert server.received == []


def test_detached(run: Program, callr: Program, project: Path) -> None:
    ended = run("--detach")
    assert (ended.code, ended.out) == (0, f"{RUN}\n")
    assert ended.err.splitlines()[1:] == [
        f"pick it up: callr-actions runs follow {RUN} --account staging",
        f"cancel it:  callr-actions runs cancel {RUN} --account staging",
    ]
    ended = run("--detach", *UNTIL, "--json", "-o", "github=step")
    assert [json.loads(line)["kind"] for line in ended.out.splitlines()] == ["started", "ended"]
    name, _, rest = (project / "step").read_text().partition("<<")
    assert (name, rest.splitlines()[1]) == ("run", RUN)
    assert f"pick it up: callr-actions runs wait {RUN} --account staging" in ended.err


def test_secrets_are_shown_nowhere(run: Program, reminder: Callable[..., None]) -> None:
    reminder({"variables": {"$status": "not-a-real-key", "$key": "not-a-real-key\x1b[2J"}})
    ended = run("--until", '$status !== "running"')  # `callr` looks for the key in all that comes out
    assert ended.code == 0
    assert json.loads(ended.out) == {"status": "••••", "key": "••••\x1b[2J"}
    assert "\x1b" not in ended.err
