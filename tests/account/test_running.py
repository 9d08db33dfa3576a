"""Who serves the account, as it is written down for other commands; and what is not believed."""

from __future__ import annotations

import json
import os
import socket
import stat
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from callr_actions.account.running import Running, announce, running, withdraw

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEY = "ab" * 20


@pytest.fixture
def server() -> Iterator[Running]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield Running(f"http://127.0.0.1:{listener.getsockname()[1]}/v2.0", os.getpid(), KEY)


def test_a_server_is_found_until_it_withdraws(tmp_path: Path, server: Running) -> None:
    assert running(tmp_path) is None
    announce(tmp_path, server)
    assert running(tmp_path) == server
    assert stat.S_IMODE((tmp_path / "dev.json").stat().st_mode) == 0o600
    withdraw(tmp_path, server.pid + 1)
    assert running(tmp_path) == server
    withdraw(tmp_path, server.pid)
    assert list(tmp_path.iterdir()) == []
    withdraw(tmp_path, server.pid)


def test_a_killed_server_is_ignored(tmp_path: Path, server: Running) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        pass
    announce(tmp_path, server._replace(pid=ended.pid))
    assert running(tmp_path) is None


def test_another_process_with_the_number_of_a_killed_one_is_no_server(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # nobody else gets the port, and nobody listens there
        port = taken.getsockname()[1]
        announce(tmp_path, Running(f"http://127.0.0.1:{port}/v2.0", os.getpid(), KEY))
        assert running(tmp_path) is None


def test_what_others_may_write_is_not_believed(tmp_path: Path, server: Running) -> None:
    """A checkout of a repository leaves files that everybody may read, and could name any host."""
    announce(tmp_path, server)
    (tmp_path / "dev.json").chmod(0o644)
    assert running(tmp_path) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"pid": "1"},
        {"pid": -1},
        {"pid": 2**80},
        {"url": None},
        {"url": "http://[/"},
        {"key": 1},
        {"key": ...},
    ],
)
def test_what_is_no_such_note_is_ignored(tmp_path: Path, server: Running, changed: dict[str, Any]) -> None:
    said = {key: value for key, value in {**server._asdict(), **changed}.items() if value is not ...}
    (tmp_path / "dev.json").touch(0o600)
    (tmp_path / "dev.json").write_text(json.dumps(said))
    assert running(tmp_path) is None
    (tmp_path / "dev.json").write_text("[")
    assert running(tmp_path) is None
