"""What the operating system says of files, heard for real: every wait ends with the news that it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import pytest
import watchfiles._rust_notify as native

from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.watch.source import Notifier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SECONDS = 250.0


class Ears:
    """A notifier, and all that was heard."""

    def __init__(self, notifier: Notifier) -> None:
        self.notifier = notifier
        self.heard: set[str] = set()

    def hear(self, *paths: Path) -> None:
        """Wait until something was heard of all of these."""
        missing = {str(path) for path in paths}
        while missing:
            heard = self.notifier.wait(SECONDS)
            assert heard, f"nothing was heard of {missing}"
            missing -= heard
            self.heard |= heard


@pytest.fixture
def listen() -> Iterator[Callable[..., Ears]]:
    """Return what listens to folders."""
    made: list[Notifier] = []

    def listening(*folders: Path, polling: bool = False, remark: Callable[[str], None] = print) -> Ears:
        notifier = Notifier(polling=polling, remark=remark)
        made.append(notifier)
        assert notifier.watch(frozenset(map(str, folders))) is True
        return Ears(notifier)

    yield listening
    for each in made:
        each.close()
        each.close()  # twice is once


@pytest.mark.parametrize("polling", [False, True])
def test_saves_of_every_kind_are_heard(listen: Callable[..., Ears], tmp_path: Path, polling: bool) -> None:
    file, backup = tmp_path / "a.yaml", tmp_path / "a.yaml~"
    ears = listen(tmp_path, polling=polling)
    file.write_text("one\n")
    ears.hear(file)
    file.rename(backup)
    ears.hear(backup)
    file.write_text("two, and longer\n")
    ears.hear(file)
    backup.unlink()
    ears.hear(backup)


def test_what_happens_below_a_folder_is_not_heard_of(listen: Callable[..., Ears], tmp_path: Path) -> None:
    below = tmp_path / "node_modules"
    below.mkdir()
    ears = listen(tmp_path)
    (below / "a.yaml").write_text("")
    (tmp_path / "b.yaml").write_text("")
    ears.hear(tmp_path / "b.yaml")
    assert str(below / "a.yaml") not in ears.heard


def test_the_same_folders_are_not_watched_anew(listen: Callable[..., Ears], tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    notifier = listen(tmp_path).notifier
    assert notifier.watch(frozenset((str(tmp_path), str(tmp_path / "none")))) is False
    assert notifier.watch(frozenset((str(tmp_path), str(other)))) is True


def test_a_folder_that_is_made_again_is_another_one(listen: Callable[..., Ears], tmp_path: Path) -> None:
    folder = tmp_path / "scenarios"
    folder.mkdir()
    ears, both = listen(tmp_path, folder), frozenset((str(tmp_path), str(folder)))
    folder.rmdir()
    folder.mkdir()
    ears.hear(folder)
    assert ears.notifier.watch(both) is True
    (folder / "a.yaml").write_text("")
    ears.hear(folder / "a.yaml")


def test_who_waits_is_roused_and_let_go(listen: Callable[..., Ears], tmp_path: Path) -> None:
    notifier = listen(tmp_path).notifier
    assert notifier.wait(0.0) == frozenset()
    notifier.rouse()
    assert notifier.wait(SECONDS) == frozenset(("",))
    notifier.rouse()
    notifier.end()
    assert notifier.wait(SECONDS) is None
    assert notifier.wait(SECONDS) is None


class Broken:
    """Stands for the system's own part, which cannot do what it is asked for."""

    def __init__(self, *_: Any) -> None:
        raise OSError(28, "No space left on device")


def test_where_the_system_cannot_watch_files_are_looked_at(
    listen: Callable[..., Ears], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, remarks = native.RustNotify, list[str]()

    def made(folders: list[str], debug: bool, polling: bool, *more: Any) -> Any:
        return real(folders, debug, True, *more) if polling else Broken()

    monkeypatch.setattr(native, "RustNotify", made)
    ears = listen(tmp_path, remark=remarks.append)
    (tmp_path / "a.yaml").write_text("")
    ears.hear(tmp_path / "a.yaml")
    assert remarks == [
        "the system cannot watch 1 folder (no space left on device): files are looked at ten times a second"
    ]


def gone(*_: Any) -> None:
    raise FileNotFoundError


@pytest.mark.parametrize(
    ("system", "message", "code"),
    [
        (Broken, "the folders cannot be watched: no space left on device", ExitCode.USAGE),
        (gone, "the folders cannot be watched: they come and go", ExitCode.INTERNAL),
    ],
)
def test_where_nothing_helps_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: Any, message: str, code: ExitCode
) -> None:
    monkeypatch.setattr(native, "RustNotify", system)
    with pytest.raises(CallrActionsError) as caught:
        Notifier().watch(frozenset((str(tmp_path),)))
    assert (str(caught.value), caught.value.exit_code) == (message, code)


def test_what_fails_while_it_listens_begins_anew(
    listen: Callable[..., Ears], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Failing:
        def __init__(self, *_: Any) -> None: ...

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None: ...

        def watch(self, *_: Any) -> None:
            raise RuntimeError("the system has lost some news")

    with monkeypatch.context() as patch:
        patch.setattr(native, "RustNotify", Failing)
        ears = listen(tmp_path)
        ears.hear(tmp_path)
    assert ears.notifier.watch(frozenset((str(tmp_path),))) is True
    (tmp_path / "a.yaml").write_text("")
    ears.hear(tmp_path / "a.yaml")
