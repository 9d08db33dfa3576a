"""Several files are replaced together, and nothing that came meanwhile is lost."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from callr_actions.errors import CallrActionsError
from callr_actions.sync.staged_files import StagedFiles

if TYPE_CHECKING:
    from pathlib import Path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_all_are_put_in_place_and_modes_stay(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    (tmp_path / "a").chmod(0o640)
    with StagedFiles(tmp_path) as files:
        files.add("a", b"new", before=b"old", shown="a")
        files.add("b/c/d", b"d", before=None, shown="b/c/d")
        assert (tmp_path / "a").read_text() == "old"
        files.put_in_place()

    assert (tmp_path / "a").read_text() == "new"
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640
    assert (tmp_path / "b" / "c" / "d").read_text() == "d"
    assert names(tmp_path) == ["a", "d"]


@pytest.mark.parametrize("meanwhile", ["changed", "gone", "new"])
def test_what_changes_meanwhile_is_left(meanwhile: str, tmp_path: Path) -> None:
    file = tmp_path / "a"
    before = None if meanwhile == "new" else b"old"
    if before is not None:
        file.write_bytes(before)
    with StagedFiles(tmp_path) as files:
        files.add("a", b"new", before=before, shown="a")
        if meanwhile == "gone":
            file.unlink()
        else:
            file.write_text("of somebody else")
        with pytest.raises(CallrActionsError, match="a: it was changed while this was at work"):
            files.put_in_place()

    assert names(tmp_path) == ([] if meanwhile == "gone" else ["a"])
    if meanwhile != "gone":
        assert file.read_text() == "of somebody else"


@pytest.mark.parametrize("path", ["link", "folder/a", "../a"])
def test_no_link_and_nothing_outside(path: str, tmp_path: Path) -> None:
    top = tmp_path / "top"
    top.mkdir()
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "a").write_text("theirs")
    (top / "link").symlink_to(tmp_path / "outside" / "a")
    (top / "folder").symlink_to(tmp_path / "outside")
    with StagedFiles(top) as files, pytest.raises(CallrActionsError, match="a link is in the way"):
        files.add(path, b"ours", before=None, shown=path)

    assert (tmp_path / "outside" / "a").read_text() == "theirs"
    assert names(tmp_path / "outside") == ["a"]


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with StagedFiles(tmp_path) as files, pytest.raises(CallrActionsError, match="cannot be written"):
        files.add("file/a", b"a", before=None, shown="file/a")


def test_a_temporary_file_of_another_run_stops_nothing_else(tmp_path: Path) -> None:
    (tmp_path / f".a.{os.getpid()}.tmp").write_text("left over")
    with StagedFiles(tmp_path) as files, pytest.raises(CallrActionsError, match="file exists"):
        files.add("a", b"a", before=None, shown="a")
