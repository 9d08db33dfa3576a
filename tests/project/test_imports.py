"""Importing the room is cheap: what is heavy is imported when it is used."""

from __future__ import annotations

import subprocess
import sys


def test_no_heavy_library_is_imported() -> None:
    code = (
        "import sys, callr_actions.project.file, callr_actions.project.named_paths\n"
        "import callr_actions.project.edit, callr_actions.project.scenario_check\n"
        "print(sorted({'jsonschema_rs', 'pathspec', 'glob', 'difflib'} & set(sys.modules)))"
    )

    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert result.stdout == "[]\n"
