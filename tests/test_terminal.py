"""What a terminal may be shown, how wide that is, and streams that have gone."""

from __future__ import annotations

import io
import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callr_actions.terminal import abandon, folded, printable, width


@pytest.mark.parametrize(
    ("text", "shown", "columns"),
    [
        ("plain", "plain", 5),
        ("é漢😀", "é漢😀", 5),
        ("e\u0301", "e\u0301", 1),
        ("a\tb", "a    b", 6),
        ("\x1b[31m", "\\x1b[31m", 8),
        ("\u202eabc\u2066", "\\u202eabc\\u2066", 15),
        ("\ud800", "\\ud800", 6),
        ("\x85\u2028", "\\x85\\u2028", 10),
        ("", "", 0),
    ],
)
def test_printable(text: str, shown: str, columns: int) -> None:
    assert printable(text) == shown
    assert width(shown) == columns


@given(st.text())
def test_printable_is_done_once(text: str) -> None:
    assert printable(printable(text)) == printable(text)


def test_abandoned_streams_take_everything() -> None:
    code = (
        "import sys\n"
        "from callr_actions.terminal import abandon\n"
        "sys.stdout.write('x')\n"
        "abandon(sys.stdout)\n"
        "sys.stdout.write('y')\n"
    )
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run(
        [sys.executable, "-c", code],
        stdout=writing,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": ""},
        timeout=250,
    )
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (0, b"")


@pytest.mark.parametrize("stream", [None, io.StringIO()])
def test_streams_without_a_file_are_let_be(stream: io.StringIO | None) -> None:
    abandon(stream)


@pytest.mark.parametrize(
    ("text", "room", "folded_text"),
    [
        ("a line that fits", 40, "a line that fits"),
        ("a line that does not fit", None, "a line that does not fit"),
        ("a line that does not fit", 12, "a line that\n  does not\n  fit"),
        ("  help: indented more behind", 14, "  help:\n    indented\n    more\n    behind"),
        (
            "see https://example.com/a/long/address now",
            12,
            "see\n  https://example.com/a/long/address\n  now",
        ),
        ("ok     columns  stay", 20, "ok     columns  stay"),
        ("ok     columns  go on", 16, "ok     columns\n  go on"),
        ("\x1b[1;31mred\x1b[0m word", 8, "\x1b[1;31mred\x1b[0m word"),
        ("漢字漢字 漢字", 10, "漢字漢字\n  漢字"),
        ("one\n\ntwo words", 5, "one\n\ntwo\n  words"),
        ("", 1, ""),
    ],
)
def test_folded(text: str, room: int | None, folded_text: str) -> None:
    assert folded(text, room) == folded_text


@given(st.text(alphabet=" ab\n", max_size=60), st.integers(1, 20))
def test_folding_loses_no_word(text: str, room: int) -> None:
    shown = folded(text, room)
    assert shown.split() == text.split()
    assert all(len(line) <= room or " " not in line.strip() for line in shown.split("\n"))
