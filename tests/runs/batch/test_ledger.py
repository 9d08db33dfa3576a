"""The state of a batch: what it refuses, what it does with what it finds, who may have it."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from callr_actions.cli.batching.progress import Progress, span
from callr_actions.cli.batching.summary import Standing
from callr_actions.cli.rendering.progress import ProgressLine
from callr_actions.errors import CallrActionsError
from callr_actions.runs.batch.account import End
from callr_actions.runs.batch.kept_rows import NewRow
from callr_actions.runs.batch.ledger import Ledger
from callr_actions.runs.batch.opening import is_worked_on
from callr_actions.runs.batch.states import (
    WAYS,
    Doubted,
    Ended,
    Outcome,
    Returned,
    Started,
    Starting,
    State,
)
from callr_actions.runs.batch.terms import Happening, Waiting
from tests.project.test_state_folder import looked_at

if TYPE_CHECKING:
    from pathlib import Path

    from callr_actions.runs.batch.states import Change


def ledger(path: Path, *rows: NewRow) -> Ledger:
    found = Ledger(path / "s.sqlite3")
    found.load(rows or [NewRow(2, "", None, None, b"{}")], {})
    return found


def state(found: Ledger) -> str:
    return str(found.query("select state from rows where id = 1").fetchone()[0])


def test_who_only_looks_takes_nothing_from_who_works(tmp_path: Path) -> None:
    ledger(tmp_path).close()
    with Ledger(tmp_path / "s.sqlite3") as found:
        assert looked_at(found.path, "select state from rows") == "waiting"
        found.record([Starting(1)])
        assert looked_at(found.path, "select state from rows") == "starting"
        found.record([Started(1, "api:1", 5.0)])
        assert looked_at(found.path, "select state, run from rows") == "started api:1"


TO: dict[State, list[Change]] = {
    State.WAITING: [],
    State.STARTING: [Starting(1)],
    State.STARTED: [Starting(1), Started(1, "api:1", 5.0)],
    State.ENDED: [Starting(1), Ended(1, Outcome.REFUSED, 5.0, "no credit")],
    State.UNCERTAIN: [Starting(1), Doubted(1, "lost")],
}
CHANGES: list[tuple[Change, State]] = [
    (Starting(1), State.STARTING),
    (Returned(1), State.WAITING),
    (Started(1, "api:2", 6.0), State.STARTED),
    (Doubted(1, "lost"), State.UNCERTAIN),
    (Ended(1, Outcome.REACHED, 7.0), State.ENDED),
]


@pytest.mark.parametrize("before", list(TO))
@pytest.mark.parametrize(("change", "after"), CHANGES)
def test_the_database_refuses_every_way_that_there_is_not(
    tmp_path: Path, before: State, change: Change, after: State
) -> None:
    with ledger(tmp_path) as found:
        if TO[before]:
            found.record(TO[before])
        if (before, after) in WAYS:
            found.record([change])
            assert state(found) == after
        else:
            with pytest.raises(CallrActionsError, match="no way leads from one state to the other"):
                found.record([Started(9, "api:9", 1.0), change])
            assert state(found) == before


def test_what_was_starting_is_uncertain_when_it_is_opened_again_but_not_for_who_only_looks(
    tmp_path: Path,
) -> None:
    with ledger(tmp_path) as found:
        found.record([Starting(1)])
    with Ledger(tmp_path / "s.sqlite3", watching=True) as looking:
        assert state(looking) == "starting"
    with Ledger(tmp_path / "s.sqlite3") as again:
        assert state(again) == "uncertain"


def test_one_process_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite3"
    with ledger(tmp_path):
        assert is_worked_on(path)
        with pytest.raises(CallrActionsError, match="another process works on this batch"):
            Ledger(path)
    assert not is_worked_on(path)


def test_all_rows_of_a_loading_or_none(tmp_path: Path) -> None:
    def rows() -> object:
        yield NewRow(3, "", None, None, b"{}")
        raise CallrActionsError("line 4 is not good")

    with ledger(tmp_path) as found:
        with pytest.raises(CallrActionsError, match="line 4 is not good"):
            found.load(rows(), {})  # type: ignore[arg-type]
        assert found.counts() == {("waiting", ""): 1}


def test_duplicates_and_blocked_numbers_are_skipped(tmp_path: Path) -> None:
    alike = [NewRow(line, "", 33612340000 + line, b"x", b"{}") for line in (2, 3)]
    other = [NewRow(4, "", 33612340004, b"y", b"{}"), NewRow(5, "", None, None, b"{}")]
    with ledger(tmp_path, *alike, *other) as found:
        assert found.skip_numbers([33612340003, 33612340004, 1]) == 1
        assert found.counts() == {
            ("waiting", ""): 2,
            ("skipped", "duplicate"): 1,
            ("skipped", "do-not-call"): 1,
        }


def test_a_file_that_is_none_or_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite3"
    path.write_bytes(b"not a database, but somebody's text. " * 100)
    with pytest.raises(CallrActionsError, match="the batch's state cannot be used: file is not a database"):
        Ledger(path)
    path.unlink()
    ledger(tmp_path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("pragma user_version = 99")
    connection.close()
    with pytest.raises(CallrActionsError, match="a newer version of callr-actions wrote it"):
        Ledger(path)


def test_the_bar_says_how_far_it_is_and_how_long_it_will_take() -> None:
    now = 0.0
    found = Standing(120, {"waiting": 100, "skipped": 20}, {})
    shown = Progress(found, ProgressLine(wanted=False), events=False, steady=lambda: now)
    for row in range(40):
        now += 0.5
        shown(Happening(row, State.STARTED, run="api:1"))
        if row % 2:
            shown(Happening(row, State.ENDED, End(Outcome.REACHED), "api:1"))
    shown(Happening(41, State.UNCERTAIN, why="lost"))
    assert shown.text(now) == (
        "[####................]  21%  21 of 100  20 under way  1 not good  1.0/s  79 s left"
    )
    shown(Waiting(None))
    shown(Happening(0, State.ENDED, End(Outcome.REACHED), "api:1"))
    assert shown.text(now) == (
        "[####................]  22%  22 of 100  19 under way  1 not good  "
        "paused; `batches resume` lets it go on"
    )
    shown(Waiting(1_700_000_000.0))
    assert "outside the call window until 2023-11-1" in shown.text(now)
    # What was sent before may be told after.
    shown(Happening(42, State.STARTED, run="api:1"))
    assert "outside the call window" in shown.text(now)
    shown(Waiting(1_700_000_000.0, over=True))
    assert shown.text(now).endswith("20 under way  1 not good  1.1/s  74 s left")
    assert [span(each) for each in (5, 89, 90, 3600, 5000)] == ["5 s", "89 s", "2 min", "1 h", "1 h 23 min"]
