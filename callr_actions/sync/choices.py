"""What the user decided about a plan: which scenarios are meant, what may go, what may be overwritten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.closest import closest
from callr_actions.errors import CallrActionsError
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


class Choices(NamedTuple):
    """What the user decided.

    Attributes:
        keys: the scenarios that are meant; None for all.
        prune: whether what is no longer in the folder goes from the account.
        ours: whether what was changed on the account is overwritten.
    """

    keys: Collection[str] | None = None
    prune: bool = False
    ours: bool = False

    def takes(self, key: str) -> bool:
        """Whether a scenario is meant."""
        return self.keys is None or key in self.keys


def resolve_keys(patterns: Sequence[str], known: Collection[str]) -> frozenset[str]:
    """Return the keys that a user means.

    Args:
        patterns: keys, or patterns such as `support/*` in which `*` stands for anything.
        known: keys of the folder and of the account.

    Raises:
        CallrActionsError: there is none such.
    """
    from fnmatch import fnmatchcase  # noqa: PLC0415 - few select

    found: set[str] = set()
    for typed in patterns:
        # As Windows completes a path; a key has no such sign of its own there.
        pattern = typed if typed in known else typed.replace("\\", "/")
        matching = {pattern} if pattern in known else {key for key in known if fnmatchcase(key, pattern)}
        if not matching:
            what = "no key matches" if any(sign in pattern for sign in "*?[") else "there is no scenario"
            near = closest(pattern, known)
            raise CallrActionsError(
                f"{what} `{pattern}`, neither in the folder nor on the account",
                hint=f"did you mean `{near}`?" if near is not None else "`callr-actions plan` shows all",
            )
        found |= matching
    return frozenset(found)
