"""Waiting for what the account does: until its end, whatever that is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from callr_actions.cli.sessions import waiting

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.api.server.server import CallrServer
    from tests.cli.conftest import Program

ID = "t4sk" * 8


def task(**change: Any) -> dict[str, Any]:
    ended = "2025-11-24T08:30:00Z"
    return {"id": ID, "status": "x", "percent": 100, "ended": ended, "result": None, "error": "", **change}


def test_a_task_that_ends_well(callr: Program, server: CallrServer) -> None:
    server.answers("tasksGet", task(result={"url": "https://example.com/x.csv"}))
    ended = callr("tasks", "wait", ID, "--fields", "result.url")
    assert ended == (0, "result.url  https://example.com/x.csv\n", "")


def test_a_task_that_fails(callr: Program, server: CallrServer) -> None:
    server.answers("tasksGet", task(error="no\x1b space"))
    dates = ("--direction", "inbound", "--from", "2025-01-01", "--to", "2025-01-02")
    ended = callr("calls", "export", *dates, "--wait", "--json")
    assert (ended.code, ended.err) == (1, "the task failed: no\\x1b space\n")
    assert json.loads(ended.out)["item"]["percent"] == 100


def test_the_file_that_a_task_made_is_fetched(callr: Program, server: CallrServer, project: Path) -> None:
    server.answers("tasksGet", task(result=f"{server.url}/billing/credit"))
    dates = ("--direction", "inbound", "--from", "2025-01-01", "--to", "2025-01-02")
    ended = callr("calls", "export", *dates, "--out", "calls.csv", "--fields", "status")
    assert ended == (0, "status  x\n", "wrote calls.csv (9 bytes)\n")
    assert (project / "calls.csv").read_bytes() == b'"1234.56"'
    assert callr("tasks", "wait", ID, "--out", "again.csv", "-q", "--json").err == ""
    assert (project / "again.csv").read_bytes() == b'"1234.56"'


def test_a_file_elsewhere_is_named_and_not_fetched(
    callr: Program, server: CallrServer, project: Path
) -> None:
    server.answers("tasksGet", task(result="https://files.example.com/x.csv"))
    ended = callr("tasks", "wait", ID, "--out", "calls.csv", "--fields", "result")
    assert (ended.code, ended.out) == (3, "result  https://files.example.com/x.csv\n")
    assert ended.err == (
        f"error: the file is at https://files.example.com, and only what is at {server.origin} is fetched\n"
        "help: the key goes nowhere else: if you trust the address in the result, fetch it by other means\n"
    )
    server.answers("tasksGet", task(error="no space"))
    assert callr("tasks", "wait", ID, "--out", "calls.csv").code == 1
    assert not (project / "calls.csv").exists()


def test_it_asks_less_and_less_often(
    callr: Program, server: CallrServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "_GROWTH", 0.001)
    ended = callr("tasks", "wait", ID, "--timeout", "1.2s")
    assert ended.code == 5
    assert server.count("tasksGet") > 2


def test_an_audio_file_that_cannot_be_converted(callr: Program, server: CallrServer) -> None:
    audio = {
        "sid": "aud10f1l",
        "name": "x",
        "duration": 3725,
        "source": "file-upload",
        "readonly": False,
        "status": "error",
        "created": "2025-06-01T12:00:00Z",
        "updated": "0001-01-01T00:00:00Z",
    }
    server.answers("audioFilesUpdateFile", audio)
    server.answers("audioFilesGet", audio)
    with_file = ("audio", "get", "aud10f1l")
    assert "1:02:05" in callr(*with_file).out
    server.answers("audioFilesGet", {**audio, "duration": 61.5, "status": "new one"})
    assert "1:01" in callr(*with_file).out


def test_secrets_in_options_that_are_sent_are_shown_nowhere(callr: Program, project: Path) -> None:
    (project / "options.json").write_text('{"hmacSecret": "correct horse", "format": "JSON"}')
    create = ("webhooks", "create", "v2.task.updated", "https://hooks.example.com/")
    ended = callr(*create, "--options", "options.json", "-vv")
    assert ended.code == 0
    assert "horse" not in ended.out + ended.err


def test_credit_of_an_account_that_pays_afterwards(callr: Program, server: CallrServer) -> None:
    server.answers("billingGetCredit", None)
    ended = callr("billing", "credit")
    assert ended == (0, "credit\n", "the account has no credit: it probably pays afterwards\n")


def test_a_text_through_standard_input(callr: Program, server: CallrServer) -> None:
    ended = callr("sms", "send", "+33612345678", "-", "--yes", "--fields", "sid", stdin=b"Hello\n")
    assert (ended.code, json.loads(server.last.request.body)) == (0, {"text": "Hello"})
    ended = callr("sms", "send", "+33612345678", "-", "--yes", stdin=b"\xff")
    assert ended.code == 64
    assert ended.err.startswith("error: -: standard input is not UTF-8")
    long = callr("sms", "send", "+33612345678", "x" * 161)
    assert "it is sent in 2 parts, and each is billed" in long.err


def test_several_scenarios_of_one_name(callr: Program, server: CallrServer) -> None:
    one = {
        "sid": "sid00001",
        "name": "Desk",
        "script": "a",
        "format": "yaml",
        "version": "1.0",
        "numbers": [],
        "created": "2025-02-03T09:15:00Z",
        "updated": "2025-02-03T09:15:00Z",
    }
    both = [one, {**one, "sid": "sid00002"}]
    server.answers("actionsSearch", {"offset": 0, "total": 2, "hasMore": False, "hits": both})
    assert callr("scenarios", "get", "Desk").err == (
        "error: the account `staging` has 2 scenarios named `Desk`\nhelp: name one: sid00001, sid00002\n"
    )
