"""Which rules count for which file: codes, prefixes and names, chosen and left out."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from callr_actions.errors import CallrActionsError
from callr_actions.language.finding import Severity
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from callr_actions.language.explanation import Explanation
    from callr_actions.linter.listed import Listed

EVERYTHING = ("default", "all")


class PerFile(NamedTuple):
    """Further choices for the files that a glob matches (paths below the scenarios folder or shown)."""

    glob: str
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def matches(self, path: str) -> bool:
        """Return whether it is about the file of this path."""
        return fnmatchcase(path, self.glob) or fnmatchcase(path, f"*/{self.glob}")


class Selection(NamedTuple):
    """What to check and what makes the check fail.

    Attributes:
        select: codes (`CA301`), prefixes (`CA3`), names (`unknown-action`), or `default`.
        ignore: the same, left out again; of two that match, the longer counts, and `ignore` on a tie.
        fail_on: the least severity with which the exit code is 1.
        leaves_out: the codes that `default` among `select` does not stand for; the profile says which.
    """

    select: tuple[str, ...] = ("default",)
    ignore: tuple[str, ...] = ()
    per_file: tuple[PerFile, ...] = ()
    fail_on: Severity = Severity.ERROR
    leaves_out: frozenset[str] = frozenset()

    def for_file(self, path: str) -> Selection:
        """Return the selection with the choices for one file added."""
        select, ignore = self.select, self.ignore
        for choice in self.per_file:
            if choice.matches(path):
                select, ignore = (*select, *choice.select), (*ignore, *choice.ignore)
        return self._replace(select=select, ignore=ignore, per_file=())

    def includes(self, code: str, name: str) -> bool:
        """Return whether findings of this code count."""
        select = self.select
        if code in self.leaves_out:
            select = tuple(pattern for pattern in select if pattern != "default")
        chosen = _strength(select, code, name)
        return chosen >= 0 and chosen > _strength(self.ignore, code, name)


def _strength(patterns: Iterable[str], code: str, name: str) -> int:
    """Return the length of the longest pattern that matches: -1 for none, 0 for `default` and `all`."""
    best = -1
    for pattern in patterns:
        if pattern in EVERYTHING:
            best = max(best, 0)
        elif pattern.lower() == name:
            best = max(best, len(code))
        elif code.startswith(pattern.upper()):
            best = max(best, len(pattern))
    return best


def check_patterns(patterns: Iterable[str], findings: Iterable[Listed | Explanation]) -> None:
    """Refuse a code or name that no finding has.

    Args:
        patterns: what the user wrote.
        findings: what there is: the linter's rules, and the pages of findings that are no rule's.

    Raises:
        CallrActionsError: with the closest one that exists.
    """
    listed = tuple(findings)
    known, names = {each.code for each in listed}, {each.name for each in listed}
    for pattern in patterns:
        if pattern in EVERYTHING or pattern.lower() in names:
            continue
        if len(pattern) >= 2 and any(code.startswith(pattern.upper()) for code in known):
            continue
        raise CallrActionsError(
            f"no rule has the code or name `{pattern}`",
            allowed=sorted(known | names),
            found=pattern,
            hint="`callr-actions explain` lists them",
        )
