r"""What Windows does to a project: CRLF and byte order marks in every file, `\` in what is typed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Program

pytestmark = pytest.mark.no_cover  # the same over and over; others cover it

ROOT = Path(__file__).resolve().parents[2]
MARK = b"\xef\xbb\xbf"


@pytest.fixture
def notepad(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The example project as an editor of Windows has saved it: CRLF everywhere, and marks."""
    shutil.rmtree(project / "scenarios")
    shutil.copytree(ROOT / "scenarios", project / "scenarios")
    shutil.copy(ROOT / "callr.yaml", project)
    (project / "scenarios" / "support").mkdir()
    shutil.copy(project / "scenarios" / "click-to-call.yaml", project / "scenarios" / "support" / "call.yaml")
    for file in (project / "callr.yaml", *(project / "scenarios").rglob("*.yaml")):
        content = file.read_bytes()
        assert b"\r" not in content
        file.write_bytes(MARK + content.replace(b"\n", b"\r\n"))
    for name in ("CI", "CALLR_ACCOUNT", "CALLR_API_KEY", "CALLR_API_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CALLR_PRODUCTION_KEY", "key-of-production-0123456789")
    monkeypatch.setenv("CALLR_STAGING_KEY", "key-of-staging-0123456789")
    return project


def test_everything_works_with_crlf(notepad: Path, program: Program) -> None:
    assert program("lint", "--profile", "strict").out.endswith("files checked, nothing found\n")
    assert program("call", "front-desk").out.endswith("run completed\n")
    assert program("deploy", "--yes", "--account", "local").code == 0
    script = program("scenarios", "get", "front-desk", "--script").out
    assert "\r" not in script
    assert "\ufeff" not in script
    assert program("plan", "--account", "local", "--exit-code").code == 0
    assert program("drift", "--account", "local", "--exit-code").code == 0


def commit_all(folder: Path) -> None:
    shutil.rmtree(folder / ".git")
    who = ("-c", "user.name=Ann", "-c", "user.email=ann@example.com", "-c", "core.autocrlf=false")
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "Begin"]):
        subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


def test_a_pull_keeps_line_endings_and_mark(notepad: Path, program: Program) -> None:
    commit_all(notepad)
    assert program("deploy", "--yes", "--account", "local").code == 0
    sid = program("scenarios", "list", "--name", "Front desk", "-o", "csv", "--fields", "sid").out.split()[1]
    edited = notepad / "edited.yaml"
    edited.write_text(program("scenarios", "get", sid, "--script").out.replace("# ", "# *", 1))
    assert program("scenarios", "update", sid, "--script", "edited.yaml", "--yes").code == 0
    before = (notepad / "scenarios" / "front-desk.yaml").read_bytes()
    assert program("pull", "--account", "local").code == 0
    after = (notepad / "scenarios" / "front-desk.yaml").read_bytes()
    assert after != before
    assert after.replace(b"# *", b"# ", 1) == before


def test_a_fix_keeps_line_endings_and_mark(notepad: Path, program: Program) -> None:
    file = notepad / "scenarios" / "front-desk.yaml"
    before = file.read_bytes()
    file.write_bytes(before.replace(b"branch: workshop\r\n", b"branch: worksohp\r\n"))
    assert program("fix", "--unsafe").code == 0
    assert file.read_bytes() == before


def test_a_table_with_crlf(notepad: Path, program: Program) -> None:
    (notepad / "patients.csv").write_bytes(MARK + b"phone;name\r\n+33639980017;Ann\r\n")
    ended = program("batch", "appointment-reminder", "patients.csv", "--account", "local", "--check")
    assert (ended.code, ended.err.count("would start 1 run")) == (0, 1), ended.err


@pytest.mark.parametrize(
    "typed", ["support\\call", "scenarios\\support\\call.yaml", "scenarios/support\\call.yaml"]
)
def test_a_scenario_typed_with_backslashes(typed: str, notepad: Path, program: Program) -> None:
    ended = program("graph", typed)
    assert (ended.code, ended.err) == (0, "")
    assert "scenarios/support/call.yaml\n" in ended.out


def test_keys_typed_with_backslashes(notepad: Path, program: Program) -> None:
    ended = program("plan", "support\\*", "--account", "local")
    assert ended.code == 0
    assert "1 to create" in ended.out
    assert program("plan", "support\\call", "--account", "local").out == ended.out


def test_no_path_is_shown_with_backslashes(notepad: Path, program: Program) -> None:
    (notepad / "scenarios" / "support" / "call.yaml").write_bytes(b"branches: {x: 1}\r\n")
    assert "scenarios/support/call.yaml:1:" in program("lint", "scenarios/support", "-o", "concise").out
