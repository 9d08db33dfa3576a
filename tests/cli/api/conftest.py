"""The program against Callr's API on loopback: a project with two accounts there, and a key to look for."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from callr_actions import targets
from tests.api.server.server import KEY, CallrServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.cli.conftest import Ended, Program

ACCOUNTS = """\
version: 1
accounts:
  staging:
    url: {url}
    api-key: ${{STAGING_KEY}}
  production:
    url: {url}
    api-key: ${{STAGING_KEY}}
    protected: true
default-account: staging
scenario-settings:
  support/front-desk:
    name: My beautiful scenario
"""


@pytest.fixture
def server() -> Iterator[CallrServer]:
    """The API. Every request that reaches it has to be right."""
    server = CallrServer()
    yield server
    server.close()


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This machine stands two hours east of Greenwich."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "EAST-02")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture
def callr(  # noqa: PLR0917 - fixtures are asked for by name
    program: Program,
    project: Path,
    server: CallrServer,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    zone: None,
) -> Program:
    """The program in a project whose accounts are the server; no output may ever hold the key."""
    for name in ("CI", "CALLR_ACCOUNT", "CALLR_API_KEY", "CALLR_API_URL", "CALLR_ALLOW_HOST"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("STAGING_KEY", KEY)
    (project / "callr.yaml").write_text(ACCOUNTS.format(url=server.url))

    def run(*arguments: str, stdin: bytes = b"") -> Ended:
        ended = program(*arguments, stdin=stdin)
        assert KEY not in ended.out + ended.err
        return ended

    return run


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody sits at a terminal; what they type is standard input."""
    before: Callable[..., targets.Surroundings] = targets.surroundings
    monkeypatch.setattr(targets, "surroundings", lambda masker: before(masker)._replace(interactive=True))
