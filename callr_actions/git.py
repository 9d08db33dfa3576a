"""The only door to git, the user's own program: run without a shell, a pager, or hooks of its own."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from callr_actions.errors import CallrActionsError
from callr_actions.file_errors import reason

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

# What a repository configures cannot run here, and nothing is written beside what is asked for.
_QUIET = ("--no-pager", "--no-optional-locks", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false")
# Set by git where it runs us from a hook: they would name another repository or another index.
_OF_A_HOOK = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY")
_LONGEST_SECONDS = 60


def run_git(folder: Path, *arguments: str, stdin: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run git to its end; what it prints is kept, and how it ends is the caller's to judge.

    Args:
        folder: where it runs.
        arguments: words of ours; names from outside stand behind `--` or `--end-of-options`.
        stdin: what it reads; nothing by default.

    Raises:
        CallrActionsError: there is no git, or it does not end.
    """
    import subprocess  # noqa: PLC0415 - few commands need git

    environ = {name: value for name, value in os.environ.items() if name not in _OF_A_HOOK}
    try:
        return subprocess.run(  # noqa: S603 - no shell
            ["git", *_QUIET, *arguments],  # noqa: S607 - the user's own git
            cwd=folder,
            env=environ | {"LC_ALL": "C"},
            input=stdin,
            stdin=None if stdin is not None else subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=_LONGEST_SECONDS,
        )
    except FileNotFoundError as error:
        raise CallrActionsError("git is not installed", hint="install git, and try again") from error
    except OSError as error:
        raise CallrActionsError(f"git cannot be started: {reason(error)}") from error
    except subprocess.TimeoutExpired as error:
        raise CallrActionsError(f"git {arguments[0]} did not end within {_LONGEST_SECONDS} s") from error
