"""Tree to Scenario. Never fails: what does not fit is left to the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.scenario import ActionUse, Branch, Goto, Scenario, Step, StepList
from callr_actions.language.tree import Mapping, Scalar, Sequence, merged_entries, target
from callr_actions.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from callr_actions.language.document import Document
    from callr_actions.language.tree import Entry, Node, Path

_ACTION = lazy_pattern(r"(?P<name>.*)@v(?P<version>[0-9]{1,100})")
_STEP_LISTS = ("then", "else")


def read_scenario(document: Document) -> Scenario:
    """Return the scenario that a document holds; an empty one where it holds none."""
    root = document.mapping
    entries = merged_entries(root) if root is not None else {}
    variables = _mapping(entries.get("variables"))
    branches = _mapping(entries.get("branches"))
    return Scenario(
        document=document,
        root=root,
        entries=entries,
        variables=merged_entries(variables) if variables is not None else {},
        branches=_branches(branches) if branches is not None else {},
    )


def _mapping(entry: Entry | None) -> Mapping | None:
    value = target(entry.value) if entry is not None else None
    return value if isinstance(value, Mapping) else None


def _branches(mapping: Mapping) -> dict[str, Branch]:
    branches: dict[str, Branch] = {}
    for name, entry in merged_entries(mapping).items():
        value = target(entry.value)
        path: Path = ("branches", name)
        if isinstance(value, Sequence):
            steps = _steps(value, path)
            branches[name] = Branch(name, entry.key, entry.value, None, bare_list=True, steps=steps)
            continue
        steps = ()
        if isinstance(value, Mapping):
            actions = merged_entries(value).get("actions")
            listed = target(actions.value) if actions is not None else None
            if isinstance(listed, Sequence):
                steps = _steps(listed, (*path, "actions"))
        found = value if isinstance(value, Mapping) else None
        branches[name] = Branch(name, entry.key, entry.value, found, bare_list=False, steps=steps)
    return branches


def _steps(sequence: Sequence, path: Path) -> tuple[Step, ...]:
    return tuple(_step(item, (*path, index)) for index, item in enumerate(sequence.items))


def _step(node: Node, path: Path) -> Step:
    mapping = target(node)
    if not isinstance(mapping, Mapping):
        return Step(node, None, path)
    entries = merged_entries(mapping)
    return Step(
        node=node,
        mapping=mapping,
        path=path,
        entries=entries,
        action=_action(entries.get("action")),
        params=_mapping(entries.get("params")),
        result=_text(entries.get("result")),
        condition=_text(entries.get("if")),
        goto=_goto(entries.get("goto")),
        lists=_lists(entries, path),
    )


def _text(entry: Entry | None) -> Scalar | None:
    value = target(entry.value) if entry is not None else None
    return value if isinstance(value, Scalar) and not value.is_null else None


def _action(entry: Entry | None) -> ActionUse | None:
    node = _text(entry)
    if node is None or not node.is_string:
        return None
    found = _ACTION.fullmatch(node.value)
    if found is None:
        return ActionUse(node, node.value.partition("@")[0], None)
    return ActionUse(node, found["name"], int(found["version"]))


def _goto(entry: Entry | None) -> Goto | None:
    if entry is None:
        return None
    mapping = _mapping(entry)
    # A lone name, which is no documented form, says as clearly which branch is meant.
    target = _text(merged_entries(mapping).get("branch") if mapping is not None else entry)
    return Goto(entry, mapping, target if mapping is not None or (target and target.is_string) else None)


def _lists(entries: dict[str, Entry], path: Path) -> tuple[StepList, ...]:
    lists: list[StepList] = []
    for name, entry in entries.items():
        value = target(entry.value)
        if name in _STEP_LISTS and isinstance(value, Sequence):
            lists.append(StepList(name, entry.key, _steps(value, (*path, name))))
        elif name == "events" and isinstance(value, Mapping):
            for event, handler in merged_entries(value).items():
                steps = target(handler.value)
                if isinstance(steps, Sequence):
                    nested = _steps(steps, (*path, name, event))
                    lists.append(StepList(name, handler.key, nested, event=event))
    return tuple(lists)
