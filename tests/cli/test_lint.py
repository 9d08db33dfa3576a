"""`lint` as a whole: what is checked, what counts, where results go, and how it ends."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from callr_actions.linter.outputs import OUTPUTS
from tests.cli.conftest import BAD, GOOD

if TYPE_CHECKING:
    from tests.cli.conftest import Program

BAD_LINES = """\
scenarios/legacy/bad.yaml:4:17: error[CA301] there is no action `sya@v2`; did you mean `say@v2`?
scenarios/legacy/bad.yaml:5:17: warning[CA301] no action `teleport@v1` is known
scenarios/legacy/bad.yaml:6:31: info[CA201] `else` is not in Callr's documentation; it is assumed to work
"""
LISTS = "help: `callr-actions explain` lists them\n"
PLACE = "scenarios/legacy/bad.yaml"


def codes(output: str) -> list[str]:
    """Return what a concise output says: `error[CA301]`."""
    return [line.split(": ")[1].split(" ")[0] for line in output.splitlines()]


@pytest.mark.parametrize(
    ("paths", "files", "found"),
    [
        ((), 3, 3),
        (("scenarios",), 2, 3),
        (("scenarios/good.yaml",), 1, 0),
        (("scenarios/good.yaml", "scenarios/legacy/bad.yaml"), 2, 3),
        (("scenarios/good.yaml", "scenarios", "./scenarios/good.yaml"), 2, 3),
        (("scenarios/*.yaml",), 1, 0),
        (("scenarios/**/*.yaml",), 2, 3),
        (("callr.yaml",), 1, 0),
        (("./scenarios/../callr.yaml", "scenarios/good.yaml"), 2, 0),
        (("-",), 1, 3),
        (("-", "scenarios/good.yaml"), 2, 3),
    ],
)
def test_paths(paths: tuple[str, ...], files: int, found: int, program: Program) -> None:
    ended = program("lint", "--json", *paths, stdin=BAD.encode())
    summary = json.loads(ended.out)["summary"]
    assert (summary["files"], summary["error"] + summary["warning"] + summary["info"]) == (files, found)
    assert ended.code == (1 if found else 0)
    assert ended.err == ""


def test_check_is_another_name(program: Program) -> None:
    assert program("check", "-o", "concise") == program("lint", "-o", "concise") == (1, BAD_LINES, "")


def test_nothing_found(program: Program) -> None:
    assert program("lint", "scenarios/good.yaml") == (0, "1 file checked, nothing found\n", "")
    assert program("lint", "scenarios/good.yaml", "-q") == (0, "", "")
    assert program("lint", "scenarios/good.yaml", "--quiet", "-o", "concise") == (0, "", "")
    assert json.loads(program("lint", "scenarios/good.yaml", "-q", "--json").out)["findings"] == []


def test_quiet_shows_what_is_found(program: Program) -> None:
    assert program("lint", "-q") == program("lint")


def test_text(program: Program) -> None:
    assert (
        program("lint", "--select", "CA201").out
        == """\
info[CA201] `else` is not in Callr's documentation; it is assumed to work
 --> scenarios/legacy/bad.yaml:6:31
  |
6 |       - {if: call.fromNumber, else: []}
  |                               ^^^^
  = help: Steps to run when the condition does not hold. No page shows it; it may not exist.

3 files checked: 1 info
"""
    )


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (None, "<stdin>"),
        ("scenarios/new.yaml", "scenarios/new.yaml"),
        ("./scenarios/../new.yaml", "new.yaml"),
        ("{root}/scenarios/new.yaml", "scenarios/new.yaml"),
        ("/elsewhere/new.yaml", "/elsewhere/new.yaml"),
        ("a\x1b[31m\nb.yaml", "a\\x1b[31m\\nb.yaml"),
        ("\udcff.yaml", "\\xff.yaml"),
    ],
)
def test_name_of_standard_input(name: str | None, shown: str, program: Program, project: Path) -> None:
    options = () if name is None else ("--stdin-filename", name.format(root=project))
    ended = program("lint", "-o", "concise", "-", *options, stdin=b"- a\n")
    assert ended.out.startswith(f"{shown}:1:1: error[CA107] ")
    assert ended.out.count("\n") == 1


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ((), ["error[CA301]", "warning[CA301]", "info[CA201]"]),
        (("--select", "CA201"), ["info[CA201]"]),
        (("--select", "ca2,CA402"), ["info[CA201]"]),
        (("--select", "unknown-key"), ["info[CA201]"]),
        (("--select", "Unknown-Key"), ["info[CA201]"]),
        (("--select", "CA3", "--select", "CA2"), ["error[CA301]", "warning[CA301]", "info[CA201]"]),
        (("--select", "default", "--ignore", "CA3"), ["info[CA201]"]),
        (("--select", "all", "--ignore", " unknown-action , ,CA9"), ["info[CA201]"]),
        (("--select", "CA301", "--ignore", "CA3"), ["error[CA301]", "warning[CA301]"]),
        (("--select", "CA301", "--ignore", "CA301"), []),
        (("--select", "CA301", "--ignore", "unknown-action"), []),
        (("--ignore", "CA"), []),
        (("--ignore", "literal-key"), ["error[CA301]", "warning[CA301]", "info[CA201]"]),
        (("--select", ","), ["error[CA301]", "warning[CA301]", "info[CA201]"]),
    ],
)
def test_selection(options: tuple[str, ...], found: list[str], program: Program) -> None:
    ended = program("lint", "-o", "concise", *options)
    assert codes(ended.out) == found
    assert ended.code == (1 if "error[CA301]" in found else 0)


@pytest.mark.parametrize(
    ("options", "setting", "code"),
    [
        (("--ignore", "CA2"), "", 1),
        (("--select", "CA2"), "", 0),
        (("--select", "CA2", "--fail-on", "info"), "", 1),
        (("--select", "CA2", "--fail-on", "warning"), "", 0),
        (("--select", "CA2"), "lint: {fail-on: info}\n", 1),
        (("--select", "CA2", "--fail-on", "error"), "lint: {fail-on: info}\n", 0),
    ],
)
def test_fail_on(options: tuple[str, ...], setting: str, code: int, program: Program, project: Path) -> None:
    (project / "callr.yaml").write_text(f"version: 1\n{setting}")
    assert program("lint", *options).code == code


@pytest.mark.parametrize(
    ("lint", "found"),
    [
        ("{ignore: [CA3]}", ["info[CA201]"]),
        ("{select: [CA3]}", ["error[CA301]", "warning[CA301]"]),
        ("{select: []}", []),
        ('{per-file: {"legacy/**": {ignore: [unknown-action]}}}', ["info[CA201]"]),
        ('{per-file: {"scenarios/legacy/*": {ignore: [CA3, CA2]}}}', []),
        (
            '{per-file: {"other/*": {ignore: [CA3]}}}',
            ["info[CA911]", "error[CA301]", "warning[CA301]", "info[CA201]"],
        ),
        (
            '{select: [CA2], per-file: {"**/bad.yaml": {select: [CA301]}}}',
            ["error[CA301]", "warning[CA301]", "info[CA201]"],
        ),
    ],
)
def test_settings_of_the_project(lint: str, found: list[str], program: Program, project: Path) -> None:
    (project / "callr.yaml").write_text(f"version: 1\nlint: {lint}\n")
    assert codes(program("lint", "-o", "concise").out) == found


@pytest.mark.parametrize(
    ("lint", "message"),
    [
        (
            "  ignore: [CA3, CA999]",
            "callr.yaml:3:17: no rule has the code or name `CA999`; did you mean `CA909`?",
        ),
        (
            "  select: [unknown-acton]",
            "callr.yaml:3:12: no rule has the code or name `unknown-acton`; did you mean `unknown-action`?",
        ),
        ('  per-file: {"a": {ignore: [x]}}', "callr.yaml:3:29: no rule has the code or name `x`"),
        ('  per-file: {"a": {select: [C]}}', "callr.yaml:3:29: no rule has the code or name `C`"),
    ],
)
def test_unknown_codes_in_the_project_file(lint: str, message: str, program: Program, project: Path) -> None:
    (project / "callr.yaml").write_text(f"version: 1\nlint:\n{lint}\n")
    place, _, words = message.partition(": ")
    found = f"{place}: error[CA912] {words}\n"
    ended = program("lint", "-o", "concise", "callr.yaml")
    assert (ended.code, ended.out.startswith(found), ended.err) == (1, True, "")
    # The rest of the file counts; what does not exist is said whatever is asked for.
    ended = program("lint", "-o", "concise", "--select", "CA999", "scenarios")
    assert ended.code == 64
    ended = program("lint", "-o", "concise", "--select", "CA1", "scenarios")
    assert (ended.code, ended.out.startswith(found)) == (1, True)
    ended = program("graph", "good")
    assert (ended.code, ended.err) == (64, f"error: {message}\n{LISTS}")


def test_what_exists_of_the_project_file_counts(program: Program, project: Path) -> None:
    (project / "callr.yaml").write_text(
        "version: 1\nlint: {select: [CA301, nonsense], ignore: [x], profile: y}\n"
    )
    found = codes(program("lint", "-o", "concise").out)
    assert set(found) == {"error[CA912]", "error[CA301]", "warning[CA301]"}
    assert found.count("error[CA912]") == 3
    # Nothing of it exists: as if it said nothing.
    (project / "callr.yaml").write_text("version: 1\nlint: {select: [nonsense]}\n")
    without = codes(program("lint", "-o", "concise", "scenarios", "--no-cache").out)
    (project / "callr.yaml").write_text("version: 1\n")
    assert without == ["error[CA912]", *codes(program("lint", "-o", "concise", "scenarios").out)]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("--select", "zzz"),
            f"error: no rule has the code or name `zzz`\n{LISTS}",
        ),
        (
            ("--ignore", "CA3,unknown-brunch"),
            f"error: no rule has the code or name `unknown-brunch`; did you mean `unknown-branch`?\n{LISTS}",
        ),
        (
            ("--fail-on", "bad"),
            (
                "error: --fail-on: there is no `bad`; allowed: error, warning, info\n"
                "try `callr-actions lint --help`\n"
            ),
        ),
        (("-o", "josn"), "error: there is no output format `josn`; did you mean `json`?\n"),
        (
            ("-o", "html"),
            f"error: there is no output format `html`; allowed: {', '.join(OUTPUTS)}\n",
        ),
        (("-o", "json="), "error: `json=` names no file\nhelp: write json=FILE, or json alone\n"),
        (
            ("-o", "json", "-o", "text"),
            "error: two formats would go to standard output\nhelp: give one a file: text=FILE\n",
        ),
        (
            ("--json", "-o", "concise=-"),
            "error: two formats would go to standard output\nhelp: give one a file: json=FILE\n",
        ),
        (
            ("-o", "json=a", "-o", "text=a"),
            "error: two formats would go to a\nhelp: give one a file: text=FILE\n",
        ),
        (
            ("-o", "json=no/x"),
            "error: no/x: cannot be written: no such file or directory\nhelp: make its folder first: no\n",
        ),
        (
            ("-o", "json=scenarios"),
            "error: scenarios: cannot be written: is a directory\nhelp: it is a folder; name a file\n",
        ),
        (
            ("--project", "calr.yaml"),
            "error: calr.yaml: there is no such project file\nhelp: did you mean `callr.yaml`?\n",
        ),
        (
            ("scenarios/god.yaml",),
            (
                "error: scenarios/god.yaml: there is no such file or folder\n"
                "help: did you mean `scenarios/good.yaml`?\n"
            ),
        ),
        (("nope\x1b\n.yaml",), "error: nope\\x1b\\n.yaml: there is no such file or folder\n"),
        (
            ("*.nope",),
            (
                "error: *.nope: no file matches this pattern\n"
                "help: `*` stays within a folder; `**` goes through folders: scenarios/**/*.yaml\n"
            ),
        ),
        ((".git",), "error: .git: no scenario found\nhelp: name a file, or write *.yaml files there\n"),
    ],
)
def test_wrong_arguments(arguments: tuple[str, ...], message: str, program: Program) -> None:
    assert program("lint", *arguments) == (64, "", message)


def test_no_project_and_no_scenarios(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty" / ".git").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "empty")
    advice = "help: name a file, or write *.yaml files there\n"
    assert program("lint") == (64, "", f"error: scenarios/: no scenario found\n{advice}")
    (tmp_path / "empty" / "scenarios").mkdir()
    assert program("lint") == (64, "", f"error: scenarios/: no scenario found\n{advice}")
    (tmp_path / "empty" / "callr.yaml").write_text("version: 1\nscenarios: flows\n")
    assert program("lint") == (64, "", f"error: flows/: no scenario found\n{advice}")
    (tmp_path / "empty" / "callr.yaml").write_text("version: 2\n")
    assert program("lint", "-o", "concise").code == 1


def test_project_from_a_subfolder(program: Program, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project / "scenarios" / "legacy")
    assert program("lint", "-o", "concise") == (1, BAD_LINES, "")
    assert program("lint", "-o", "concise", "bad.yaml") == (1, BAD_LINES, "")
    assert program("lint", "../../callr.yaml") == (0, "1 file checked, nothing found\n", "")


def test_project_named(program: Program, project: Path, tmp_path: Path) -> None:
    (project / "sub").mkdir()
    (project / "sub" / "other.yaml").write_text("version: 1\nlint: {ignore: [CA3]}\nscenarios: .\n")
    (project / "sub" / "a.yaml").write_text(BAD)
    ended = program("lint", "--project", "./sub/../sub/other.yaml", "-o", "concise", "sub/a.yaml")
    assert ended == (0, BAD_LINES.splitlines()[2].replace(PLACE, "a.yaml") + "\n", "")


@pytest.mark.parametrize("paths", [(), ("scenarios/good.yaml",), ("callr.yaml",), ("-",)])
def test_broken_project_file_fails_every_check(
    paths: tuple[str, ...], program: Program, project: Path
) -> None:
    (project / "callr.yaml").write_text("version: 1\nlnit: {}\nscenarios: [5\n")
    ended = program("lint", "-o", "concise", *paths, stdin=GOOD.encode())
    assert ended.code == 1
    assert "callr.yaml:3:12: error[CA101] " in ended.out


def test_settings_for_scenarios_that_do_not_exist(program: Program, project: Path) -> None:
    (project / "callr.yaml").write_text("version: 1\nscenario-settings:\n  god: {name: Good}\n")
    line = "callr.yaml:3:3: error[CA905] "
    assert line in program("lint", "-o", "concise").out
    assert program("lint", "-o", "concise", "scenarios/good.yaml").out == ""


def test_patterns_that_match_no_scenario(program: Program, project: Path) -> None:
    per_file = '{"good.yaml": {ignore: [CA402]}, "old/**": {ignore: [CA402]}}'
    (project / "callr.yaml").write_text(f"version: 1\nlint:\n  per-file: {per_file}\n")
    shown = "callr.yaml:3:46: info[CA911] no scenario matches `old/**`, so nothing below it counts\n"
    first, cached = (program("lint", "-o", "concise").out for _ in range(2))
    assert shown in first
    assert cached == first
    assert "CA911" not in program("lint", "-o", "concise", "scenarios/good.yaml").out


def test_unreadable_files_are_findings(program: Program, project: Path) -> None:
    os.mkfifo(project / "pipe.yaml")
    (project / "loop.yaml").symlink_to("loop.yaml")
    (project / "scenarios" / "gone.yaml").symlink_to("nowhere.yaml")
    (project / "scenarios" / "out.yaml").symlink_to("/etc/hosts")
    ended = program("lint", "-o", "concise", "pipe.yaml", "loop.yaml", "scenarios")
    assert ended.code == 1
    shown = [line for line in ended.out.splitlines() if "CA100" in line or "CA909" in line]
    assert shown == [
        "loop.yaml:1:1: error[CA100] cannot be read: too many levels of symbolic links",
        "pipe.yaml:1:1: error[CA100] cannot be read: not a regular file",
        "scenarios/gone.yaml:1:1: error[CA100] cannot be read: no such file or directory",
        (
            "scenarios/out.yaml:1:1: error[CA909] this file is a link that leads out of the folder; "
            "it is not read"
        ),
    ]


def test_strange_names_of_files(program: Program, project: Path) -> None:
    for name in (
        b"with blank.yaml",
        b"line\nbreak.yaml",
        b"esc\x1b[31m.yaml",
        b"\xff.yaml",
        "é漢.yaml".encode(),
    ):
        (project / "scenarios" / os.fsdecode(name)).write_text("- a\n")
    wanted = {
        "scenarios/with blank.yaml",
        "scenarios/line\\nbreak.yaml",
        "scenarios/esc\\x1b[31m.yaml",
        "scenarios/\\xff.yaml",
        "scenarios/é漢.yaml",
    }
    concise = program("lint", "-o", "concise", "--select", "CA107")
    assert {line.partition(":")[0] for line in concise.out.splitlines()} == wanted
    text = program("lint", "--select", "CA107").out
    assert all(f" --> {name}:1:1\n" in text for name in wanted)
    files = {
        each["file"] for each in json.loads(program("lint", "--json", "--select", "CA107").out)["findings"]
    }
    assert files == (wanted - {"scenarios/line\\nbreak.yaml", "scenarios/esc\\x1b[31m.yaml"}) | {
        "scenarios/line\nbreak.yaml",
        "scenarios/esc\x1b[31m.yaml",
    }


def test_files_beside_standard_output(program: Program, project: Path) -> None:
    (project / "old.json").write_text("old")
    (project / "link.json").symlink_to("old.json")
    (project / "old.json").chmod(0o600)
    ended = program("lint", "-o", "text=a.txt", "-o", "concise", "-o", "json=link.json", "--color")
    assert (ended.code, ended.out, ended.err) == (1, BAD_LINES, "")
    assert (project / "a.txt").read_text() == program("lint", "-o", "text").out
    assert (project / "link.json").is_symlink()
    assert json.loads((project / "old.json").read_text()) == json.loads(program("lint", "--json").out)
    assert (project / "old.json").stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in project.iterdir()) == [
        ".callr",
        ".git",
        "a.txt",
        "callr.yaml",
        "link.json",
        "old.json",
        "scenarios",
    ]


def test_file_that_is_the_only_output(program: Program, project: Path) -> None:
    assert program("lint", "-o", "concise=a.txt") == (1, "", "")
    assert (project / "a.txt").read_text() == BAD_LINES


def test_devices_stay_devices(program: Program, project: Path) -> None:
    assert program("lint", "-o", "json=/dev/null") == (1, "", "")
    os.mkfifo(project / "pipe")
    reader = os.open(project / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    assert program("lint", "-o", "concise=pipe") == (1, "", "")
    assert os.read(reader, 4096).decode() == BAD_LINES
    os.close(reader)
    assert (project / "pipe").is_fifo()


@pytest.mark.parametrize(
    ("options", "environment", "coloured"),
    [
        ((), {}, False),
        (("--color",), {}, True),
        (("--color",), {"NO_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": ""}, False),
        (("--no-color",), {"FORCE_COLOR": "1"}, False),
        ((), {"NO_COLOR": "1"}, False),
    ],
)
def test_colours(
    options: tuple[str, ...],
    environment: dict[str, str],
    coloured: bool,
    program: Program,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    plain = program("lint", "--no-color").out
    out = program("lint", *options).out
    assert ("\x1b[1;31merror[CA301]\x1b[0m" in out) is coloured
    for code in ("1", "1;31", "1;33", "1;34", "36", "0"):
        out = out.replace(f"\x1b[{code}m", "")
    assert out == plain


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [({"TERM": "xterm"}, True), ({"TERM": "dumb"}, False), ({"TERM": "xterm", "NO_COLOR": "1"}, False)],
)
def test_colours_and_width_of_a_terminal(
    environment: dict[str, str], coloured: bool, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "90")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    long = BAD.replace("sya@v2", "sya@v2 # " + "x" * 200)
    out = program("lint", "-", "--select", "CA301", stdin=long.encode()).out
    assert ("\x1b[" in out) is coloured
    assert "x…\n" in out
    assert len(next(line for line in out.splitlines() if "…" in line)) < 90 + (20 if coloured else 0)


ELSEWHERE = "version: 1\naccounts: {production: {url: 'https://proxy.example/callr'}}\n"


def test_the_host_of_an_account_is_judged_by_what_the_user_allows(
    program: Program, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "callr.yaml").write_text(ELSEWHERE)
    found = program("lint", "callr.yaml", "-o", "concise")
    assert found.out == (
        "callr.yaml:2:30: warning[CA907] `proxy.example` is not a host of callr.com: "
        "the key of this account would go there\n"
    )
    monkeypatch.setenv("CALLR_ALLOW_HOST", "proxy.example")
    assert program("lint", "callr.yaml", "-o", "concise") == (0, "", "")
    monkeypatch.delenv("CALLR_ALLOW_HOST")
    assert program("lint", "callr.yaml", "-o", "concise") == found


def test_the_user_allows_a_host_for_one_account(program: Program, project: Path) -> None:
    (project / "callr.yaml").write_text(ELSEWHERE)
    config = Path(os.environ["XDG_CONFIG_HOME"]) / "callr-actions" / "config.toml"
    config.parent.mkdir()
    config.write_text('[accounts.production]\nallow-hosts = ["proxy.example"]\n')
    assert program("lint", "callr.yaml", "-o", "concise") == (0, "", "")
    config.write_text("allow-hosts = proxy.example\n")
    ended = program("lint", "callr.yaml")
    assert (ended.code, ended.out) == (64, "")
    assert ended.err.startswith(f"error: {config}: is not valid TOML: ")
