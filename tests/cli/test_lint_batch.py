"""One after the other, by several processes or out of the cache: always the same bytes."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

from callr_actions.cli import app
from callr_actions.cli.session import MASKER
from callr_actions.linter import engine, worker

if TYPE_CHECKING:
    from callr_actions.language.document import Document
    from callr_actions.linter.result import Checked
    from tests.cli.conftest import Program

ROOT = Path(__file__).resolve().parent.parent.parent
HEAVY = ("callr_actions.linter.rules", "yaml", "tree_sitter", "jsonschema_rs")
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
ENVIRONMENT.pop("CALLR_NO_CACHE", None)
GOOD = ROOT / "scenarios" / "front-desk.yaml"
BAD = "branches: {inbound-call: {actions: [{action: sya@v2}]}}\n"
RESULTS = Path(".callr", "cache", "lint", "results.json")


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with every example and every case of the linter's tests."""
    root = tmp_path_factory.mktemp("project")
    (root / "callr.yaml").write_text("version: 1\n", encoding="utf-8")
    shutil.copytree(ROOT / "scenarios", root / "scenarios" / "examples")
    shutil.copytree(ROOT / "tests" / "linter" / "cases", root / "scenarios" / "cases")
    return root


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A project with one scenario that has a finding."""
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "callr.yaml").write_text("version: 1\n", encoding="utf-8")
    (tmp_path / "scenarios" / "a.yaml").write_text(BAD, encoding="utf-8")
    return tmp_path


class Lint(Protocol):
    """Runs `callr-actions lint` in a folder and returns what it prints."""

    def __call__(self, root: Path, *arguments: str) -> bytes:
        """Run it in this process."""
        ...


@pytest.fixture
def lint(monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Lint:
    monkeypatch.delenv("CALLR_NO_CACHE", raising=False)

    def run(root: Path, *arguments: str) -> bytes:
        monkeypatch.chdir(root)
        monkeypatch.setattr(MASKER, "_secrets", set())
        code = app.run(("lint", *arguments))
        written = capsysbinary.readouterr()
        assert code in (0, 1), written.err
        return written.out

    return run


@pytest.mark.no_cover  # others cover the same
@pytest.mark.parametrize("form", ["text", "json"])
def test_the_same_bytes_however_it_is_worked_out(many: Path, lint: Lint, form: str) -> None:
    shutil.rmtree(many / ".callr", ignore_errors=True)
    serial = lint(many, "-o", form, "--jobs", "1", "--no-cache")
    assert lint(many, "-o", form, "--jobs", "3") == serial  # by several processes, and kept
    assert lint(many, "-o", form) == serial  # out of the cache


def test_processes_of_its_own_without_a_cache(many: Path, lint: Lint) -> None:
    few = str(many / "scenarios" / "examples")
    assert lint(many, few, "--jobs", "3", "--no-cache") == lint(many, few, "--jobs", "1", "--no-cache")


def test_the_same_bytes_where_processes_cannot_be_copied(
    small: Path, lint: Lint, monkeypatch: pytest.MonkeyPatch
) -> None:
    (small / "scenarios" / "b.yaml").write_text(BAD)
    expected = lint(small, "--json", "--jobs", "1", "--no-cache")

    def refuse(*_arguments: object) -> Checked:
        raise AssertionError("the new interpreters check")

    monkeypatch.setattr(engine, "check_document", refuse)
    monkeypatch.setattr(worker, "fork_worker", worker.spawn_worker)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    assert lint(small, "--json", "--jobs", "2", "--no-cache") == expected


@pytest.mark.parametrize("seed", range(3))
def test_any_mix_of_old_new_and_changed_files(many: Path, tmp_path: Path, seed: int, lint: Lint) -> None:
    chosen = random.Random(seed)
    files = sorted((many / "scenarios").rglob("*.yaml"))
    scenarios = tmp_path / "scenarios"
    scenarios.mkdir()
    (tmp_path / "callr.yaml").write_text("version: 1\nlint: {per-file: {'1*': {ignore: [CA3]}}}\n")
    for _ in range(2):
        for number in chosen.sample(range(40), 25):
            shutil.copy(chosen.choice(files), scenarios / f"{number}.yaml")
        for path in chosen.sample(sorted(scenarios.iterdir()), 5):
            path.unlink()
        serial = lint(tmp_path, "--json", "--jobs", "1", "--no-cache")
        assert lint(tmp_path, "--json", "--jobs", str(chosen.randint(2, 5))) == serial
        assert lint(tmp_path, "--json") == serial


@pytest.mark.no_cover  # others cover the same
def test_several_runs_at_once(many: Path, lint: Lint) -> None:
    shutil.rmtree(many / ".callr", ignore_errors=True)
    some = sorted(str(path) for path in (many / "scenarios" / "cases").glob("*.yaml"))[::3]
    command = [sys.executable, "-m", "callr_actions", "lint", "--json", "--jobs", "2", *some]
    with ExitStack() as stack:
        runs = [
            stack.enter_context(subprocess.Popen(command, cwd=many, env=ENVIRONMENT, stdout=subprocess.PIPE))
            for _ in range(3)
        ]
        found = [run.communicate(timeout=250)[0] for run in runs]
    assert found == [lint(many, "--json", "--no-cache", *some)] * 3
    folder = (many / RESULTS).parent
    assert sorted(path.name for path in folder.iterdir()) == [".gitignore", "CACHEDIR.TAG", "results.json"]


def test_what_is_cached_needs_neither_rules_nor_parsers(small: Path, lint: Lint) -> None:
    shutil.copy(GOOD, small / "scenarios" / "a.yaml")
    lint(small)
    probe = (
        "import sys, runpy\nsys.argv = ['callr-actions', 'lint']\n"
        "try: runpy.run_module('callr_actions', run_name='__main__')\nexcept SystemExit: pass\n"
        f"sys.stderr.write(','.join(name for name in {HEAVY!r} if name in sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", probe], cwd=small, env=ENVIRONMENT, capture_output=True)
    assert run.stderr == b""


@pytest.mark.parametrize("broken", ["", "{", "[]", '{"format": 1}'])
def test_a_broken_cache_is_written_anew(small: Path, broken: str, lint: Lint) -> None:
    expected = lint(small)
    (small / RESULTS).write_text(broken, encoding="utf-8")
    assert lint(small) == expected
    assert (small / RESULTS).stat().st_size > len(broken) + 10


def test_none_is_written_when_nobody_wants_it(
    small: Path, lint: Lint, monkeypatch: pytest.MonkeyPatch
) -> None:
    lint(small, "--no-cache")
    monkeypatch.setenv("CALLR_NO_CACHE", "1")
    lint(small)
    assert not (small / ".callr").exists()


def test_none_is_read_when_nobody_wants_it(small: Path, lint: Lint, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = lint(small)
    stored = (small / RESULTS).read_text()
    (small / RESULTS).write_text(stored.replace("sya@v2", "sxa@v2"))
    assert b"sxa@v2" in lint(small)
    assert lint(small, "--no-cache") == expected
    monkeypatch.setenv("CALLR_NO_CACHE", "1")
    assert lint(small) == expected


def test_none_is_made_without_a_project(small: Path, lint: Lint) -> None:
    (small / "callr.yaml").unlink()
    assert b"sya@v2" in lint(small)
    assert b"sya@v2" in lint(small, "scenarios/a.yaml")
    assert not (small / ".callr").exists()


def test_none_is_made_by_fixing(small: Path, lint: Lint) -> None:
    lint(small, "--fix")
    assert not (small / ".callr").exists()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(small: Path, lint: Lint) -> None:
    expected = lint(small, "--no-cache")
    small.chmod(0o500)
    assert lint(small) == expected
    small.chmod(0o700)
    assert not (small / ".callr").exists()


def test_a_file_in_the_folders_place(small: Path, lint: Lint) -> None:
    (small / ".callr").write_text("mine\n")
    assert lint(small) == lint(small, "--no-cache")
    assert (small / ".callr").read_text() == "mine\n"


def test_another_callr_yaml_or_command_line_is_checked_anew(small: Path, lint: Lint) -> None:
    def same(*arguments: str) -> bytes:
        found = lint(small, "--json", *arguments)
        assert lint(small, "--json", *arguments) == found
        assert lint(small, "--json", "--no-cache", *arguments) == found
        return found

    number = "+33" + "199005678"
    (small / "scenarios" / "a.yaml").write_text(
        "branches: {inbound-call: {actions: [{action: sya@v2}, {action: dial@v1, params: {targets: "
        f"[{{number: '{number}'}}]}}}}]}}}}\n"
    )
    texts = [
        "version: 1\n",
        "version: 1\nlint: {ignore: [CA301]}\n",
        "version: 1\nlint: {per-file: {'a*': {ignore: [CA301]}}}\n",
        f"""\
version: 1
accounts: {{p: {{account: abcd1234}}}}
scenario-settings: {{a: {{numbers: {{p: ['{number}']}}}}}}
""",
    ]
    found = set()
    for text in texts:
        (small / "callr.yaml").write_text(text)
        found.add(same())
    found.add(same("--ignore", "CA"))
    found.add(same("--select", "CA4"))
    found.add(same("--profile", "all", "--fail-on", "error"))
    (small / "scenarios" / "a.yaml").write_text("branches: []\n")
    found.add(same())
    assert len(found) == 5  # one code, none, another one too, that alone, one of the structure


def test_a_secret_is_not_written_down(small: Path, lint: Lint) -> None:
    key = "sk_live_" + "a1B2c3D4e5F6g7H8i9"
    (small / "scenarios" / "a.yaml").write_text(BAD + f"description: {key}\n")
    first = lint(small, "--json")
    assert lint(small, "--json") == first
    assert key not in (small / RESULTS).read_text()
    assert key.encode() not in first


def test_a_worker_that_dies_costs_one_file(
    program: Program, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        (project / "scenarios" / f"{number}.yaml").write_text(BAD)
    check, here = engine.check_document, os.getpid()

    def die_at_three(document: Document, *others: object) -> Checked:
        if document.source.path == "scenarios/3.yaml" and os.getpid() != here:
            os._exit(9)
        return check(document, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(engine, "check_document", die_at_three)
    ended = program("lint", "-o", "concise", "--jobs", "2", *(f"scenarios/{n}.yaml" for n in range(6)))
    assert ended.code == 70
    assert [line.split(":")[0] for line in ended.out.splitlines()] == [
        f"scenarios/{number}.yaml" for number in (0, 1, 2, 4, 5)
    ]
    assert ended.err == (
        "error: scenarios/3.yaml: not checked: the process that was at it ended early (exit code 9)\n"
        "help: everything else was checked; was there enough memory? `--jobs 1` uses one process only\n"
    )


SLOW = """\
import sys, time
from pathlib import Path
from callr_actions.cli import app
from callr_actions.cli.session import MASKER
from callr_actions.linter import engine

def never(document, *others):
    Path("at-work").touch()
    time.sleep(600)

engine.check_document = never
sys.argv = ["callr-actions", "lint", "--jobs", "2"]
from callr_actions.__main__ import main
main()
"""


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="no groups of processes")
def test_interrupted_while_workers_are_busy(small: Path) -> None:
    for number in range(4):
        (small / "scenarios" / f"{number}.yaml").write_text(BAD)
    with subprocess.Popen(
        [sys.executable, "-c", SLOW],
        cwd=small,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    ) as process:
        while not (small / "at-work").exists():
            assert process.poll() is None
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to every process of the group
        out, errors = process.communicate(timeout=250)
    assert (process.returncode, out, errors) == (130, b"", b"interrupted\n")
    with suppress(ProcessLookupError):
        while True:  # until the system has taken note of the last end
            os.killpg(process.pid, 0)
            time.sleep(0.01)
    assert not (small / RESULTS).exists()
