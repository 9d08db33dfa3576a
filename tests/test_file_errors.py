"""Files that cannot be read or written: what is said, on any system, and what to do about it."""

from __future__ import annotations

from pathlib import Path, PureWindowsPath

import pytest

from callr_actions.file_errors import likeliest, missing, unreadable, unwritable

GONE = FileNotFoundError(2, "No such file or directory")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "front-desk.yaml").touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("scenarios/front-dsek.yaml", "did you mean `scenarios/front-desk.yaml`?"),
        ("./scenarios/front-dsek.yaml", "did you mean `./scenarios/front-desk.yaml`?"),
        ("scenarois", "did you mean `scenarios`?"),
        ("nothing-alike", "it was looked for in HERE"),
        ("scenarios/other.json", "it was looked for in HERE/scenarios"),
        ("nowhere/front-desk.yaml", "there is no folder HERE/nowhere"),
        ("a\x1b[2J.yaml", "it was looked for in HERE"),
    ],
)
def test_a_file_that_is_not_there(typed: str, hint: str, folder: Path) -> None:
    error = unreadable(typed, GONE)
    assert error.hint == hint.replace("HERE", str(folder))
    assert "\x1b" not in str(error)
    assert str(error).endswith(": cannot be read: no such file or directory")
    assert missing(typed, "world").hint == error.hint


@pytest.mark.parametrize(
    ("error", "read", "written"),
    [
        (
            PermissionError(13, "Permission denied"),
            "let the user who runs this read it",
            "let the user who runs this write there, or name another file",
        ),
        (
            IsADirectoryError(21, "Is a directory"),
            "it is a folder; name a file in it",
            "it is a folder; name a file",
        ),
        (OSError(28, "No space left on device"), None, None),
        (OSError(), None, None),
    ],
)
def test_what_to_do(error: OSError, read: str | None, written: str | None) -> None:
    assert (unreadable("a", error).hint, unwritable("a", error).hint) == (read, written)
    assert str(unwritable("a", error)).startswith("a: cannot be written: ")
    assert not str(unwritable("a", error)).endswith(": ")


@pytest.mark.parametrize(("file", "made"), [("out/a.json", "out"), ("a.json", ".")])
def test_a_folder_to_make(file: str, made: str) -> None:
    assert unwritable(file, GONE).hint == f"make its folder first: {made}"


def test_paths_are_shown_with_slashes_on_windows_too() -> None:
    assert unwritable(PureWindowsPath("out\\deep\\a.json"), GONE).file == "out/deep/a.json"


def test_a_name_that_is_there_is_not_suggested_for_itself(folder: Path) -> None:
    assert likeliest("scenarios") == f"it was looked for in {folder}"
