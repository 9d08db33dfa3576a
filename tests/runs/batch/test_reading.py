"""Every shape of input file: what becomes of it, or the one message that says why not."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from callr_actions.errors import CallrActionsError
from callr_actions.runs.batch.read import Reading, open_rows
from callr_actions.runs.batch.rows import BadRow, Row
from callr_actions.runs.batch.source import LONGEST_LINE, require_file

if TYPE_CHECKING:
    from pathlib import Path


def rows(path: Path, content: bytes | str, how: Reading = Reading()) -> list[Row | BadRow]:  # noqa: B008
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with open_rows(path, path.name, how) as found:
        return list(found)


def refusal(path: Path, content: bytes | str, how: Reading = Reading()) -> str:  # noqa: B008
    with pytest.raises(CallrActionsError) as caught:
        rows(path, content, how)
    return f"{caught.value}" + (f" ({caught.value.hint})" if caught.value.hint else "")


@pytest.mark.parametrize(
    "content",
    [
        "phone,name\n+33,Zoé\n",
        "phone;name\r\n+33;Zoé\r\n",
        "phone\tname\r+33\tZoé\r",
        "phone|name\n+33|Zoé",
        'sep=;\nphone;name\n+33;"Zoé"\n',
        '"phone, or none";name;;\n+33;Zoé;;\n'.replace("phone, or none", "phone"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_every_dialect_and_mark_gives_the_same_row(tmp_path: Path, content: str, encoding: str) -> None:
    (row,) = rows(tmp_path / "in.csv", content.encode(encoding))
    assert isinstance(row, Row)
    assert row.cells == {"phone": "+33", "name": "Zoé"}


def test_rows_know_their_lines_also_behind_cells_of_several_lines(tmp_path: Path) -> None:
    found = rows(tmp_path / "in.csv", 'a,b\n1,"x\ny"\n\n2,"z ""q"""\n,\n3\n4,5,6\n4,5,\n')
    assert [each.line for each in found] == [2, 5, 7, 8, 9]
    assert found[1] == Row(5, {"a": "2", "b": 'z "q"'})
    assert found[2:4] == [
        BadRow(7, "has 1 of 2 columns; `b` is missing"),
        BadRow(8, "has 3 cells, and there are 2 columns"),
    ]


def test_the_separator_can_be_named_and_tsv_has_tabs(tmp_path: Path) -> None:
    (row,) = rows(tmp_path / "in.csv", "a,b;c\n1,2;3\n", Reading(separator="semicolon"))
    assert isinstance(row, Row)
    assert row.cells == {"a,b": "1,2", "c": "3"}
    (row,) = rows(tmp_path / "in.tsv", "a,a b\n1,2\n")
    assert row == Row(2, {"a,a b": "1,2"})


def test_json_lines_keep_types_and_say_what_is_none(tmp_path: Path) -> None:
    found = rows(tmp_path / "in.jsonl", '{"a": 1, "b": [true]}\n\n[1]\n{"a": \n"x"\nnull\n2\ntrue\n')
    assert found[0] == Row(1, {"a": 1, "b": [True]})
    assert [str(each) for each in found[1:]] == [
        'line 3: is a list; a row is an object, such as {"phone": "+33…"}',
        "line 4: is not JSON: input data was truncated",
        'line 5: is a text; a row is an object, such as {"phone": "+33…"}',
        'line 6: is null; a row is an object, such as {"phone": "+33…"}',
        'line 7: is a number; a row is an object, such as {"phone": "+33…"}',
        'line 8: is true or false; a row is an object, such as {"phone": "+33…"}',
    ]


def test_json_lines_are_known_by_their_first_character(tmp_path: Path) -> None:
    assert rows(tmp_path / "export", '{"a": "x"}\n') == [Row(1, {"a": "x"})]
    assert rows(tmp_path / "export", "a\nx\n") == [Row(2, {"a": "x"})]
    assert rows(tmp_path / "in.csv", '{"a": 1}\n', Reading(format="jsonl")) == [Row(1, {"a": 1})]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", b"", "a.csv: is empty"),
        ("a.csv", b"\n", "a.csv: has no header: its first line names the columns"),
        ("a.csv", b"a,b,a\n", "a.csv: line 1: the column `a` is there twice"),
        (
            "a.xlsx",
            b"PK\x03\x04\x14\x00",
            "a.xlsx: is a ZIP archive, as the workbooks of Excel and LibreOffice are; a batch",
        ),
        (
            "a.csv",
            b"\x7fELF\x02\x01\x01\x00\x00abcdefghijklmnopqrst",
            "a.csv: is a binary file; a batch reads CSV or JSON lines (convert it to CSV in UTF-8)",
        ),
        (
            "a.csv",
            "a,b\n".encode("utf-16-le"),
            "a.csv: is a binary file; a batch reads CSV or JSON lines (if it is text of two bytes a letter,",
        ),
        (
            "a.csv",
            b"name\nZo\xc3\xa9\nZo\xe9\n",
            "a.csv: line 3 is not utf-8 (byte 13: invalid continuation byte) (save it as UTF-8, or name its",
        ),
        ("a.csv", b"a\n\xff\n", "a.csv: line 2 is not utf-8 (byte 3: invalid start byte)"),
        (
            "a.csv",
            b'a,b\n1,"x\n2,y\n3,z\n',
            "a.csv: the quote that begins on line 2 is not closed (a quote inside quotes is written twice;",
        ),
        ("a.csv", b'a,b\n1,"x"y\n', "a.csv: line 2: text behind a closing quote"),
        (
            "a.json",
            b'[\n  {"a": 1}\n]\n',
            "a.json: is a JSON list; a batch reads one object a line (`jq -c '.[]' FILE` writes a list so)",
        ),
        ("a.json", b'[{"a": 1}]\n', "a.json: is a JSON list; a batch reads one object a line"),
        (
            "a.json",
            b'{\n  "a": 1\n}\n',
            "a.json: is JSON over several lines; a batch reads one object a line (`jq -c . FILE`",
        ),
        ("a.jsonl", b"\xff\xfe", "a.jsonl: "),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(
    tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    if content == b"\xff\xfe":  # a mark and nothing behind it
        assert rows(tmp_path / name, content) == []
        return
    assert refusal(tmp_path / name, content).startswith(says)


def test_a_nul_far_into_the_file_and_an_endless_line_are_refused(tmp_path: Path) -> None:
    text = "a\n" + "x\n" * 50_000
    assert "line 50002 holds a NUL" in refusal(tmp_path / "a.csv", text + "\0\n")
    assert refusal(tmp_path / "a.csv", "a\n" + "x" * LONGEST_LINE).startswith(
        "a.csv: line 2 is longer than 1,048,576 characters"
    )
    late = text.encode() + b"\xe9\n"
    assert refusal(tmp_path / "a.csv", late).startswith("a.csv: line 50002 is not utf-8 (byte 100,003:")


def test_an_encoding_is_named_and_an_unknown_one_has_a_closest(tmp_path: Path) -> None:
    (row,) = rows(tmp_path / "a.csv", b"name\nZo\xe9\n", Reading(encoding="windows-1252"))
    assert row == Row(2, {"name": "Zoé"})
    (row,) = rows(tmp_path / "a.csv", "name\nZoé\n".encode("utf-8-sig"), Reading(encoding="utf-8"))
    assert row == Row(2, {"name": "Zoé"})
    assert refusal(tmp_path / "a.csv", b"a\n", Reading(encoding="windows-1253x")).startswith(
        "--encoding: there is no encoding `windows-1253x`; did you mean `windows-1252`?"
    )
    assert "there is no encoding `hex`" in refusal(tmp_path / "a.csv", b"a\n", Reading(encoding="hex"))


def test_only_a_file_that_can_be_read_again_is_taken(tmp_path: Path) -> None:
    def said(path: Path, shown: str) -> str:
        with pytest.raises(CallrActionsError) as caught:
            require_file(path, shown)
        return str(caught.value)

    os.mkfifo(tmp_path / "pipe")
    assert "standard input has no place" in said(tmp_path / "-", "-")
    assert said(tmp_path, "folder") == "folder: is a folder; a batch reads one file of CSV or JSON lines"
    assert said(tmp_path / "pipe", "pipe").startswith("pipe: is a pipe or a device")
    assert said(tmp_path / "gone", "gone") == "gone: cannot be read: no such file or directory"
