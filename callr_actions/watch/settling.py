"""When a burst of changes is over: one save, or all that a `git checkout` does, gives one pass."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from callr_actions.project.gitignore import repository_root

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from callr_actions.watch.source import Source

# Editors that save by renaming leave a hole between two steps, and others a file that is empty for a moment.
_HOLE_SECONDS = 0.06
# Longer than the library keeps news to itself while more are coming.
_MANY_SECONDS = 0.15
_GIT_SECONDS = 0.2
_SLICE_SECONDS = 0.02
_LONGEST_SECONDS = 30.0
_MANY = 20
_GITDIR = "gitdir:"


class Settling:
    """Collects what belongs together.

    Args:
        lock: the file that git has while it works; None outside a repository.
        size: returns the size of a file in bytes, None where it is gone.
    """

    def __init__(self, lock: str | None, size: Callable[[str], int | None] | None = None) -> None:
        self._lock = lock
        self._size = size or _size

    def collect(
        self, source: Source, first: frozenset[str], scenarios: Collection[str]
    ) -> frozenset[str] | None:
        """Return the first paths, and those that come before nothing has happened for long enough.

        Args:
            source: where more of them come from.
            first: what has come.
            scenarios: the files that are known: of them it is known whether they ought to be there.

        Returns:
            All of them; None where the source has ended.
        """
        paths, idle, spent = first, 0.0, 0.0
        git = over = False
        while spent < _LONGEST_SECONDS:
            if self._git_works():
                git = True
            elif git and not over:
                over, idle = True, 0.0  # what it did last may not have been heard yet
            need = self._patience(paths, scenarios, git=git)
            if idle >= need:
                break
            seconds = min(_SLICE_SECONDS, need - idle)
            more = source.wait(seconds)
            if more is None:
                return None
            paths, idle, spent = paths | more, 0.0 if more else idle + seconds, spent + seconds
        return paths

    def _patience(self, paths: frozenset[str], scenarios: Collection[str], *, git: bool) -> float:
        """Return for how many seconds nothing may happen before the burst counts as over."""
        if git:
            return _GIT_SECONDS if self._git_works() else _MANY_SECONDS
        if len(paths) >= _MANY:
            return _MANY_SECONDS
        return _HOLE_SECONDS if any(not self._size(path) for path in paths if path in scenarios) else 0.0

    def _git_works(self) -> bool:
        return self._lock is not None and os.path.lexists(self._lock)


def git_lock(folder: str) -> str | None:
    """Return the file that git has while it changes the files of a repository; None outside of one."""
    root = repository_root(folder, "")
    if not root:
        return None
    git = Path(root) / ".git"
    if git.is_file():  # a worktree, or a submodule
        try:
            written = git.read_text(encoding="utf-8", errors="surrogateescape").strip()
        except OSError:
            return None
        git = git.parent / written.removeprefix(_GITDIR).strip()
    return str(git / "index.lock") if git.is_dir() else None


def _size(path: str) -> int | None:
    try:
        return os.stat(path).st_size  # noqa: PTH116 - plain text paths
    except (OSError, ValueError):
        return None
