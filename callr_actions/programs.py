"""An account for a program that imports this package: found as the commands find it, and opened."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from callr_actions.errors import CallrActionsError
from callr_actions.masking import Masker
from callr_actions.project.file import load_project
from callr_actions.project.find import find_project_file
from callr_actions.project.project import bare_project
from callr_actions.targets import choose_account, connect, open_blocking_client, surroundings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.api.client import Client
    from callr_actions.project.project import Project
    from callr_actions.targets import Surroundings


@contextmanager
def open_account(name: str | None = None, *, project_file: Path | None = None) -> Iterator[Client]:
    """Open an account of the project for a program, by the same rules as the commands go by.

    Args:
        name: the account; None for what CALLR_ACCOUNT or `default-account` say, else `local`.
        project_file: the callr.yaml; None for the one here or above.

    Raises:
        CallrActionsError: callr.yaml is broken, there is no such account, or it cannot be connected to.
    """
    masker = Masker()
    around = surroundings(masker)
    project = _project(project_file, around)
    connection = connect(project, choose_account(project, name, around), around)
    with open_blocking_client(connection) as client:
        yield client


def _project(file: Path | None, around: Surroundings) -> Project:
    file = file or find_project_file(Path.cwd())
    if file is None:
        return bare_project(Path.cwd())
    loaded = load_project(file, shown=file.as_posix(), masker=around.masker, user=around.user)
    if loaded.project is None:
        first = loaded.findings[0]
        raise CallrActionsError(f"line {first.span.start.line}: {first.message}", file=file.as_posix())
    return loaded.project
