"""What git ignores, from the .gitignore files between the repository's root and a folder."""

from __future__ import annotations

import os
import warnings
from typing import TYPE_CHECKING

from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    import re

GITIGNORE = ".gitignore"


# The group in which the library's expressions catch the `/` behind a folder.
_FOLDER_MARK = "ps_d"


class _Pattern(NamedTuple):
    """One line of a .gitignore; `include` is whether it ignores (or, with `!`, takes back)."""

    regex: re.Pattern[str]
    include: bool

    def matches(self, path: str) -> bool:
        """Whether it matches this path itself, and not only a folder above it.

        The library's own verdict covers what is below a folder, too. Here every folder was already
        looked at on the way down, and a nearer .gitignore may have taken it back.
        """
        if _FOLDER_MARK not in self.regex.groupindex:
            found = self.regex.search(path)
            # `a/**` is everything in `a`, and not `a` itself.
            return found is not None and not (path.endswith("/") and found.end() == len(path))
        return any(found.end(_FOLDER_MARK) in (-1, len(path)) for found in self.regex.finditer(path))


class Ignore(NamedTuple):
    """The patterns of one .gitignore and of those above it.

    Attributes:
        folder: the absolute path of the folder it stands in, with a separator at its end.
        patterns: its patterns, the last one first.
        above: the next one up, or None.
    """

    folder: str
    patterns: tuple[_Pattern, ...]
    above: Ignore | None

    def ignores(self, path: str, *, is_folder: bool) -> bool:
        """Whether git leaves out this absolute path: the nearest file with an opinion decides."""
        level: Ignore | None = self
        while level is not None:
            below = path[len(level.folder) :].replace(os.sep, "/") + ("/" if is_folder else "")
            for pattern in level.patterns:
                if pattern.matches(below):
                    return pattern.include
            level = level.above
        return False


def read_gitignore(folder: str, above: Ignore | None) -> Ignore | None:
    """Return the patterns of a folder's .gitignore on top of those above it.

    A file that is missing, is a link (git does not follow those) or cannot be read changes nothing; a
    pattern that git itself would refuse is skipped.
    """
    path = os.path.join(folder, GITIGNORE)  # noqa: PTH118 - a search of many files, with plain text paths
    if os.path.islink(path) or not os.path.isfile(path):  # noqa: PTH113, PTH114
        return above
    try:
        with open(path, encoding="utf-8-sig", errors="surrogateescape") as file:  # noqa: PTH123
            lines = file.read().split("\n")
    except OSError:
        return above
    return Ignore(folder.rstrip(os.sep) + os.sep, _patterns(lines), above)


def ignore_above(folder: str, top: str) -> Ignore | None:
    """Return the patterns of every .gitignore from `top` down to just above `folder`.

    Where they ignore the folder itself they are left out: it was named on purpose, and only the
    .gitignore files inside it count.
    """
    found: Ignore | None = None
    at = top
    for part in os.path.relpath(folder, top).split(os.sep):  # noqa: PTH206
        if part in (os.curdir, os.pardir):
            return None
        found = read_gitignore(at, found)
        at = os.path.join(at, part)  # noqa: PTH118
        if found is not None and found.ignores(at, is_folder=True):
            return None
    return found


def repository_root(folder: str, otherwise: str) -> str:
    """Return the nearest folder with `.git`, from this one up; `otherwise` without one."""
    at = folder
    while not os.path.lexists(os.path.join(at, ".git")):  # noqa: PTH118
        above = os.path.dirname(at)  # noqa: PTH120
        if above == at:
            return otherwise
        at = above
    return at


def _patterns(lines: list[str]) -> tuple[_Pattern, ...]:
    """Return the patterns of these lines, the last one first: that is the order in which they decide."""
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 - only a repository with a .gitignore pays for it

    patterns: list[_Pattern] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of regular expressions, about brackets in patterns
        for line in reversed(lines):
            try:
                compiled = GitIgnoreSpec.from_lines([line.rstrip("\r")]).patterns
            except ValueError:
                continue
            for found in compiled:
                if found.include is not None:  # neither a comment nor an empty line
                    assert found.regex is not None, "a pattern that decides has an expression"
                    patterns.append(_Pattern(found.regex, found.include))
    return tuple(patterns)
