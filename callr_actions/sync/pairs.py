"""Which scenario of an account is which file: by its marker line, else by name, else by its text."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from callr_actions.sync.desired import Desired, DesiredScenario
    from callr_actions.sync.remote import Remote, RemoteScenario

# Of the lines of a script that was moved, this share is as before.
_MOVED = 0.6


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
    owned: dict[str, list[RemoteScenario]] = defaultdict(list)
    loose: list[RemoteScenario] = []
    here = desired.by_key
    for each in remote.scenarios:
        if each.mark is not None and each.mark.key in here:
            owned[each.mark.key].append(each)
        else:
            loose.append(each)
    pairs = [Pair(here[key], several[0], True) for key, several in owned.items() if len(several) == 1]
    free = [scenario for key, scenario in here.items() if key not in owned]
    for find in (_by_name, _moved):
        for found in find(free, loose):
            pairs.append(found)
            free.remove(found.scenario)
            loose.remove(found.remote)
    return Pairs(
        tuple(sorted(pairs, key=lambda found: found.scenario.key)),
        tuple(free),
        tuple(each for each in loose if each.mark is not None),
        tuple(each for each in loose if each.mark is None),
        {key: tuple(several) for key, several in owned.items() if len(several) > 1},
    )


def _by_name(free: Iterable[DesiredScenario], loose: Iterable[RemoteScenario]) -> list[Pair]:
    """Return pairs of one name; a name that several scenarios have says nothing."""
    named: dict[str, list[RemoteScenario]] = defaultdict(list)
    for each in loose:
        named[each.name].append(each)
    return [
        Pair(scenario, found[0], found[0].mark is not None)
        for scenario in free
        if len(found := named.get(scenario.name, [])) == 1
    ]


def _moved(free: Iterable[DesiredScenario], loose: Iterable[RemoteScenario]) -> list[Pair]:
    """Return pairs of scenarios whose key has gone and files whose key is new, by what their texts share."""
    from rapidfuzz.distance import LCSseq  # noqa: PLC0415 - only where a file was moved

    orphans = [each for each in loose if each.mark is not None]
    scores: list[tuple[float, str, str, Pair]] = []
    for scenario in free if orphans else ():
        lines = list(map(hash, scenario.body.splitlines()))
        for remote in orphans:
            score = LCSseq.normalized_similarity(
                lines, list(map(hash, remote.body.splitlines())), score_cutoff=_MOVED
            )
            if score >= _MOVED:
                scores.append((-score, scenario.key, remote.sid, Pair(scenario, remote, True)))
    found: list[Pair] = []
    taken: set[str] = set()
    for _, key, sid, each in sorted(scores, key=lambda entry: entry[:3]):
        if key not in taken and sid not in taken:
            found.append(each)
            taken |= {key, sid}
    return found
