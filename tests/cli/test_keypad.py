"""A live call, in a terminal of its own."""

from __future__ import annotations

import os
import select
import sys
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

pty = pytest.importorskip("pty")

DESK = """\
branches:
  inbound-call:
    actions:
      - {action: gather@v2, params: {maxDigits: 1, timeout: 100, prompt: {what: Press one.}}, result: $key}
      - {action: log@v1, params: {message: "pressed ${{ $key.digits }}"}}
      - {action: record@v1}
"""


def talk(folder: Path, *typed: tuple[str, str], options: tuple[str, ...] = ()) -> tuple[str, int]:
    """Start the program in a terminal and type each text once another was printed."""
    (folder / "desk.yaml").write_text(DESK)
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execv(sys.executable, [sys.executable, "-m", "callr_actions", "call", "desk.yaml", *options])
    printed = ""
    waiting = list(typed)
    until = time.monotonic() + 100
    while time.monotonic() < until:
        if waiting and waiting[0][0] in printed:
            os.write(terminal, waiting.pop(0)[1].encode())
        ready, _, _ = select.select([terminal], [], [], 0.1)
        if ready:
            try:
                piece = os.read(terminal, 65_536)
            except OSError:
                break
            if not piece:
                break
            printed += piece.decode()
    os.close(terminal)
    return printed, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_keys_words_and_hanging_up(tmp_path: Path) -> None:
    printed, code = talk(
        tmp_path, ("Press one.", "x1"), ("pressed 1", "s"), ("say:", "Hello\n"), ("says “Hello”", "q")
    )
    assert "you are the caller" in printed
    assert "presses 1" in printed
    assert "hung up by caller (answered, cause 16)" in printed
    assert code == 0


def test_ctrl_c_hangs_up_a_live_call_in_a_world_where_the_caller_has_a_script(tmp_path: Path) -> None:
    (tmp_path / "busy.world.yaml").write_text('caller: {does: [asked, {press: "1"}]}')
    printed, code = talk(tmp_path, ("Press one.", "\x03"), options=("--world", "busy.world.yaml", "--live"))
    assert "presses 1" not in printed
    assert "hung up by caller" in printed
    assert "run completed" in printed
    assert code == 0
