"""The composite action: its scripts run by bash, with a program and a `gh` that say what they were told."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

ROOT = Path(__file__).parents[2]
ACTION = ROOT / ".github" / "actions" / "callr-actions"

pytestmark = [
    pytest.mark.no_cover,
    pytest.mark.skipif(shutil.which("bash") is None, reason="the action needs bash"),
]

# Prints its arguments, writes what the test wants into a Markdown report, and ends as the test wants.
PROGRAM = """\
#!/usr/bin/env bash
for argument in "$@"; do
  printf 'argument: %s\\n' "$argument"
  case "$argument" in
    markdown=*) [ -z "${REPORT-}" ] || printf '%s' "$REPORT" > "${argument#markdown=}" ;;
  esac
done
echo "CI: $CI"
[ -t 0 ] || read -r line && echo "input: $line"
echo "said on standard error" >&2
printf '%s' "${PRINTED-}"
exit "${ENDS_WITH:-0}"
"""
GH = """\
#!/usr/bin/env bash
printf '%s\\n' "$@" >> "$GH_LOG"
for argument in "$@"; do
  case "$argument" in body=@*) cp "${argument#body=@}" "$GH_LOG.body" ;; --jq) printf '%s' "$FOUND" ;; esac
done
"""


class Ended(NamedTuple):
    code: int
    out: str
    summary: str
    outputs: dict[str, str]


class Step:
    """A step of the action, in a job of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bin = folder / "bin"
        self.bin.mkdir()
        for name, text in (("callr-actions", PROGRAM), ("gh", GH)):
            (self.bin / name).write_text(text)
            (self.bin / name).chmod(0o755)

    def run(self, script: str, **settings: str) -> Ended:
        files = {
            name: self.folder / name.lower()
            for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_PATH")
        }
        for file in files.values():
            file.write_text("")
        environ = {
            "PATH": f"{self.bin}{os.pathsep}{os.environ['PATH']}",
            "RUNNER_TEMP": str(self.folder),
            "GITHUB_REPOSITORY": "owner/shop",
            "GH_LOG": str(self.folder / "gh.log"),
            "CALLR_ARGUMENTS": "",
            "CALLR_ACTION_ACCOUNT": "production",
            **{name: str(file) for name, file in files.items()},
            **settings,
        }
        done = subprocess.run(
            ["bash", ACTION / script],
            env=environ,
            capture_output=True,
            text=True,
            cwd=self.folder,
            timeout=250,
        )
        outputs = _outputs(files["GITHUB_OUTPUT"].read_text())
        return Ended(
            done.returncode, done.stdout + done.stderr, files["GITHUB_STEP_SUMMARY"].read_text(), outputs
        )


def _outputs(text: str) -> dict[str, str]:
    """Read $GITHUB_OUTPUT as GitHub's runner does."""
    found = {}
    lines = iter(text.splitlines())
    for line in lines:
        name, _, delimiter = line.partition("<<")
        value = []
        for part in lines:
            if part == delimiter:
                break
            value.append(part)
        found[name] = "\n".join(value)
    return found


@pytest.fixture
def step(tmp_path: Path) -> Step:
    return Step(tmp_path)


def arguments(ended: Ended) -> list[str]:
    return re.findall(r"^argument: (.*)$", ended.out, re.MULTILINE)


def test_plan(step: Step) -> None:
    ended = step.run(
        "run.sh", CALLR_COMMAND="plan", ENDS_WITH="2", REPORT="## a plan\n", CALLR_ARGUMENTS="--flag\na b\n"
    )

    assert ended.code == 0
    assert ended.outputs["exit-code"] == "2"
    assert ended.outputs["changed"] == "true"
    assert Path(ended.outputs["report"]).read_text() == ended.summary == "## a plan\n"
    assert arguments(ended) == [
        *("plan", "--exit-code", "--output", "text", "--output", f"markdown={ended.outputs['report']}"),
        *("--account", "production", "--flag", "a b"),
    ]
    assert "CI: true" in ended.out
    assert "input: " not in ended.out


def test_a_plan_without_changes(step: Step) -> None:
    ended = step.run("run.sh", CALLR_COMMAND="plan", REPORT="nothing")

    assert (ended.code, ended.outputs["changed"]) == (0, "false")


@pytest.mark.parametrize(("command", "code"), [("drift", "2"), ("plan", "7"), ("deploy", "4"), ("lint", "1")])
def test_what_fails_the_job(command: str, code: str, step: Step) -> None:
    ended = step.run("run.sh", CALLR_COMMAND=command, ENDS_WITH=code)

    assert ended.code == int(code)
    assert f"::error title=callr-actions {command}::it ended with {code}; " in ended.out
    assert ended.outputs["exit-code"] == code


def test_without_a_report_of_its_own(step: Step) -> None:
    ended = step.run("run.sh", CALLR_COMMAND="deploy", PRINTED="```\n# not a heading\n")

    assert ended.code == 0
    assert arguments(ended) == ["deploy", "--yes", "--account", "production"]
    head, fence, rest = ended.summary.split("\n", 3)[0], ended.summary.split("\n")[2], ended.summary
    assert head == "## callr-actions deploy: ended with 0"
    assert fence == "````text"
    assert rest.endswith("```\n# not a heading\n\n````\n")


def test_what_is_printed_commands_nothing(step: Step) -> None:
    ended = step.run(
        "run.sh", CALLR_COMMAND="drift", PRINTED="::error::x\n::set-output name=a::b\n", REPORT="r"
    )

    started = re.search(r"^::stop-commands::(stop-[0-9a-f]{32})$", ended.out, re.MULTILINE)
    assert started is not None
    end = ended.out.index(f"\n::{started[1]}::\n")
    assert started.start() < ended.out.index("::error::x") < ended.out.index("::set-output") < end


def test_lint_annotates(step: Step) -> None:
    ended = step.run("run.sh", CALLR_COMMAND="lint", REPORT="r", CALLR_ACTION_ACCOUNT="")

    assert arguments(ended)[:3] == ["lint", "--output", "github"]
    assert "stop-commands" not in ended.out


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"CALLR_COMMAND": "plan", "CALLR_ACTION_ACCOUNT": ""}, "plan needs the input account"),
        ({"CALLR_COMMAND": "scenarios"}, "there is no command of this name here"),
    ],
)
def test_wrong_inputs(settings: dict[str, str], message: str, step: Step) -> None:
    ended = step.run("run.sh", **settings)

    assert ended.code == 64
    assert message in ended.out
    assert arguments(ended) == []


def test_inputs_are_not_obeyed(step: Step) -> None:
    evil = "$(touch evil) `touch evil`; touch evil"
    ended = step.run(
        "run.sh", CALLR_COMMAND="drift", CALLR_ACTION_ACCOUNT=evil, CALLR_ARGUMENTS=evil, REPORT="r"
    )

    assert arguments(ended)[-3:] == ["--account", evil, evil]
    assert not (step.folder / "evil").exists()


def test_the_real_program(step: Step) -> None:
    (step.bin / "callr-actions").unlink()
    (step.bin / "callr-actions").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m callr_actions "$@"\n')
    (step.bin / "callr-actions").chmod(0o755)
    (step.folder / "scenarios").mkdir()
    (step.folder / "scenarios" / "desk.yaml").write_text(
        "branches: {inbound-call: {actions: [{action: sya@v2}]}}\n"
    )
    ended = step.run("run.sh", CALLR_COMMAND="lint", CALLR_ACTION_ACCOUNT="", PYTHONPATH=str(ROOT))

    assert ended.code == 1
    assert "::error file=scenarios/desk.yaml,line=1," in ended.out
    assert ended.summary.startswith("## callr-actions: 1 error")

    ended = step.run("run.sh", CALLR_COMMAND="drift", CALLR_ACTION_ACCOUNT="local", PYTHONPATH=str(ROOT))
    assert (ended.code, ended.outputs["changed"]) == (2, "true")
    assert "| desk | local ahead | scenario |" in ended.summary

    (step.folder / "scenarios" / "desk.yaml").write_text(
        "branches: {inbound-call: {actions: [{action: hangup@v1}]}}\n"
    )
    ended = step.run("run.sh", CALLR_COMMAND="plan", CALLR_ACTION_ACCOUNT="local", PYTHONPATH=str(ROOT))
    assert (ended.code, ended.outputs["changed"]) == (0, "true")
    assert "desk" in ended.summary
    ended = step.run("run.sh", CALLR_COMMAND="deploy", CALLR_ACTION_ACCOUNT="local", PYTHONPATH=str(ROOT))
    assert (ended.code, ended.outputs["changed"]) == (0, "false")
    assert "## callr-actions deploy: ended with 0" in ended.summary
    assert "deployed to `local`: 1 done" in ended.summary


def test_a_first_comment(step: Step) -> None:
    (step.folder / "report.md").write_text("é" * 60_000)
    ended = step.run(
        "comment.sh",
        CALLR_COMMAND="plan",
        CALLR_ACTION_ACCOUNT="prod --> <b>",
        CALLR_REPORT=str(step.folder / "report.md"),
        PULL_REQUEST="12",
        FOUND="",
    )

    assert (ended.code, ended.out) == (0, "")
    assert "--method\nPOST\nrepos/owner/shop/issues/12/comments\n" in (step.folder / "gh.log").read_text()
    body = (step.folder / "gh.log.body").read_text()
    assert body.startswith("<!-- callr-actions plan prod--b -->\né")
    assert len(body) < 65_536


def test_the_next_comment_takes_its_place(step: Step) -> None:
    (step.folder / "report.md").write_text("a plan\n")
    step.run(
        "comment.sh",
        CALLR_COMMAND="plan",
        CALLR_REPORT=str(step.folder / "report.md"),
        PULL_REQUEST="12",
        FOUND="345\n678\n",
    )

    log = (step.folder / "gh.log").read_text()
    assert "--method\nPATCH\nrepos/owner/shop/issues/comments/345\n" in log
    assert 'select(.user.type == "Bot"' in log


def test_nothing_to_install(step: Step) -> None:
    assert step.run("install.sh", INSTALL_FROM="", PYTHON="false").code == 0
    (step.bin / "callr-actions").unlink()
    path = os.pathsep.join(
        part for part in os.environ["PATH"].split(os.pathsep) if not (Path(part) / "callr-actions").exists()
    )
    ended = step.run("install.sh", INSTALL_FROM="", PYTHON="false", PATH=path)
    assert (ended.code, "install-from does not say" in ended.out) == (64, True)


def test_options_of_pip_are_no_package(step: Step) -> None:
    assert step.run("install.sh", INSTALL_FROM="--index-url=x", PYTHON="false").code == 64


@pytest.mark.parametrize(
    ("wanted", "given"), [("callr-actions==1", ["callr-actions==1"]), ("r.txt", ["-r", "r.txt"])]
)
def test_what_is_installed_never_sees_a_key(wanted: str, given: list[str], step: Step) -> None:
    python = step.bin / "fake-python"
    # Stands for `python -m venv`: the environment's Python is a script that says what it was called with.
    python.write_text(
        '#!/usr/bin/env bash\nmkdir -p "$3/bin"\n'
        'printf \'#!/usr/bin/env bash\\nprintf "%%s\\\\n" "$@" > %q\\nenv > %q\\n\' '
        f'"{step.folder}/pip.log" "{step.folder}/pip.env" > "$3/bin/python"\nchmod +x "$3/bin/python"\n'
    )
    python.chmod(0o755)
    ended = step.run(
        "install.sh",
        INSTALL_FROM=wanted,
        PYTHON=str(python),
        CALLR_PRODUCTION_KEY="not-a-real-key",
        PIP_NO_INDEX="1",
    )

    assert (ended.code, ended.out) == (0, "")
    log = (step.folder / "pip.log").read_text().splitlines()
    assert log[-len(given) :] == given
    environ = (step.folder / "pip.env").read_text()
    assert "not-a-real-key" not in environ
    assert "PIP_NO_INDEX=1" in environ
    assert (step.folder / "github_path").read_text() == f"{step.folder}/callr-actions/bin\n"


def test_the_action_itself() -> None:
    action = yaml.safe_load((ACTION / "action.yml").read_text())

    steps = action["runs"]["steps"]
    for each in steps:
        assert "${{" not in each["run"]
        script = re.fullmatch(r'"\$GITHUB_ACTION_PATH/([a-z]+\.sh)"', each["run"])
        assert script is not None
        assert os.access(ACTION / script[1], os.X_OK)
    used = set(re.findall(r"inputs\.([a-z-]+)", json.dumps(steps)))
    assert used == set(action["inputs"])
    for output in action["outputs"].values():
        assert re.fullmatch(r"\$\{\{ steps\.run\.outputs\.[a-z-]+ \}\}", output["value"])


def _examples() -> list[Any]:
    text = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    return [
        yaml.load(block, Loader=yaml.BaseLoader)
        for block in re.findall(r"^```yaml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    ]


def test_the_workflow_for_github() -> None:
    workflow, _ = _examples()
    inputs = yaml.safe_load((ACTION / "action.yml").read_text())["inputs"]

    assert set(workflow["on"]) == {"pull_request", "push", "schedule"}
    assert workflow["permissions"] == {"contents": "read"}
    for name, job in workflow["jobs"].items():
        checkout, run = job["steps"]
        assert checkout["with"]["persist-credentials"] == "false"
        assert run["uses"].partition("@")[0] == "OWNER/callr-actions/.github/actions/callr-actions"
        assert run["with"]["command"] == name
        assert set(run["with"]) <= set(inputs)
        assert ("env" in run) == ("environment" in job) == (name != "lint")
    assert "head.repo.full_name == github.repository" in workflow["jobs"]["plan"]["if"]
    assert workflow["jobs"]["deploy"]["concurrency"]["cancel-in-progress"] == "false"
    assert workflow["jobs"]["plan"]["permissions"] == {"contents": "read", "pull-requests": "write"}


def test_the_pipeline_for_gitlab() -> None:
    _, pipeline = _examples()

    for name in ("lint", "plan", "deploy", "drift"):
        assert pipeline[name]["stage"] in pipeline["stages"]
        assert any(line.startswith(f"callr-actions {name}") for line in pipeline[name]["script"])
        for line in pipeline[name]["script"]:
            assert subprocess.run(["bash", "-n", "-c", line]).returncode == 0
