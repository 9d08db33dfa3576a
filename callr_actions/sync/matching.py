"""Which scenario of the account belongs to which file: by marker line, likeness or name."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from callr_actions.named_tuple import NamedTuple
from callr_actions.sync.marker import State
from callr_actions.sync.similarity import RENAMED_FROM, equal_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from callr_actions.sync.desired import DesiredScenario
    from callr_actions.sync.remote import RemoteScenario


class Bond(Enum):
    """What ties a file to a scenario."""

    MARKED = "marked"
    """Its marker line has the key."""
    RENAMED = "renamed"
    """Its marker line has a key that is gone, and name or text are those of the file."""
    NAMED = "named"
    """It has the name, and nobody's marker line; of several such, its text or numbers are the file's."""


class Match(NamedTuple):
    """A file's scenario."""

    scenario: RemoteScenario
    bond: Bond


class Matches(NamedTuple):
    """All of them.

    Attributes:
        of: by key; a file without one is not in it.
        doubles: keys that stand in the marker lines of several scenarios, and these.
        namesakes: keys of files whose name several unmarked scenarios have, and these.
        orphans: scenarios whose marker line has a key that no file has.
    """

    of: Mapping[str, Match]
    doubles: Mapping[str, tuple[RemoteScenario, ...]]
    namesakes: Mapping[str, tuple[RemoteScenario, ...]]
    orphans: tuple[RemoteScenario, ...]


def match(wanted: Sequence[DesiredScenario], there: Sequence[RemoteScenario]) -> Matches:
    """Return which scenario belongs to which file."""
    marked = by_key(there)
    doubles = {key: tuple(found) for key, found in marked.items() if len(found) > 1}
    of = {
        each.key: Match(marked[each.key][0], Bond.MARKED)
        for each in wanted
        if len(marked.get(each.key, ())) == 1
    }
    keys = {each.key for each in wanted}
    left = [found[0] for key, found in marked.items() if key not in keys and len(found) == 1]
    new = [each for each in wanted if each.key not in of and each.key not in doubles]
    renamed = _renamed(new, left)
    of |= {key: Match(found, Bond.RENAMED) for key, found in renamed.items()}
    taken = {id(found) for found in renamed.values()}
    named, namesakes = _named([each for each in new if each.key not in of], there)
    of |= named
    return Matches(of, doubles, namesakes, tuple(each for each in left if id(each) not in taken))


def by_key(there: Iterable[RemoteScenario]) -> dict[str, list[RemoteScenario]]:
    """Return the scenarios with a marker line that can be read, by the key that it has."""
    found: dict[str, list[RemoteScenario]] = {}
    for each in there:
        if each.mark is not None:
            found.setdefault(each.mark.key, []).append(each)
    return found


def _renamed(new: Sequence[DesiredScenario], left: Sequence[RemoteScenario]) -> dict[str, RemoteScenario]:
    """Return, by new key, the scenario that had another; the likeliest pairs first, each scenario once."""
    pairs = [
        (-likeness, each.key, scenario.sid, scenario)
        for each in new
        for scenario in left
        if (likeness := _likeness(each, scenario)) >= RENAMED_FROM
    ]
    found: dict[str, RemoteScenario] = {}
    taken: set[str] = set()
    for _, key, sid, scenario in sorted(pairs, key=lambda pair: pair[:3]):
        if key not in found and sid not in taken:
            found[key] = scenario
            taken.add(sid)
    return found


def _likeness(each: DesiredScenario, scenario: RemoteScenario) -> float:
    """Return 3 for a key that differs in case only, 2 for the same name, else the share of equal lines."""
    if scenario.mark is not None and scenario.mark.key.casefold() == each.key.casefold():
        return 3.0
    if scenario.name == each.name:
        return 2.0
    return equal_lines(each.body, scenario.body)


def _named(
    new: Sequence[DesiredScenario], there: Sequence[RemoteScenario]
) -> tuple[dict[str, Match], dict[str, tuple[RemoteScenario, ...]]]:
    unmarked: dict[str, list[RemoteScenario]] = {}
    for scenario in there:
        if scenario.state in {State.NONE, State.DAMAGED}:
            unmarked.setdefault(scenario.name, []).append(scenario)
    wanted: dict[str, list[DesiredScenario]] = {}
    for each in new:
        wanted.setdefault(each.name, []).append(each)
    found: dict[str, Match] = {}
    namesakes: dict[str, tuple[RemoteScenario, ...]] = {}
    for name, files in wanted.items():
        named = unmarked.get(name, [])
        if len(named) == 1:
            pairs = dict.fromkeys((each.key for each in files), named[0])
        else:
            pairs = _told_apart(files, named)
        found |= {key: Match(scenario, Bond.NAMED) for key, scenario in pairs.items()}
        if named:
            namesakes |= {each.key: tuple(named) for each in files if each.key not in pairs}
    return found, namesakes


def _told_apart(
    files: Sequence[DesiredScenario], named: Sequence[RemoteScenario]
) -> dict[str, RemoteScenario]:
    """Return which of several scenarios of one name is which file's: by text, by numbers, as the one left."""
    found: dict[str, RemoteScenario] = {}
    left = list(named)
    for by_number in (False, True):
        for each in files:
            like = [scenario for scenario in left if scenario.body == each.body]
            if by_number:
                like = [scenario for scenario in like if set(scenario.numbers) & set(each.numbers or ())]
            if each.key not in found and len(like) == 1:
                found[each.key] = like[0]
                left.remove(like[0])
    rest = [each for each in files if each.key not in found]
    bodies = {each.body for each in rest} | {each.body for each in left}
    # As many files as scenarios: what is left is one pair, or pairs among which there is no difference.
    if len(rest) == len(left) and (
        len(rest) == 1 or (len(bodies) == 1 and not any(each.numbers for each in left))
    ):
        found |= {each.key: scenario for each, scenario in zip(rest, left, strict=True)}
    return found
