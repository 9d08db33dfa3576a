"""What a new script changes for callers, in one line: branches, actions, numbers that are dialled."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from callr_actions.language.document import parse_document
from callr_actions.language.scenario_reader import read_scenario
from callr_actions.language.source import Source
from callr_actions.language.tree import Scalar, plain_data, target, walk
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from callr_actions.language.scenario import Scenario, Step

_NUMBER = lazy_pattern(r"\+[1-9][0-9]{5,32}")
_VARIABLE = lazy_pattern(r"\$[a-zA-Z][a-zA-Z0-9_]*")
_DIALS = "dial"
_MOST_NAMED = 6


class Tally(NamedTuple):
    """How many actions are added, removed and changed."""

    added: int = 0
    removed: int = 0
    changed: int = 0


def describe_new(text: str) -> str:
    """Return what a script does, such as `2 branches, 7 actions; dials +33199001234`."""
    scenario = _scenario(text)
    branches, actions = len(scenario.branches), len(scenario.steps)
    parts = [f"{_count(branches, 'branch', 'branches')}, {_count(actions, 'action', 'actions')}"]
    dialled = _dialled(scenario)
    return "; ".join([*parts, f"dials {_listed(dialled)}"] if dialled else parts)


def describe_change(before: str, after: str) -> str:
    """Return what changes from one script to another; where that is nothing of the flow, so it says."""
    old, new = _scenario(before), _scenario(after)
    parts: list[str] = []
    branches = _branches(old, new)
    if branches:
        parts.append(f"branches {branches}")
    tally = _tally(old, new)
    if any(tally):
        words = zip(("added", "removed", "changed"), tally, strict=True)
        parts.append(f"actions {', '.join(f'{count} {word}' for word, count in words if count)}")
    was, will = _dialled(old), _dialled(new)
    more, less = _without(will, was), _without(was, will)
    if more:
        parts.append(f"dials {_listed(more)}")
    if less:
        parts.append(f"no longer dials {_listed(less)}")
    if _variables(old) != _variables(new):
        parts.append("variables")
    return "; ".join(parts) or "the flow stays as it is"


def _scenario(text: str) -> Scenario:
    return read_scenario(parse_document(Source("", text)))


def _branches(old: Scenario, new: Scenario) -> str:
    names = {
        "+": _without(new.branches, old.branches),
        "-": _without(old.branches, new.branches),
        "~": [
            name
            for name in new.branches
            if name in old.branches and _data(old.branches[name].node) != _data(new.branches[name].node)
        ],
    }
    return ", ".join(f"{sign}{name}" for sign, found in names.items() for name in _cut(found))


def _tally(old: Scenario, new: Scenario) -> Tally:
    """Count the actions, branch by branch; one that is changed keeps its name and its place."""
    added = removed = changed = 0
    for name in dict.fromkeys((*old.branches, *new.branches)):
        one, other = (
            list(found.branches[name].walk()) if name in found.branches else [] for found in (old, new)
        )
        before, after = [_said(step) for step in one], [_said(step) for step in other]
        for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            if kind == "equal":
                continue
            same = _same_actions(one[i:j], other[k:m])
            changed += same
            added += m - k - same
            removed += j - i - same
    return Tally(added, removed, changed)


def _same_actions(one: Sequence[Step], other: Sequence[Step]) -> int:
    names, others = [_name(step) for step in one], [_name(step) for step in other]
    blocks = SequenceMatcher(None, names, others, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks)


def _name(step: Step) -> str:
    return step.action.id if step.action is not None else "goto" if step.goto is not None else "if"


def _said(step: Step) -> str:
    """Return all of a step but the steps within it, which are counted by themselves."""
    nested = {"then", "else", "actions", "events"}
    return repr([(key, _data(entry.value)) for key, entry in step.entries.items() if key not in nested])


def _data(node: object) -> str:
    return repr(plain_data(node, merge=True))  # type: ignore[arg-type] # every node of the tree


def _variables(scenario: Scenario) -> list[tuple[str, str]]:
    return [(name, _data(entry.value)) for name, entry in scenario.variables.items()]


def _dialled(scenario: Scenario) -> list[str]:
    """Return the numbers that `dial` calls: written there, or in a variable that it names."""
    found: dict[str, None] = {}
    for _, step in scenario.steps:
        if step.action is None or step.action.name != _DIALS or step.params is None:
            continue
        for text in _texts(step):
            numbers = [*_NUMBER.findall(text), *_of_variables(scenario, _VARIABLE.findall(text))]
            found.update(dict.fromkeys(numbers))
    return list(found)


def _texts(step: Step) -> Iterator[str]:
    assert step.params is not None
    for node in walk(step.params):
        followed = target(node)
        if isinstance(followed, Scalar):
            yield followed.value


def _of_variables(scenario: Scenario, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        entry = scenario.variables.get(name)
        value = None if entry is None else target(entry.value)
        if isinstance(value, Scalar):
            yield from _NUMBER.findall(value.value)


def _without(some: Iterable[str], others: Iterable[str]) -> list[str]:
    known = set(others)
    return [each for each in some if each not in known]


def _cut(found: Sequence[str]) -> list[str]:
    if len(found) <= _MOST_NAMED:
        return list(found)
    return [*found[: _MOST_NAMED - 1], f"{len(found) - _MOST_NAMED + 1} more"]


def _listed(found: Sequence[str]) -> str:
    return ", ".join(_cut(found))


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
