"""What is a scenario, and what is not."""

from __future__ import annotations

import os
import time
import unicodedata
from typing import TYPE_CHECKING

import pytest

from callr_actions.project import gitignore
from callr_actions.project.discovery import Discovery, discover

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def put(root: Path, *names: str, text: str = "") -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def found(root: Path, folder: str = "scenarios") -> list[str]:
    discovery = discover(root, root / folder)
    assert discovery.findings == ()
    return [scenario.key for scenario in discovery.scenarios]


def said(discovery: Discovery) -> list[str]:
    return [f"{finding.file} {finding.code} {finding.message}" for finding in discovery.findings]


def test_every_yaml_file_sorted(tmp_path: Path) -> None:
    put(tmp_path / "scenarios", "b.yaml", "a/z.yml", "a.yaml", "a-b.YAML", "a/b/c.yaml", "notes.md", "x.json")

    discovery = discover(tmp_path, tmp_path / "scenarios")

    assert [scenario.key for scenario in discovery.scenarios] == ["a/b/c", "a/z", "a-b", "a", "b"]
    first = discovery.scenarios[0]
    assert (first.path, first.shown) == (tmp_path / "scenarios/a/b/c.yaml", "scenarios/a/b/c.yaml")


def test_hidden_files_worlds_and_the_project_file_are_left_out(tmp_path: Path) -> None:
    put(
        tmp_path,
        ".a.yaml",
        ".git/b.yaml",
        "c.world.yaml",
        "d.world.yml",
        "worlds/e.yaml",
        "callr.yaml",
        "f.yaml",
    )
    put(tmp_path, "worlds.yaml")

    assert found(tmp_path, ".") == ["f", "worlds"]


def test_a_key_is_composed(tmp_path: Path) -> None:
    put(tmp_path / "scenarios", unicodedata.normalize("NFD", "café.yaml"))

    assert found(tmp_path) == [unicodedata.normalize("NFC", "café")]


def test_a_name_that_is_not_utf8(tmp_path: Path) -> None:
    put(tmp_path / "scenarios", os.fsdecode(b"a\xff.yaml"))

    discovery = discover(tmp_path, tmp_path / "scenarios")

    assert discovery.scenarios[0].key == "a\\xff"
    assert discovery.scenarios[0].path.exists()


def test_two_files_with_one_key(tmp_path: Path) -> None:
    put(tmp_path / "scenarios", "a.yaml", "a.yml", "b.yaml")

    discovery = discover(tmp_path, tmp_path / "scenarios")

    assert said(discovery) == [
        "scenarios/a.yml CA905 `scenarios/a.yml` and `scenarios/a.yaml` have the same key `a`"
    ]
    assert len(discovery.scenarios) == 3


def test_gitignore_of_every_level(tmp_path: Path) -> None:
    put(tmp_path, ".git/HEAD")
    put(tmp_path, ".gitignore", text="*.tmp.yaml\nbuild/\n!\n/repository/scenarios/secret.yaml\r\na\\\n[[a\n")
    root = tmp_path / "repository"
    put(root, ".gitignore", text="\ufeffdraft-*\n")
    put(root / "scenarios", ".gitignore", text="!draft-keep.yaml\nold/*\n!old/kept.yaml\n")
    put(root / "scenarios", "a.yaml", "b.tmp.yaml", "build/c.yaml", "secret.yaml", "draft-d.yaml")
    put(root / "scenarios", "draft-keep.yaml", "old/e.yaml", "old/kept.yaml", "sub/secret.yaml", "sub/f.yaml")
    put(root / "scenarios" / "sub", ".gitignore", text="/f.yaml\n")

    assert found(root) == ["a", "draft-keep", "old/kept", "sub/secret"]


@pytest.mark.parametrize(
    ("top", "nearer", "keys"),
    [
        ("a/**\n", "!x.yaml\n", ["a/x"]),
        ("*\n", "!x.yaml\n", []),
        ("a\n", "!x.yaml\n", []),
        ("x*\n", "!/\n", []),
        ("*\n!*/\n", "", []),
        ("*.yaml\n", "!b/\n", []),
        ("/a/*\n!/a/b/\n", "", ["a/b/x"]),
        ("\n# nothing\n", "b\n!b/\n", ["a/b/x", "a/x"]),
    ],
)
def test_gitignore_as_git_reads_it(top: str, nearer: str, keys: list[str], tmp_path: Path) -> None:
    put(tmp_path, ".gitignore", text=top)
    put(tmp_path, "scenarios/.keep", "a/b/x.yaml", "a/x.yaml")
    put(tmp_path, "a/.gitignore", text=nearer)

    assert found(tmp_path, ".") == keys


def test_gitignore_without_a_repository_starts_at_the_project(tmp_path: Path) -> None:
    put(tmp_path, ".gitignore", text="*.yaml\n")
    root = tmp_path / "project"
    put(root, ".gitignore", text="b.yaml\n")
    put(root / "scenarios", "a.yaml", "b.yaml")

    assert found(root) == ["a"]


def test_a_scenarios_folder_that_git_ignores_was_named_on_purpose(tmp_path: Path) -> None:
    put(tmp_path, ".git/HEAD")
    put(tmp_path, ".gitignore", text="/scenarios\n*.tmp.yaml\n")
    put(tmp_path / "scenarios", "a.yaml", "b.tmp.yaml", "c.yaml")
    put(tmp_path / "scenarios", ".gitignore", text="c.yaml\n")

    assert found(tmp_path) == ["a", "b.tmp"]


def test_a_gitignore_that_cannot_be_read_or_is_a_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "patterns", text="*.yaml\n")
    put(tmp_path / "scenarios", "a.yaml", "sub/.gitignore", "sub/b.yaml")
    (tmp_path / "scenarios" / ".gitignore").symlink_to(tmp_path / "patterns")

    def refuse(path: str, **_: str) -> None:
        raise PermissionError(path)

    monkeypatch.setattr(gitignore, "open", refuse, raising=False)

    assert found(tmp_path) == ["a", "sub/b"]


def test_links_that_stay_inside(tmp_path: Path) -> None:
    put(tmp_path / "scenarios", "real/a.yaml", "hidden-from-search/.x.yaml")
    (tmp_path / "scenarios" / "b.yaml").symlink_to("real/a.yaml")
    (tmp_path / "scenarios" / "again").symlink_to("real")
    (tmp_path / "scenarios" / "real" / "up").symlink_to("..")
    (tmp_path / "scenarios" / "real" / "loop").symlink_to("loop")
    (tmp_path / "scenarios" / "notes.md").symlink_to("/etc/passwd")

    assert found(tmp_path) == ["b", "real/a"]


def test_a_link_to_nothing_is_found_so_that_reading_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "a.yaml").symlink_to("missing.yaml")
    (tmp_path / "scenarios" / "b.yaml").symlink_to("b.yaml")

    assert found(tmp_path) == ["a", "b"]


def test_links_that_leave_the_folder(tmp_path: Path) -> None:
    put(tmp_path, "outside/a.yaml", ".gitignore", "scenarios/c.yaml")
    (tmp_path / ".gitignore").write_text("ignored*\n")
    (tmp_path / "scenarios" / "a.yaml").symlink_to(tmp_path / "outside" / "a.yaml")
    (tmp_path / "scenarios" / "b").symlink_to(tmp_path / "outside")
    (tmp_path / "scenarios" / "ignored").symlink_to(tmp_path / "outside")
    (tmp_path / "scenarios" / "ignored.yaml").symlink_to(tmp_path / "outside" / "a.yaml")

    discovery = discover(tmp_path, tmp_path / "scenarios")

    assert [scenario.key for scenario in discovery.scenarios] == ["c"]
    assert said(discovery) == [
        "scenarios/a.yaml CA909 this file is a link that leads out of the folder; it is not read",
        "scenarios/b CA909 this folder is a link that leads out of the folder; it is not read",
    ]


def test_a_scenarios_folder_that_leaves_the_project(tmp_path: Path) -> None:
    put(tmp_path, "outside/a.yaml", "project/callr.yaml")
    (tmp_path / "project" / "scenarios").symlink_to(tmp_path / "outside")

    discovery = discover(tmp_path / "project", tmp_path / "project" / "scenarios")

    assert discovery.scenarios == ()
    assert said(discovery) == [
        "scenarios CA909 this folder is a link that leads out of the folder; it is not read"
    ]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    discovery = discover(tmp_path, tmp_path / "scenarios")

    assert said(discovery) == ["scenarios CA100 this folder cannot be read: no such file or directory"]


def test_an_unreadable_folder_is_said_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "scenarios", "a.yaml", "closed/b.yaml", "open/c.yaml")
    scandir = os.scandir

    def guarded(path: str) -> Iterator[os.DirEntry[str]]:
        if path.endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)

    discovery = discover(tmp_path, tmp_path / "scenarios")

    assert [scenario.key for scenario in discovery.scenarios] == ["a", "open/c"]
    assert said(discovery) == ["scenarios/closed CA100 this folder cannot be read: permission denied"]


def test_a_pipe_is_no_scenario(tmp_path: Path) -> None:
    put(tmp_path / "scenarios", "a.yaml")
    os.mkfifo(tmp_path / "scenarios" / "b.yaml")

    assert found(tmp_path) == ["a"]


@pytest.mark.no_cover
def test_five_thousand_files_are_quick(tmp_path: Path) -> None:
    put(tmp_path, ".gitignore", text="*.tmp\nbuild/\nnode_modules/\n/x/**\n")
    for number in range(50):
        folder = tmp_path / "scenarios" / str(number)
        folder.mkdir(parents=True)
        for file in range(100):
            (folder / f"{file}.yaml").touch()

    started = time.process_time()
    assert len(found(tmp_path)) == 5_000
    assert time.process_time() - started < 5
