"""The program in docs/python.md, word for word, against the strict server."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from callr_actions.api.client import Client
from callr_actions.api.connection import PUBLIC_URL, Connection
from callr_actions.api.resources import system
from callr_actions.project.project import DEFAULT_URL
from tests.api.server import faults
from tests.api.server.server import KEY, SUB_ACCOUNT

if TYPE_CHECKING:
    import pytest

    from tests.api.server.server import CallrServer

PAGE = Path(__file__).parents[2] / "docs" / "python.md"


def test_the_program_runs(
    callr_server: CallrServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (program,) = re.findall(
        r"```python\n(import asyncio\n.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL
    )
    monkeypatch.setenv("CALLR_API_KEY", KEY)
    monkeypatch.setenv("CALLR_API_URL", callr_server.url)
    callr_server.next(*[faults.NONE] * 3, faults.status(404, "not-found", "no such number"))
    exec(compile(program, str(PAGE), "exec"), {})
    credit, number, missing, names = capsys.readouterr().out.splitlines()
    assert credit == "1234.56"
    assert number.startswith("+33142000017 ")
    assert missing.startswith("404 GET /numbers/%2B33199009999 (numbersGet): not found (404 not-found)")
    assert names == "['Standard téléphonique']"
    assert callr_server.complaints == []


def test_an_account_by_its_key(callr_server: CallrServer) -> None:
    connection = Connection.with_key(KEY, url=callr_server.url + "/", account=SUB_ACCOUNT)
    with Client(connection) as client:
        client.send(system.ping())
    assert callr_server.complaints == []
    assert connection.masker.mask(f"a {KEY} b") == "a •••• b"
    assert KEY not in repr(connection)
    assert Connection.with_key(KEY).url == PUBLIC_URL == DEFAULT_URL
