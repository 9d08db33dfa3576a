"""Where a checkout stands: commits, what differs from them; and a folder of which git knows nothing."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from callr_actions.errors import CallrActionsError
from callr_actions.git import run_git
from callr_actions.sync.git import Git
from callr_actions.sync.git_tree import GitTree
from callr_actions.sync.history import Ancestry

if TYPE_CHECKING:
    from pathlib import Path

NOBODY = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}


def git(folder: Path, *words: str) -> str:
    identity = ("-c", "user.name=T", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false")
    done = subprocess.run(
        ["git", *identity, *words],
        cwd=folder,
        env=os.environ | NOBODY,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A project below the top of a repository with two commits, and one beside them."""
    project = tmp_path / "project"
    (project / "scenarios").mkdir(parents=True)
    git(tmp_path, "init", "-q", "-b", "main")
    for text in ("one", "two"):
        (project / "scenarios" / "desk.yaml").write_text(text)
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "-qm", text)
    git(tmp_path, "checkout", "-qb", "side", "HEAD~1")
    git(tmp_path, "commit", "-qm", "beside", "--allow-empty")
    git(tmp_path, "checkout", "-q", "main")
    return project


def test_a_commit_is_behind_beside_or_unknown(repository: Path) -> None:
    asked = Git(repository)
    assert asked.head == git(repository, "rev-parse", "HEAD")
    assert asked.ancestry(git(repository, "rev-parse", "HEAD~1")[:12]) is Ancestry.BEHIND
    assert asked.ancestry(git(repository, "rev-parse", "side")[:12]) is Ancestry.BESIDE
    assert asked.ancestry("0123456789ab") is Ancestry.UNKNOWN


def test_what_differs_is_named_by_its_place(repository: Path) -> None:
    scenarios = repository / "scenarios"
    asked = Git(repository)
    assert asked.uncommitted([scenarios]) == frozenset()
    (scenarios / "desk.yaml").write_text("three")
    (scenarios / "nächste schicht.yaml").write_text("new")
    both = frozenset(scenarios.resolve() / name for name in ("desk.yaml", "nächste schicht.yaml"))
    assert asked.uncommitted([scenarios, repository / "gone.yaml"]) == both
    assert asked.changed_since("HEAD~1", [scenarios]) == both
    (scenarios / "desk.yaml").unlink()
    assert asked.changed_since("HEAD", [scenarios]) == both


@pytest.mark.parametrize("ref", ["nowhere", "--output=x", "HEAD:scenarios"])
def test_what_is_no_commit(repository: Path, ref: str) -> None:
    with pytest.raises(CallrActionsError, match=f"git knows no commit `{ref}` here"):
        Git(repository).changed_since(ref, [repository])
    assert not (repository / "x").exists()


def test_outside_a_repository_nothing_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    asked = Git(tmp_path)
    assert asked.head is None
    assert asked.uncommitted([tmp_path]) is None
    assert asked.ancestry("0123456789ab") is Ancestry.UNKNOWN
    assert not GitTree(tmp_path).is_there


def test_without_git_nothing_is_known(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    asked = Git(repository)
    assert asked.head is None
    assert asked.uncommitted([repository]) is None
    assert asked.ancestry("0123456789ab") is Ancestry.UNKNOWN
    with pytest.raises(CallrActionsError, match="git knows no commit `HEAD` here"):
        asked.changed_since("HEAD", [repository])


def test_an_index_that_cannot_be_read(repository: Path) -> None:
    (repository.parent / ".git" / "index").write_bytes(b"broken")
    assert Git(repository).uncommitted([repository]) is None
    with pytest.raises(CallrActionsError, match="git cannot say what has changed since `HEAD`"):
        Git(repository).changed_since("HEAD", [repository])
    with pytest.raises(CallrActionsError, match=r"^git status failed: .*(index|bad signature)"):
        GitTree(repository).differs(["scenarios/desk.yaml"])


def test_a_git_that_does_not_end_or_start(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    program = programs / "git"
    program.write_text("#!/bin/sh\nexec /bin/sleep 60\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setattr("callr_actions.git._LONGEST_SECONDS", 0.05)
    with pytest.raises(CallrActionsError, match=r"^git status did not end within 0\.05 s$"):
        run_git(repository, "status")
    assert Git(repository).head is None
    program.write_text("no program")
    with pytest.raises(CallrActionsError, match=r"^git cannot be started: exec format error$"):
        run_git(repository, "status")


def test_objects_that_a_clone_does_not_have(repository: Path) -> None:
    tree = GitTree(repository)
    (blob,) = tree.files(git(repository, "rev-parse", "HEAD"), "scenarios")
    assert tree.contents([blob.object, "0" * 40]) == {blob.object: b"two"}
