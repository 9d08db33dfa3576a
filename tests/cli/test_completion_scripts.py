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
    made = subprocess.run([PROGRAM], env=environ, capture_output=True, text=True, check=True, timeout=250)
    assert made.stderr == ""
    assert f"_CALLR_ACTIONS_COMPLETE={shell}_complete" in made.stdout
    if (there := shutil.which(shell)) is not None:
        script = tmp_path / "completion"
        script.write_text(made.stdout, encoding="utf-8")
        read = subprocess.run([there, "-n", script], capture_output=True, text=True, check=False, timeout=250)
        assert (read.returncode, read.stderr) == (0, "")


# How each shell asks about `callr-actions li` + TAB, and what it wants to hear.
ASKED = {
    "bash": ({"COMP_WORDS": "callr-actions li", "COMP_CWORD": "1"}, "plain,lint\n"),
    "zsh": (
        {"COMP_WORDS": "callr-actions li", "COMP_CWORD": "1"},
        "plain\nlint\nCheck scenarios and callr.yaml; print findings.\n",
    ),
    "fish": (
        {"COMP_WORDS": "callr-actions", "COMP_CWORD": "li"},
        "plain,lint\tCheck scenarios and callr.yaml; print findings.\n",
    ),
}


@pytest.mark.parametrize("shell", ASKED)
def test_what_a_shell_is_told(shell: str) -> None:
    asked, told = ASKED[shell]
    environ = os.environ | asked | {"_CALLR_ACTIONS_COMPLETE": f"{shell}_complete"}
    made = subprocess.run([PROGRAM], env=environ, capture_output=True, text=True, check=False, timeout=250)
    assert (made.stdout, made.stderr) == (told, "")


@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not installed here")
def test_fish_completes(tmp_path: Path) -> None:
    line = '_CALLR_ACTIONS_COMPLETE=fish_source callr-actions | source; complete -C "callr-actions li"'
    environ = {"PATH": f"{PROGRAM.parent}:{os.environ['PATH']}", "HOME": str(tmp_path)}
    done = subprocess.run(
        ["fish", "--no-config", "-c", line], env=environ, capture_output=True, text=True, timeout=250
    )
    assert done.stdout == "lint\tCheck scenarios and callr.yaml; print findings.\n"


@pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is not installed here")
def test_zsh_knows_whom_to_ask(tmp_path: Path) -> None:
    line = (
        f"autoload -U compinit; compinit -u -d {tmp_path}/dump; "
        'eval "$(_CALLR_ACTIONS_COMPLETE=zsh_source callr-actions)"; echo ${_comps[callr-actions]}'
    )
    environ = {"PATH": f"{PROGRAM.parent}:{os.environ['PATH']}", "HOME": str(tmp_path)}
    done = subprocess.run(["zsh", "-f", "-c", line], env=environ, capture_output=True, text=True, timeout=250)
    assert done.stdout == "_callr_actions_completion\n"
