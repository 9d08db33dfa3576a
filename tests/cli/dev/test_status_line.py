"""The line below the lines of a server."""

from __future__ import annotations

import io

from callr_actions.cli.local.status_line import StatusLine


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_it_stays_below_what_is_said() -> None:
    stream = Terminal()
    line = StatusLine(stream)
    line.say("one")
    line.show("all clean")
    line.say("two")
    line.show("1 error")
    line.show("")
    line.say("three")
    clear = "\r\x1b[K"
    assert stream.getvalue() == f"one\nall clean{clear}two\nall clean{clear}1 error{clear}three\n"


def test_elsewhere_there_is_none() -> None:
    stream = io.StringIO()
    line = StatusLine(stream)
    line.show("all clean")
    line.say("one")
    assert stream.getvalue() == "one\n"


def test_it_is_cut_at_the_edge_of_the_screen() -> None:
    stream = Terminal()
    StatusLine(stream).show("x" * 500)
    assert len(stream.getvalue()) < 500
