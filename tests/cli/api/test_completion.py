"""What a shell offers: names of accounts, keys and sids; quick, silent, and kept for a minute."""

from __future__ import annotations

import json
import os
import stat
import threading
from typing import TYPE_CHECKING

import pytest

from callr_actions.cli import completion
from callr_actions.cli.completion_cache import CompletionCache
from tests.api.server import faults
from tests.api.server.server import KEY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.api.server.server import CallrServer
    from tests.cli.conftest import Program

SECONDS = completion._SECONDS


@pytest.fixture
def offered(
    callr: Program, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Callable[[str], list[str]]:
    """What is offered at the end of a line, however slow this machine is at the moment."""
    monkeypatch.setattr(completion, "_SECONDS", 30.0)

    def complete(line: str) -> list[str]:
        words = f"callr-actions {line}".split(" ")
        monkeypatch.setenv("_CALLR_ACTIONS_COMPLETE", "bash_complete")
        monkeypatch.setenv("COMP_WORDS", " ".join(words))
        monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
        with pytest.raises(SystemExit):
            callr()
        written = capsysbinary.readouterr()
        assert written.err == b""
        assert KEY.encode() not in written.out
        lines = written.out.decode().splitlines()
        return [line.removeprefix("plain,") for line in lines if line]

    return complete


def test_commands(offered: Callable[[str], list[str]]) -> None:
    assert offered("nu") == ["numbers"]
    assert offered("numbers at") == ["attach"]
    assert offered("nonsense x") == []


def test_accounts(offered: Callable[[str], list[str]]) -> None:
    assert offered("numbers list --account ") == ["local", "staging", "production", "env"]


def test_keys_and_sids(offered: Callable[[str], list[str]], server: CallrServer) -> None:
    assert offered("scenarios get ") == ["good", "legacy/bad", "k3v9q0zt"]
    assert offered("numbers get +331") == ["+33142000017"]
    assert offered("numbers list --type mo") == ["mobile"]
    assert server.complaints == []


def test_the_account_is_asked_once_a_minute(
    offered: Callable[[str], list[str]], server: CallrServer, project: Path
) -> None:
    assert offered("numbers get ") == offered("numbers detach ") == ["+33142000017"]
    assert server.count("numbersSearch") == 1
    file = project / ".callr" / "cache" / "completion"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert (project / ".callr" / ".gitignore").read_text() == "*\n"
    assert KEY not in file.read_text()
    known = json.loads(file.read_text())
    for kinds in known.values():
        kinds["numbers"]["at"] -= 61
    file.write_text(json.dumps(known))
    assert offered("numbers get ") == ["+33142000017"]
    assert server.count("numbersSearch") == 2


def test_trouble_is_silent(offered: Callable[[str], list[str]], server: CallrServer, project: Path) -> None:
    server.next(faults.status(500))
    assert offered("numbers get ") == []
    assert server.count("numbersSearch") == 1
    (project / ".callr").write_text("in the way")
    assert offered("numbers get ") == []
    (project / "callr.yaml").write_text("version: 5\n")
    assert offered("numbers get ") == []


def test_it_never_takes_longer_than_a_second(
    offered: Callable[[str], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    over = threading.Event()
    monkeypatch.setattr("callr_actions.cli.completion_sources.names_of", lambda *_: over.wait())
    monkeypatch.setattr(completion, "_SECONDS", SECONDS / 10)
    assert offered("numbers get ") == []  # although no answer has come
    over.set()
    assert SECONDS < 1


def test_an_account_without_a_key_in_the_environment_is_not_asked(
    offered: Callable[[str], list[str]], project: Path, server: CallrServer
) -> None:
    text = (project / "callr.yaml").read_text().replace("    api-key: ${STAGING_KEY}\n", "", 1)
    (project / "callr.yaml").write_text(text)
    assert offered("numbers get ") == []
    assert server.received == []


def test_without_a_project_file_nothing_is_written(
    offered: Callable[[str], list[str]], project: Path, server: CallrServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "callr.yaml").unlink()
    monkeypatch.setenv("CALLR_ACCOUNT", "env")
    monkeypatch.setenv("CALLR_API_KEY", KEY)
    monkeypatch.setenv("CALLR_API_URL", server.url)
    assert offered("numbers get ") == ["+33142000017"]
    assert not (project / ".callr").exists()


def test_a_damaged_cache_is_no_cache(tmp_path: Path) -> None:
    cache = CompletionCache(tmp_path, "staging", "http://x", clock=lambda: 1000.0)
    cache.write("numbers", [("+331", "FR")])
    cache.write("audio", [("sid", "x")])
    assert cache.read("numbers") == [("+331", "FR")]
    assert CompletionCache(tmp_path, "staging", "http://y").read("numbers") is None
    file = tmp_path / ".callr" / "cache" / "completion"
    for text in ("{", "[]", '{"a": 1}', '{"staging http://x": {"numbers": {"at": "x"}}}'):
        file.write_text(text)
        assert cache.read("numbers") is None
    left = file.with_name(f".completion.{os.getpid()}")
    left.write_text("left by a process that was killed")
    cache.write("numbers", [])
    assert cache.read("numbers") == []
