"""Files are replaced whole; links, devices and failures are left as they were."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NoReturn

import pytest

from callr_actions.atomic import write_atomic

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("content", "data"),
    [
        ("a\r\nb\n", b"a\r\nb\n"),
        (b"\xff", b"\xff"),
        ("é\ud800", "é\\ud800".encode()),
        ("", b""),
    ],
)
def test_content(content: str | bytes, data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a"
    write_atomic(path, content)
    assert path.read_bytes() == data
    assert list(tmp_path.iterdir()) == [path]


def test_mode_and_link_are_kept(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "real").chmod(0o640)
    (tmp_path / "link").symlink_to("real")
    write_atomic(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"
    assert (tmp_path / "real").stat().st_mode & 0o777 == 0o640


def test_link_to_nothing_gets_its_file(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("real")
    write_atomic(tmp_path / "link", "new")
    assert (tmp_path / "real").read_text() == "new"


def test_pipes_and_devices_are_written_to(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    write_atomic(tmp_path / "pipe", "text")
    assert os.read(reader, 10) == b"text"
    os.close(reader)
    assert (tmp_path / "pipe").is_fifo()


def test_a_file_behind_a_descriptor_is_added_to(tmp_path: Path) -> None:
    with (tmp_path / "a").open("w") as file:
        file.write("before ")
        file.flush()
        write_atomic(type(tmp_path)(f"/dev/fd/{file.fileno()}"), "text")
    assert (tmp_path / "a").read_text() == "before text"


def test_failure_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a"
    path.write_text("old")

    def fail(_handle: int) -> NoReturn:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space left"):
        write_atomic(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
