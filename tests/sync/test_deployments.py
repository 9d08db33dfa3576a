"""Records of deploys, the lock, and the journal when the disk does not do as it should."""

from __future__ import annotations

import asyncio
import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from callr_actions.api.connection import Connection
from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.sync.applying import deployments
from callr_actions.sync.applying.deployments import Author, Deployments
from callr_actions.sync.applying.journal import FileJournal, read_journal
from callr_actions.sync.applying.lock import account_identity, lock_folder, locked
from callr_actions.sync.applying.outcome import Outcome, RowOutcome, Status
from callr_actions.sync.plan import Op, Plan, ScenarioRow

if TYPE_CHECKING:
    from pathlib import Path

ROW = ScenarioRow(Op.CREATE, "a")
PLAN = Plan("a/b", (ROW,))


def author(number: int) -> Author:
    return Author("ann", "desk", f"2026-01-05T09:00:00.{number:03}Z", "abc")


def after(op: str, key: str, sid: str | None, status: str = "done", **more: Any) -> dict[str, Any]:
    return {"kind": "after", "op": op, "key": key, "sid": sid, "status": status, "number": None, **more}


async def deploy(state: Path, number: int, *entries: dict[str, Any]) -> None:
    """Leave the record of a deploy."""
    records = Deployments(state, "a/b")
    journal = records.begin(PLAN, author(number))
    await records.head()
    for entry in entries:
        await journal.note(entry)
    await records.end(Outcome((RowOutcome(ROW, Status.DONE),)))


def test_what_deploys_have_left_is_known(tmp_path: Path) -> None:
    async def work() -> None:
        await deploy(
            tmp_path, 1, after("create", "a", "s1"), after("create", "b", "s2"), after("create", "c", "s3")
        )
        await deploy(tmp_path, 2, after("delete", "a", "s1"), after("update", "b", "s9", "failed"))
        await deploy(
            tmp_path, 3, after("create", "c", "s4"), after("attach", "z", "s5", number="+33199001234")
        )

    asyncio.run(work())
    assert Deployments(tmp_path, "a/b").known() == {"b": "s2", "c": "s4"}
    assert Deployments(tmp_path, "other").known() == {}
    assert [path.name for path in (tmp_path / "deployments").iterdir()] == ["a%2Fb"]


def test_old_records_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deployments, "MOST_KEPT", 2)

    async def work() -> None:
        for number in range(4):
            await deploy(tmp_path, number)

    asyncio.run(work())
    names = sorted(path.name for path in (tmp_path / "deployments" / "a%2Fb").iterdir())
    assert names == ["20260105T090000002Z-abc.jsonl", "20260105T090000003Z-abc.jsonl"]


def test_a_deploy_that_was_ended_before_its_first_note(tmp_path: Path) -> None:
    folder = tmp_path / "deployments" / "a%2Fb"
    folder.mkdir(parents=True)
    (folder / "running.jsonl").write_text("")
    assert Deployments(tmp_path, "a/b").settle() is None
    assert Deployments(tmp_path, "a/b").settle() is None
    assert [path.name for path in folder.iterdir()] == ["unknown-.jsonl"]


def test_where_no_record_can_be_kept(tmp_path: Path) -> None:
    (tmp_path / "deployments").write_text("a file")
    with pytest.raises(CallrActionsError, match="the records of deploys cannot be used"):
        Deployments(tmp_path, "a/b").begin(PLAN, author(1))


def test_a_journal_that_cannot_be_made(tmp_path: Path) -> None:
    with pytest.raises(CallrActionsError, match="the journal of the deploy cannot be written") as raised:
        FileJournal(tmp_path / "none" / "journal")
    assert raised.value.exit_code is ExitCode.REFUSED


def test_lines_that_could_not_be_written_are_written_with_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "journal"
    real = os.write

    def half(handle: int, data: bytes) -> int:
        real(handle, data[:5])
        raise OSError(28, "No space left on device")

    async def work() -> None:
        journal = FileJournal(path)
        with monkeypatch.context() as patch:
            patch.setattr(os, "write", half)
            with pytest.raises(CallrActionsError, match="no space left on device"):
                await journal.note({"number": 1})
        await asyncio.gather(*(journal.note({"number": number}) for number in (2, 3, 4)))
        journal.close()

    asyncio.run(work())
    assert [entry["number"] for entry in read_journal(path)] == [1, 2, 3, 4]
    path.write_text('{"a": 1}\n[]\n{"b"')
    assert read_journal(path) == [{"a": 1}]
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_lock_is_one_for_an_account_wherever_the_folder_is(tmp_path: Path) -> None:
    one = Connection.with_key("k" * 40, url="https://api.callr.com/v2.0")
    same = Connection.with_key("k" * 40, url="https://api.callr.com/v2.0/")
    other = Connection.with_key("o" * 40, url="https://api.callr.com/v2.0")
    assert account_identity(one) == account_identity(same) != account_identity(other)
    assert "k" * 40 not in account_identity(one)
    with locked(one, tmp_path, tmp_path, "a"), locked(other, tmp_path, tmp_path, "b"):
        refused = pytest.raises(CallrActionsError, match="another deploy to `a` is under way")
        with refused as raised, locked(same, tmp_path, tmp_path, "a"):
            pass
        assert raised.value.exit_code is ExitCode.REFUSED
    with locked(same, tmp_path, tmp_path, "a"):
        pass


def test_where_locks_lie(tmp_path: Path) -> None:
    assert lock_folder({}, tmp_path) == tmp_path / ".local" / "state" / "callr-actions" / "locks"
    assert lock_folder({"XDG_STATE_HOME": "/state"}, tmp_path).as_posix() == "/state/callr-actions/locks"
    (tmp_path / "file").write_text("")
    connection = Connection.with_key("k" * 40)
    with locked(connection, tmp_path / "file" / "locks", tmp_path / "here", "a"):
        assert len(list((tmp_path / "here").iterdir())) == 1
    nowhere = locked(connection, tmp_path / "file" / "locks", tmp_path / "file" / "too", "a")
    with pytest.raises(CallrActionsError, match="the lock of the account cannot be taken"), nowhere:
        pass


def test_records_are_json_lines_with_what_was_there(tmp_path: Path) -> None:
    asyncio.run(
        deploy(tmp_path, 1, {"kind": "before", "op": "update", "key": "a", "previous": {"script": "x"}})
    )
    (path,) = (tmp_path / "deployments" / "a%2Fb").iterdir()
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert [line["kind"] for line in lines] == ["deploy", "before", "end"]
    assert lines[0]["who"] == "ann"
    assert lines[2]["counts"] == {"done": 1}
