"""Whole commands against the API on loopback: what was typed, what came out, how it ended."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.api.server.server import CallrServer
    from tests.cli.conftest import Program

HERE = Path(__file__).parent / "transcripts"
WAVE = bytes.fromhex(
    "52494646 26000000 57415645 666d7420 10000000 01000100 401f0000 803e0000 02001000 64617461 02000000 0000"
)


@pytest.mark.parametrize("name", sorted(path.stem for path in HERE.glob("*.cmds")))
def test_commands(
    name: str, callr: Program, server: CallrServer, project: Path, golden: Callable[[Path, str], None]
) -> None:
    (project / "welcome.wav").write_bytes(WAVE)
    lines = []
    for line in (HERE / f"{name}.cmds").read_text(encoding="utf-8").splitlines():
        # A dollar and quotes of JSON stand for themselves.
        words = shlex.split(line) if '{"' not in line else line.split(" ")
        ended = callr(*words)
        said = "".join(f"2> {each}\n" for each in ended.err.splitlines())
        lines.append(f"$ callr-actions {line}\n{ended.out}{said}-> {ended.code}\n\n")
    text = "".join(lines).replace(server.url, "URL").replace(str(project), "HERE")
    golden(HERE / f"{name}.out", re.sub(r"after \d+ ms", "after N ms", text))
    assert server.complaints == []
