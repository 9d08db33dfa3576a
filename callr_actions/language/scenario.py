"""A scenario as values: branches, steps and what they hold, each with its place in the file.

The model tolerates anything: whatever is not of the expected shape is None or left out here and stays
in the tree, where rules find it.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from callr_actions.language.tree import scalars
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.language.document import Document
    from callr_actions.language.source import Source
    from callr_actions.language.tree import Entry, Mapping, Node, Path, Scalar


class ActionUse(NamedTuple):
    """The `action` of a step: `say@v2`.

    Attributes:
        node: the scalar it is written in.
        name: what stands before `@`; the whole text where there is none.
        version: the number behind `@v`, None where it is missing or not a number.
    """

    node: Scalar
    name: str
    version: int | None

    @property
    def id(self) -> str:
        """The text as written."""
        return self.node.value


class Goto(NamedTuple):
    """The `goto` of a step; `target` is the name of the branch where one is written as text."""

    entry: Entry
    mapping: Mapping | None
    target: Scalar | None


class StepList(NamedTuple):
    """The steps below one key: a branch's `actions`, a step's `then` or `else`, an event's handler.

    Attributes:
        kind: `actions`, `then`, `else` or `events`.
        key: the node of the key above the list; for events the event's name.
        event: the event's name where `kind` is `events`.
    """

    kind: str
    key: Node
    steps: tuple[Step, ...]
    event: str | None = None


class Step:
    """One step. Steps are equal only when they are the same one, even where two read alike.

    Attributes:
        node: the list item as written; an alias where it is one.
        mapping: its keys, None where the item is no mapping.
        entries: its keys and values, YAML merge keys followed; later duplicates win.
        path: the JSON pointer's parts from the document's root.
        lists: the nested lists of steps, in the order written.
    """

    __slots__ = (
        "__weakref__",
        "action",
        "condition",
        "entries",
        "goto",
        "lists",
        "mapping",
        "node",
        "params",
        "path",
        "result",
    )

    def __init__(
        self,
        node: Node,
        mapping: Mapping | None,
        path: Path,
        *,
        entries: dict[str, Entry] | None = None,
        action: ActionUse | None = None,
        params: Mapping | None = None,
        result: Scalar | None = None,
        condition: Scalar | None = None,
        goto: Goto | None = None,
        lists: tuple[StepList, ...] = (),
    ) -> None:
        self.node = node
        self.mapping = mapping
        self.path = path
        self.entries = {} if entries is None else entries
        self.action = action
        self.params = params
        self.result = result
        self.condition = condition
        self.goto = goto
        self.lists = lists

    def walk(self) -> Iterator[Step]:
        """Yield this step and all below it, in the order written."""
        stack = [self]
        while stack:
            step = stack.pop()
            yield step
            for steps in reversed(step.lists):
                stack.extend(reversed(steps.steps))


class Branch:
    """One branch.

    Attributes:
        key: the node of its name.
        node: its value as written.
        mapping: its keys, None for a bare list and for anything that is no mapping.
        bare_list: whether the steps stand directly below the name, without `actions`.
    """

    __slots__ = ("bare_list", "key", "mapping", "name", "node", "steps")

    def __init__(
        self,
        name: str,
        key: Node,
        node: Node,
        mapping: Mapping | None,
        *,
        bare_list: bool,
        steps: tuple[Step, ...],
    ) -> None:
        self.name = name
        self.key = key
        self.node = node
        self.mapping = mapping
        self.bare_list = bare_list
        self.steps = steps

    def walk(self) -> Iterator[Step]:
        """Yield every step of the branch, nested ones included, in the order written."""
        for step in self.steps:
            yield from step.walk()


class Scenario:
    """A whole scenario file.

    Attributes:
        document: the file it was read from, with its problems.
        root: the top-level mapping; None where the file has none.
        variables: declared variables by name, `$` included.
        branches: by name, in the order written; of duplicates the last.
    """

    def __init__(
        self,
        document: Document,
        root: Mapping | None,
        entries: dict[str, Entry],
        variables: dict[str, Entry],
        branches: dict[str, Branch],
    ) -> None:
        self.document = document
        self.root = root
        self.entries = entries
        self.variables = variables
        self.branches = branches

    @property
    def source(self) -> Source:
        """The text."""
        return self.document.source

    @cached_property
    def parameters(self) -> dict[Step, tuple[tuple[Path, Scalar], ...]]:
        """For each step whose `params` is a mapping: its values, with their paths below it."""
        return {step: tuple(scalars(step.params)) for _, step in self.steps if step.params is not None}

    @cached_property
    def steps(self) -> tuple[tuple[Branch, Step], ...]:
        """Every step with its branch, nested ones included, in the order written."""
        return tuple((branch, step) for branch in self.branches.values() for step in branch.walk())
