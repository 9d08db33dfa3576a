"""A scenario's data as a schema sees it: values that know where they stand and what holds an expression."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from callr_actions.language.tree import Mapping, Scalar, Sequence, merged_entries, target

if TYPE_CHECKING:
    from callr_actions.language.scenario import Scenario
    from callr_actions.language.tree import Node, Path

OPENING = "${{"


class Value:
    """One value of a scenario.

    Attributes:
        path: the JSON pointer's parts from the document's root.
        node: the value as written.
        key: the key above it, where it has one.
        data: of a scalar, its value; of a list or mapping an empty one.
        items: its members by index or name; empty for a scalar.
        expressive: whether it holds `${{` in a place where Callr evaluates it, itself or further in.
    """

    __slots__ = ("data", "expressive", "items", "key", "node", "path")

    def __init__(self, path: Path, node: Node, key: Node | None, data: object) -> None:
        self.path = path
        self.node = node
        self.key = key
        self.data = data
        self.items: dict[str | int, Value] = {}
        self.expressive = False

    @property
    def is_mapping(self) -> bool:
        """Whether it is a mapping."""
        return isinstance(self.data, dict)

    @property
    def is_list(self) -> bool:
        """Whether it is a list."""
        return isinstance(self.data, list)

    def plain(self, *, deep: bool = True) -> Any:  # noqa: ANN401 - any JSON value
        """Return its data; with `deep` off, what is inside a list or mapping is left out."""
        if isinstance(self.data, dict):
            return {str(name): item.plain() if deep else None for name, item in self.items.items()}
        if isinstance(self.data, list):
            return [item.plain() if deep else None for item in self.items.values()]
        return self.data

    def text(self) -> str | None:
        """Return its text, if it is text."""
        return self.data if isinstance(self.data, str) else None


def scenario_value(scenario: Scenario) -> Value | None:
    """Return a scenario's data; None where the file holds no mapping.

    A scalar below a step's `params` that holds `${{` is marked, with all that contains it.
    """
    if scenario.root is None:
        return None
    evaluated = {(*step.path, "params") for _, step in scenario.steps if "params" in step.entries}
    root = _value((), scenario.root, None)
    order: list[tuple[Value, bool]] = []
    stack = [(root, False)]
    while stack:
        value, inside = stack.pop()
        inside = inside or value.path in evaluated
        order.append((value, inside))
        _fill(value)
        stack.extend((item, inside) for item in value.items.values())
    for value, inside in reversed(order):
        text = value.text() if inside else None
        value.expressive = (text is not None and OPENING in text) or any(
            item.expressive for item in value.items.values()
        )
    return root


def name_value(name: str, key: Node, path: Path) -> Value:
    """Return a mapping's key as a value of its own, for what a schema demands of names."""
    return Value(path, key, key, name)


def _value(path: Path, node: Node, key: Node | None) -> Value:
    found = target(node)
    if isinstance(found, Mapping):
        return Value(path, node, key, {})
    if isinstance(found, Sequence):
        return Value(path, node, key, [])
    data = found.data if isinstance(found, Scalar) else None
    if isinstance(data, float) and not math.isfinite(data):
        data = None  # JSON has no such number: Callr's reader makes it null
    return Value(path, node, key, data)


def _fill(value: Value) -> None:
    found = target(value.node)
    if isinstance(found, Mapping):
        for name, entry in merged_entries(found).items():
            value.items[name] = _value((*value.path, name), entry.value, entry.key)
    elif isinstance(found, Sequence):
        for index, item in enumerate(found.items):
            value.items[index] = _value((*value.path, index), item, None)
