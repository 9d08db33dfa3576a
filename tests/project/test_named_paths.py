"""What a user names on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from callr_actions.errors import CallrActionsError
from callr_actions.project.named_paths import discover_paths
from tests.project.test_discovery import put, said


def shown(*names: str, base: Path) -> list[str]:
    return [
        scenario.shown for scenario in discover_paths([Path(name) for name in names], base=base).scenarios
    ]


def test_in_the_order_named_and_each_once(tmp_path: Path) -> None:
    put(tmp_path, "b/y.yaml", "b/x.yaml", "a.yaml")

    assert shown("b", "a.yaml", "./b/x.yaml", "b", base=tmp_path) == ["b/x.yaml", "b/y.yaml", "a.yaml"]


def test_a_file_is_taken_whatever_it_is(tmp_path: Path) -> None:
    put(tmp_path, ".gitignore", text="a.yaml\n")
    put(tmp_path, "a.yaml", ".hidden.yaml", "x.world.yaml", "notes.txt")

    names = ["a.yaml", ".hidden.yaml", "x.world.yaml", "notes.txt"]
    assert shown(*names, base=tmp_path) == names
    assert shown(".", base=tmp_path) == []


def test_patterns_are_expanded(tmp_path: Path) -> None:
    put(tmp_path, "a.yaml", "b/c.yaml", "b/d/e.yaml", "[x].yaml")

    assert shown("**/[ce].yaml", base=tmp_path) == ["b/c.yaml", "b/d/e.yaml"]
    assert shown("[x].yaml", base=tmp_path) == ["[x].yaml"]
    with pytest.raises(CallrActionsError, match=r"^\*\.txt: no file matches this pattern$"):
        shown("*.txt", base=tmp_path)


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    put(tmp_path, "scenarios/front-desk.yaml")

    with pytest.raises(CallrActionsError) as caught:
        shown("scenarios/frontdesk.yaml", base=tmp_path)

    assert str(caught.value) == "scenarios/frontdesk.yaml: there is no such file or folder"
    assert caught.value.hint == "did you mean `scenarios/front-desk.yaml`?"
    assert caught.value.exit_code == 64


@pytest.mark.parametrize("name", ["nowhere.yaml", "no/where.yaml"])
def test_a_path_that_is_like_nothing(name: str, tmp_path: Path) -> None:
    with pytest.raises(CallrActionsError) as caught:
        shown(name, base=tmp_path)

    assert caught.value.hint is None


def test_paths_and_keys_inside_and_outside_a_project(tmp_path: Path) -> None:
    root = tmp_path / "project"
    put(root, "scenarios/a.yaml", "other/b.yaml")
    put(tmp_path, "work/c.yaml", "elsewhere/d.yaml")

    discovery = discover_paths(
        [root / "scenarios", root / "other/b.yaml", Path("c.yaml"), Path("../elsewhere")],
        base=tmp_path / "work",
        root=root,
        folder=root / "scenarios",
    )

    outside = (tmp_path / "elsewhere/d.yaml").as_posix()
    assert [(found.key, found.shown) for found in discovery.scenarios] == [
        ("a", "scenarios/a.yaml"),
        ("other/b", "other/b.yaml"),
        ("c", "c.yaml"),
        (outside[1:-5], outside),
    ]


def test_findings_of_a_search(tmp_path: Path) -> None:
    put(tmp_path, "a/x.yaml", "a/x.yml", "outside/b.yaml")
    (tmp_path / "a" / "b.yaml").symlink_to(tmp_path / "outside" / "b.yaml")

    discovery = discover_paths([Path("a"), Path("a")], base=tmp_path)

    assert said(discovery) == [
        "a/b.yaml CA909 this file is a link that leads out of the folder; it is not read",
        "a/x.yml CA905 `a/x.yml` and `a/x.yaml` have the same key `a/x`",
    ]
