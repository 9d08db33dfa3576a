"""What a run gives, for a shell and for GitHub Actions: whatever is in it, it stays one value of one name."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callr_actions.cli.places import Place
from callr_actions.cli.running.results import check_names, write_results
from callr_actions.errors import CallrActionsError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Program

NASTY = 'it\'s $(touch owned) `x`\n::error::no\nEOF\nother=1\n\\ "quoted"'


def read_github(text: str) -> dict[str, str]:
    """Read the file as GitHub's runner does."""
    found: dict[str, str] = {}
    lines = text.split("\n")
    while lines and lines != [""]:
        name, _, delimiter = lines.pop(0).partition("<<")
        end = lines.index(delimiter)
        found[name] = "\n".join(lines[:end])
        lines = lines[end + 1 :]
    return found


def test_for_the_next_step_of_github_actions(
    run: Program, reminder: Callable[..., None], project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_OUTPUT", str(project / "step"))
    (project / "step").write_text("earlier=1\n")
    reminder({"variables": {"$status": NASTY, "$n": [1, {"a": None}], "$none": None, "ignored": 1}})
    assert run("--until-set", "$status", "-o", "github").code == 0
    first, _, rest = (project / "step").read_text().partition("\n")
    assert first == "earlier=1"
    assert read_github(rest) == {"status": NASTY, "n": '[1, {"a": null}]', "none": ""}


@given(st.dictionaries(st.from_regex(r"[A-Za-z_][A-Za-z0-9_-]{0,5}", fullmatch=True), st.text(), max_size=4))
def test_no_value_adds_an_output(tmp_path_factory: pytest.TempPathFactory, outputs: dict[str, str]) -> None:
    file = tmp_path_factory.mktemp("github") / "step"
    if any("\0" in value for value in outputs.values()):
        with pytest.raises(CallrActionsError, match="has a NUL character"):
            write_results(outputs, [Place("github", str(file))])
        assert not file.exists()
        return
    write_results(outputs, [Place("github", str(file))])
    assert read_github(file.read_bytes().decode()) == outputs


def test_for_a_shell(run: Program, reminder: Callable[..., None], project: Path) -> None:
    reminder({"variables": {"$status": NASTY, "$n": 5}})
    ended = run("--until-set", "$status", "-o", "env")
    assert ended.code == 0
    printed = subprocess.run(
        ["sh", "-c", f'{ended.out}printf "%s|%s" "$status" "$n"'],
        capture_output=True,
        text=True,
        check=True,
        cwd=project,
    )
    assert printed.stdout == f"{NASTY}|5"
    assert not (project / "owned").exists()


def test_names_that_a_shell_takes_for_one() -> None:
    with pytest.raises(CallrActionsError) as error:
        check_names(["call-id", "call_id"], [Place("env", None)])
    assert str(error.value) == "--output env: `call-id` and `call_id` are one name in a shell"
    check_names(["call-id", "call_id"], [Place("github", "x")])


@pytest.mark.parametrize("form", ["env", "github=step"])
def test_a_nul_is_refused(run: Program, reminder: Callable[..., None], project: Path, form: str) -> None:
    reminder({"variables": {"$status": "a\0b"}})
    ended = run("--until-set", "$status", "-o", form)
    assert (ended.code, ended.out) == (1, "")
    assert "error: the output `status` has a NUL character" in ended.err
    assert not (project / "step").exists()
    assert json.loads(run("--until-set", "$status").out) == {"status": "a\0b"}


def test_a_file_that_cannot_be_written(run: Program) -> None:
    ended = run("--until-set", "$status", "-o", "github=no/such/file")
    assert ended.code == 64
    assert "error: no/such/file: cannot be written: no such file or directory" in ended.err
