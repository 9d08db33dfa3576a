"""`--profile` and `lint.profile`: which rules count and what fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.selecting.conftest import Ran

# CA705 is a matter of taste; CA606 is any other info.
LOGS = (
    "branches: {inbound-call: {actions: [{action: log@v1, params: {message: '${{ call.fromNumber }}'}}]}}\n"
)
INFO = "branches: {inbound-call: {actions: [{if: 'true', then: [{action: hangup@v1}]}]}}\n"


@pytest.fixture
def logs(project: Path) -> Path:
    (project / "scenarios" / "logs.yaml").write_text(LOGS, encoding="utf-8")
    return project


@pytest.mark.parametrize(
    ("arguments", "shown", "code"),
    [
        ((), False, 0),
        (("--profile", "default"), False, 0),
        (("--profile", "strict"), False, 0),
        (("--profile", "all"), True, 1),
        (("--profile", "all", "--fail-on", "error"), True, 0),
        (("--select", "CA705"), True, 0),
        (("--select", "all"), True, 0),
        (("--profile", "strict", "--select", "CA7"), True, 0),
        (("--profile", "all", "--ignore", "CA705"), False, 0),
    ],
)
@pytest.mark.usefixtures("logs")
def test_command_line(
    program: Callable[..., Ran], arguments: tuple[str, ...], shown: bool, code: int
) -> None:
    ran = program("lint", *arguments)
    assert ("CA705" in ran.out, ran.code) == (shown, code), ran


@pytest.mark.parametrize(
    ("lint", "arguments", "ends"),
    [
        ("{profile: all}", (), (True, 1)),
        ("{profile: all, fail-on: error}", (), (True, 0)),
        ("{profile: all, fail-on: error}", ("--profile", "all"), (True, 1)),
        ("{profile: all}", ("--profile", "default"), (False, 0)),
        ("{select: [default, CA705]}", (), (True, 0)),
        ("{select: [CA3]}", ("--profile", "all"), (True, 1)),
        ("{profile: all, select: [CA3]}", (), (False, 0)),
    ],
)
def test_project_file(
    logs: Path, program: Callable[..., Ran], lint: str, arguments: tuple[str, ...], ends: tuple[bool, int]
) -> None:
    (logs / "callr.yaml").write_text(f"version: 1\nlint: {lint}\n", encoding="utf-8")
    ran = program("lint", *arguments)
    assert ("CA705" in ran.out, ran.code) == ends, ran


def test_strict_fails_from_warning_on(project: Path, program: Callable[..., Ran]) -> None:
    info = project / "scenarios" / "info.yaml"
    info.write_text(INFO, encoding="utf-8")
    assert program("lint", "--profile", "strict").code == 0
    info.write_text(f"# callr: ignore\n{INFO}", encoding="utf-8")
    warned = program("lint")
    assert "warning[CA111]" in warned.out
    assert warned.code == 0
    assert program("lint", "--profile", "strict").code == 1


@pytest.mark.usefixtures("logs")
def test_unknown_profile_on_the_command_line(program: Callable[..., Ran]) -> None:
    ran = program("lint", "--profile", "strikt")
    assert ran.code == 64
    assert "there is no profile `strikt`; did you mean `strict`?" in ran.err
    assert "the profiles are default, strict, all" in ran.err


def test_unknown_profile_in_the_project_file(logs: Path, program: Callable[..., Ran]) -> None:
    (logs / "callr.yaml").write_text("version: 1\nlint:\n  profile: al1\n", encoding="utf-8")
    ran = program("lint", "-o", "concise")
    assert ran.code == 1
    assert ran.out.startswith(
        "callr.yaml:3:12: error[CA912] there is no profile `al1`; did you mean `all`?\n"
    )
