"""`schema:` is written, and nothing else is touched."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callr_actions.errors import CallrActionsError
from callr_actions.project.edit import set_schema
from tests.project.example import GOOD

if TYPE_CHECKING:
    from pathlib import Path

EDITS: dict[str, tuple[bytes, bytes]] = {
    "after the version": (b"version: 1 # one\nlint: {}\n", b"version: 1 # one\nschema: s.json\nlint: {}\n"),
    "no final newline": (b"version: 1", b"version: 1\nschema: s.json\n"),
    "CRLF": (b"version: 1\r\nlint: {}\r\n", b"version: 1\r\nschema: s.json\r\nlint: {}\r\n"),
    "CRLF without the last": (b"lint: {}\r\nversion: 1", b"lint: {}\r\nversion: 1\r\nschema: s.json\r\n"),
    "byte order mark": (b"\xef\xbb\xbfversion: 1\n", b"\xef\xbb\xbfversion: 1\nschema: s.json\n"),
    "no version": (b"# c\nlint: {}\n\n# end\n", b"# c\nlint: {}\nschema: s.json\n\n# end\n"),
    "block scalar last": (b"a: |+\n  x\n\n\n", b"a: |+\n  x\n\n\nschema: s.json\n"),
    "block scalar above": (b"a: |\n  x\nb: 1\n", b"a: |\n  x\nb: 1\nschema: s.json\n"),
    "indented": (
        b"---\n  version: 1\n  lint: {}\n...\n",
        b"---\n  version: 1\n  schema: s.json\n  lint: {}\n...\n",
    ),
    "replaced": (b"version: 1\nschema: 'old' # c\n", b"version: 1\nschema: s.json # c\n"),
    "replaced nothing": (b"version: 1\nschema:\nlint: {}\n", b"version: 1\nschema: s.json\nlint: {}\n"),
    "replaced block": (b"schema: |\n  old\nversion: 1\n", b"schema: s.json\nversion: 1\n"),
    "same": (b"version: 1\nschema: s.json\n", b"version: 1\nschema: s.json\n"),
    "not a number": (b"version: 1\nx: [.nan, 1.0, 1]\n", b"version: 1\nschema: s.json\nx: [.nan, 1.0, 1]\n"),
}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("name", EDITS)
def test_edits(name: str, tmp_path: Path) -> None:
    before, after = EDITS[name]
    file = tmp_path / "callr.yaml"
    file.write_bytes(before)

    set_schema(file, "s.json")

    assert file.read_bytes() == after
    assert names(tmp_path) == ["callr.yaml"]


def test_a_new_file(tmp_path: Path) -> None:
    set_schema(tmp_path / "callr.yaml", "schemas/callr actions.json")

    assert (tmp_path / "callr.yaml").read_text() == 'version: 1\nschema: "schemas/callr actions.json"\n'


@pytest.mark.parametrize("value", ["true", "1", "a: b", "é.json", "-", "#x", "", "a'b\"c", "null"])
def test_values_are_quoted_where_needed(value: str, tmp_path: Path) -> None:
    set_schema(tmp_path / "callr.yaml", value)
    set_schema(tmp_path / "callr.yaml", value)


@pytest.mark.parametrize(
    ("before", "message"),
    [
        (b"version: 1\nversion: 1\n", "it has an error, so it is not changed: `version` is already a key"),
        (b"", "it has an error, so it is not changed: nothing in this file"),
        (b"{version: 1}\n", "the whole file is written in braces, where no line can be added"),
        (b"schema: &a old\nversion: *a\n", "adding the key would change something else in this file"),
        (b"? version\n: 1\n? lint\n: {}\n", "adding the key would change"),
        (
            b"version: 1\n"
            + b"".join(
                b"k%d: &a%d %s%s%s\n" % (n, n, b"[" * 150, b"*a%d" % (n - 1) if n else b"", b"]" * 150)
                for n in range(30)
            ),
            "it has an error, so it is not changed: nested more than 200 levels deep",
        ),
    ],
)
def test_files_that_are_not_changed(before: bytes, message: str, tmp_path: Path) -> None:
    file = tmp_path / "callr.yaml"
    file.write_bytes(before)

    with pytest.raises(CallrActionsError) as caught:
        set_schema(file, "s.json")

    assert str(caught.value).startswith(f"{file}: {message}")
    assert file.read_bytes() == before


@pytest.mark.parametrize("value", ["\ud800", "a\x7fb"])
def test_values_that_yaml_cannot_have(value: str, tmp_path: Path) -> None:
    (tmp_path / "old.yaml").write_text("version: 1\n")

    with pytest.raises(CallrActionsError):
        set_schema(tmp_path / "callr.yaml", value)
    with pytest.raises(CallrActionsError):
        set_schema(tmp_path / "old.yaml", value)
    assert names(tmp_path) == ["old.yaml"]


def test_the_mode_and_a_link_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "real.yaml"
    file.write_text("version: 1\n")
    file.chmod(0o640)
    (tmp_path / "callr.yaml").symlink_to("real.yaml")

    set_schema(tmp_path / "callr.yaml", "s.json")

    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert (tmp_path / "callr.yaml").is_symlink()
    assert file.read_text() == "version: 1\nschema: s.json\n"


def test_a_failure_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "callr.yaml"
    file.write_text("version: 1\n")

    def fail(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)

    with pytest.raises(CallrActionsError, match="cannot be written: no space left on device"):
        set_schema(file, "s.json")
    assert file.read_text() == "version: 1\n"
    assert names(tmp_path) == ["callr.yaml"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CallrActionsError, match="cannot be written: no such file or directory"):
        set_schema(tmp_path / "nowhere" / "callr.yaml", "s.json")


@given(
    lines=st.permutations(
        ["version: 1", "scenarios: x", "lint: {}", "default-account: local", "operations: {}"]
    ),
    gaps=st.lists(st.sampled_from(["", "\n", "# a comment\n", "  \n"]), min_size=6, max_size=6),
    final=st.booleans(),
    crlf=st.booleans(),
    value=st.text("abc/._- é'\"#:", min_size=1, max_size=12),
)
def test_all_other_lines_are_kept(
    *,
    lines: list[str],
    gaps: list[str],
    final: bool,
    crlf: bool,
    value: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    text = gaps[0] + "".join(f"{line}\n{gap}" for line, gap in zip(lines, gaps[1:], strict=True))
    text = text if final else text.rstrip("\n")
    text = text.replace("\n", "\r\n") if crlf else text
    file = tmp_path_factory.mktemp("edit") / "callr.yaml"
    file.write_bytes(text.encode())

    set_schema(file, value)

    after = file.read_bytes().decode().splitlines()
    added = [line for line in after if line.startswith("schema: ")]
    assert len(added) == 1
    assert [line for line in after if line not in added] == text.splitlines()


def test_the_whole_example_keeps_its_lines(tmp_path: Path) -> None:
    file = tmp_path / "callr.yaml"
    file.write_text(GOOD)

    set_schema(file, "other.json")

    assert file.read_text() == GOOD.replace("schemas/callr.json", "other.json")
