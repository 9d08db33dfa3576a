"""What there is already where a project is to begin: git, scenarios, a forge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.errors import CallrActionsError
from callr_actions.git import run_git
from callr_actions.named_tuple import NamedTuple
from callr_actions.project.discovery import discover
from callr_actions.project.project import DEFAULT_FOLDER

if TYPE_CHECKING:
    from pathlib import Path

# A file that has none of these is no scenario, and one that has may be anything: only a guess is made of it.
_ENTRIES = ("inbound-call:", "inbound-sms:", "api-initiated:")


class Survey(NamedTuple):
    """What there is.

    Attributes:
        repository: the root of the git repository around the folder; None without one.
        branch: the branch that is checked out.
        forge: `github` or `gitlab`, by where the repository is pushed to; None where that says neither.
        scenarios: the folder of the scenarios, POSIX, from the project's folder on.
        has_scenarios: whether there are some.
    """

    repository: Path | None
    branch: str
    forge: str | None
    scenarios: str
    has_scenarios: bool


def survey(folder: Path, scenarios: str | None) -> Survey:
    """Look at a folder, which need not exist.

    Args:
        folder: where the project is to begin.
        scenarios: the folder of the scenarios, if the user has named it.
    """
    repository = _repository(folder)
    where = folder if folder.is_dir() else repository
    branch = _git(where, "symbolic-ref", "--short", "HEAD") if repository else None
    remotes = _git(where, "remote", "-v") if repository else None
    found = scenarios or _likely_folder(folder)
    return Survey(
        repository,
        branch or "main",
        next((forge for forge in ("gitlab", "github") if forge in (remotes or "")), None),
        found,
        bool(discover(folder, folder / found).scenarios) if (folder / found).is_dir() else False,
    )


def git_init(folder: Path) -> bool:
    """Make a folder a git repository; return whether that could be done."""
    return _git(folder, "init", "--quiet", "--initial-branch", "main") is not None


def git_knows_you(folder: Path) -> bool:
    """Whether a commit could be made: git has a name and an address for who makes it; True without git."""
    try:
        asked = run_git(folder, "var", "GIT_COMMITTER_IDENT")
    except CallrActionsError:
        return True
    return asked.returncode == 0


def _repository(folder: Path) -> Path | None:
    for above in (folder, *folder.parents):
        if (above / ".git").exists():
            return above
    return None


def _likely_folder(folder: Path) -> str:
    """Return `scenarios`, or the only folder that has files which look like scenarios."""
    if not folder.is_dir() or (folder / DEFAULT_FOLDER).is_dir():
        return DEFAULT_FOLDER
    found = {
        each.path.relative_to(folder).parts[0]
        for each in discover(folder, folder).scenarios
        if each.path.parent != folder and _looks_like_a_scenario(each.path)
    }
    return found.pop() if len(found) == 1 else DEFAULT_FOLDER


def _looks_like_a_scenario(path: Path) -> bool:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    lines = [line.strip() for line in text.splitlines()]
    return "branches:" in lines and any(entry in lines for entry in _ENTRIES)


def _git(folder: Path | None, *arguments: str) -> str | None:
    """Return what git prints; None where there is no folder, no git, or it refuses."""
    if folder is None:
        return None
    try:
        done = run_git(folder, *arguments)
    except CallrActionsError:
        return None
    return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else None
