from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from callr_actions.account.clock import Clock, Pace
from callr_actions.account.database import Database
from callr_actions.account.names import Names
from callr_actions.account.served import Address, served
from callr_actions.account.state import open_state
from callr_actions.account.stores.all import STORES
from callr_actions.account.tables import Tables
from callr_actions.errors import CallrActionsError
from tests.account.client import Client

ROOT = Path(__file__).parents[2]


def test_the_same_seed_gives_the_same_account() -> None:
    def play() -> list[Any]:
        client = Client(seed=7)
        done = [
            client.do("POST", "/actions", json={"name": "A", "script": "a: 1"}),
            client.do("DELETE", "/recordings"),
        ]
        client.close()
        return done

    first = play()
    assert play() == first
    other = Client(seed=8)
    assert other.scenario() != first[0]["sid"]
    other.close()


def test_ids_have_their_forms_and_never_come_twice() -> None:
    database = Database(None, STORES)
    for seed in range(4):
        database.run("delete from counters")
        names = Names(database, seed)
        sids = {names.sid() for _ in range(2000)}
        assert len(sids) == 2000
        assert all(len(sid) == 8 and sid.isascii() and sid.isalnum() and sid == sid.lower() for sid in sids)
    assert names.run().startswith("api:")
    assert names.run()[4:].isupper() or names.run()[4:].isdigit()
    assert names.call() == 240_000_000_001
    assert (len(names.task()), len(names.token()), len(names.event(0))) == (32, 40, 32)
    database.close()


def test_an_account_is_kept_and_its_key_can_be_changed(tmp_path: Path) -> None:
    file = tmp_path / "account.sqlite3"
    first = Client(file, seed=None)
    sid, key = first.scenario(), first.key
    first.close()
    second = Client(file)
    assert second.key == key
    assert second.do("GET", f"/actions/{sid}")["sid"] == sid
    second.close()
    open_state(file, key="a-key-of-mine").close()
    third = Client(file)
    assert third.key == "a-key-of-mine"
    third.close()


def test_a_file_that_others_may_read_is_made_private(tmp_path: Path) -> None:
    file = tmp_path / "account.sqlite3"
    file.touch(mode=0o644)
    open_state(file).close()
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_file_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "account.sqlite3"
    open_state(file).close()
    connection = sqlite3.connect(file)
    connection.execute("update store_versions set version = 99 where name = 'sms'")
    connection.commit()
    connection.close()
    with pytest.raises(CallrActionsError) as error:
        open_state(file)
    assert error.value.message == "this local account was written by a newer version of callr-actions"


def test_an_older_file_is_brought_up_to_date_or_left_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "account.sqlite3"
    old = Tables("things", ("create table things (id integer primary key)",), ("things",))
    Database(file, [old]).close()
    new = old._replace(
        steps=(*old.steps, "alter table things add column name text\n;\nalter table things add x")
    )
    broken = old._replace(steps=(*old.steps, "alter table things add column name text\n;\nnonsense"))
    with pytest.raises(CallrActionsError):
        Database(file, [broken])
    database = Database(file, [new])
    database.run("insert into things (name, x) values ('a', 1)")
    database.close()


def test_a_file_that_is_no_account_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "account.sqlite3"
    file.write_bytes(b"not a database, and long enough to be taken for one" * 20)
    with pytest.raises(CallrActionsError) as error:
        open_state(file)
    assert error.value.message == "the local account's file cannot be used: file is not a database"
    with pytest.raises(CallrActionsError) as error:
        open_state(file / "below")
    assert error.value.message.startswith("the local account's file cannot be opened: ")


def test_a_transaction_that_fails_leaves_nothing(tmp_path: Path) -> None:
    database = Database(tmp_path / "a.sqlite3", STORES)

    def fail() -> None:
        database.set("a", 1)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), database.transaction(writes=True):
        fail()
    assert database.setting("a") is None
    with pytest.raises(sqlite3.OperationalError), database.transaction(writes=True):
        database.run("rollback")
    database.run("begin")
    with (
        pytest.raises(sqlite3.OperationalError, match="within a transaction"),
        database.transaction(writes=False),
    ):
        pass
    database.run("rollback")
    with database.transaction(writes=True):
        database.set("a", 2)
    assert database.setting("a") == 2
    database.close()


def test_time_goes_as_it_is_told_and_never_back(tmp_path: Path) -> None:
    moment = [1_000_000]
    database = Database(tmp_path / "a.sqlite3", STORES)

    def clock(pace: Pace, start: int | None = None) -> Clock:
        return Clock(database, pace, start=start, wall_clock=lambda: moment[0])

    virtual = clock(Pace.VIRTUAL)
    assert virtual.now() == 1_000_000
    moment[0] += 5000
    assert virtual.now() == 1_000_000
    assert (virtual.tick(), virtual.reach(1_010_000), virtual.reach(5)) == (1_000_001, 1_010_000, 1_010_000)
    real = clock(Pace.REAL)
    assert real.now() == 1_010_000
    moment[0] += 7
    assert (real.now(), real.tick(), real.advance(1000)) == (1_010_007, 1_010_007, 1_011_007)
    tenfold = clock(Pace.TENFOLD)
    moment[0] += 10
    assert tenfold.now() == 1_011_107
    assert tenfold.wait(1_011_207) == 0.01
    assert real.wait(0) == 0
    database.close()


def test_a_fixed_start_never_looks_at_the_wall_clock() -> None:
    database = Database(None, STORES)
    assert Clock(database, Pace.VIRTUAL, start=5, wall_clock=lambda: 1000).now() == 5
    assert Clock(database, Pace.VIRTUAL, wall_clock=lambda: 2000).now() == 5
    database.close()


def test_with_a_real_clock_only_what_is_due_is_done_at_the_end() -> None:
    client = Client(pace=Pace.REAL)
    sid = client.do("POST", "/sms?to=%2B33199001234", json={"text": "Hi"})["sid"]
    assert client.run(client.app.drain(5)) is True
    assert client.do("GET", f"/sms/{sid}")["status"] == "created"
    client.close()


def test_what_takes_too_long_at_the_end_is_left(api: Client) -> None:
    api.do("POST", "/sms?to=%2B33199001234", json={"text": "Hi"})
    assert api.run(api.app.drain(-1)) is False
    assert api.run(api.app.drain(5)) is True


def test_another_machine_needs_the_key_that_was_given(tmp_path: Path) -> None:
    import httpx

    async def scenario() -> None:
        key = "k" * 20
        async with served(tmp_path / "a.sqlite3", Address("0.0.0.0", 0), key=key) as account:
            port = httpx.URL(account.base_url).port
            async with httpx.AsyncClient(trust_env=False, timeout=None) as http:
                url, named = f"http://127.0.0.1:{port}/v2.0/ping", {"host": "build-7.lan"}
                assert (await http.get(url, headers={**named, "x-api-key": key})).status_code == 200
                assert (await http.get(url, headers=named)).status_code == 401

    asyncio.run(scenario())


@pytest.mark.parametrize("kind", ["lifespan", "websocket"])
def test_the_app_is_a_whole_asgi_app(api: Client, kind: str) -> None:
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": f"{kind}.connect"}

    async def send(message: Any) -> None:
        sent.append(message["type"])

    api.run(api.app({"type": kind}, receive, send))
    wanted = (
        ["lifespan.startup.complete", "lifespan.shutdown.complete"]
        if kind == "lifespan"
        else ["websocket.close"]
    )
    assert sent == wanted


def test_the_conformance_table_is_fresh() -> None:
    checked = subprocess.run(
        [sys.executable, "script/conformance.py", "--check"], cwd=ROOT, capture_output=True, text=True
    )
    assert (checked.returncode, checked.stderr) == (0, "")


def test_the_conformance_table_shows_every_certainty() -> None:
    from callr_actions.account.conformance import table
    from callr_actions.account.operations import API

    text = table(API)
    for words in (
        "| path `sid` | required; the scenario's SID: ",
        "| alias | `PUT /audio-files/{sid}/file`: the migration guide prints PUT | assumed |",
        "| documented |",
        "| inferred |",
    ):
        assert words in text
