"""`lint --add-ignores`: what is written, shown and said, and how it ends."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

import pytest

from callr_actions.cli import fixing
from tests.cli.conftest import BAD, GOOD

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Program

SILENCED = """\
branches:
  inbound-call:
    actions:
      - action: sya@v2 # callr: ignore[CA301] before the linter
      - action: teleport@v1 # callr: ignore[CA301] before the linter
      - {if: call.fromNumber, else: []} # callr: ignore[CA201] before the linter
"""


def bad(project: Path) -> Path:
    return project / "scenarios" / "legacy" / "bad.yaml"


def test_everything_is_silenced_and_the_second_time_nothing_is_left_to_do(
    program: Program, project: Path
) -> None:
    arguments = ("lint", "--add-ignores", "--reason", "before the linter")
    first = program(*arguments)
    assert bad(project).read_text() == SILENCED
    assert first.out == "3 files checked (3 ignored by comments), nothing found\n"
    assert (first.code, first.err) == (0, "silenced: 3 findings by 3 comments in 1 file\n")
    assert program(*arguments) == first._replace(err="")
    assert bad(project).read_text() == SILENCED


def test_a_diff_writes_nothing(program: Program, project: Path) -> None:
    ended = program("lint", "--add-ignores", "--diff", "--select", "CA201")
    assert ended.out.endswith(
        "-      - {if: call.fromNumber, else: []}\n"
        "+      - {if: call.fromNumber, else: []} # callr: ignore[CA201]\n"
    )
    assert (ended.code, ended.err) == (1, "would be silenced: 1 finding by 1 comment in 1 file\n")
    assert bad(project).read_text() == BAD
    bad(project).unlink()
    assert program("lint", "--add-ignores", "--diff").code == 0


def test_bytes_outside_the_comments_stay(program: Program, project: Path) -> None:
    bad(project).write_bytes(codecs.BOM_UTF8 + BAD.rstrip().replace("\n", "\r\n").encode())
    program("lint", "--add-ignores", "--reason", "before the linter")
    assert bad(project).read_bytes() == codecs.BOM_UTF8 + SILENCED.rstrip().replace("\n", "\r\n").encode()


def test_what_no_comment_silences_is_printed(program: Program, project: Path) -> None:
    bad(project).write_text("branches: [\n")
    (project / "callr.yaml").write_text("version: 1\nlint: {select: [CA1, CA9], ignore: [CA9]}\n")
    ended = program("lint", "--add-ignores", "-o", "concise", "--fail-on", "error")
    assert ended.code == 1
    assert ended.out.startswith("scenarios/legacy/bad.yaml:1:11: error[CA101] `[` opened here")
    assert ended.err == ""


def test_an_info_that_is_left_ends_with_1(program: Program, project: Path) -> None:
    bad(project).write_text(GOOD + "# callr: ignore-file[CA301]\n")
    assert program("lint", "-q").code == 0
    assert program("lint", "--add-ignores", "-q").code == 1


def test_a_file_that_is_left_as_it_was_says_why(program: Program, project: Path) -> None:
    long = BAD + "#" * (32_768 - len(BAD))
    bad(project).write_text(long)
    ended = program("lint", "--add-ignores", "-q")
    assert ended.code == 1
    assert ended.err.startswith(
        "scenarios/legacy/bad.yaml: left as it was: with comments there would be another finding: error"
        "[CA106] the script has 32,"
    )
    assert bad(project).read_text() == long


def test_what_the_baseline_lets_be_gets_no_comment(program: Program, project: Path) -> None:
    program("lint", "--write-baseline", "known.yaml", "--select", "CA301")
    ended = program("lint", "--add-ignores", "--baseline", "known.yaml")
    assert (ended.code, ended.err) == (0, "silenced: 1 finding by 1 comment in 1 file\n")
    assert "sya@v2\n" in bad(project).read_text()
    assert ended.out == "3 files checked (1 ignored by comments, 2 in the baseline), nothing found\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--add-ignores", "-"], "--add-ignores is about files; standard input (`-`) has none"),
        (["--write-baseline", "-"], "--write-baseline is about files; standard input (`-`) has none"),
        (["--reason", "x"], "--reason goes with --add-ignores"),
        (["--unsafe"], "--unsafe goes with --fix"),
        (["--add-ignores", "--fix"], "--add-ignores and --fix are two ways; take one after the other"),
        (
            ["--add-ignores", "--write-baseline"],
            "--add-ignores and --write-baseline are two ways; take one after the other",
        ),
        (
            ["--fix", "--diff", "--write-baseline"],
            "--write-baseline writes, --diff does not; take one of them",
        ),
        (
            ["--add-ignores", "--reason", "a\nb"],
            "--reason is one line of text without control characters",
        ),
    ],
)
def test_what_cannot_be_meant(program: Program, project: Path, arguments: list[str], message: str) -> None:
    if arguments == ["--write-baseline", "-"]:
        arguments = ["-", "--write-baseline"]
    ended = program("lint", *arguments, stdin=BAD.encode())
    assert (ended.code, ended.out) == (64, "")
    assert ended.err == f"error: {message}\ntry `callr-actions lint --help`\n"
    assert bad(project).read_text() == BAD


def test_a_file_that_cannot_be_written(
    program: Program, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path, _content: bytes) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(fixing, "write_atomic", refuse)
    ended = program("lint", "--add-ignores")
    assert ended.code == 64
    assert ended.err == (
        "error: scenarios/legacy/bad.yaml: cannot be written: permission denied\n"
        "help: let the user who runs this write there, or name another file\n"
    )
