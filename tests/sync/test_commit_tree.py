"""What a commit deploys: its scenarios and their settings, and today's accounts."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from callr_actions.errors import CallrActionsError
from callr_actions.masking import Masker
from callr_actions.project.file import load_project
from callr_actions.sync.commit_tree import unpacked
from callr_actions.sync.git_tree import GitTree

if TYPE_CHECKING:
    from pathlib import Path

    from callr_actions.project.project import Project
    from callr_actions.sync.commit_tree import CommitTree

THEN = """\
version: 1
scenarios: flows
accounts:
  production: {url: "https://evil.example.com/v2.0", api-key: "${OTHER_KEY}"}
scenario-settings:
  desk: {name: Old name, numbers: {production: ["+33199001234"]}}
"""
NOW = """\
version: 1
accounts:
  production: {api-key: "${CALLR_KEY}", protected: true}
scenario-settings:
  desk: {name: New name}
"""


class Repository:
    """A repository under test."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str) -> str:
        names = ["-c", "user.name=T", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"]
        return subprocess.run(
            ["git", *names, *arguments],
            cwd=self.root,
            env=os.environ | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull},
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()

    def commit(self, **files: str) -> str:
        """Commit files; `__` stands for `/`."""
        for name, text in files.items():
            path = self.root / name.replace("__", "/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        self.git("add", "-A", "-f")
        self.git("commit", "-qm", "x")
        return self.git("rev-parse", "HEAD")

    def read(self, reference: str) -> tuple[CommitTree, dict[str, str]]:
        """Return what a commit deploys, and the texts by key."""
        with unpacked(self.project, GitTree(self.root), reference, masker=Masker()) as found:
            return found, {each.key: each.path.read_text() for each in found.scenarios}

    @property
    def project(self) -> Project:
        found = load_project(self.root / "callr.yaml", shown="callr.yaml").project
        assert found is not None
        return found


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def test_scenarios_of_then_and_accounts_of_today(repository: Repository) -> None:
    then = repository.commit(
        **{
            "callr.yaml": THEN,
            "flows__desk.yaml": "old",
            "flows__support__line.yml": "line",
            "flows__worlds__busy.yaml": "w",
            "flows__busy.world.yaml": "w",
            "flows__.hidden.yaml": "h",
            "flows__drafts__a.yaml": "ignored",
            "flows__.gitignore": "drafts\n",
            "flows__notes.txt": "t",
        }
    )
    repository.git("rm", "-rq", "flows")
    repository.commit(**{"callr.yaml": NOW, "scenarios__desk.yaml": "new"})

    found, texts = repository.read("HEAD~1")

    assert found.commit == then
    assert texts == {"desk": "old", "support/line": "line"}
    assert [each.shown for each in found.scenarios] == ["flows/desk.yaml", "flows/support/line.yml"]
    assert not found.scenarios[0].path.exists()
    assert found.project.settings_of("desk").shown_name == "Old name"
    assert found.project.settings_of("desk").numbers == {"production": ("+33199001234",)}
    assert found.project.accounts == repository.project.accounts
    assert found.project.accounts["production"].protected
    assert (repository.root / "scenarios" / "desk.yaml").read_text() == "new"
    assert not (repository.root / "flows").exists()


def test_a_commit_without_callr_yaml(repository: Repository) -> None:
    then = repository.commit(**{"scenarios__desk.yaml": "old"})
    repository.commit(**{"callr.yaml": NOW})

    found, texts = repository.read(then[:8])
    assert texts == {"desk": "old"}
    assert found.project.settings == {}


def test_a_project_below_the_repository_s_top(tmp_path: Path) -> None:
    top = Repository(tmp_path)
    top.commit(**{"shop__callr.yaml": NOW, "shop__scenarios__desk.yaml": "old", "scenarios__other.yaml": "x"})
    project = load_project(tmp_path / "shop" / "callr.yaml", shown="callr.yaml").project
    assert project is not None

    with unpacked(project, GitTree(project.root), "HEAD", masker=Masker()) as found:
        assert [each.key for each in found.scenarios] == ["desk"]


@pytest.mark.parametrize("reference", ["nope", "--all", "-n", "", "HEAD:callr.yaml", "HEAD^{tree}", "a b"])
def test_what_is_no_commit(reference: str, repository: Repository) -> None:
    repository.commit(**{"callr.yaml": NOW, "scenarios__desk.yaml": "x"})

    with pytest.raises(CallrActionsError, match="is no commit, branch or tag of this repository"):
        repository.read(reference)


def test_an_account_is_never_emptied_by_a_commit_without_scenarios(repository: Repository) -> None:
    repository.commit(**{"callr.yaml": NOW})

    with pytest.raises(
        CallrActionsError, match="has no scenarios in `scenarios`, so there is nothing to go back to"
    ):
        repository.read("HEAD")


def test_a_callr_yaml_of_then_that_has_errors(repository: Repository) -> None:
    then = repository.commit(**{"callr.yaml": "version: 1\nscenarios: ../x\n", "scenarios__desk.yaml": "x"})
    repository.commit(**{"callr.yaml": NOW})

    with pytest.raises(CallrActionsError) as caught:
        repository.read(then)

    assert caught.value.file == f"{then[:12]}:callr.yaml:2"


def test_links_of_a_commit_are_not_followed(repository: Repository) -> None:
    (repository.root / "scenarios").mkdir()
    (repository.root / "scenarios" / "evil.yaml").symlink_to("/etc/passwd")
    repository.commit(**{"callr.yaml": NOW, "scenarios__desk.yaml": "x"})

    with pytest.raises(CallrActionsError, match="it is a link in this commit, and none is followed"):
        repository.read("HEAD")


def test_the_environment_of_a_hook_names_no_other_repository(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    repository.commit(**{"callr.yaml": NOW, "scenarios__desk.yaml": "x"})
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))

    assert repository.read("HEAD")[1] == {"desk": "x"}


def test_git_is_not_installed(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit(**{"callr.yaml": NOW})
    monkeypatch.setenv("PATH", "")

    assert not GitTree(repository.root).is_there
    with pytest.raises(CallrActionsError, match="git is not installed"):
        repository.read("HEAD")
