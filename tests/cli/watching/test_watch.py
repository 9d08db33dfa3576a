"""`watch` as a process: what it says when files are saved as editors, git and people save them."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import select
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import termios
from contextlib import closing, contextmanager
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from tests.saving import save

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.conftest import Program

ROOT = Path(__file__).resolve().parents[3]
SECONDS = 250
GOOD = "branches: {inbound-call: {actions: [{action: say@v2, params: {what: Good morning.}}]}}\n"
BAD = "branches: {inbound-call: {actions: [{action: sya@v2, params: {what: Good morning.}}]}}\n"
BROKEN = "branches: {inbound-call: {actions: [\n"


class Watching:
    """A `watch --json` that runs; its lines, as they come."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self._lines: Queue[str] = Queue()
        self._thread = Thread(target=self._read, daemon=True)
        self._thread.start()

    def next(self, kind: str = "pass") -> dict[str, Any]:
        """Return the next line, which has to be of this kind."""
        try:
            line = json.loads(self._lines.get(timeout=SECONDS))
        except Empty:
            raise AssertionError(f"no line came; stderr: {self.stop()}") from None
        assert line["version"] == 1
        assert line["kind"] == kind, line
        found: dict[str, Any] = line
        return found

    def changed(self) -> dict[str, str]:
        """Return what the next pass says has changed: how, by file."""
        return {each["file"]: each["how"] for each in self.next()["changed"]}

    def stop(self) -> str:
        """Press Ctrl-C; return what was written for people."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=SECONDS)
        assert self.process.stderr is not None
        return self.process.stderr.read()

    def close(self) -> None:
        """End it whatever it is at."""
        self.process.kill()
        self.process.wait(timeout=SECONDS)
        self._thread.join(SECONDS)
        for stream in (self.process.stdout, self.process.stderr):
            assert stream is not None
            stream.close()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)


@contextmanager
def watching(folder: Path, *arguments: str) -> Iterator[Watching]:
    """Start it and wait for its first pass to begin; it is killed at the end of the block."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("CALLR", "CI"))}
    process = subprocess.Popen(
        [sys.executable, "-m", "callr_actions", "watch", "--json", *arguments],
        cwd=folder,
        env={**environ, "PYTHONPATH": str(ROOT), "XDG_CONFIG_HOME": str(folder / "config")},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    found = Watching(process)
    try:
        assert found.next("started")["tool"]["name"] == "callr-actions"
        yield found
    finally:
        found.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project with one clean scenario."""
    (tmp_path / "callr.yaml").write_text("version: 1\n")
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "a.yaml").write_text(GOOD)
    return tmp_path


class Terminal:
    """A terminal of 80 columns and 24 lines, and a `watch` on it."""

    def __init__(self, folder: Path) -> None:
        self._ours, theirs = pty.openpty()
        self.resize(80, 24)
        environ = {name: value for name, value in os.environ.items() if not name.startswith(("CALLR", "CI"))}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "callr_actions", "watch"],
            cwd=folder,
            env={
                **{name: value for name, value in environ.items() if name not in ("COLUMNS", "LINES")},
                "PYTHONPATH": str(ROOT),
                "TERM": "xterm",
                "NO_COLOR": "1",
                "XDG_CONFIG_HOME": str(folder / "config"),
            },
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
        )
        os.close(theirs)

    def resize(self, columns: int, lines: int) -> None:
        """Give it another size; the system tells only who has it as controlling terminal, so we do."""
        fcntl.ioctl(self._ours, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def until(self, text: str) -> str:
        """Return what stands on the screen as soon as a text does."""
        screen = ""
        while text not in screen:
            ready, _, _ = select.select([self._ours], [], [], SECONDS)
            assert ready, f"{text!r} did not come: {screen!r}"
            screen = (screen + os.read(self._ours, 65536).decode()).rpartition("\x1b[2J\x1b[H")[2]
        return screen

    def close(self) -> None:
        """End it whatever it is at."""
        self.process.kill()
        self.process.wait(timeout=SECONDS)
        os.close(self._ours)


def test_a_terminal_shows_what_is_the_matter_now(folder: Path) -> None:
    file = folder / "scenarios" / "a.yaml"
    terminal = Terminal(folder)
    try:
        assert "2 files checked, nothing found" in terminal.until("Ctrl-C ends")
        for number in range(4):
            (folder / "scenarios" / f"{number}.yaml").write_text(BAD)
        terminal.until("4 errors")
        terminal.resize(80, 60)
        terminal.process.send_signal(signal.SIGWINCH)
        assert "more: a higher window" not in terminal.until("3.yaml:1:46")
        for number in range(4):
            (folder / "scenarios" / f"{number}.yaml").unlink()
        replaced(file, BROKEN)
        assert "scenarios/a.yaml:1:" in terminal.until("2 files checked: 1 error")
        replaced(file, GOOD)
        assert terminal.until("nothing found").startswith("2 files checked, nothing found\r\n")
        terminal.process.send_signal(signal.SIGINT)
        assert terminal.process.wait(timeout=SECONDS) == 0
    finally:
        terminal.close()


def replaced(file: Path, text: str) -> None:
    """Save as vim does: the old file moves away, a new one comes, the old one goes."""
    backup = file.with_name(file.name + "~")
    file.rename(backup)
    file.write_text(text)
    backup.unlink()


def test_saves_of_every_kind(folder: Path) -> None:
    file = folder / "scenarios" / "a.yaml"
    with watching(folder) as watch:
        first = watch.next()
        assert (first["number"], first["clean"], first["changed"]) == (1, True, [])
        assert first["checked"] == ["scenarios/a.yaml"]

        file.write_text(BAD)
        second = watch.next()
        while [each["code"] for each in second["findings"]] != ["CA301"]:
            second = watch.next()  # it may have been seen while it was empty
        assert (second["clean"], second["changed"]) == (
            False,
            [{"file": "scenarios/a.yaml", "how": "changed"}],
        )

        replaced(file, GOOD)
        third = watch.next()
        while third["findings"] or third["summary"]["files"] < 2:
            third = watch.next()  # the hole between the two may have been seen

        new = folder / "scenarios" / "deeper" / "b.yaml"
        new.parent.mkdir()
        save(new, BROKEN)
        fourth = watch.next()
        while fourth["clean"]:  # the folder may have been seen before the file
            fourth = watch.next()
        assert fourth["findings"][0]["file"] == "scenarios/deeper/b.yaml"

        moved = file.with_name("c.yaml")
        file.rename(moved)
        assert watch.changed() == {"scenarios/a.yaml": "deleted", "scenarios/c.yaml": "added"}

        shutil.rmtree(new.parent)
        assert watch.changed() == {"scenarios/deeper/b.yaml": "deleted"}

        shutil.rmtree(folder / "scenarios")
        gone = watch.next()
        assert (gone["summary"]["files"], gone["notes"]) == (1, ["there is no scenario yet"])
        (folder / "scenarios").mkdir()
        save(folder / "scenarios" / "a.yaml", BAD)
        back = watch.next()
        while not back["findings"]:
            back = watch.next()
        assert back["findings"][0]["code"] == "CA301"
        assert watch.stop() == ""
        assert watch.process.returncode == 0


def test_callr_yaml_counts_from_the_moment_it_is_saved(folder: Path) -> None:
    (folder / "scenarios" / "a.yaml").write_text(BAD)
    project = folder / "callr.yaml"
    with watching(folder) as watch:
        assert watch.next()["clean"] is False
        save(project, "version: 1\nlint: {ignore: [CA301]}\n")
        assert watch.next()["findings"] == []
        save(project, "version: 1\nlint: {ignore: [\n")
        broken = watch.next()
        assert broken["clean"] is False
        assert "callr.yaml has errors, so nothing in it counts" in broken["notes"]
        save(project, "version: 1\n")
        assert [each["code"] for each in watch.next()["findings"]] == ["CA301"]


def test_a_checkout_of_many_files_is_one_pass(folder: Path) -> None:
    def git(*arguments: str) -> None:
        command = ["git", "-c", "user.name=A", "-c", "user.email=a@b.example", *arguments]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)

    git("init", "--quiet", "--initial-branch=main")
    (folder / ".gitignore").write_text(".callr\n")
    git("add", ".")
    git("commit", "--quiet", "-m", "one")
    git("checkout", "--quiet", "-b", "many")
    for number in range(300):
        (folder / "scenarios" / f"s{number}.yaml").write_text(GOOD)
    git("add", ".")
    git("commit", "--quiet", "-m", "many")
    git("checkout", "--quiet", "main")
    with watching(folder) as watch:
        assert watch.next()["summary"]["files"] == 2
        # From its second pass on it hears of everything.
        save(folder / "scenarios" / "b.yaml", GOOD)
        assert watch.next()["summary"]["files"] == 3
        (folder / "scenarios" / "b.yaml").unlink()
        assert watch.next()["summary"]["files"] == 2
        git("checkout", "--quiet", "many")
        passed = watch.next()
        assert (passed["summary"]["files"], len(passed["changed"])) == (302, 300)
        git("checkout", "--quiet", "main")
        assert watch.next()["summary"]["files"] == 2


def test_push_and_run_follow_a_clean_save(folder: Path) -> None:
    file = folder / "scenarios" / "a.yaml"
    with watching(folder, "--push", "--run", "a") as watch:
        assert watch.next()["clean"] is True
        pushed = watch.next("push")
        assert (pushed["good"], pushed["account"], pushed["summary"]) == (
            True,
            "local",
            "1 to create; 0 unchanged",
        )
        ran = watch.next("run")
        assert (ran["good"], ran["type"], ran["outcome"]) == (True, "inbound-call", "completed")
        save(file, BAD)
        assert watch.next()["clean"] is False
        save(file, GOOD.replace("morning", "evening"))
        assert watch.next()["clean"] is True
        assert watch.next("push")["summary"] == "1 to update; 0 unchanged"
        assert watch.next("run")["good"] is True
    with closing(sqlite3.connect(folder / ".callr" / "account.sqlite3")) as account:
        ((script,),) = account.execute("select script from scenarios")
    assert "Good evening" in script


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("nope.yaml",), 64, "nope.yaml"),
        (("--select", "CA9999"), 64, "CA9999"),
        (("--baseline", "none.yaml"), 64, "there is no such baseline"),
        (("--push", "production"), 64, "there is no account `production`"),
        (("--push", "guarded"), 3, "`guarded` is protected, and saving a file must not change it"),
        (("--run", "b"), 64, "there is no scenario `b`"),
    ],
)
def test_what_no_save_can_mend_is_refused(
    program: Program, project: Path, arguments: tuple[str, ...], code: int, message: str
) -> None:
    (project / "callr.yaml").write_text(
        "version: 1\naccounts: {guarded: {api-key: '${GUARDED_KEY}', protected: true}}\n"
    )
    ended = program("watch", *arguments)
    assert (ended.code, ended.out) == (code, "")
    assert message in ended.err
