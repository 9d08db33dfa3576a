"""A project as a commit has it: its scenarios and their settings, and today's accounts. No checkout is made.

A commit is old, or somebody else's, so it says what scenarios were and nothing about where they go:
addresses, keys, protection, the adopted schema and the API's operations are those of today's callr.yaml.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from callr_actions.errors import CallrActionsError
from callr_actions.language.document import document_from_bytes
from callr_actions.language.finding import Severity
from callr_actions.named_tuple import NamedTuple
from callr_actions.project.discovery import discover, is_scenario_name
from callr_actions.project.file import WHAT, check_project
from callr_actions.project.gitignore import GITIGNORE
from callr_actions.project.inside import is_inside
from callr_actions.project.project import DEFAULT_FOLDER, PROJECT_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.masking import Masker
    from callr_actions.project.discovery import ScenarioFile
    from callr_actions.project.project import Project
    from callr_actions.project.user_config import UserConfig
    from callr_actions.sync.git_tree import Blob, GitTree

_SHOWN_DIGITS = 12


class CommitTree(NamedTuple):
    """What a commit deploys.

    Attributes:
        commit: its full name.
        project: today's, with the scenarios' settings of then.
        scenarios: all of then, sorted; their files are in a folder that is soon gone, and named as they were.
    """

    commit: str
    project: Project
    scenarios: tuple[ScenarioFile, ...]


@contextmanager
def unpacked(
    project: Project, git: GitTree, reference: str, *, masker: Masker, user: UserConfig | None = None
) -> Iterator[CommitTree]:
    """Lay out what a commit deploys, in a folder of its own that nobody else can read.

    Args:
        project: what callr.yaml says today.
        git: has the commit.
        reference: a branch, a tag, or a full or shortened commit.
        masker: learns the literal keys of the callr.yaml of then.
        user: the user's own configuration.

    Raises:
        CallrActionsError: there is no such commit, it has no scenarios, or its callr.yaml has errors.
    """
    commit = git.commit(reference)
    if commit is None:
        raise CallrActionsError(
            f"`{reference}` is no commit, branch or tag of this repository",
            hint="`git log --oneline` shows its commits; a shallow clone has the last ones only",
        )
    then = _settings_of(project, git, commit, masker, user)
    folder = DEFAULT_FOLDER if then is None else then.scenarios.relative_to(then.root).as_posix()
    with TemporaryDirectory(prefix="callr-actions-") as name:
        root = Path(name).resolve()
        scenarios = _lay_out(root, git, commit, folder)
        if not scenarios:
            # An account is never emptied because a commit has nothing.
            raise CallrActionsError(
                f"the commit {commit[:_SHOWN_DIGITS]} has no scenarios in `{folder}`, so there is nothing to "
                "go back to",
                hint=f"`git ls-tree -r --name-only {commit[:_SHOWN_DIGITS]}` shows what it has",
            )
        settings = {} if then is None else then.settings
        yield CommitTree(commit, project._replace(settings=settings), scenarios)


def _settings_of(
    project: Project, git: GitTree, commit: str, masker: Masker, user: UserConfig | None
) -> Project | None:
    """Return the project that callr.yaml was; None where there was none."""
    file = project.file or project.root / PROJECT_FILE
    content = git.file(commit, file.name)
    if content is None:
        return None
    shown = f"{commit[:_SHOWN_DIGITS]}:{file.name}"
    loaded = check_project(document_from_bytes(content, shown, what=WHAT), file, masker=masker, user=user)
    if loaded.project is None:
        wrong = next(each for each in loaded.findings if each.severity is Severity.ERROR)
        raise CallrActionsError(
            f"it has an error: {wrong.message}",
            file=f"{shown}:{wrong.span.start.line}",
            hint="go back to another commit, or mend the scenarios here and deploy them",
        )
    return loaded.project


def _lay_out(root: Path, git: GitTree, commit: str, folder: str) -> tuple[ScenarioFile, ...]:
    """Write the scenarios of a commit below a folder, and find them there by the rules of every folder."""
    top = "" if folder == "." else f"{folder}/"
    wanted = [each for each in git.files(commit, "") if _is_wanted(each, top)]
    contents = git.contents([each.object for each in wanted])
    (root / ".git").mkdir()  # the rules of git above end here
    for each in wanted:
        _write(root, each, contents.get(each.object), commit)
    if not (root / folder).is_dir():
        return ()
    found = discover(root, root / folder)
    if found.findings:
        first = found.findings[0]
        raise CallrActionsError(first.message, file=f"{commit[:_SHOWN_DIGITS]}:{first.file}", hint=first.help)
    return found.scenarios


def _is_wanted(blob: Blob, top: str) -> bool:
    name = blob.path.rpartition("/")[2]
    return name == GITIGNORE or (blob.path.startswith(top) and is_scenario_name(name))


def _write(root: Path, blob: Blob, content: bytes | None, commit: str) -> None:
    shown = f"{commit[:_SHOWN_DIGITS]}:{blob.path}"
    path = root / blob.path
    if blob.is_link:
        if path.name == GITIGNORE:
            return  # git itself does not follow those
        raise CallrActionsError(
            "it is a link in this commit, and none is followed",
            file=shown,
            hint="go back to another commit, or copy what it points to",
        )
    if content is None:
        raise CallrActionsError(
            "this clone does not have its text",
            file=shown,
            hint="fetch the whole history: `git fetch --unshallow`, without a filter",
        )
    if not is_inside(path, root):
        raise CallrActionsError("its path leads out of the folder", file=shown)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(content)
