"""A folder and an account beside each other, as `pull` and `drift` see them: in both, and in one only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.named_tuple import NamedTuple
from callr_actions.sync.matching import Bond, match

if TYPE_CHECKING:
    from callr_actions.sync.desired import Desired, DesiredScenario
    from callr_actions.sync.remote import Remote, RemoteScenario


class Pair(NamedTuple):
    """A file and the scenario that it is on the account.

    Attributes:
        owned: whether the marker line says so; else only the name or the text does.
    """

    scenario: DesiredScenario
    remote: RemoteScenario
    owned: bool


class Pairs(NamedTuple):
    """A folder and an account beside each other.

    Attributes:
        pairs: what is in both, sorted by key.
        only_here: files that the account does not have.
        orphans: scenarios that were deployed from a key that is not here any more.
        strangers: scenarios that nobody has deployed, and no file has their name.
        doubles: by key, all scenarios whose marker line names it, where there are several.
    """

    pairs: tuple[Pair, ...]
    only_here: tuple[DesiredScenario, ...]
    orphans: tuple[RemoteScenario, ...]
    strangers: tuple[RemoteScenario, ...]
    doubles: dict[str, tuple[RemoteScenario, ...]]


def pair(desired: Desired, remote: Remote) -> Pairs:
    """Put a folder and an account beside each other."""
    found = match(desired.scenarios, remote.scenarios)
    pairs = [
        Pair(each, tied.scenario, tied.bond is not Bond.NAMED)
        for each in desired.scenarios
        if (tied := found.of.get(each.key)) is not None
    ]
    taken = {each.remote.sid for each in pairs}
    return Pairs(
        tuple(pairs),
        tuple(
            each for each in desired.scenarios if each.key not in found.of and each.key not in found.doubles
        ),
        found.orphans,
        tuple(each for each in remote.scenarios if each.mark is None and each.sid not in taken),
        dict(found.doubles),
    )
