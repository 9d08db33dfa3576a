"""`--project FILE`, and the project that a command works in."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from callr_actions.cli.helping import Rare
from callr_actions.cli.session import MASKER
from callr_actions.errors import CallrActionsError
from callr_actions.language.finding import Severity
from callr_actions.named_tuple import NamedTuple
from callr_actions.project.find import find_project_file
from callr_actions.project.project import Project, bare_project

if TYPE_CHECKING:
    from collections.abc import Callable

    from callr_actions.language.finding import Finding
    from callr_actions.language.source import Source
    from callr_actions.linter.context import LintContext
    from callr_actions.project.user_config import UserConfig

project_option: Callable[[Any], Any] = click.option(
    "--project",
    "project_file",
    cls=Rare,
    metavar="FILE",
    help="The project file.  [default: callr.yaml here or above]",
)


class FoundProject(NamedTuple):
    """The project a command works in.

    Attributes:
        project: what callr.yaml says; what holds without one where there is none or it is broken.
        findings: everything wrong with callr.yaml.
        source: its text, None where there is none.
    """

    project: Project
    findings: tuple[Finding, ...] = ()
    source: Source | None = None
    file: Path | None = None

    @property
    def broken(self) -> bool:
        """Whether callr.yaml has errors, so that nothing it says holds."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    def is_file(self, path: str) -> bool:
        """Return whether a path names the project file itself."""
        return self.file is not None and os.path.abspath(path) == str(self.file)  # noqa: PTH100 - links are not followed


def find_project(named: str | None) -> FoundProject:
    """Return the project that is named, else the one here or above, else a bare one.

    Raises:
        CallrActionsError: the named file does not exist, or the user's own configuration is broken.
    """
    return load_found(find_file(named))


def find_file(named: str | None) -> Path | None:
    """Return the project file that is named, else the one here or above, else None.

    Raises:
        CallrActionsError: the named file does not exist.
    """
    if named is not None and not Path(named).is_file():
        from callr_actions.file_errors import missing

        raise missing(named, "project file")
    return Path(os.path.abspath(named)) if named is not None else find_project_file(Path.cwd())  # noqa: PTH100


def load_found(file: Path | None) -> FoundProject:
    """Read a project file; without one, return what holds in the working folder.

    Raises:
        CallrActionsError: the user's own configuration is broken.
    """
    if file is None:
        return FoundProject(bare_project(Path.cwd()))
    from callr_actions.project.file import load_project

    loaded = load_project(file, shown=file.name, masker=MASKER, user=user_config())
    project = loaded.project or bare_project(file.parent)
    return FoundProject(project, loaded.findings, loaded.source, file)


def user_config() -> UserConfig:
    """Read the user's own configuration.

    Raises:
        CallrActionsError: it is broken.
    """
    from callr_actions.project.user_config import load_user_config, user_config_file

    return load_user_config(user_config_file(os.environ, sys.platform), os.environ)


def own_numbers(project: Project) -> frozenset[str]:
    """Return every number that the project gives to a scenario in any account."""
    return frozenset(
        number
        for settings in project.settings.values()
        for numbers in settings.numbers.values()
        for number in numbers
    )


def lint_context(project: Project) -> LintContext:
    """Return what the project says to the rules: its numbers, and Callr's schema where it adopted that.

    Raises:
        CallrActionsError: the adopted schema cannot be read or used.
    """
    return make_context(own_numbers(project), project.schema, named_at(project))


def named_at(project: Project) -> str:
    """Return where the project names its adopted schema, as errors show it; without one the project file."""
    return project.shown if project.schema_place is None else str(project.schema_place)


def make_context(numbers: frozenset[str], schema_file: Path | None, named_at: str) -> LintContext:
    """Return the same from its parts.

    Args:
        numbers: the project's own.
        schema_file: the schema that it adopted.
        named_at: where callr.yaml names it, as errors show it.

    Raises:
        CallrActionsError: the adopted schema cannot be read or used.
    """
    from callr_actions.linter.context import LintContext

    if schema_file is None:
        return LintContext(own_numbers=numbers)
    from callr_actions.language.adopted.derive import derive_catalog
    from callr_actions.language.adopted.load import load_schema
    from callr_actions.language.bundled import bundled

    shown = Path(os.path.relpath(schema_file)).as_posix()
    if not schema_file.is_file():
        raise CallrActionsError(
            f"`schema` names `{shown}`, and there is no such file",
            file=named_at,
            hint="correct the path, or write the file with `callr-actions schema use FILE`",
        )
    schema = load_schema(schema_file, shown)
    return LintContext(derive_catalog(schema, bundled()), numbers, schema)
