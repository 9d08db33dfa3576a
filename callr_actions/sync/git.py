"""Where a checkout stands, by git: which commit this is, what has changed, what comes from what.

Without git, or outside a repository, every answer is "nothing known", and a deploy works all the same.
"""

from __future__ import annotations

import os
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from callr_actions.errors import CallrActionsError
from callr_actions.git import run_git
from callr_actions.sync.history import Ancestry

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterable
    from pathlib import Path


class Git:
    """The repository that a project lies in.

    Args:
        root: the project's folder.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    @cached_property
    def head(self) -> str | None:
        """The commit that is checked out; None where there is none."""
        found = self._ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        return found.strip() or None if found is not None else None

    @lru_cache(maxsize=1024)  # noqa: B019 - one repository a process
    def ancestry(self, commit: str) -> Ancestry:
        """Return how a commit stands to the one that is checked out."""
        if self._run("cat-file", "-e", f"{commit}^{{commit}}") != 0:
            return Ancestry.UNKNOWN
        code = self._run("merge-base", "--is-ancestor", commit, "HEAD")
        return {0: Ancestry.BEHIND, 1: Ancestry.BESIDE}.get(code, Ancestry.UNKNOWN)

    def uncommitted(self, paths: Iterable[Path]) -> frozenset[Path] | None:
        """Return which files at or below these paths differ from the commit; None where nothing is known."""
        named = [os.fspath(path) for path in paths if path.exists()]
        said = self._ask(
            "status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames", "--", *named
        )
        if said is None or self._top is None:
            return None
        return frozenset(self._top / entry[3:] for entry in said.split("\0") if entry)

    def changed_since(self, ref: str, paths: Iterable[Path]) -> frozenset[Path]:
        """Return the files below these paths that differ from a commit, also those that are gone or new.

        Raises:
            CallrActionsError: there is no such commit, or no git.
        """
        named = [os.fspath(path) for path in paths]
        if ref.startswith("-") or self._run("rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}") != 0:
            raise CallrActionsError(
                f"git knows no commit `{ref}` here",
                hint="name a branch, tag or commit; a shallow clone lacks most: `git fetch --unshallow`",
            )
        differing = self._ask("diff", "--name-only", "-z", "--no-renames", ref, "--", *named)
        new = self._ask("ls-files", "--others", "--exclude-standard", "--full-name", "-z", "--", *named)
        if differing is None or new is None or self._top is None:
            raise CallrActionsError(f"git cannot say what has changed since `{ref}`")
        return frozenset(self._top / name for said in (differing, new) for name in said.split("\0") if name)

    @cached_property
    def _top(self) -> Path | None:
        said = self._ask("rev-parse", "--show-cdup")
        if said is None:
            return None
        return self._root.joinpath(*(".." for part in said.strip().split("/") if part)).resolve()

    def _ask(self, *words: str) -> str | None:
        done = self._started(*words)
        return done.stdout.decode("utf-8", "surrogateescape") if done and done.returncode == 0 else None

    def _run(self, *words: str) -> int:
        done = self._started(*words)
        return -1 if done is None else done.returncode

    def _started(self, *words: str) -> subprocess.CompletedProcess[bytes] | None:
        try:
            return run_git(self._root, *words)
        except CallrActionsError:  # without git nothing is known
            return None
