"""The scenario that a command is about: named by its file, or by its key in the project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from callr_actions.cli.source_excerpt import print_findings
from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from callr_actions.language.document import Document
    from callr_actions.language.finding import Finding
    from callr_actions.language.source import Source
    from callr_actions.project.project import Project


def find_scenario_file(named: str, project: Project) -> tuple[Path, str | None]:
    """Return the file of a scenario that is named by its path or its key, and its key if it has one.

    Raises:
        CallrActionsError: there is none; names the closest key.
    """
    from callr_actions.project.discovery import discover

    keys = {each.key: each.path for each in discover(project.root, project.scenarios).scenarios}
    for typed in (named, named.replace("\\", "/")):  # the other is how Windows completes a path
        if typed in keys:
            return keys[typed], typed
        path = Path(typed)
        if path.is_file():
            key = next((key for key, each in keys.items() if each == path.absolute()), None)
            return path, key
    raise CallrActionsError(f"there is no scenario `{named}`", allowed=sorted(keys), found=named)


def read_scenario_file(
    path: Path, show: Callable[[Sequence[Finding], Source], None] = print_findings
) -> Document:
    """Read the file of a scenario.

    Raises:
        CallrActionsError: it is no YAML; its findings are shown.
    """
    from callr_actions.language.document import read_document

    here = Path.cwd()
    shown = path.absolute()
    document = read_document(
        path, (shown.relative_to(here) if shown.is_relative_to(here) else shown).as_posix()
    )
    refuse_unreadable(document, show)
    return document


def refuse_unreadable(
    document: Document, show: Callable[[Sequence[Finding], Source], None] = print_findings
) -> None:
    """Show what is wrong with a file in which there is no scenario.

    Raises:
        CallrActionsError: it is one.
    """
    if document.mapping is None:
        show([each.finding(document.source) for each in document.problems], document.source)
        raise CallrActionsError(
            "the scenario cannot be read", file=document.source.path, exit_code=ExitCode.FINDINGS
        )
