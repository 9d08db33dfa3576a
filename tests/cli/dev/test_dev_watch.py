"""`dev` with scenarios beside it: what is saved is checked, and deployed when it is clean."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.cli.dev.test_dev import interrupt, said
from tests.saving import save

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from tests.cli.conftest import Program
    from tests.cli.dev.conftest import Start

REQUESTED = """\
variables: {$who: nobody, $status: ""}
branches:
  api-initiated:
    actions:
      - {action: javascript@v1, params: {code: "$status = 'Good morning, ' + $who"}}
"""


def until(process: subprocess.Popen[str], text: str) -> list[str]:
    """Read what is said until a line has a text in it; return all of it."""
    assert process.stderr is not None
    lines = []
    for line in process.stderr:
        lines.append(line)
        if text in line:
            return lines
    raise AssertionError(f"it ended without saying {text!r}: {lines}")


def test_what_is_saved_is_deployed_when_it_is_clean(start: Start, local: Program, project: Path) -> None:
    (project / "scenarios" / "legacy" / "bad.yaml").unlink()
    good = project / "scenarios" / "good.yaml"
    with start("dev", "--port", "0") as process:
        said(process)
        until(process, "pushed to `local`: 1 to create; 0 unchanged")
        (listed,) = json.loads(local("scenarios", "list", "--json").out)["items"]
        assert listed["name"] == "good"
        save(good, good.read_text().replace("hangup@v1", "hangpu@v1"))
        lines = until(process, "scenarios/good.yaml changed; 2 files checked: 1 error")
        assert any("scenarios/good.yaml:4:17: error[CA301]" in line for line in lines)
        save(good, good.read_text().replace("hangpu@v1", "ringing@v1"))
        until(process, "pushed to `local`: 1 to update; 0 unchanged")
        (listed,) = json.loads(local("scenarios", "list", "--json").out)["items"]
        assert "ringing@v1" in listed["script"]
        interrupt(process)


def test_quiet_says_only_what_is_wrong(start: Start, project: Path) -> None:
    (project / "scenarios" / "good.yaml").unlink()
    with start("dev", "--port", "0", "--quiet") as process:
        said(process)
        lines = until(process, "2 files checked: ")
        assert all("scenarios/legacy/bad.yaml" in line for line in lines[:-1])
        assert interrupt(process) == []


def test_without_scenarios_nothing_is_said(start: Start, project: Path) -> None:
    for file in (project / "scenarios").rglob("*.yaml"):
        file.unlink()
    with start("dev", "--port", "0") as process:
        said(process)
        until(process, "Ctrl-C ends it")
        save(project / "scenarios" / "first.yaml", "branches: {}\n")
        first, last = until(process, "2 files checked")
        assert first.startswith("scenarios/first.yaml:1:1: error[CA202]")
        assert "1 error" in last
        interrupt(process)


def test_a_scenario_is_run_on_the_account_after_each_save(start: Start, project: Path) -> None:
    (project / "scenarios" / "legacy" / "bad.yaml").unlink()
    good = project / "scenarios" / "good.yaml"
    good.write_text(REQUESTED)
    (project / "callr.yaml").write_text(
        "version: 1\nscenario-settings: {good: {run: {until: $status, outputs: {status: $status}}}}\n"
    )
    with start("dev", "--port", "0", "--run", "good", "--var", "$who=Ann") as process:
        said(process)
        until(process, '{"status": "Good morning, Ann"}')
        save(good, REQUESTED.replace("morning", "evening"))
        until(process, '{"status": "Good evening, Ann"}')
        interrupt(process)
