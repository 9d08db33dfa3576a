"""Writing what a pull has decided: all files and callr.yaml, or none of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.language.document import document_from_bytes, read_content
from callr_actions.language.finding import Severity
from callr_actions.project.file import WHAT, check_project
from callr_actions.project.fill import filled
from callr_actions.project.project import PROJECT_FILE
from callr_actions.sync.pull_rows import as_in
from callr_actions.sync.staged_files import StagedFiles

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from callr_actions.project.fill import Wanted
    from callr_actions.project.project import Project
    from callr_actions.project.user_config import UserConfig
    from callr_actions.sync.pull_rows import Folder, Row


def write(rows: Sequence[Row], folder: Folder, user: UserConfig | None = None) -> tuple[str, ...]:
    """Write the files of a pull; return those that were written, as people know them.

    Raises:
        CallrActionsError: one cannot be written, callr.yaml not filled, or a file has changed meanwhile.
    """
    project = folder.project
    written: list[str] = []
    with StagedFiles(project.root) as files:
        settings = _settings(rows)
        if settings:
            file = project.file or project.root / PROJECT_FILE
            before = _before(file, project.shown)
            after = filled(before, {"scenario-settings": settings}, project.shown)
            if before != after:
                _check(after, project, file, user)
                # First, so that a file that is not there yet already has its name when this is cut short.
                files.add(file.name, after, before=before, shown=project.shown)
                written.append(project.shown)
        for row in rows:
            if row.text is None:
                continue
            old = folder.texts.get(row.key)
            before = old.content if old is not None and isinstance(old.content, bytes) else None
            files.add(folder.path(row.key), as_in(before, row.text), before=before, shown=row.file)
            written.append(row.file)
        files.put_in_place()
    return tuple(written)


def _settings(rows: Sequence[Row]) -> dict[str, Wanted]:
    return {row.key: dict(row.settings) for row in rows if row.settings}


def _before(file: Path, shown: str) -> bytes | None:
    if not file.exists() and not file.is_symlink():
        return None
    found = read_content(file)
    if isinstance(found, str):
        raise CallrActionsError(f"cannot be read: {found}", file=shown)
    return found.data


def _check(after: bytes, project: Project, file: Path, user: UserConfig | None) -> None:
    """Refuse what would break callr.yaml, such as a name that no scenario may have."""
    loaded = check_project(document_from_bytes(after, project.shown, what=WHAT), file, user=user)
    # Settings of a file that comes with them are not checked against the folder here.
    wrong = [found for found in loaded.findings if found.severity is Severity.ERROR]
    if wrong:
        raise CallrActionsError(
            f"it would have an error, so nothing is written: {wrong[0].message}",
            file=f"{project.shown}:{wrong[0].span.start.line}",
            hint="pull the scenarios one by one, and leave that one out",
            exit_code=ExitCode.REFUSED,
        )
