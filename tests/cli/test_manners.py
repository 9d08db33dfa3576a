"""How the program behaves towards who sits there: colours, narrow terminals, and `--plain`."""

from __future__ import annotations

import io
import itertools
import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from callr_actions.cli.local.status_line import StatusLine
from callr_actions.cli.rendering.progress import ProgressLine
from callr_actions.cli.watching.plain import PlainView
from callr_actions.cli.watching.running import Showing, view_for
from callr_actions.cli.watching.screen import ScreenView

if TYPE_CHECKING:
    from tests.cli.conftest import Program

ROOT = Path(__file__).resolve().parents[2]
NARROW = 40
SLIP = ("branch: workshop\n", "branch: worksohp\n")
COLOUR = re.compile("\x1b\\[[0-9;]*m")
ESCAPE = "\x1b"
# What draws: boxes, arrows, signs of branches; carets are looked for by themselves.
DRAWN = re.compile("[\u2190-\u21ff\u2500-\u27bf]|\\^\\^|-->|:::")
# A line of a source excerpt or of a diff: it is shown as it stands in the file.
EXCERPT = re.compile(r"\s*(\d* \||--> |[-+@ ]{1,2}\S*:|@@|--- |\+\+\+ |[ +-]{5})")


@pytest.fixture
def lakeside(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The example project with one slip in it, and nothing of the user's."""
    shutil.rmtree(project / "scenarios")
    shutil.copytree(ROOT / "scenarios", project / "scenarios")
    shutil.copy(ROOT / "callr.yaml", project)
    for name in ("CI", "CALLR_ACCOUNT", "CALLR_API_KEY", "CALLR_API_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("CALLR_PRODUCTION_KEY", "key-of-production-0123456789")
    monkeypatch.setenv("CALLR_STAGING_KEY", "key-of-staging-0123456789")
    return project


@pytest.fixture
def slip(lakeside: Path) -> Path:
    """A slip in one of its scenarios."""
    file = lakeside / "scenarios" / "front-desk.yaml"
    file.write_text(file.read_text().replace(*SLIP))
    return file


def at_a_terminal(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    """Let both outputs be a terminal of so many columns."""
    monkeypatch.setenv("COLUMNS", str(columns))
    for stream in ("stdout", "stderr"):
        monkeypatch.setattr(f"sys.{stream}.isatty", lambda: True)


# What is said in prose; lists of objects are tables, and as wide as what is in them.
PROSE = (
    "--help",
    "--help-all",
    "lnit",
    "lint",
    "lint --outptu json",
    "lint --select CA999",
    "lint nowhere/at-all.yaml",
    "explain",
    "explain CA3",
    "explain CA301",
    "explain CA999",
    "graph front-desk",
    "graph frnt-desk",
    "call front-desk --press 7,1",
    "call front-desk --press x",
    "call click-to-call",
    "text sms-auto-reply --body stop",
    "plan --account local",
    "plan --account prodution",
    "deploy appointment-reminder --account local --yes",
    "run appointment-reminder --account local --var $phone=+33639980017",
    "run appointment-reminder --account local --var $phon=+33639980017",
    "drift --account local",
    "pull --account local --dry-run",
    "rollback HEAD --account local",
    "batch appointment-reminder patients.csv --account local --check",
    "numbers get 12 --account local",
    "schema use nowhere.json",
    "dev number +33142000000 bussy",
    "init other --yes",
    "doctor --offline",
)


def too_long(text: str) -> list[str]:
    """Return the lines that could have been folded and were not."""
    # A line that says how far it is, is cut, and gone when the next one comes.
    bare = re.sub(r"\r\x1b\[K[^\r\n]*(?=\r)|\r?\x1b\[[0-9;]*[mK]", "", text)
    return [
        line
        for line in bare.splitlines()
        if len(line) > NARROW and " " in line.strip() and not EXCERPT.match(line)
    ]


@pytest.mark.no_cover  # others cover the same
@pytest.mark.usefixtures("slip")
@pytest.mark.parametrize("line", PROSE)
def test_prose_fits_a_narrow_terminal(line: str, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    at_a_terminal(monkeypatch, NARROW)
    ended = program(*line.split())
    assert ended.out + ended.err
    assert too_long(ended.out) + too_long(ended.err) == []


# Every command that colours what it writes.
COLOURFUL = (
    "lint",
    "fix",
    "graph click-to-call",
    "plan click-to-call --account local",
    "deploy click-to-call --account local --yes",
)
# What the environment and the terminal say, and whether there are colours then.
WISHES: tuple[tuple[bool, dict[str, str], bool], ...] = (
    (True, {}, True),
    (True, {"NO_COLOR": "1"}, False),
    (True, {"NO_COLOR": ""}, True),
    (True, {"TERM": "dumb"}, False),
    (True, {"CLICOLOR": "0"}, False),
    (True, {"CALLR_ACTIONS_PLAIN": "1"}, False),
    (True, {"CALLR_ACTIONS_PLAIN": "0"}, True),
    (False, {}, False),
    (False, {"FORCE_COLOR": "1"}, True),
    (False, {"CLICOLOR_FORCE": "1"}, True),
    (False, {"FORCE_COLOR": "0"}, False),
    (False, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    (False, {"FORCE_COLOR": "1", "TERM": "dumb"}, True),
    (False, {"FORCE_COLOR": "1", "CALLR_ACTIONS_PLAIN": "1"}, False),
)


@pytest.mark.no_cover  # others cover the same
@pytest.mark.usefixtures("slip")
@pytest.mark.parametrize(("terminal", "wish", "coloured"), WISHES)
def test_colours(
    terminal: bool,
    wish: dict[str, str],
    coloured: bool,
    program: Program,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if terminal:
        at_a_terminal(monkeypatch, 80)
    for name, value in wish.items():
        monkeypatch.setenv(name, value)
    for line in COLOURFUL:
        assert (COLOUR.search(program(*line.split()).out) is not None) is coloured, line


@pytest.mark.usefixtures("slip")
@pytest.mark.parametrize("line", PROSE)
def test_plain_is_words_only(line: str, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    at_a_terminal(monkeypatch, 80)
    monkeypatch.setenv("FORCE_COLOR", "1")
    ended = program(*line.split(), "--plain")
    assert ended.out + ended.err
    assert DRAWN.findall(ended.out + ended.err) == []
    assert ESCAPE not in ended.out + ended.err


@pytest.mark.no_cover  # others cover the same
@pytest.mark.usefixtures("slip")
@pytest.mark.parametrize("line", PROSE)
def test_a_dumb_terminal_gets_no_escape(line: str, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    at_a_terminal(monkeypatch, 80)
    monkeypatch.setenv("TERM", "dumb")
    ended = program(*line.split())
    assert ESCAPE not in ended.out + ended.err
    assert "\r" not in ended.out + ended.err


@pytest.mark.usefixtures("slip")
def test_plain_comes_before_the_command_behind_it_and_from_the_environment(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = program("lint")
    first = program("--plain", "lint")
    assert first == program("lint", "--plain")
    monkeypatch.setenv("CALLR_ACTIONS_PLAIN", "1")
    assert first == program("lint")
    assert first.code == drawn.code == 1
    assert "^^^" in drawn.out
    assert first.out == (
        "error[CA401] there is no branch `worksohp`; did you mean `workshop`?\n"
        "  at scenarios/front-desk.yaml line 58 column 19\n"
        "  branch: worksohp\n"
        "fix (unsafe): use `workshop`\n"
        "\n"
        "9 files checked: 1 error\n"
    )


def test_plain_holds_for_one_run_only(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    at_a_terminal(monkeypatch, 80)
    monkeypatch.setenv("TERM", "xterm")
    assert ESCAPE not in program("lint", "--plain").out
    assert ESCAPE in program("lint").out


@pytest.mark.parametrize(
    ("environ", "redrawn"),
    [
        ({"TERM": "xterm"}, True),
        ({"TERM": "dumb"}, False),
        ({"TERM": "xterm", "CALLR_ACTIONS_PLAIN": "1"}, False),
    ],
)
def test_what_is_written_over_again(
    environ: dict[str, str], redrawn: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CALLR_ACTIONS_PLAIN", raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    stream = Terminal()
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setattr(sys, "stderr", stream)
    view = view_for(Showing(), lambda: 0.0)
    assert isinstance(view, ScreenView if redrawn else PlainView)
    with ProgressLine(clock=itertools.count(0, 20).__next__) as line:
        line.show("one of two done")
    status = StatusLine(stream)
    status.show("all is clean")
    status.say("GET /numbers 200")
    assert (ESCAPE in stream.getvalue()) is redrawn
    assert "one of two done" in stream.getvalue()
    assert ("all is clean" in stream.getvalue()) is redrawn


class Terminal(io.StringIO):
    """A terminal that keeps what is written to it."""

    def isatty(self) -> bool:
        return True


@pytest.mark.usefixtures("lakeside")
@pytest.mark.parametrize(
    ("line", "wide", "narrow"),
    [
        ("explain CA40", "CA401  unknown-branch            `goto` or", "CA401 unknown-branch: `goto`"),
        ("doctor --offline", "ok     schema              the facts", "ok schema: the facts that come"),
    ],
)
def test_columns_of_prose_only_where_there_is_room(
    line: str, wide: str, narrow: str, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert wide in program(*line.split()).out
    at_a_terminal(monkeypatch, 100)
    assert wide in program(*line.split()).out
    assert narrow in program(*line.split(), "--plain").out
    at_a_terminal(monkeypatch, NARROW)
    assert narrow in program(*line.split()).out
