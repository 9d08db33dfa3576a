"""`call` and `text`: whole runs of the program, as a user sees them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from callr_actions.cli.app import run
from callr_actions.exit_codes import ExitCode

if TYPE_CHECKING:
    from pathlib import Path

DESK = """\
variables: {$tries: 0}
branches:
  inbound-call:
    actions:
      - action: gather@v2
        params: {maxDigits: 1, prompt: {what: For the workshop press 1.}}
        result: $key
      - {action: javascript@v1, params: {code: $tries = $tries + 1}}
      - if: $key.digits === "1"
        action: dial@v1
        params: {targets: [{number: "+33199001234", timeout: 20}]}
        result: $dial
      - {action: fetch@v2, params: {url: "https://crm.example.com/?token=abc"}, result: $api}
  inbound-sms:
    actions:
      - {action: sms@v1, params: {to: ["${{ sms.fromNumber }}"], body: "You said ${{ sms.bodyText }}"}}
"""


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "desk.yaml").write_text(DESK)
    return tmp_path


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [line[11:].strip() for line in capsys.readouterr().out.splitlines()]


def test_keys_answer_the_questions(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["call", "desk", "--press", "1"]) == ExitCode.DONE
    out = lines(capsys)
    assert out[0] == "call from +33639980042 to +33199001234"
    assert "caller     presses 1" in out
    assert "caller     dials +33199001234 (callee-1, at most 20 s)" in out
    assert out[-1] == "run completed"


def test_a_world_a_script_and_numbers(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "busy.world.yaml").write_text("others: busy\nhttp: [{url: 'https://**', status: 200}]\n")
    (project / "script.yaml").write_text("- hear: workshop\n- press: '1'\n- until: 9\n")
    command = ["call", "scenarios/desk.yaml", "--world", "busy.world.yaml", "--script", "script.yaml"]
    assert run([*command, "--from", "+33639980017", "--to", "+33199005678", "--trace"]) == ExitCode.DONE
    out = capsys.readouterr().out
    assert "call from +33639980017 to +33199005678" in out
    assert "hung up by callee (missed, cause 17)" in out
    assert "step gather@v2  (scenarios/desk.yaml:5)" in out
    assert 'if $key.digits === "1" → yes  (scenarios/desk.yaml:9)' in out


def test_the_project_names_the_world_and_the_number(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "callr.yaml").write_text(
        "version: 1\nscenario-settings:\n  desk:\n    world: worlds/busy.yaml\n"
        '    numbers: {local: ["+33199005679"]}\n'
    )
    (project / "worlds").mkdir()
    (project / "worlds" / "busy.yaml").write_text("others: busy\n")
    assert run(["call", "desk", "--press", "1"]) == ExitCode.DONE
    out = capsys.readouterr().out
    assert "to +33199005679" in out
    assert "hung up by callee (missed, cause 17)" in out


def test_events_as_json_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["call", "desk", "--press", "2", "--json"]) == ExitCode.DONE
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {each["version"] for each in found} == {1}
    assert (found[0]["kind"], found[-1]["kind"], found[-1]["outcome"]) == (
        "run-started",
        "run-ended",
        "completed",
    )


def test_until_stops_the_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["call", "desk", "--press", "1", "--until", "$tries === 1"]) == ExitCode.DONE
    assert lines(capsys)[-1] == "run reached"


def test_a_condition_that_never_held(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["call", "desk", "--press", "1", "--until", "$nothing.at.all"]) == ExitCode.FAILED_CONDITION
    assert "the run has ended, and --until $nothing.at.all never held" in capsys.readouterr().err


def test_a_failing_scenario_is_shown_in_its_source(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "scenarios" / "bad.yaml").write_text(
        "branches:\n  inbound-call:\n    actions:\n      - if: $api.json.length\n        action: hangup@v1\n"
    )
    assert run(["call", "bad", "--press", "1"]) == ExitCode.FINDINGS
    assert capsys.readouterr().err == (
        "error: `$api.json.length` throws TypeError: cannot read property 'json' of undefined\n"
        " --> scenarios/bad.yaml:4:13\n"
        "  |\n"
        "4 |       - if: $api.json.length\n"
        "  |             ^^^^^^^^^^^^^^^^\n"
    )


def test_the_help_of_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["call", "desk", "--press", "1", "--strict-facts"]) == ExitCode.FINDINGS
    err = capsys.readouterr().err
    assert "error: this step relies on a fact that is only assumed: How long a gather waits" in err
    assert "  = help: the fact is `limits.gather-timeout` in the fidelity table" in err


def test_what_was_recorded_gives_the_same_bytes(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "w.yaml").write_text("http: [{url: 'https://**', headers: {set-cookie: a=b}, json: {a: 1}}]\n")
    assert run(["call", "desk", "--press", "1", "--world", "w.yaml", "--record", "tape.json", "--json"]) == 0
    recorded = capsys.readouterr().out
    assert run(["call", "desk", "--replay", "tape.json", "--json"]) == 0
    assert capsys.readouterr().out == recorded
    tape = (project / "tape.json").read_text()
    assert "set-cookie" not in tape
    assert "token=abc" not in tape


def test_a_tape_of_another_scenario(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["call", "desk", "--press", "1", "--record", "tape.json"]) == ExitCode.DONE
    (project / "scenarios" / "desk.yaml").write_text(DESK.replace("+33199001234", "+33199001235"))
    assert run(["call", "desk", "--replay", "tape.json"]) == ExitCode.USAGE
    assert "the run comes to call +33199001235, and the tape to call +33199001234" in capsys.readouterr().err


def test_a_message(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["text", "desk", "--body", "hello", "--from", "+33639980017"]) == ExitCode.DONE
    assert lines(capsys) == [
        "SMS from +33639980017 to +33199001234: “hello”",
        "branch inbound-sms",
        "SMS to +33639980017: “You said hello”",
        "run completed",
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["call", "dask"], 64, "there is no scenario `dask`; did you mean `desk`?"),
        (["call", "desk", "--press", "1,x"], 64, "--press 1,x: `x` is no key of a phone"),
        (["call", "desk", "--press", "1,"], 64, "--press 1,: one of the answers is empty"),
        (["call", "desk", "--press", "1", "--script", "a"], 64, "--press, --script and --live exclude each"),
        (["call", "desk", "--live"], 64, "--live needs a terminal, and neither --json nor --replay"),
        (["call", "desk", "--record", "a", "--replay", "b"], 64, "--record and --replay exclude each other"),
        (
            ["call", "desk", "--from", "0639980042"],
            64,
            "--from 0639980042 is not a phone number in E.164 form",
        ),
        (["text", "desk", "--to", "0033199001234"], 64, "write +33199001234"),
        (["call", "desk", "--world", "none.yaml"], 64, "cannot be read: no such file or directory"),
        (
            ["call", "desk", "--script", "bad.yaml"],
            64,
            "`pres` is not a key of `caller.does[0]`; did you mean",
        ),
        (
            ["call", "desk", "--replay", "none.json"],
            64,
            "none.json: cannot be read: no such file or directory",
        ),
        (["call", "desk", "--replay", "bad.yaml"], 64, "bad.yaml: this is not a tape of a run"),
        (
            ["call", "desk", "--replay", "v2.json"],
            64,
            "version 2 of tapes is not known; this program reads 1",
        ),
        (["call", "list.yaml"], 1, "a scenario is a mapping of keys to values; this is a list"),
        (
            ["call", "desk", "--press", "1", "--record", "no/a"],
            64,
            "no/a: cannot be written: no such file or",
        ),
    ],
)
def test_mistakes(
    project: Path, arguments: list[str], code: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "bad.yaml").write_text("- pres: 1\n")
    (project / "list.yaml").write_text("- a\n")
    (project / "v2.json").write_text('{"version": 2}')
    assert run(arguments) == code
    assert message in capsys.readouterr().err


def test_code_that_does_not_end(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "scenarios" / "loop.yaml").write_text(
        "branches: {inbound-call: {actions: [{action: javascript@v1, params: {code: 'while (true);'}}]}}\n"
    )
    assert run(["call", "loop", "--press", "1"]) == ExitCode.FINDINGS
    assert capsys.readouterr().err.startswith("error: `while (true);`: the code ")


def test_an_engine_that_differs_is_named_once(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = "$a = 'a'.localeCompare('b', 'de') + 'a'.localeCompare('b', 'de')"
    (project / "scenarios" / "gap.yaml").write_text(
        f'branches: {{inbound-call: {{actions: [{{action: javascript@v1, params: {{code: "{code}"}}}}]}}}}\n'
    )
    assert run(["call", "gap", "--press", "1"]) == ExitCode.DONE
    assert capsys.readouterr().out.count("may answer otherwise on the platform") == 1


def test_a_value_that_is_too_deep_for_the_engine(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    deep = "[" * 300 + "]" * 300
    (project / "deep.yaml").write_text(f"http: [{{url: 'https://**', body: '{deep}'}}]\n")
    assert run(["call", "desk", "--press", "2", "--world", "deep.yaml"]) == ExitCode.FINDINGS
    assert (
        "error: $api: a value for JavaScript is nested more than 200 levels deep" in capsys.readouterr().err
    )


def test_the_real_network_only_where_it_is_allowed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["call", "desk", "--press", "2", "--allow-network", "127.0.0.1"]) == ExitCode.DONE
    assert "the world has no answer for GET https://crm.example.com/" in capsys.readouterr().out


def test_a_broken_project_file_is_not_passed_over(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its world would be missing, and the call another one than the file asks for."""
    (project / "callr.yaml").write_text("version: 1\nscenario-settings: {desk: {world: 5}}\n")
    assert run(["call", "desk", "--press", "1"]) == ExitCode.USAGE
    assert capsys.readouterr().err.startswith("error: callr.yaml: line 2: `scenario-settings.desk.world`")
