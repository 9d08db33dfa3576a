"""Progress where there is no terminal: a line now and then, of work that takes long."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from callr_actions.cli.rendering.progress import ProgressLine

if TYPE_CHECKING:
    import pytest


def test_short_work_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with ProgressLine(clock=iter([0.0, 1.0, 9.9]).__next__) as line:
        line.show("1 of 2")
        line.show("2 of 2")
    assert capsys.readouterr().err == ""


def test_long_work_says_every_ten_seconds_how_far_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    now = 0.0
    with ProgressLine(clock=lambda: now) as line:
        for second in range(26):
            now = float(second)
            line.show(f"{second} of 26\x1b[2J\n")
    assert capsys.readouterr().err == "10 of 26\\x1b[2J\\n\n20 of 26\\x1b[2J\\n\n"


def test_unwanted_progress_is_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    now = 0.0
    with ProgressLine(wanted=False, clock=lambda: now) as line:
        now = 100.0
        line.show("1 of 2")
    assert capsys.readouterr().err == ""


def test_a_closed_standard_error_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    with ProgressLine() as line:
        line.show("1 of 2")
