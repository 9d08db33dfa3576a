"""Commands that a plan tells people to type, whole: with the account, quoted for a shell."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class Commands(NamedTuple):
    """Writes commands.

    Attributes:
        account: its name.
        carry_out: what carries a plan out, as words.
    """

    account: str
    carry_out: Sequence[str]

    def typed(self, *words: str) -> str:
        """Return a command."""
        return f"`{typed(words, self.account)}`"

    def doing(self, *words: str) -> str:
        """Return the command that carries the plan out, with more words."""
        return self.typed(*self.carry_out, *words)


def typed(words: Sequence[str], account: str) -> str:
    """Return a command for an account as it is typed."""
    return shlex.join(["callr-actions", *words, "--account", account])
