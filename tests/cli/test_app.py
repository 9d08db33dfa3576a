"""How the program ends, whatever happens: one message, no traceback, the right code."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, NoReturn

import click
import pytest

from callr_actions.cli import app
from callr_actions.exit_codes import MEANINGS, ExitCode
from callr_actions.linter import engine
from callr_actions.linter.listed import Listed
from callr_actions.linter.rule import Rule
from callr_actions.linter.rules import empty_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Program

NAMES = ", ".join(command.name for command in app.COMMANDS)
HELP = "Work on Callr Actions scenarios as on code: check, simulate, deploy."


def test_help(program: Program) -> None:
    ended = program("--help")
    assert (ended.code, ended.err) == (0, "")
    assert program("-h") == ended
    assert ended.out.startswith("Usage: callr-actions [OPTIONS] COMMAND [ARGS]...\n")
    assert HELP in ended.out
    assert "  lint      Check scenarios and callr.yaml; print findings. (also: check)\n" in ended.out
    codes = program("--help-all").out.partition("Exit codes:\n")[2].splitlines()
    known = (0, 1, 2, 3, 4, 5, 6, 7, 8, 64, 70, 130)
    assert codes == [f"  {code:<4} {MEANINGS[ExitCode(code)]}" for code in known]


@pytest.mark.parametrize("command", [(), ("lint",), ("fix",), ("explain",), ("schema",)])
def test_help_in_a_narrow_terminal_breaks_no_word(
    command: tuple[str, ...], program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    wide = program(*command, "--help-all").out
    monkeypatch.setenv("COLUMNS", "40")
    narrow = program(*command, "--help-all").out
    assert {word for word in narrow.split() if not word.endswith("...")} <= set(wide.split())
    assert max(map(len, narrow.splitlines())) < 40


def test_help_of_commands(program: Program) -> None:
    for name in ("lint", "check", "explain"):
        ended = program(name, "--help")
        assert (ended.code, ended.err) == (0, "")
        assert ended.out.startswith(f"Usage: callr-actions {name} ")


def test_nothing_asked(program: Program) -> None:
    assert program() == (64, "", program("--help").out)


def test_version(program: Program) -> None:
    assert program("--version") == (0, "callr-actions 0.1.0\n", "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("lnit",), "there is no command `lnit`; did you mean `lint`?\ntry `callr-actions --help`"),
        (
            ("zzz",),
            f"there is no command `zzz`; commands: {NAMES}\ntry `callr-actions --help`",
        ),
        (("--nope",), "there is no option `--nope`\ntry `callr-actions --help`"),
        (
            ("lint", "--outptu", "json"),
            "there is no option `--outptu`; did you mean `--output`?\ntry `callr-actions lint --help`",
        ),
        (("explain", "a", "b"), "`b` is one argument too many\ntry `callr-actions explain --help`"),
        (("lint", "--fail-on"), "--fail-on needs a value"),
        (
            ("lint", "--fail-on", "warn"),
            "--fail-on: there is no `warn`; did you mean `warning`?\ntry `callr-actions lint --help`",
        ),
        (
            ("lint", "--jobs", "x"),
            "--jobs: `x` is not a whole number\ntry `callr-actions lint --help`",
        ),
        (("graph",), "KEY|FILE is missing\ntry `callr-actions graph --help`"),
        (
            ("a\n\x1b[2J",),
            (f"there is no command `a\\n\\x1b[2J`; commands: {NAMES}\ntry `callr-actions --help`"),
        ),
    ],
)
def test_wrong_arguments(arguments: tuple[str, ...], message: str, program: Program) -> None:
    assert program(*arguments) == (64, "", f"error: {message}\n")


def break_lint(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Let a rule raise."""

    def check(_subject: object) -> NoReturn:
        raise error

    broken = Rule(empty_file.RULE.page, check)
    monkeypatch.setattr("callr_actions.linter.engine.RULES", (Listed("CA104", "empty-file"),))
    # Neither the rule nor which ones count may be remembered, from before the test or beyond it.
    monkeypatch.setattr("callr_actions.linter.listed._rule", lambda _name: broken)
    monkeypatch.setattr("callr_actions.linter.engine._counted", engine._counted.__wrapped__)


def test_bug(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    break_lint(monkeypatch, ValueError("x\x1b[2J\ny"))
    ended = program("lint")
    assert (ended.code, ended.out) == (70, "")
    first, place, last = ended.err.splitlines()
    assert first == "error: this is a bug in callr-actions: ValueError: x\\x1b[2J\\ny"
    assert place.startswith("help: at test_app.py:")
    assert place.endswith("; please report it with the file that causes it")
    assert last == "help: CALLR_ACTIONS_DEBUG=1 shows the traceback"


def test_bug_with_traceback(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    break_lint(monkeypatch, ValueError("x"))
    monkeypatch.setenv("CALLR_ACTIONS_DEBUG", "1")
    ended = program("lint")
    assert ended.code == 70
    assert "Traceback (most recent call last):" in ended.err
    assert ended.err.endswith("ValueError: x\n")


@pytest.mark.parametrize("error", [KeyboardInterrupt(), click.Abort()])
def test_interrupted(error: BaseException, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    break_lint(monkeypatch, error)
    assert program("lint") == (130, "", "interrupted\n")


class Closed:
    """Standard input or output that has gone wrong."""

    def __init__(self, error: OSError) -> None:
        self._error = error
        self.buffer = self

    def read(self, _size: int = -1) -> bytes:
        raise self._error

    def write(self, _data: object) -> int:
        raise self._error

    def flush(self) -> None:
        raise self._error

    def isatty(self) -> bool:
        return False


@pytest.mark.parametrize(
    ("stream", "message"),
    [
        (None, "standard input is closed"),
        (Closed(IsADirectoryError(21, "Is a directory")), "standard input cannot be read: is a directory"),
    ],
)
def test_standard_input_gone(
    stream: object,
    message: str,
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.stdin", stream)
    assert app.run(["lint", "-"]) == 64
    assert capsys.readouterr().err == f"error: {message}\n"


class Gone(NamedTuple):
    """A run whose standard output has gone: the stream, the arguments, and how it has to end."""

    stream: Closed | None
    arguments: tuple[str, ...]
    code: int
    message: str = ""


NOBODY = BrokenPipeError(32, "Broken pipe")
FULL = OSError(28, "No space left on device")
NO_SPACE = "error: standard output cannot be written: no space left on device\n"


@pytest.mark.parametrize(
    "gone",
    [
        # What lint has found counts, even when nobody reads it to the end.
        Gone(None, ("lint",), 1),
        Gone(None, ("lint", "scenarios/good.yaml"), 0),
        Gone(None, ("explain",), 0),
        Gone(Closed(NOBODY), ("lint",), 1),
        Gone(Closed(NOBODY), ("explain",), 0),
        Gone(Closed(FULL), ("lint",), 64, NO_SPACE),
        Gone(Closed(FULL), ("--help",), 64, NO_SPACE),
    ],
)
def test_standard_output_gone(
    gone: Gone, project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdout", gone.stream)
    assert (app.run(gone.arguments), capsys.readouterr().err) == (gone.code, gone.message)


def test_completion_for_shells(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("_CALLR_ACTIONS_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "callr-actions li")
    monkeypatch.setenv("COMP_CWORD", "1")
    with pytest.raises(SystemExit) as ending:
        app.run([])
    assert (ending.value.code, capsys.readouterr().out) == (0, "plain,lint\n")


def always(value: object) -> Callable[..., object]:
    return lambda *_arguments: value


def test_return_values_that_are_no_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.callr_actions, "invoke", always("text"))
    assert app.run(["lint"]) == 0
