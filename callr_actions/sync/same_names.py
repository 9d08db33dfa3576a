"""What stands in the way of a plan where two scenarios have one name, or would."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.sync.obstacle import Obstacle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from callr_actions.sync.desired import Desired, DesiredScenario
    from callr_actions.sync.matching import Matches
    from callr_actions.sync.remote import RemoteScenario


def given_twice(desired: Desired, matches: Matches, takes: Callable[[str], bool]) -> Iterator[Obstacle]:
    """Yield files that would give two scenarios one name, unless the account has it so already."""
    first: dict[str, DesiredScenario] = {}
    for each in desired.scenarios:
        other = first.setdefault(each.name, each)
        if other is each or not takes(each.key):
            continue
        found = [matches.of.get(one.key) for one in (other, each)]
        there = {match.scenario.sid for match in found if match and match.scenario.name == each.name}
        if len(there) < len(found):
            yield Obstacle(
                f"`{each.key}` and `{other.key}` would both be named `{each.name}`",
                each.key,
                each.file,
                "by name people and this program find them: give one another `name` in callr.yaml",
            )


def which_is_it(each: DesiredScenario, found: Sequence[RemoteScenario], account: str) -> Obstacle:
    """Return what is asked where several scenarios that nobody has deployed have a file's name."""
    return Obstacle(
        f"the account has {len(found)} scenarios named `{each.name}` that nobody has deployed "
        f"({', '.join(scenario.sid for scenario in found)}): which one is `{each.key}`?",
        each.key,
        each.file,
        f"rename all but one there, as with `callr-actions scenarios update {found[-1].sid} --name NAME "
        f"--account {account}`, and give its file the same `name` in callr.yaml; or delete what nobody needs",
    )
