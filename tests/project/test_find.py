"""Which callr.yaml is meant."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from callr_actions.project.find import find_project_file

if TYPE_CHECKING:
    import pytest


def test_the_nearest_one_above(tmp_path: Path) -> None:
    (tmp_path / "callr.yaml").touch()
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)

    assert find_project_file(below) == tmp_path / "callr.yaml"


def test_not_beyond_the_repository(tmp_path: Path) -> None:
    (tmp_path / "callr.yaml").touch()
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    (tmp_path / "repository" / "a").mkdir()

    assert find_project_file(tmp_path / "repository" / "a") is None


def test_in_the_repositorys_root(tmp_path: Path) -> None:
    (tmp_path / ".git").touch()
    (tmp_path / "callr.yaml").touch()

    assert find_project_file(tmp_path) == tmp_path / "callr.yaml"


def test_only_a_file_and_only_this_name(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "callr.yml").touch()
    (tmp_path / "callr.yaml").mkdir()

    assert find_project_file(tmp_path) is None


def test_up_to_the_file_systems_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "is_file", lambda _: False)
    monkeypatch.setattr(Path, "exists", lambda _: False)

    assert find_project_file(Path(os.sep, "a", "b")) is None
