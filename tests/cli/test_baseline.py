"""`lint --write-baseline` and `--baseline`: which file, what counts, what is said and written."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from callr_actions import atomic
from callr_actions.cli import clock
from callr_actions.linter.outputs import OUTPUTS
from tests.cli.conftest import BAD, GOOD

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Program

SETTING = "version: 1\nlint:\n  baseline: known.yaml\n"
CLEAN = "3 files checked (3 in the baseline), nothing found\n"


@pytest.fixture(autouse=True)
def may_15(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2030, 5, 15))


@pytest.fixture
def known(project: Path, program: Program) -> Path:
    """The baseline that callr.yaml names, written."""
    (project / "callr.yaml").write_text(SETTING)
    assert program("lint", "--write-baseline") == (0, CLEAN, "known.yaml: 3 findings count no more\n")
    return project / "known.yaml"


def bad(project: Path) -> Path:
    return project / "scenarios" / "legacy" / "bad.yaml"


def test_only_what_is_new_counts(program: Program, project: Path, known: Path) -> None:
    assert program("lint") == (0, CLEAN, "")
    bad(project).write_text("# new\n" + BAD + "      - action: new@v1\n")
    ended = program("lint", "-o", "concise")
    assert ended.code == 0
    assert ended.out.startswith("scenarios/legacy/bad.yaml:8:17: warning[CA301] ")
    assert ended.out.count("\n") == 1
    assert len(program("lint", "--no-baseline", "-o", "concise").out.splitlines()) == 4


def test_without_a_setting_the_file_beside_callr_yaml_is_written(program: Program, project: Path) -> None:
    ended = program("lint", "--write-baseline")
    assert ended.err == (
        "callr-baseline.yaml: 3 findings count no more; use it with `--baseline callr-baseline.yaml`, or "
        "`lint: {baseline: callr-baseline.yaml}` in callr.yaml\n"
    )
    assert program("lint").code == 1
    assert program("lint", "--baseline", "callr-baseline.yaml") == (0, CLEAN, "")


def test_written_again_it_stays_what_it_is(program: Program, known: Path) -> None:
    text = known.read_text()
    program("lint", "--write-baseline")
    assert known.read_text() == text
    known.write_text("\ufeff" + text.replace("count: 2", "count: 3"))
    program("lint", "--write-baseline")
    assert known.read_text() == "\ufeff" + text


def test_entries_of_files_that_were_not_checked_are_kept(
    program: Program, project: Path, known: Path
) -> None:
    text = known.read_text()
    assert program("lint", "scenarios/good.yaml") == (0, "1 file checked, nothing found\n", "")
    (project / "scenarios" / "good.yaml").write_text(GOOD.replace("hangup", "hangpu"))
    ended = program("lint", "scenarios/good.yaml", "--baseline", "known.yaml", "--write-baseline")
    assert ended.err == "known.yaml: 1 finding counts no more\n"
    start = text.index("  - file")
    assert known.read_text().startswith(text[:start] + "  - file: scenarios/good.yaml\n")
    assert known.read_text().endswith(text[start:])


def test_of_a_file_that_is_gone_nothing_is_needed(program: Program, project: Path, known: Path) -> None:
    bad(project).unlink()
    assert program("lint", "scenarios/good.yaml").out == "1 file checked, nothing found\n"
    ended = program("lint", "-o", "concise")
    assert ended.out == "".join(
        f"known.yaml:{line}:12: info[CA113] nothing in `scenarios/legacy/bad.yaml` is {code} any more\n"
        for line, code in ((8, "CA201"), (13, "CA301"))
    )
    program("lint", "--write-baseline")
    assert known.read_text().endswith("version: 1\nentries: []\n")


def test_of_a_file_that_cannot_be_read_nothing_is_gone(program: Program, project: Path, known: Path) -> None:
    text = known.read_text()
    bad(project).write_text("branches: [\n")
    for arguments in (("lint",), ("fix",), ("lint", "--select", "CA3", "--fix")):
        assert "CA113" not in program(*arguments).out
        assert known.read_text() == text


def test_fix_takes_out_what_is_mended_and_adds_nothing(program: Program, project: Path, known: Path) -> None:
    text = known.read_text()
    bad(project).write_text(BAD.replace("      - action: sya@v2\n", "").replace("call.from", "$x.from"))
    assert "fix: lower the count to 1" in program("lint").out
    shown = program("fix", "--diff")
    assert (shown.code, shown.err) == (1, "would be fixed: 1 finding in 1 file\n")
    assert "-    count: 2\n+    count: 1\n" in shown.out
    assert known.read_text() == text
    ended = program("fix")
    assert ended.err == "fixed: 1 finding in 1 file\n"
    assert "CA113" not in ended.out
    assert "    count: 2\n" not in known.read_text()
    assert program("fix").err == ""


def test_an_expired_entry(program: Program, project: Path, known: Path) -> None:
    known.write_text(known.read_text() + "    expires: 2030-05-14\n    owner: Ann\n")
    ended = program("lint", "--fail-on", "warning")
    assert ended.code == 1
    assert ended.out.startswith(
        "warning[CA112] this was the last day; what is CA301 in `scenarios/legacy/bad.yaml` counts again\n"
        "  --> known.yaml:17:14\n"
    )
    assert "error[CA301]" in ended.out
    again = program("lint", "--write-baseline")
    assert again.code == 1
    assert "    expires: 2030-05-14\n    owner: Ann\n" in known.read_text()


@pytest.mark.parametrize("output", OUTPUTS)
def test_every_output_shows_what_is_left(program: Program, project: Path, known: Path, output: str) -> None:
    known.write_text(known.read_text() + "    expires: 2030-05-14\n")
    ended = program("lint", "-o", output)
    assert ended.code == 1
    assert ("CA112" in ended.out) or ("expired-baseline" in ended.out)
    assert "CA201" not in ended.out


def test_json_and_statistics(program: Program, project: Path, known: Path) -> None:
    bad(project).write_text(BAD + "      - action: new@v1\n      - action: old@v1 # callr: ignore[CA301]\n")
    document = json.loads(program("lint", "--json", "--statistics").out)
    summary = document["summary"]
    assert (summary["baselined"], summary["suppressed"], summary["warning"]) == (3, 1, 1)
    assert document["statistics"] == [
        {"code": "CA301", "name": "unknown-action", "count": 1, "fixable": 0, "unsafe": 0}
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--baseline", "no.yaml"], "no.yaml: there is no such baseline"),
        (["--write-baseline", "scenarios"], "scenarios: cannot be read: is a directory"),
        (
            ["--write-baseline", "scenarios/good.yaml"],
            "scenarios/good.yaml:1: a baseline has no key `branches`; allowed: version, defaults, entries",
        ),
        (
            ["--write-baseline", "scenarios/known.yaml"],
            "scenarios/known.yaml: among the scenarios a baseline would be taken for one",
        ),
        (
            ["--no-baseline", "--baseline", "a"],
            "--no-baseline goes neither with --baseline nor with --write-baseline",
        ),
        (
            ["--no-baseline", "--write-baseline"],
            "--no-baseline goes neither with --baseline nor with --write-baseline",
        ),
        (
            ["--baseline", "a", "--write-baseline", "b"],
            "one file is enough: give it to --baseline or to --write-baseline",
        ),
    ],
)
def test_what_is_refused(program: Program, project: Path, arguments: list[str], message: str) -> None:
    ended = program("lint", *arguments)
    assert (ended.code, ended.out) == (64, "")
    assert ended.err.startswith(f"error: {message}\n")
    assert (project / "scenarios" / "good.yaml").read_text() == GOOD


def test_the_file_of_the_setting_is_missing(program: Program, project: Path) -> None:
    (project / "callr.yaml").write_text(SETTING)
    assert program("lint") == (
        64,
        "",
        (
            "error: callr.yaml:3:13: there is no baseline `known.yaml`\n"
            "help: `callr-actions lint --write-baseline` writes it\n"
        ),
    )
    assert program("lint", "--no-baseline").code == 1


def test_a_malformed_file_names_the_line(program: Program, known: Path) -> None:
    known.write_text(known.read_text().replace("count: 2", "count: two"))
    assert program("lint") == (
        64,
        "",
        "error: known.yaml:13: `count` is `two`; it is a whole number from 1 on\n",
    )


def test_it_has_to_be_in_the_project(program: Program, project: Path) -> None:
    (project / "callr.yaml").write_text(SETTING.replace("known", "../known"))
    ended = program("lint", "-o", "concise", "callr.yaml")
    assert "error[CA909] `../known.yaml` leads out of the project's folder" in ended.out


def test_a_file_that_cannot_be_written(
    program: Program, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path, _content: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(atomic, "write_atomic", refuse)
    ended = program("lint", "--write-baseline")
    assert ended.code == 64
    assert ended.err == (
        "error: callr-baseline.yaml: cannot be written: permission denied\n"
        "help: let the user who runs this write there, or name another file\n"
    )


def test_secrets_are_no_part_of_it(program: Program, project: Path) -> None:
    secret = "sk_live" + "_4eC39HqLyjWDarjtT1zdp7dc"
    bad(project).write_text(
        BAD + f"      - {{action: fetch@v2, params: {{url: 'https://a.example', k: {secret}}}}}\n"
    )
    program("lint", "--write-baseline", "known.yaml")
    assert secret not in (project / "known.yaml").read_text()
    assert program("lint", "--baseline", "known.yaml").code == 0


def test_the_clock_knows_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert abs(clock.today() - datetime.now(UTC).date()) <= timedelta(days=1)
