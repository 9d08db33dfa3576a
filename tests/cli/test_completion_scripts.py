"""The scripts that make shells complete: made by the program, and read by the shell where there is one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(sys.executable).parent / "callr-actions"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_can_read_its_script(shell: str, tmp_path: Path) -> None:
    environ = os.environ | {"_CALLR_ACTIONS_COMPLETE": f"{shell}_source"}
    made = subprocess.run([PROGRAM], env=environ, capture_output=True, text=True, check=True, timeout=20)
    assert made.stderr == ""
    assert f"_CALLR_ACTIONS_COMPLETE={shell}_complete" in made.stdout
    if (there := shutil.which(shell)) is not None:
        script = tmp_path / "completion"
        script.write_text(made.stdout, encoding="utf-8")
        read = subprocess.run([there, "-n", script], capture_output=True, text=True, check=False, timeout=20)
        assert (read.returncode, read.stderr) == (0, "")
