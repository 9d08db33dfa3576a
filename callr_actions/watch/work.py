"""From what was noticed on disk to what has to be looked at again. Pure: nothing is read here."""

from __future__ import annotations

import os
from enum import Enum
from typing import TYPE_CHECKING

from callr_actions.named_tuple import NamedTuple
from callr_actions.project.discovery import is_scenario_name
from callr_actions.project.gitignore import GITIGNORE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Kind(Enum):
    """What is at a path now."""

    GONE = "gone"
    FILE = "file"
    FOLDER = "folder"
    LINK = "link"


class Sight(NamedTuple):
    """A path of which the system says that something happened there, and what is there now."""

    path: str
    kind: Kind


class Interests(NamedTuple):
    """What decides the findings. All paths are absolute.

    Attributes:
        scenarios: the files that are checked.
        folders: the folders that were looked through for them, and those above whose .gitignore counts.
        named: files and folders that the user has named, whether they are there or not.
        settings: files on which every finding can depend: callr.yaml, wherever one would count; the adopted
            schema; the baseline; the user's own configuration.
        companions: files on which no finding depends, but what follows a pass does, such as worlds.
    """

    scenarios: frozenset[str] = frozenset()
    folders: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    settings: frozenset[str] = frozenset()
    companions: frozenset[str] = frozenset()


class Work(NamedTuple):
    """What has to be looked at again; every scenario whose stamp has changed is in any case.

    Attributes:
        settings: whether to read callr.yaml and what it names.
        search: whether to look for scenarios.
        files: scenarios to be read, even where they look as they did.
        companions: whether a companion has changed.
    """

    settings: bool = False
    search: bool = False
    files: frozenset[str] = frozenset()
    companions: bool = False

    @property
    def is_nothing(self) -> bool:
        """Whether nothing has to be looked at."""
        return self == NOTHING

    def joined(self, other: Work) -> Work:
        """Return the work of both."""
        return Work(
            self.settings or other.settings,
            self.search or other.search,
            self.files | other.files,
            self.companions or other.companions,
        )


NOTHING = Work()
SEARCH = Work(search=True)
EVERYTHING = Work(settings=True, search=True)


def work_for(sights: Iterable[Sight], interests: Interests) -> Work:
    """Return what has to be looked at again after something happened at these paths."""
    above_named = frozenset(_all_above(interests.named))
    above_settings = frozenset(_all_above(interests.settings))
    work = NOTHING
    for sight in sights:
        path = sight.path
        if path in interests.settings or path in above_settings:
            work = work.joined(EVERYTHING)
        if path in interests.companions:
            work = work.joined(Work(companions=True))
        if path in interests.scenarios:
            work = work.joined(Work(files=frozenset((path,)), search=sight.kind is not Kind.FILE))
        elif path in interests.named or path in above_named or _changes_search(sight, interests):
            work = work.joined(SEARCH)
    return work


def _changes_search(sight: Sight, interests: Interests) -> bool:
    """Whether a search for scenarios could find something else now."""
    if sight.path in interests.folders:
        return True
    folder, name = os.path.split(sight.path)
    if folder not in interests.folders:
        return False
    if name == GITIGNORE:
        return True
    if name.startswith("."):
        return False
    # What has gone and was known is looked for above; what nobody knew can be missed by nobody.
    return sight.kind is not Kind.GONE and (sight.kind is Kind.FOLDER or is_scenario_name(name))


def folders_to_watch(interests: Interests, existing: Iterable[str]) -> frozenset[str]:
    """Return the folders that have to be watched, each for what happens directly in it.

    Of what is missing, the nearest folder above that is there: it tells when the rest comes.

    Args:
        interests: what counts.
        existing: the folders that are there, among those that `candidate_folders` names.
    """
    there = frozenset(existing)
    wanted = interests.folders & there
    singles = interests.scenarios | interests.named | interests.settings | interests.companions
    for path in singles | (interests.folders - there):
        nearest = next((above for above in _above(path) if above in there), None)
        if nearest is not None:
            wanted |= {nearest}
    return wanted


def candidate_folders(interests: Interests) -> frozenset[str]:
    """Return every folder that might have to be watched."""
    singles = interests.scenarios | interests.named | interests.settings | interests.companions
    return frozenset(_all_above(singles | interests.folders)) | interests.folders


def _all_above(paths: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for path in paths:
        for above in _above(path):
            if above in seen:
                break
            seen.add(above)
            yield above


def _above(path: str) -> Iterator[str]:
    """Yield the folders above a path, the nearest first."""
    while (above := os.path.dirname(path)) != path:  # noqa: PTH120 - plain text paths, as in the search
        yield above
        path = above
