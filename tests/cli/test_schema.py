"""`callr-actions schema`: what it prints, and how Callr's own schema gets into callr.yaml."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from callr_actions.cli.app import run
from callr_actions.exit_codes import ExitCode

ROOT = Path(__file__).resolve().parent.parent.parent
MADE_UP = ROOT / "tests" / "language" / "adopted" / "schemas"
FOUND = """\
draft 7: 6 actions, 14 parameters, 11 keys
new here: say@v3, transfer@v1
no longer known: amd@v2, bridge@v1, dial@v1, fetch@v1, gather@v2, hangup@v1, javascript@v1, memcache@v1, \
play@v1, record@v1, ringing@v1, sms@v1, startRecording@v1, voicebot@v1
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a schema in it, in a repository of its own."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "schemas").mkdir()
    shutil.copy(MADE_UP / "conditions.json", tmp_path / "schemas" / "callr.json")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", ["scenario", "project", "catalog"])
def test_prints_a_schema_byte_for_byte(name: str, tmp_path: Path) -> None:
    file = "catalog.json" if name == "catalog" else f"{name}.schema.json"
    program = [sys.executable, "-m", "callr_actions", "schema", name]
    ran = subprocess.run(program, cwd=ROOT, capture_output=True, check=True)
    assert ran.stdout == (ROOT / "schemas" / file).read_bytes()
    assert ran.stderr == b""


def test_prints_in_this_process_too(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    for name in ("scenario", "project", "catalog"):
        assert run(["schema", name]) == ExitCode.DONE
        assert capsysbinary.readouterr().out.endswith(b"}\n")


def test_use_remembers_the_schema(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", "use", "schemas/callr.json"]) == ExitCode.DONE
    out, err = capsys.readouterr()
    assert out == ""
    assert err == f"{FOUND}adopted: callr.yaml now has `schema: schemas/callr.json`\n"
    assert (folder / "callr.yaml").read_text() == "version: 1\nschema: schemas/callr.json\n"


def test_use_leaves_the_rest_of_the_project_file_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "callr.yaml").write_text("version: 1  # ours\n\nscenarios: flows\nschema: old.json\n")
    monkeypatch.chdir(folder / "schemas")
    assert run(["schema", "use", "callr.json"]) == ExitCode.DONE
    text = "version: 1  # ours\n\nscenarios: flows\nschema: schemas/callr.json\n"
    assert (folder / "callr.yaml").read_text() == text
    shown = (folder / "callr.yaml").as_posix()
    assert capsys.readouterr().err.endswith(f"adopted: {shown} now has `schema: schemas/callr.json`\n")


def test_use_writes_into_the_project_that_is_named(folder: Path) -> None:
    project = folder / "schemas" / "callr.yaml"
    assert run(["schema", "use", "schemas/callr.json", "--project", str(project)]) == ExitCode.DONE
    assert project.read_text() == "version: 1\nschema: callr.json\n"


def test_dry_run_writes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", "use", "--dry-run", "schemas/callr.json"]) == ExitCode.DONE
    said = "nothing was written; callr.yaml would get `schema: schemas/callr.json`\n"
    assert capsys.readouterr().err == FOUND + said
    assert not (folder / "callr.yaml").exists()


def test_a_schema_outside_the_project_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "inner").mkdir()
    project = folder / "inner" / "callr.yaml"
    code = run(["schema", "use", "schemas/callr.json", "--project", str(project)])
    assert code == ExitCode.REFUSED
    assert capsys.readouterr().err == (
        f"{FOUND}error: schemas/callr.json: it is outside the project's folder inner\n"
        "help: copy it into the repository, so that everybody checks with it, and adopt the copy\n"
    )
    assert not project.exists()


def test_a_link_out_of_the_project_is_refused(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "callr.json"
    shutil.copy(MADE_UP / "conditions.json", elsewhere)
    (folder / "link.json").symlink_to(elsewhere)
    assert run(["schema", "use", "link.json"]) == ExitCode.REFUSED


def test_a_link_into_the_project_is_followed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    link = tmp_path_factory.mktemp("elsewhere") / "callr.json"
    link.symlink_to(folder / "schemas" / "callr.json")
    assert run(["schema", "use", str(link)]) == ExitCode.DONE
    assert (folder / "callr.yaml").read_text() == "version: 1\nschema: schemas/callr.json\n"


def test_what_is_no_schema_is_an_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "flow.yaml").write_text("branches: {}\n")
    assert run(["schema", "use", "flow.yaml"]) == ExitCode.USAGE
    assert capsys.readouterr().err == (
        "error: flow.yaml: it is not a JSON Schema\n"
        "help: this is a scenario; give the JSON Schema that scenarios follow\n"
    )
    assert not (folder / "callr.yaml").exists()


def test_lint_goes_by_the_adopted_schema(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    flow = "name: {}\nbranches:\n  inbound-call:\n    actions:\n      - {{action: {}, params: {{to: Ann}}}}\n"
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "good.yaml").write_text(flow.format("Good", "transfer@v1"))
    (folder / "scenarios" / "wrong.yaml").write_text(flow.format("1", "dial@v1"))
    assert run(["schema", "use", "schemas/callr.json"]) == ExitCode.DONE
    capsys.readouterr()
    assert run(["lint", "--output", "concise"]) == ExitCode.FINDINGS
    assert capsys.readouterr().out.splitlines() == [
        "scenarios/wrong.yaml:1:7: error[CA203] `name` is text; this is the number `1`",
        "scenarios/wrong.yaml:5:18: error[CA301] there is no action `dial@v1`",
    ]


def test_lint_says_when_the_adopted_schema_is_gone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "callr.yaml").write_text("version: 1\nschema: gone.json\n")
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "flow.yaml").write_text("branches: {}\n")
    assert run(["lint"]) == ExitCode.USAGE
    assert capsys.readouterr().err == (
        "error: callr.yaml:2:9: `schema` names `gone.json`, and there is no such file\n"
        "help: correct the path, or write the file with `callr-actions schema use FILE`\n"
    )
