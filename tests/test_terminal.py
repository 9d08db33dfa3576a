"""What a terminal may be shown, how wide that is, and streams that have gone."""

from __future__ import annotations

import io
import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callr_actions.terminal import abandon, printable, width


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
        timeout=30,
    )
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (0, b"")


@pytest.mark.parametrize("stream", [None, io.StringIO()])
def test_streams_without_a_file_are_let_be(stream: io.StringIO | None) -> None:
    abandon(stream)
