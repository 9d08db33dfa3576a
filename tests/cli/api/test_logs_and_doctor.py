"""What helps when something is wrong: the log of requests, and the doctor."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from callr_actions.masking import MASK

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.api.server.server import CallrServer
    from tests.cli.conftest import Program


def states(text: str) -> dict[str, str]:
    return {check["name"]: check["state"] for check in json.loads(text)["checks"]}


def test_v_shows_a_line_for_each_request(callr: Program, server: CallrServer) -> None:
    lines = callr("billing", "credit", "-v").err.splitlines()
    assert lines[0] == f"> GET {server.url}/billing/credit"
    assert lines[1].startswith("< 200 in 0.")
    assert len(lines) == 2


def test_vv_shows_headers_and_bodies_and_never_the_key(callr: Program) -> None:
    lines = callr("billing", "credit", "-vv").err.splitlines()
    assert f"> x-api-key: {MASK}" in lines
    assert '< "1234.56"' in lines
    assert callr("billing", "credit").err == ""


def test_doctor_finds_everything_well(callr: Program, project: Path) -> None:
    ended = callr("doctor", "--json")
    assert (ended.code, ended.err) == (0, "")
    assert json.loads(ended.out)["version"] == 1
    assert states(ended.out) == {
        "versions": "ok",
        "project file": "ok",
        "schema": "ok",
        "user configuration": "ok",
        "default account": "ok",
        "account local": "ok",
        "account staging": "ok",
        "account production": "ok",
    }
    text = callr("doctor").out
    assert f"protected, key {MASK} (14 characters) from `${{STAGING_KEY}}`; answered after " in text


def test_doctor_offline_sends_nothing(callr: Program, server: CallrServer) -> None:
    assert callr("doctor", "--offline").code == 0
    assert server.received == []


def test_doctor_names_a_server_that_is_away(callr: Program, server: CallrServer) -> None:
    server.refuse()
    ended = callr("doctor", "--account", "staging")
    assert ended.code == 1
    assert "broken  account staging" in ended.out
    assert "help: check the network, the proxy and the address" in ended.out


def test_doctor_minds_a_missing_key_of_the_account_that_is_meant(
    callr: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("STAGING_KEY")
    ended = callr("doctor", "--json")
    assert ended.code == 1
    assert states(ended.out)["account staging"] == "broken"
    assert states(ended.out)["account production"] == "warning"


def test_doctor_survives_a_broken_project(callr: Program, project: Path) -> None:
    (project / "callr.yaml").write_text("version: 5\n")
    ended = callr("doctor", "--json")
    assert ended.code == 1
    assert states(ended.out)["project file"] == "broken"
    assert callr("billing", "credit").code == 64
    assert callr("doctor", "--project", "nowhere.yaml").code == 1


def test_doctor_sees_other_places(
    callr: Program, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: CallrServer
) -> None:
    schema = "default-account: staging\nschema: nowhere.json\n"
    text = (project / "callr.yaml").read_text().replace("default-account: staging\n", schema)
    (project / "callr.yaml").write_text(text)
    assert callr("doctor", "--offline").code == 1
    (project / "callr.yaml").unlink()
    monkeypatch.setenv("CALLR_API_KEY", "some-key-of-nobody")
    monkeypatch.setenv("CALLR_API_URL", server.url)
    ended = callr("doctor", "--json")
    assert states(ended.out)["default account"] == "broken"
    ended = callr("doctor", "--json", "--account", "env", "--offline")
    assert states(ended.out)["account env"] == "ok"
    (tmp_path / "config" / "callr-actions").mkdir(parents=True)
    (tmp_path / "config" / "callr-actions" / "config.toml").write_text("x = 1\n")
    assert states(callr("doctor", "--json").out)["user configuration"] == "broken"
