"""What of an account's edits goes into the files: a three-way decision for each scenario, and pure.

The marker line says what was deployed. With it a remote edit is told from a local one, so that the one is
taken and the other kept; where both are there, they are merged, and where they meet, nobody guesses.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from callr_actions.language.document import parse_document
from callr_actions.language.source import Source
from callr_actions.named_tuple import NamedTuple
from callr_actions.sync.marker import State
from callr_actions.sync.merge import beside, merge
from callr_actions.sync.own_values import restored
from callr_actions.sync.standing import Standing, standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from callr_actions.language.tree import Data
    from callr_actions.sync.merge import Merged
    from callr_actions.sync.pairs import Pair


class Outcome(Enum):
    """What becomes of one scenario's file."""

    NEW = "new"
    """There was none."""
    UPDATED = "updated"
    """The account's edit is taken; the file was as deployed."""
    MERGED = "merged"
    """The account's edit is taken beside the file's own."""
    SAME = "same"
    """Nothing differs."""
    AHEAD = "ahead"
    """The file has changes to deploy, the account none."""
    DELETED = "deleted"
    """Its file was deleted here, so it does not come back unasked."""
    CONFLICT = "conflict"
    """Somebody has to decide."""
    REFUSED = "refused"
    """Something that is not about its text keeps it from being written."""


class Decision(NamedTuple):
    """What to do with a file.

    Attributes:
        outcome: as above.
        text: the file's new text, canonical; None where it stays.
        reason: why, where that is not plain.
        merged: both texts, for marks in the file where they are wanted.
        values: variables that the account has another value of than callr.yaml gives them.
    """

    outcome: Outcome
    text: str | None = None
    reason: str | None = None
    merged: Merged | None = None
    values: dict[str, Data] = {}  # noqa: RUF012 - a default that nobody changes


def decide(
    pair: Pair, file: str, names: Iterable[str], base: Callable[[], str | None], *, theirs: bool = False
) -> Decision:
    """Decide about a scenario that is in the folder and on the account.

    Args:
        pair: both.
        file: the file's text, canonical, with its own values.
        names: the variables that callr.yaml gives a value on this account.
        base: finds the file's text as it was deployed; None where nothing has it. Asked only when needed.
        theirs: whether the account is right where both sides have changed.
    """
    here, there = pair.scenario, pair.remote
    how = standing(here, there)
    if how in {Standing.SAME, Standing.LOCAL}:
        return Decision(Outcome.SAME if how is Standing.SAME else Outcome.AHEAD)
    back = restored(there.body, file, here.body, names)
    if back.text is None:
        return Decision(
            Outcome.CONFLICT,
            reason="the account's values of its variables cannot be told from the text around them",
            merged=beside(file, there.body),
        )
    if how is Standing.REMOTE:
        text = None if back.text == file else back.text
        return Decision(Outcome.UPDATED, text, values=back.changed)
    return _both(pair, file, back.text, base() if there.state is State.EDITED else None, theirs)._replace(
        values=back.changed
    )


def _both(pair: Pair, file: str, remote: str, base: str | None, theirs: bool) -> Decision:
    """Decide where the file and the account have each changed, or may have."""
    merged = beside(file, remote) if base is None else merge(base, file, remote)
    text = None if base is None else merged.text
    if text is not None and _is_broken(text) and not _is_broken(file) and not _is_broken(remote):
        text = None
        reason = "each edit fits the file, and both together are no YAML"
    elif base is not None:
        reason = f"changed here and on the account, {_places(merged)}"
    elif pair.remote.state is State.EDITED:
        reason = "changed here and on the account, and no commit has the text that was deployed"
    else:
        reason = "nothing says which of the two texts is older"
    if text is not None:
        if text == file:
            return Decision(Outcome.AHEAD, reason="the file has the account's edits already")
        return Decision(Outcome.MERGED, text)
    if theirs:
        return Decision(Outcome.UPDATED, remote, reason="the account's text, as asked for")
    return Decision(Outcome.CONFLICT, reason=reason, merged=merged)


def _places(merged: Merged) -> str:
    count = len(merged.conflicts)
    return "in the same place" if count == 1 else f"in the same {count} places"


def _is_broken(text: str) -> bool:
    return bool(parse_document(Source("", text)).problems)
