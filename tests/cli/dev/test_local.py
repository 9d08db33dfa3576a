"""The account `local` as commands use it, with no server and no key."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

from callr_actions.cli.completion_sources import names_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Program
    from tests.cli.dev.conftest import Start

GOOD = "scenarios/good.yaml"
CREATE = ("scenarios", "create", "--name", "Front desk", GOOD, "--account", "local", "--json")


def test_commands_share_the_account_that_they_make(local: Program, project: Path) -> None:
    created = local(*CREATE)
    assert created.code == 0, created.err
    listed = json.loads(local("scenarios", "list", "--json").out)
    assert [each["name"] for each in listed["items"]] == ["Front desk"]
    assert sorted(path.name for path in (project / ".callr").iterdir()) == [".gitignore", "account.sqlite3"]


def test_two_commands_at_once(start: Start, local: Program) -> None:
    with start(*CREATE) as one, start(*CREATE) as two:
        for process in (one, two):
            _, errors = process.communicate(timeout=250)
            assert process.returncode == 0, errors
    assert json.loads(local("scenarios", "list", "--json").out)["total"] == 2


def test_a_raw_request_goes_there_too(local: Program) -> None:
    asked = local("api", "GET", "/ping")
    assert asked.code == 0, asked.err
    assert "pong" in asked.out


def test_waiting_for_what_takes_time_there_takes_none_here(local: Program) -> None:
    started = time.monotonic()
    span = ("--from", "2024-01-01", "--to", "2024-01-02")
    ended = local("calls", "export", "--direction", "inbound", *span, "--wait", "--account", "local")
    assert ended.code == 0, ended.err
    assert time.monotonic() - started < 5


def test_doctor_says_where_it_is(local: Program, project: Path) -> None:
    said = local("doctor", "--account", "local").out
    assert "in this program; nothing has used it here yet" in said
    assert not (project / ".callr").exists()
    local("billing", "credit")
    assert "in this program, kept in .callr/account.sqlite3; answered after" in local("doctor").out
    assert "in this program, kept in .callr/account.sqlite3; not asked" in local("doctor", "--offline").out
    (project / ".callr" / "account.sqlite3").write_bytes(b"none" * 500)
    ended = local("doctor")
    assert ended.code == 1
    assert "file is not a database" in ended.out


def test_a_shell_is_offered_what_it_has(local: Program, project: Path) -> None:
    assert names_of("scenarios", None, None) == []
    assert not (project / ".callr").exists()
    local(*CREATE)
    ((sid, name),) = names_of("scenarios", None, None)
    assert (len(sid), name) == (8, "Front desk")
