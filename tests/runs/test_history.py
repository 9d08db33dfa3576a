"""The history of runs: private, bounded, shared by several programs at once."""

from __future__ import annotations

import os
import stat
import threading
from typing import TYPE_CHECKING

import pytest

from callr_actions.errors import CallrActionsError
from callr_actions.runs import history
from callr_actions.runs.history import Entry, History
from callr_actions.runs.wanted import Expression
from tests.runs.accounts import wanted

if TYPE_CHECKING:
    from pathlib import Path


def entry(run: str = "api:9MNAB2H6", account: str = "staging") -> Entry:
    by = wanted("$a > 1", "$b", outputs={"x": "$x"})
    return Entry(run, account, "remind01", "Reminder", 1_700_000_000_000, {"$a": [None]}, by, 12.5)


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    kept = History(tmp_path)
    assert kept.find("api:9MNAB2H6") == ()
    assert not list(tmp_path.iterdir())
    kept.add(entry())
    assert kept.find("api:9MNAB2H6") == (entry(),)
    assert kept.find("api:9MNAB2H6")[0].wanted.until == Expression("$a > 1", "--until")


def test_its_end_is_noted_on_its_own_account_only(tmp_path: Path) -> None:
    kept = History(tmp_path)
    kept.add(entry())
    kept.add(entry(account="production"))
    kept.note("api:9MNAB2H6", "staging", "reached", 5)
    kept.note("api:UNKNOWN0", "staging", "reached", 5)
    assert [(each.account, each.outcome, each.ended) for each in kept.latest(9)] == [
        ("production", None, None),
        ("staging", "reached", 5),
    ]
    assert [each.account for each in kept.latest(9, "staging")] == ["staging"]
    assert len(kept.latest(1)) == 1


def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        (tmp_path / history.FILE).touch(0o666)
        History(tmp_path).add(entry())
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / history.FILE).stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir()] == [history.FILE]


def test_old_ones_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "MOST_KEPT", 3)
    kept = History(tmp_path)
    for number in range(5):
        kept.add(entry(f"api:{number}"))
    assert [each.run for each in kept.latest(99)] == ["api:4", "api:3", "api:2"]


def test_several_write_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    def work(number: int) -> None:
        for n in range(5):
            History(tmp_path).add(entry(f"api:{number}-{n}"))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({each.run for each in History(tmp_path).latest(99)}) == 20


def test_what_is_no_history_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / history.FILE).write_bytes(b"SQLite format 4\0" * 100)
    with pytest.raises(CallrActionsError) as error:
        History(tmp_path).latest(1)
    assert error.value.message == "the history of runs cannot be used: file is not a database"
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / history.FILE).mkdir()
    with pytest.raises(CallrActionsError, match="the history of runs cannot be used: is a directory"):
        History(tmp_path / "other").add(entry())
