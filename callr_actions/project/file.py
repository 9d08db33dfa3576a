"""Reading callr.yaml, and saying everything that is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.document import read_document
from callr_actions.language.finding import Severity
from callr_actions.masking import Masker
from callr_actions.project.account_check import check_accounts, check_numbers
from callr_actions.project.build import build_project
from callr_actions.project.contradictions import check_contradictions
from callr_actions.project.inside import check_paths
from callr_actions.project.interpolation import check_interpolation
from callr_actions.project.project import LoadedProject
from callr_actions.project.report import Report
from callr_actions.project.schema_check import check_schema
from callr_actions.project.secrets import check_secrets, mask_secrets
from callr_actions.project.url import check_urls
from callr_actions.project.value_check import check_values

if TYPE_CHECKING:
    from pathlib import Path

    from callr_actions.language.document import Document
    from callr_actions.language.tree import Mapping
    from callr_actions.project.user_config import UserConfig

# What the file is, for messages about a file that is something else.
WHAT = "a project file"


def load_project(
    path: Path, *, shown: str, masker: Masker | None = None, user: UserConfig | None = None
) -> LoadedProject:
    """Read a project file. Never raises, reads no environment variable, sends nothing.

    Args:
        path: the file.
        shown: its path as findings name it (POSIX, relative where possible).
        masker: learns every literal key of the file, so that nothing that is printed later shows it.
        user: the user's own configuration, which says who beside callr.com may get an account's key.
    """
    document = read_document(path.absolute(), shown, what=WHAT)
    return check_project(document, path, masker=masker, user=user)


def check_project(
    document: Document, path: Path, *, masker: Masker | None = None, user: UserConfig | None = None
) -> LoadedProject:
    """Do the same with a project file that is read already.

    Args:
        document: its text, which need not be what is in the file.
        path: the file.
        masker: as above.
        user: as above.
    """
    path = path.absolute()
    source = document.source
    masker = masker if masker is not None else Masker()
    mask_secrets(document, masker)
    report = Report(source, masker)
    for problem in document.problems:
        report.take(problem.finding(source))
    root = document.mapping
    if root is not None:
        _check(root, path.parent, report, user)
    findings = report.findings()
    good = root is not None and not any(found.severity is Severity.ERROR for found in findings)
    project = build_project(root, source, path) if root is not None and good else None
    return LoadedProject(project, findings, source)


def _check(root: Mapping, folder: Path, report: Report, user: UserConfig | None) -> None:
    check_schema(root, report)
    check_values(root, report)
    check_secrets(root, report)
    check_accounts(root, report)
    check_numbers(root, report)
    check_urls(root, report, user)
    check_interpolation(root, report)
    check_paths(root, folder, report)
    check_contradictions(root, report)
