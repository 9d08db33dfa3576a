"""How a file looks without being read, and which of those looked at have changed since."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from callr_actions.named_tuple import NamedTuple
from callr_actions.watch.work import Kind, Sight

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ADDED, CHANGED, DELETED = "added", "changed", "deleted"


class Stamp(NamedTuple):
    """What tells one state of a file from another.

    Attributes:
        time: of its last change, in nanoseconds.
        size: in bytes.
        number: the inode, which an atomic save changes.
    """

    time: int
    size: int
    number: int


class Change(NamedTuple):
    """A file that has changed, and how: `added`, `changed` or `deleted`."""

    path: str
    how: str


def stamp_of(path: str) -> Stamp | None:
    """Return how a file looks now, links followed; None where there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116 - hundreds in a row, with plain text paths
    except (OSError, ValueError):
        return None
    return Stamp(found.st_mtime_ns, found.st_size, found.st_ino)


def stamps_of(paths: Iterable[str]) -> dict[str, Stamp | None]:
    """Return how these files look now."""
    return {path: stamp_of(path) for path in paths}


def changes_between(
    before: Mapping[str, Stamp | None], after: Mapping[str, Stamp | None]
) -> tuple[Change, ...]:
    """Return what has changed, by path. A file that is in one of the two only was missing in the other."""
    changes = []
    for path in sorted(before.keys() | after.keys()):
        old, new = before.get(path), after.get(path)
        if old != new:
            how = ADDED if old is None else DELETED if new is None else CHANGED
            changes.append(Change(path, how))
    return tuple(changes)


def sight_of(path: str) -> Sight:
    """Return what is at a path now, links not followed."""
    try:
        mode = os.lstat(path).st_mode
    except (OSError, ValueError):
        return Sight(path, Kind.GONE)
    if stat.S_ISLNK(mode):
        return Sight(path, Kind.LINK)
    return Sight(path, Kind.FOLDER if stat.S_ISDIR(mode) else Kind.FILE)
