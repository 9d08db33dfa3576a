"""`callr-actions graph`, whole: names in, pictures out."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import GOOD

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Program

TREE = """\
good
scenarios/good.yaml

inbound-call  a call comes in
└─ ■ hangup
"""


def test_a_key_and_a_file_are_one(program: Program) -> None:
    assert program("graph", "good") == (0, TREE, "")
    assert program("graph", "scenarios/good.yaml") == (0, TREE, "")


def test_standard_input(program: Program) -> None:
    ended = program("graph", "-", stdin=GOOD.encode())

    assert ended == (
        0,
        TREE.replace("good\n", "standard input\n", 1).replace("scenarios/good.yaml", "<stdin>"),
        "",
    )


def test_findings_are_on_their_steps_and_do_not_fail(program: Program) -> None:
    ended = program("graph", "legacy/bad")

    assert ended.code == 0
    assert "├─ sya\n│  error[CA301] there is no action `sya@v2`; did you mean `say@v2`?\n" in ended.out
    assert "CA301" not in program("graph", "legacy/bad", "--no-findings").out


def test_what_callr_yaml_ignores_is_no_finding(program: Program, project: Path) -> None:
    (project / "callr.yaml").write_text("version: 1\nlint: {ignore: [CA301]}\n")

    assert "CA301" not in program("graph", "legacy/bad").out


@pytest.mark.parametrize(
    ("file", "begins"),
    [
        ("good.svg", "<svg "),
        ("good.mmd", "%%{init"),
        ("good.mermaid", "%%{init"),
        ("good.dot", "digraph"),
        ("good.GV", "digraph"),
        ("good.txt", "good\n"),
        ("good.json", "{\n"),
    ],
)
def test_the_name_of_the_file_says_the_format(
    program: Program, project: Path, file: str, begins: str
) -> None:
    assert program("graph", "good", "--out", file) == (0, "", "")
    assert (project / file).read_text(encoding="utf-8").startswith(begins)


def test_several_outputs(program: Program, project: Path) -> None:
    ended = program("graph", "good", "-f", "mermaid", "--out", "a.md", "-o", "svg=a.svg", "--json")

    assert ended.code == 0
    assert json.loads(ended.out)["boxes"][0]["name"] == "inbound-call"
    assert (project / "a.md").read_text(encoding="utf-8").startswith("%%{init")
    assert (project / "a.svg").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("god",), "error: there is no scenario `god`; did you mean `good`?\n"),
        (("good", "-o", "svgg"), "error: there is no output format `svgg`; did you mean `svg`?\n"),
        (("good", "-o", "svg="), "error: `svg=` names no file\nhelp: write svg=FILE, or svg alone\n"),
        (
            ("good", "-f", "svg", "--json"),
            "error: two formats would go to standard output\nhelp: give one a file: -o FORMAT=FILE\n",
        ),
        (
            ("good", "-o", "svg=a", "-o", "dot=a"),
            "error: two formats would go to a\nhelp: give one a file: -o FORMAT=FILE\n",
        ),
        (
            ("good", "--out", "picture"),
            (
                "error: --out picture: the name does not say which format is meant\n"
                "help: add --format, or end the name with .txt, .mmd, .mermaid, .dot, .gv, .svg, .json\n"
            ),
        ),
    ],
)
def test_wrong_arguments(program: Program, arguments: tuple[str, ...], message: str) -> None:
    assert program("graph", *arguments) == (64, "", message)


def test_a_folder_that_is_not_there(program: Program) -> None:
    ended = program("graph", "good", "--out", "nowhere/good.svg")

    assert (ended.code, ended.out) == (64, "")
    assert ended.err == (
        "error: nowhere/good.svg: cannot be written: no such file or directory\n"
        "help: make its folder first: nowhere\n"
    )


@pytest.mark.parametrize("name", ["-", "broken.yaml"])
def test_what_is_no_yaml(program: Program, project: Path, name: str) -> None:
    (project / "broken.yaml").write_text("branches: [\n")

    ended = program("graph", name, stdin=b"branches: [\n")

    assert ended.code == 1
    assert ended.out == ""
    assert "error[CA101]" in ended.err
    assert "the scenario cannot be read" in ended.err


def test_colours_when_asked_for(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b[1;32minbound-call" in program("graph", "good", "--color").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in program("graph", "good").out
    assert "\x1b[" not in program("graph", "good", "--no-color").out


class Terminal(io.TextIOWrapper):
    """A terminal that keeps what is written to it."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("encoding", "twig"), [("ascii", "`- [] hangup"), ("utf-8", "└─ ■ hangup")])
def test_a_terminal(
    program: Program, project: Path, monkeypatch: pytest.MonkeyPatch, encoding: str, twig: str
) -> None:
    kept = io.BytesIO()
    terminal = Terminal(kept, encoding=encoding)
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr(sys, "stdout", terminal)

    assert program("graph", "legacy/bad").code == 0
    assert program("graph", "good").code == 0

    shown = kept.getvalue().decode()
    assert twig in shown
    assert "\x1b" not in shown
    assert all(len(line) <= 40 for line in shown.splitlines())


def test_signs_and_words(program: Program) -> None:
    assert "`- [] hangup\n" in program("graph", "good", "--ascii").out
    assert "\n  hangup\n" in program("graph", "good", "--plain").out


def test_help_fits_a_screen_and_shows_examples(program: Program) -> None:
    ended = program("graph", "--help")

    assert ended.code == 0
    assert len(ended.out.splitlines()) <= 30
    assert "graph front-desk --out desk.svg" in ended.out


def test_a_scenario_with_no_branches(program: Program) -> None:

    ended = program("graph", "-", stdin=b"description: nothing yet\n")

    assert ended.code == 0
    assert "there are no branches" in ended.out
