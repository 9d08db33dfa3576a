"""What the world does to a local account, by hand: in this process, and to a server."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Program
    from tests.cli.dev.conftest import Start

FROM = "+33639980101"
LOCAL = ("--account", "local", "--yes")


@pytest.fixture
def number(local: Program) -> str:
    """A number of the account."""
    token = json.loads(local("api", "POST", "/numbers/store?country=FR&type=geographic", *LOCAL).out)["token"]
    items = json.loads(local("api", "POST", f"/numbers/store/{token}", *LOCAL).out)["items"]
    return str(items[0]["e164"])


def test_an_inbound_message(local: Program, number: str) -> None:
    ended = local("dev", "text", FROM, number, "Are you open?", "--json")
    assert ended.code == 0, ended.err
    message = json.loads(ended.out)["item"]
    assert (message["direction"], message["body"]) == ("inbound", {"text": "Are you open?"})
    (listed,) = json.loads(local("sms", "list", "--json").out)["items"]
    assert listed["sid"] == message["sid"]


def test_a_number_that_the_account_does_not_have(local: Program) -> None:
    ended = local("dev", "text", FROM, "+33199001234", "Hello")
    assert (ended.code, ended.out) == (7, "")
    assert ended.err == (
        "error: there is no phone number `+33199001234` on this account\n"
        "help: `callr-actions numbers list` shows its numbers; "
        "`callr-actions dev seed` gives an empty account some\n"
    )


def test_credit(local: Program) -> None:
    assert local("dev", "credit", "5000") == (0, "15000.00\n", "")
    for wrong in ("5.5", "0", "-3", "NaN", "lots"):
        ended = local("dev", "credit", "--", wrong)
        assert ended.code == 64
        assert f"`{wrong}` is no amount; write whole cents, such as 5000" in ended.err


def test_the_clock(local: Program) -> None:
    first = local("dev", "clock", "+5m").out
    second = local("dev", "clock", "+1d").out
    assert first[:10] < second[:10]
    for wrong in ("-5m", "5w", "0"):
        assert "is no time span; write +90s, +5m, +2h or +1d" in local("dev", "clock", "--", wrong).err


def test_an_event_waits_for_its_webhook(local: Program, project: Path) -> None:
    kind = "v2.recording.updated"
    local("webhooks", "create", kind, "https://hooks.invalid/a", *LOCAL)
    fired = local("dev", "event", kind, "--set", "caller.name=Ada", "--set", "duration=9")
    assert fired == (0, "1\n", "")
    assert local("dev", "event", "v2.number.assigned") == (0, "0\n", "")


def test_a_webhook_to_this_machine(local: Program, start: Start) -> None:
    """The account decides about it, and not the client."""
    create = ("webhooks", "create", "v2.number.assigned", "http://localhost:3000/hook", *LOCAL)
    refused = local(*create)
    assert refused.code == 7
    assert "`--local-endpoints` allows this machine too" in refused.err
    with start("dev", "--port", "0", "-q", "--no-watch", "--local-endpoints") as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.readline()
        process.stdout.readline()
        created = local(*create, "--fields", "endpoint", "--jsonl")
        logs = local("webhooks", "logs", "--endpoint", "http://localhost:3000/hook", "--account", "local")
    assert created == (0, '{"endpoint": "http://localhost:3000/hook"}\n', "")
    assert (logs.code, logs.err) == (0, "no attempts\n")


def test_deliveries_that_wait(start: Start, local: Program) -> None:
    """With a real clock: nobody can be reached there, so the event waits for its next try."""
    with start("dev", "--port", "0", "-q", "--no-watch") as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.readline()
        process.stdout.readline()
        assert local("dev", "deliveries") == (0, "", "")
        local("webhooks", "create", "v2.number.assigned", "https://hooks.invalid/a", *LOCAL)
        local("dev", "event", "v2.number.assigned", "--set", "country=DE")
        (waiting,) = json.loads(local("dev", "deliveries", "--json").out)["items"]
        assert waiting["endpoint"] == "https://hooks.invalid/a"


def test_what_an_event_cannot_be(local: Program) -> None:
    ended = local("dev", "event", "v2.recording.update")
    assert ended.code == 64
    assert "there is no event type `v2.recording.update`; did you mean `v2.recording.updated`?" in ended.err
    ended = local("dev", "event", "v2.recording.updated", "--set", "sid.a=1")
    assert ended.err == "error: --set: `sid` of the payload is no object\n"
    assert "is not of the form NAME=VALUE" in local("dev", "event", "v2.recording.updated", "--set", "a").err


def test_within_exec_the_account_of_the_command_is_meant(start: Start, project: Path) -> None:
    with start("dev", "exec", "-q", sys.executable, "-m", "callr_actions", "dev", "credit", "100") as process:
        out, errors = process.communicate(timeout=250)
    assert (process.returncode, out, errors) == (0, "10100.00\n", "")
    assert not (project / ".callr" / "account.sqlite3").exists()


def test_an_account_that_is_not_local(local: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALLR_ACCOUNT", "env")
    monkeypatch.setenv("CALLR_API_KEY", "ab" * 20)
    ended = local("dev", "credit", "100")
    assert ended.code == 64
    assert ended.err.startswith(
        "error: this is for local accounts, and CALLR_API_URL is https://api.callr.com/v2.0"
    )
    monkeypatch.setenv("CALLR_API_URL", "http://127.0.0.1:1/v2.0")
    ended = local("dev", "credit", "100")
    assert ended.code == 7
    assert ended.err.startswith("error: the local account does not answer: ")
