"""Files of the project's state: for the user's eyes, and never opened again while SQLite has them locked."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

from callr_actions.project.state_folder import make_private_file

if TYPE_CHECKING:
    from pathlib import Path

LOOKS = """
import sqlite3, sys
found = sqlite3.connect(sys.argv[1])
print(*found.execute(sys.argv[2]).fetchone())
found.close()
"""


def looked_at(path: Path, sql: str) -> str:
    """Return what another process reads, which comes and goes."""
    command = [sys.executable, "-I", "-S", "-c", LOOKS, str(path), sql]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def test_a_file_is_private_whatever_it_was(tmp_path: Path) -> None:
    file = tmp_path / "state"
    make_private_file(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.write_bytes(b"kept")
    file.chmod(0o644)
    make_private_file(file)
    assert (stat.S_IMODE(file.stat().st_mode), file.read_bytes()) == (0o600, b"kept")


def test_no_lock_is_lost_that_this_process_has(tmp_path: Path) -> None:
    file = tmp_path / "state"
    make_private_file(file)
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.execute("pragma journal_mode = wal")
        database.execute("create table t (n)")
        make_private_file(file)
        assert looked_at(file, "select count(*) from t") == "0"
        database.execute("insert into t values (1)")
        assert looked_at(file, "select count(*) from t") == "1"
