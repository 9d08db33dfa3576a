"""Files as they come: encodings, sizes, and paths that are no files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from callr_actions.language.document import LARGEST_FILE_BYTES, Document, document_from_bytes, read_document
from callr_actions.language.problem import ProblemKind
from callr_actions.language.tree import plain_data


def said(document: Document) -> tuple[str, str, int, int]:
    (problem,) = document.problems
    return problem.kind.code, problem.message, problem.start, problem.end


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", ("CA104", "nothing in this file; a scenario is a mapping", 0, 0)),
        (b"\xef\xbb\xbf", ("CA104", "nothing in this file; a scenario is a mapping", 0, 0)),
        (b"a\n", ("CA107", "a scenario is a mapping of keys to values; this is text", 0, 1)),
        (b"\xff\xfea\0", ("CA103", "the file is encoded as UTF-16; Callr takes UTF-8", 0, 0)),
        (b"\xfe\xff\0a", ("CA103", "the file is encoded as UTF-16; Callr takes UTF-8", 0, 0)),
        (b"\xff\xfe\0\0a\0\0\0", ("CA103", "the file is encoded as UTF-32; Callr takes UTF-8", 0, 0)),
        (b"\0\0\xfe\xff\0\0\0a", ("CA103", "the file is encoded as UTF-32; Callr takes UTF-8", 0, 0)),
        (b"a\0:\0", ("CA103", "a NUL character is not allowed in YAML", 1, 2)),
        (b"a: caf\xe9\n", ("CA103", "the byte 0xE9 here is not UTF-8", 6, 7)),
        ("é😀: ".encode() + b"\xf0\x9f", ("CA103", "the byte 0xF0 here is not UTF-8", 4, 5)),
        (b"\xef\xbb\xbfa: \xff", ("CA103", "the byte 0xFF here is not UTF-8", 3, 4)),
        (b"a: \xed\xa0\x80", ("CA103", "the byte 0xED here is not UTF-8", 3, 4)),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", ("CA103", "the byte 0x89 here is not UTF-8", 0, 1)),
    ],
)
def test_what_is_wrong_with_the_bytes(content: bytes, expected: tuple[str, str, int, int]) -> None:
    assert said(document_from_bytes(content, "a.yaml")) == expected


def test_a_byte_order_mark_is_not_text() -> None:
    document = document_from_bytes("\ufeffé: b".encode(), "a.yaml")
    assert document.problems == ()
    assert document.source.bom
    assert document.source.text == "é: b"
    assert document.mapping is not None
    assert document.mapping.start == 0


def test_what_the_file_should_have_been() -> None:
    assert said(document_from_bytes(b"- a", "w.yaml", what="a world")) == (
        "CA107",
        "a world is a mapping of keys to values; this is a list",
        0,
        3,
    )


def test_the_mapping_is_the_root_or_what_it_stands_for() -> None:
    document = document_from_bytes(b"a: 1", "a.yaml")
    assert document.mapping is document.root
    assert document_from_bytes(b"[a]", "a.yaml").mapping is None
    assert document_from_bytes(b"", "a.yaml").mapping is None


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"a: 1\r\n")
    document = read_document(path, "scenarios/a.yaml")
    assert document.problems == ()
    assert document.source.path == "scenarios/a.yaml"
    assert document.root is not None
    assert plain_data(document.root) == {"a": 1}


def test_the_largest_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"a: b\n#".ljust(LARGEST_FILE_BYTES, b"x"))
    assert read_document(path, "a.yaml").problems == ()


def test_of_a_larger_file_only_the_size_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.yaml"
    with path.open("wb") as file:
        file.truncate(10_000_000)
    monkeypatch.setattr(Path, "open", None)  # it isn't even opened
    assert said(read_document(path, "a.yaml")) == (
        "CA106",
        "the file has 10,000,000 bytes; files over 1,048,576 bytes are not read",
        0,
        0,
    )


def test_a_file_that_grows_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"a" * (LARGEST_FILE_BYTES + 5))
    empty = tmp_path / "b.yaml"
    empty.touch()
    size_before = empty.stat()
    monkeypatch.setattr(Path, "stat", lambda _path: size_before)
    (problem,) = read_document(path, "a.yaml").problems
    assert problem.message == "the file has 1,048,577 bytes; files over 1,048,576 bytes are not read"


def test_bytes_of_which_only_the_start_is_there() -> None:
    document = document_from_bytes(b"a: 1", "-", size=LARGEST_FILE_BYTES + 1)
    assert [problem.kind for problem in document.problems] == [ProblemKind.TOO_LONG]


def test_a_missing_file(tmp_path: Path) -> None:
    expected = ("CA100", "cannot be read: no such file or directory", 0, 0)
    assert said(read_document(tmp_path / "no.yaml", "no.yaml")) == expected


def test_a_directory(tmp_path: Path) -> None:
    assert said(read_document(tmp_path, "x")) == ("CA100", "cannot be read: is a directory", 0, 0)


def test_a_path_that_cannot_be() -> None:
    assert said(read_document(Path("a\0b"), "a?b")) == (
        "CA100",
        "cannot be read: the path has a NUL character or half of a surrogate pair",
        0,
        0,
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.yaml")
    expected = ("CA100", "cannot be read: not a regular file", 0, 0)
    assert said(read_document(tmp_path / "a.yaml", "a.yaml")) == expected


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no /dev/zero")
def test_a_device_is_not_read() -> None:
    assert said(read_document(Path("/dev/zero"), "zero"))[1] == "cannot be read: not a regular file"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.touch(mode=0o000)
    assert said(read_document(path, "a.yaml"))[1] == "cannot be read: permission denied"


def test_an_error_without_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_path: Path) -> None:
        raise OSError

    monkeypatch.setattr(Path, "stat", fail)
    assert said(read_document(tmp_path, "x"))[1] == "cannot be read: oserror"
