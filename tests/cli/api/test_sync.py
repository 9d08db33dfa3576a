"""`pull` and `drift` against Callr's API by its documentation: what they ask, and that they only ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.api.server import faults
from tests.api.server.listing import Listing

if TYPE_CHECKING:
    from pathlib import Path

    from tests.api.server.server import CallrServer
    from tests.cli.conftest import Program

SCRIPT = "branches:\n  inbound-call:\n    actions:\n      - action: hangup@v1\n"


def scenario(sid: str, name: str, script: str = SCRIPT) -> dict[str, Any]:
    return {
        "sid": sid,
        "name": name,
        "script": script,
        "format": "yaml",
        "version": "1.0",
        "numbers": [
            {
                "e164": "+33199001234",
                "class": "classic",
                "type": "geographic",
                "assigned": "2025-01-01T00:00:00Z",
                "country": "FR",
            }
        ],
        "created": "2025-01-01T00:00:00Z",
        "updated": "2025-01-01T00:00:00Z",
    }


def page(*hits: dict[str, Any]) -> dict[str, Any]:
    return {"offset": 0, "total": len(hits), "hasMore": False, "hits": list(hits)}


def methods(server: CallrServer) -> set[str]:
    return {one.request.method for one in server.received}


def test_pull(callr: Program, server: CallrServer, project: Path) -> None:
    server.answers("actionsSearch", page(scenario("abcd1234", "Sales & \u202eService")))

    ended = callr("pull")

    assert (ended.code, server.complaints) == (0, [])
    assert ended.out == "new       scenarios/sales-service.yaml  `Sales & \\u202eService` (abcd1234)\n"
    assert (project / "scenarios" / "sales-service.yaml").read_text() == SCRIPT
    settings = (project / "callr.yaml").read_text()
    assert 'numbers:\n      staging: ["+33199001234"]\n' in settings
    assert methods(server) == {"GET"}
    assert callr("lint", "callr.yaml").code == 0


@pytest.mark.no_cover  # others cover the same
def test_a_thousand_scenarios_are_ten_requests(callr: Program, server: CallrServer, project: Path) -> None:
    for path in (project / "scenarios").rglob("*.yaml"):
        path.unlink()
    server.holds("actionsSearch", Listing(1000))
    server.holds("numbersSearch", Listing(300))

    assert callr("pull", "--quiet").code == 0
    assert [server.count(name) for name in ("actionsSearch", "actionsGet")] == [10, 0]
    files = [path.name for path in (project / "scenarios").rglob("*.yaml")]
    assert len(files) == len({name.lower() for name in files}) == 1000

    assert callr("drift", "--quiet").code == 0
    assert [server.count(name) for name in ("actionsSearch", "numbersSearch", "actionsGet")] == [20, 3, 0]
    assert methods(server) == {"GET"}
    assert server.complaints == []


@pytest.mark.parametrize("command", ["pull", "drift"])
def test_a_list_that_does_not_add_up_changes_nothing(
    command: str, callr: Program, server: CallrServer, project: Path
) -> None:
    server.holds("actionsSearch", Listing(3, total=5))
    before = (project / "callr.yaml").read_text()

    ended = callr(command)

    assert ended.code == 7
    assert (project / "callr.yaml").read_text() == before
    assert sorted(path.name for path in (project / "scenarios").rglob("*.yaml")) == ["bad.yaml", "good.yaml"]


def test_an_account_that_is_down(callr: Program, server: CallrServer) -> None:
    server.always(faults.status(401))

    ended = callr("pull")

    assert ended.code == 8
    assert ended.err.startswith("error: ")


def test_numbers_of_an_account_that_callr_yaml_does_not_have(
    callr: Program, server: CallrServer, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.api.server.server import KEY

    monkeypatch.setenv("CALLR_API_KEY", KEY)
    monkeypatch.setenv("CALLR_API_URL", server.url)
    server.answers("actionsSearch", page(scenario("abcd1234", "Sales")))

    ended = callr("pull", "--account", "env")

    assert ended.code == 0
    assert "its numbers (+33199001234) are not written down: callr.yaml has no account `env`\n" in ended.out
    assert "numbers" not in (project / "callr.yaml").read_text()


def test_a_sid_that_is_a_path(callr: Program, server: CallrServer, project: Path) -> None:
    server.answers("actionsSearch", page(scenario("../../x", "é" * 3), scenario("..", "ééé")))

    ended = callr("pull")

    assert ended.code == 0
    names = sorted(path.name for path in (project / "scenarios").iterdir() if path.is_file())
    assert names == ["eee-5ec1f7e7.yaml", "eee.yaml", "good.yaml"]
    assert list(project.parent.glob("x*")) == []
