"""What CI installs: found out from how the program was installed here, and never with a key in it."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from callr_actions.starter.installing import RELEASE, install_from, reachable

if TYPE_CHECKING:
    from pathlib import Path

COMMIT = "4f2d09a1c5b7e8d90a1b2c3d4e5f60718293a4b5"


@pytest.mark.parametrize(
    ("recorded", "expected"),
    [
        (
            {"url": "https://git.example.com/a/b.git", "vcs_info": {"vcs": "git", "commit_id": COMMIT}},
            f"git+https://git.example.com/a/b.git@{COMMIT}",
        ),
        (
            {"url": "https://ann:key@git.example.com:8443/a/b", "vcs_info": {"commit_id": COMMIT}},
            f"git+https://git.example.com:8443/a/b@{COMMIT}",
        ),
        (
            {"url": "ssh://git@git.example.com/a/b.git", "vcs_info": {"commit_id": COMMIT}},
            f"git+https://git.example.com/a/b.git@{COMMIT}",
        ),
        ({"url": "http://git.example.com/a/b", "vcs_info": {"commit_id": COMMIT}}, None),
        ({"url": "https://git.example.com/a/b", "vcs_info": {}}, None),
        (
            {
                "url": "https://files.example.com/a.whl?key=1",
                "archive_info": {},
            },
            "https://files.example.com/a.whl",
        ),
        ({"url": "file:///nowhere/at/all", "dir_info": {}}, None),
        ({"url": 7}, None),
        ({}, None),
    ],
)
def test_what_others_can_reach(recorded: dict[str, Any], expected: str | None) -> None:
    assert reachable(recorded) == expected


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", "-c", "user.name=Ann", "-c", "user.email=ann@example.com", *arguments],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        ("git@git.example.com:acme/callr-actions.git", "git+https://git.example.com/acme/callr-actions.git@"),
        ("https://git.example.com/acme/callr-actions", "git+https://git.example.com/acme/callr-actions@"),
        ("/srv/git/callr-actions", None),
        (None, None),
    ],
)
def test_a_clone(tmp_path: Path, origin: str | None, expected: str | None) -> None:
    git(tmp_path, "init", "-q")
    git(tmp_path, "commit", "-q", "--allow-empty", "-m", "Begin")
    if origin is not None:
        git(tmp_path, "remote", "add", "origin", origin)
    found = reachable({"url": tmp_path.as_uri(), "dir_info": {"editable": True}})
    assert found == (None if expected is None else expected + git(tmp_path, "rev-parse", "HEAD"))


class Distribution:
    """An installation that knows no more than its record."""

    def __init__(self, recorded: str | None) -> None:
        self._recorded = recorded

    def read_text(self, name: str) -> str | None:
        assert name == "direct_url.json"
        return self._recorded


@pytest.mark.parametrize(
    ("recorded", "expected"),
    [
        (None, RELEASE),
        ('{"url": "https://files.example.com/a.whl", "archive_info": {}}', "https://files.example.com/a.whl"),
        ('{"url": "file:///nowhere/at/all", "dir_info": {}}', RELEASE),
        ("[]", RELEASE),
    ],
)
def test_what_is_recorded(recorded: str | None, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.metadata.distribution", lambda _name: Distribution(recorded))
    assert install_from() == expected


def test_a_source_that_nobody_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    from importlib.metadata import PackageNotFoundError

    def missing(name: str) -> Distribution:
        raise PackageNotFoundError(name)

    monkeypatch.setattr("importlib.metadata.distribution", missing)
    assert install_from() == RELEASE
