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
from callr_actions.sync.merge import beside, merge
from callr_actions.sync.own_values import restored, values_of
from callr_actions.sync.standing import Standing, standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from callr_actions.language.tree import Data
    from callr_actions.sync.merge import Merged
    from callr_actions.sync.pairs import Pair


_AS_ASKED = "the account's text, as asked for"


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


class Deployed(NamedTuple):
    """A file as it was deployed.

    Attributes:
        file: its text, canonical, with its own values.
        body: the text with the account's values, as it was sent.
        names: the variables that callr.yaml gave a value on this account.
    """

    file: str
    body: str
    names: frozenset[str] = frozenset()


class Decision(NamedTuple):
    """What to do with a file.

    Attributes:
        outcome: as above.
        text: the file's new text, canonical; None where it stays.
        reason: why, where that is not plain.
        merged: both texts, for marks in the file where they are wanted.
        values: variables that have another value on the account than was deployed.
        contested: those of them to which callr.yaml has given another value since, too.
    """

    outcome: Outcome
    text: str | None = None
    reason: str | None = None
    merged: Merged | None = None
    values: dict[str, Data] = {}  # noqa: RUF012 - a default that nobody changes
    contested: frozenset[str] = frozenset()


def decide(
    pair: Pair, file: str, names: Iterable[str], base: Callable[[], Deployed | None], *, theirs: bool = False
) -> Decision:
    """Decide about a scenario that is in the folder and on the account.

    Args:
        pair: both.
        file: the file's text, canonical, with its own values.
        names: the variables that callr.yaml gives a value on this account.
        base: finds the file as it was deployed; None where nothing has it. Asked only when needed.
        theirs: whether the account is right where both sides have changed.
    """
    here, there = pair.scenario, pair.remote
    how = standing(here, there)
    if how in {Standing.SAME, Standing.LOCAL}:
        return Decision(Outcome.SAME if how is Standing.SAME else Outcome.AHEAD)
    if how is Standing.REMOTE:
        back = restored(there.body, file, here.body, names)
        if back.text is None:
            return _untold(file, there.body)
        return Decision(Outcome.UPDATED, None if back.text == file else back.text, values=back.changed)
    deployed = base() if how is Standing.BOTH else None
    if deployed is None:
        return _without_base(pair, file, names, how, theirs=theirs)
    # By the values of then: that callr.yaml has others by now is work that was done here.
    back = restored(there.body, deployed.file, deployed.body, deployed.names)
    if back.text is None:
        return _untold(file, there.body)
    then, now = (values_of(text, back.changed) for text in (deployed.body, here.body))
    contested = frozenset(name for name in back.changed if repr(then.get(name)) != repr(now.get(name)))
    found = _merged(file, back.text, deployed.file, theirs=theirs)
    return found._replace(values=back.changed, contested=frozenset() if theirs else contested)


def _merged(file: str, remote: str, base: str, *, theirs: bool) -> Decision:
    """Decide by the text that both come from."""
    merged = merge(base, file, remote)
    text = merged.text
    reason = f"changed here and on the account, {_places(merged)}"
    if text is not None and _is_broken(text) and not _is_broken(file) and not _is_broken(remote):
        text = None
        reason = "each edit fits the file, and both together are no YAML"
    if text == file:
        return Decision(Outcome.AHEAD, reason="the file has the account's edits already")
    if text is not None:
        return Decision(Outcome.MERGED, text)
    if theirs:
        return Decision(Outcome.UPDATED, remote, reason=_AS_ASKED)
    return Decision(Outcome.CONFLICT, reason=reason, merged=merged)


def _without_base(pair: Pair, file: str, names: Iterable[str], how: Standing, *, theirs: bool) -> Decision:
    """Decide where nothing has the text that both come from: every difference is a conflict."""
    back = restored(pair.remote.body, file, pair.scenario.body, names)
    if back.text is None:
        return _untold(file, pair.remote.body)
    if theirs:
        text = None if back.text == file else back.text
        return Decision(Outcome.UPDATED, text, reason=_AS_ASKED, values=back.changed)
    reason = "nothing says which of the two texts is older"
    if how is Standing.BOTH:
        reason = "changed here and on the account, and no commit has the text that was deployed"
    return Decision(Outcome.CONFLICT, reason=reason, merged=beside(file, back.text))


def _untold(file: str, remote: str) -> Decision:
    return Decision(
        Outcome.CONFLICT,
        reason="the account's values of its variables cannot be told from the text around them",
        merged=beside(file, remote),
    )


def _places(merged: Merged) -> str:
    count = len(merged.conflicts)
    return "in the same place" if count == 1 else f"in the same {count} places"


def _is_broken(text: str) -> bool:
    return bool(parse_document(Source("", text)).problems)
