"""`lint --fix`, the part about callr.yaml: mended before anything is made of what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.cli.project import FoundProject, user_config
from callr_actions.cli.session import MASKER
from callr_actions.language.document import parse_document
from callr_actions.linter.fixes import fix_document
from callr_actions.named_tuple import NamedTuple
from callr_actions.project.file import WHAT, check_project
from callr_actions.project.project import bare_project

if TYPE_CHECKING:
    from callr_actions.language.document import Document
    from callr_actions.language.finding import Finding
    from callr_actions.language.source import Source
    from callr_actions.linter.selection import Selection
    from callr_actions.project.project import LoadedProject


class MendedProject(NamedTuple):
    """What fixing callr.yaml came to; nothing is written yet.

    Attributes:
        found: the project that the fixed text describes.
        before, after: the texts.
        applied: the findings whose fixes were applied.
    """

    found: FoundProject
    before: Source
    after: Source
    applied: tuple[Finding, ...]


def mend_project(found: FoundProject, selection: Selection, *, unsafe: bool) -> MendedProject | None:
    """Apply the fixes of callr.yaml's own findings; None where there is none to apply.

    Args:
        found: the project as its file says.
        selection: which findings count.
        unsafe: whether to apply fixes that may change what the file means.
    """
    if found.source is None or found.file is None:
        return None
    file = found.file
    user = user_config()

    def load(document: Document) -> LoadedProject:
        return check_project(document, file, masker=MASKER, user=user)

    def check(document: Document) -> list[Finding]:
        return [each for each in load(document).findings if selection.includes(each.code, each.name)]

    fixed = fix_document(parse_document(found.source, what=WHAT), check, unsafe=unsafe)
    if not fixed.applied:
        return None
    loaded = load(fixed.document)
    project = loaded.project or bare_project(file.parent)
    after = FoundProject(project, loaded.findings, loaded.source, file)
    return MendedProject(after, found.source, loaded.source, fixed.applied)
