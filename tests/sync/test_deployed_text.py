"""What was deployed from a file, found again by the hash of the marker line: also where git knows little."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from callr_actions.language.document import document_from_bytes
from callr_actions.masking import Masker
from callr_actions.project.file import WHAT, check_project
from callr_actions.sync.deployed_text import DeployedTexts
from callr_actions.sync.marker import Mark, text_hash

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from callr_actions.project.project import Project
    from callr_actions.sync.git_tree import GitTree

KEY, FILE, COMMIT = "desk", "scenarios/desk.yaml", "c0ffee000000"
SCRIPT = "variables: {$target: ''}\nbranches: {inbound-call: {actions: [{action: hangup@v1}]}}\n"
NOW = "version: 1\nscenario-settings: {desk: {variables: {local: {$target: new}}}}\n"
THEN = NOW.replace("new", "old")


class History:
    """A repository with one commit, and whatever texts the file has had."""

    def __init__(self, *versions: str, then: str | None = THEN, **files: str) -> None:
        self.versions_of = versions
        self.files = {"callr.yaml": then, FILE: files.get("script")}

    def commit(self, reference: str) -> str | None:
        return COMMIT if COMMIT.startswith(reference) else None

    def has_behind(self, commit: str) -> bool:
        return self.commit(commit) is not None

    def file(self, _: str, path: str) -> bytes | None:
        text = self.files.get(path)
        return None if text is None else text.encode()

    def versions(self, _: str, most: int) -> Iterator[bytes]:
        return (text.encode() for text in self.versions_of[:most])


@pytest.fixture
def project(tmp_path: Path) -> Project:
    file = tmp_path / "callr.yaml"
    loaded = check_project(document_from_bytes(NOW.encode(), "callr.yaml", what=WHAT), file, masker=Masker())
    assert loaded.project is not None
    return loaded.project


def texts(project: Project, history: History | None) -> DeployedTexts:
    return DeployedTexts(project, "local", cast("GitTree | None", history), environ={}, masker=Masker())


def filled(value: str) -> str:
    """Return what was deployed with a value for `$target`."""
    return SCRIPT.replace("''", f'"{value}"')


def mark(value: str, commit: str | None = COMMIT) -> Mark:
    """Return its marker line."""
    return Mark(KEY, commit, text_hash(filled(value)), None)


def found(project: Project, history: History | None, sought: Mark | None) -> str | None:
    deployed = texts(project, history).find(KEY, FILE, sought)
    return None if deployed is None else deployed.body


def test_a_commit_gives_the_text_with_the_values_of_its_time(project: Project) -> None:
    assert found(project, History(script=SCRIPT), mark("old")) == filled("old")


@pytest.mark.parametrize("then", [None, "version: [\n", "version: 1\nnonsense: 1\n"])
def test_where_callr_yaml_says_nothing_good_then_it_has_those_of_today(
    project: Project, then: str | None
) -> None:
    history = History(script=SCRIPT, then=then)
    assert found(project, history, mark("new")) == filled("new")
    assert found(project, history, mark("old")) is None


@pytest.mark.parametrize("commit", [None, COMMIT, "beef"])
def test_where_the_commit_does_not_have_it_earlier_texts_are_looked_through(
    project: Project, commit: str | None
) -> None:
    history = History("branches: {}\n", SCRIPT)
    assert found(project, history, mark("new", commit)) == filled("new")


@pytest.mark.parametrize(
    ("history", "sought"),
    [(None, mark("new")), (History(script=SCRIPT), None), (History("branches: {}\n"), mark("new"))],
)
def test_where_nothing_has_the_hash_nothing_is_found(
    project: Project, history: History | None, sought: Mark | None
) -> None:
    assert found(project, history, sought) is None


@pytest.mark.parametrize(
    ("history", "commit", "elsewhere"),
    [(None, COMMIT, False), (History(), None, False), (History(), COMMIT, False), (History(), "beef", True)],
)
def test_a_commit_that_is_not_behind_this_one_is_elsewhere(
    project: Project, history: History | None, commit: str | None, elsewhere: bool
) -> None:
    found = texts(project, history)
    assert found.is_elsewhere(mark("new", commit)) is elsewhere
    assert found.is_elsewhere(mark("new", commit)) is elsewhere  # git is asked once


def test_the_settings_of_the_time_of_a_commit(project: Project) -> None:
    then = texts(project, History()).settings_then(KEY, mark("old"))
    assert then is not None
    assert then.variables["local"] == {"$target": "old"}
    assert texts(project, None).settings_then(KEY, mark("old")) is None
    assert texts(project, History()).settings_then(KEY, mark("old", None)) is None
    assert texts(project, History(then=None)).settings_then(KEY, mark("old")) is None


def test_a_project_without_callr_yaml_had_none_then(project: Project) -> None:
    assert texts(project._replace(file=None), History()).settings_then(KEY, mark("old")) is None
