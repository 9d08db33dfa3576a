"""Which files are scenarios: every *.yaml and *.yml below a folder, by rules that are the same everywhere."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from callr_actions.language.problem import Problem, ProblemKind
from callr_actions.language.source import Source
from callr_actions.named_tuple import NamedTuple
from callr_actions.project.gitignore import GITIGNORE, ignore_above, read_gitignore, repository_root
from callr_actions.project.inside import is_inside
from callr_actions.project.project import PROJECT_FILE
from callr_actions.project.report import project_finding, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from callr_actions.language.finding import Finding
    from callr_actions.project.gitignore import Ignore

WORLDS = "worlds"
_EXTENSIONS = (".yaml", ".yml")
_WORLD_EXTENSIONS = (".world.yaml", ".world.yml")


class ScenarioFile(NamedTuple):
    """A file that is a scenario.

    Attributes:
        path: absolute.
        key: its path below the scenarios folder, POSIX, without the extension, NFC.
        shown: its path as findings name it.
    """

    path: Path
    key: str
    shown: str


class Discovery(NamedTuple):
    """What a search has found, sorted, and what it could not take.

    Attributes:
        folders: every folder that was looked through, absolute: what appears there may be a scenario.
    """

    scenarios: tuple[ScenarioFile, ...]
    findings: tuple[Finding, ...]
    folders: tuple[str, ...] = ()


def discover(root: Path, folder: Path, *, base: Path | None = None) -> Discovery:
    """Search the scenarios folder of a project. Never raises.

    Args:
        root: the project's folder; paths are shown relative to it.
        folder: the scenarios folder.
        base: the working folder, for what lies outside the project.
    """
    top = os.path.abspath(folder)  # noqa: PTH100 - links are not followed here
    shown = shown_path(top, root, base)
    if os.path.lexists(top) and not is_inside(top, root):
        return Discovery((), (_outside(shown, "this folder"),))
    search = Search(root, base)
    search.folder(top)
    scenarios = [ScenarioFile(Path(path), key_of(path, top), search.shown(path)) for path in search.paths]
    findings = sorted_findings((*search.findings, *same_keys(scenarios)))
    return Discovery(tuple(scenarios), findings, tuple(search.folders))


class Search:
    """Looks through folders; `paths`, `folders` and `findings` are what it has found so far."""

    def __init__(self, root: Path | None, base: Path | None) -> None:
        self.paths: list[str] = []
        self.folders: list[str] = []
        self.findings: list[Finding] = []
        self._root = root
        self._base = base
        self._top = ""

    def folder(self, top: str) -> None:
        """Search one folder (an absolute path); what it finds is sorted and comes after what was found."""
        self._top = top
        start = os.fspath(self._root) if self._root is not None else top
        known = len(self.paths)
        self._search(top, ignore_above(top, repository_root(top, start)))
        self.paths[known:] = sorted(self.paths[known:], key=lambda path: path.split(os.sep))  # noqa: PTH206

    def shown(self, path: str) -> str:
        """Return a path as findings name it."""
        return shown_path(path, self._root, self._base)

    def _search(self, top: str, ignore: Ignore | None) -> None:
        waiting = [(top, ignore)]
        while waiting:
            folder, ignore = waiting.pop()
            self.folders.append(folder)
            try:
                with os.scandir(folder) as listing:
                    found = list(listing)
            except OSError as error:
                self.findings.append(_unreadable(self.shown(folder), error))
                continue
            if any(entry.name == GITIGNORE for entry in found):
                ignore = read_gitignore(folder, ignore)
            waiting += [(entry.path, ignore) for entry in found if self._take(entry, ignore)]

    def _take(self, entry: os.DirEntry[str], ignore: Ignore | None) -> bool:
        """Take a scenario, refuse a link; return whether this is a folder that is to be searched, too."""
        name = entry.name
        if name.startswith("."):
            return False
        link = entry.is_symlink()
        # Of a link in a loop `entry.is_dir()` raises, `isdir` says no.
        if os.path.isdir(entry.path) if link else entry.is_dir():  # noqa: PTH112
            if name == WORLDS or (ignore is not None and ignore.ignores(entry.path, is_folder=not link)):
                return False
            if link and not is_inside(entry.path, self._top):
                self.findings.append(_outside(self.shown(entry.path), "this folder"))
            return not link
        if not is_scenario_name(name) or not (link or entry.is_file(follow_symlinks=False)):
            return False
        if ignore is not None and ignore.ignores(entry.path, is_folder=False):
            return False
        if link and not is_inside(entry.path, self._top):
            self.findings.append(_outside(self.shown(entry.path), "this file"))
        else:
            self.paths.append(entry.path)
        return False


def is_scenario_name(name: str) -> bool:
    """Whether a file of this name is a scenario, where it is not hidden."""
    lower = name.lower()
    return lower.endswith(_EXTENSIONS) and not lower.endswith(_WORLD_EXTENSIONS) and lower != PROJECT_FILE


def key_of(path: str, folder: str) -> str:
    """Return a file's key: its path below the folder, without the extension."""
    return key_from(printable(os.path.relpath(path, folder).replace(os.sep, "/")))


def key_from(shown: str) -> str:
    """Return the key that a POSIX path gives."""
    for extension in _EXTENSIONS:
        if shown.lower().endswith(extension):
            shown = shown[: -len(extension)]
            break
    return unicodedata.normalize("NFC", shown)


def shown_path(path: str, root: Path | None, base: Path | None) -> str:
    """Return a path as findings name it: relative to the project, else to the base, else absolute."""
    for above in (root, base):
        if above is not None:
            start = os.path.abspath(above)  # noqa: PTH100 - links are not followed here
            if path == start:
                return "."
            if path.startswith(start.rstrip(os.sep) + os.sep):
                return printable(path[len(start.rstrip(os.sep)) + 1 :].replace(os.sep, "/"))
    return printable(path.replace(os.sep, "/"))


def printable(path: str) -> str:
    r"""Return a path that can be printed: bytes of a name that are not UTF-8 become `\xNN`."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def same_keys(scenarios: Sequence[ScenarioFile]) -> list[Finding]:
    """Return a finding for each file whose key another file has taken: an account has one scenario a key."""
    first: dict[str, ScenarioFile] = {}
    for scenario in scenarios:
        first.setdefault(scenario.key, scenario)
    return [
        _same_key(scenario, first[scenario.key])
        for scenario in scenarios
        if first[scenario.key] is not scenario
    ]


def sorted_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings in their order."""
    return tuple(sorted(findings, key=lambda finding: finding.sort_key))


def _same_key(scenario: ScenarioFile, other: ScenarioFile) -> Finding:
    return project_finding(
        "CA905",
        Source(scenario.shown, ""),
        0,
        0,
        f"{quoted(scenario.shown)} and {quoted(other.shown)} have the same key {quoted(scenario.key)}",
        help="rename or delete one of them",
    )


def _outside(shown: str, what: str) -> Finding:
    return project_finding(
        "CA909",
        Source(shown, ""),
        0,
        0,
        f"{what} is a link that leads out of the folder; it is not read",
        help="copy what it points to into the folder, or delete the link",
    )


def _unreadable(shown: str, error: OSError) -> Finding:
    reason = (error.strerror or type(error).__name__).lower()
    problem = Problem(ProblemKind.UNREADABLE, f"this folder cannot be read: {reason}", 0, 0)
    return problem.finding(Source(shown, ""))
