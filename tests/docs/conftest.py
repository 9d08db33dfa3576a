"""The surroundings of a page: a copy of the example project under git, no settings of the user, known ids.

Accounts at Callr are local accounts with their own file here: what a page does with `production` is done.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from callr_actions import targets
from callr_actions.account import state
from callr_actions.cli.session import MASKER
from callr_actions.project.state_folder import state_folder

if TYPE_CHECKING:
    from collections.abc import Callable

    from callr_actions.api.connection import Connection
    from callr_actions.project.project import Account, Project

ROOT = Path(__file__).resolve().parents[2]
PROJECT = ("callr.yaml", ".gitignore", "schemas", "scenarios")
WHO = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Ann"), ("EMAIL", "ann@example.com"), ("DATE", "2026-01-05T09:00:00Z"))
}


@pytest.fixture
def prepare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], Path]:
    """Make the folder of a page and go there; returns it."""
    for name in (
        *("CI", "CALLR_ACCOUNT", "CALLR_API_KEY", "CALLR_API_URL", "CALLR_ALLOW_HOST"),
        *("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "CALLR_ACTIONS_PLAIN"),
    ):
        monkeypatch.delenv(name, raising=False)
    home = tmp_path / "home"
    home.mkdir()
    for name, value in {
        **WHO,
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_CONFIG_SYSTEM": "/dev/null",
        "COLUMNS": "100",
        "TZ": "UTC",
        "PATH": f"{sysconfig.get_path('scripts')}:{os.environ['PATH']}",
        "CALLR_STAGING_KEY": "key-of-staging-0123456789",
        "CALLR_PRODUCTION_KEY": "key-of-production-0123456789",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(MASKER, "_secrets", set())
    monkeypatch.setattr(
        "callr_actions.starter.installing.install_from",
        lambda: "git+https://git.example.com/acme/callr-actions@4f2d09a1",
    )
    monkeypatch.setattr(targets, "connect", _without_network(targets.connect))
    monkeypatch.setattr("callr_actions.account.embedded.open_state", _with_known_ids(state.open_state))

    def prepared(empty: bool) -> Path:
        folder = tmp_path / "lakeside"
        folder.mkdir()
        monkeypatch.chdir(folder)
        if not empty:
            for name in PROJECT:
                _copy(ROOT / name, folder / name)
            # The README speaks of a clone of the whole repository; its demo is run for real.
            demo = folder / "script" / "demo"
            demo.parent.mkdir()
            demo.write_text(f"#!/bin/sh\nexec '{ROOT}/script/demo'\n", encoding="utf-8")
            demo.chmod(0o755)
            for command in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-qm", "Begin"]):
                subprocess.run(["git", *command], check=True)
        return folder

    return prepared


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "compile", "catalog"))
    else:
        shutil.copy(source, target)


def _without_network(
    real: Callable[[Project, Account, targets.Surroundings], Connection],
) -> Callable[[Project, Account, targets.Surroundings], Connection]:
    def connect(project: Project, account: Account, around: targets.Surroundings) -> Connection:
        meant = real(project, account, around)
        if account.is_local:
            return meant
        local = real(project, project.accounts["local"], around)
        return replace(local, local_file=state_folder(project.root) / f"{account.name}.sqlite3")

    return connect


def _with_known_ids(real: Callable[..., Any]) -> Callable[..., Any]:
    def open_state(*arguments: Any, **options: Any) -> Any:
        return real(*arguments, **{**options, "seed": options.get("seed") or 1})

    return open_state
