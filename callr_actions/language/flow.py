"""How a run gets from branch to branch, and in which contexts each branch can find itself."""

from __future__ import annotations

from collections import defaultdict
from enum import Enum
from typing import TYPE_CHECKING

from callr_actions.language.facts import Context
from callr_actions.language.tree import Scalar, merged_entries, target
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from callr_actions.language.catalog import Catalog
    from callr_actions.language.scenario import Branch, Scenario, Step

HANGUP = "hangup"
INBOUND_CALL = "inbound-call"

# The context of the leg that a step in this context calls. Recordings are made of calls most of the time.
_CALLEE = {
    Context.INBOUND_CALL: Context.ANSWERED_FROM_CALL,
    Context.ANSWERED_FROM_CALL: Context.ANSWERED_FROM_CALL,
    Context.HANGUP: Context.ANSWERED_FROM_CALL,
    Context.EVENTS_READY: Context.ANSWERED_FROM_CALL,
}


class JumpKind(Enum):
    """How a branch is reached from a step."""

    GOTO = "goto"
    ANSWER = "answer"
    """A parameter that names a branch to run on another leg, such as `answerOnBranch`."""


class Jump(NamedTuple):
    """A step that names a branch. `target` is None where it is decided at run time."""

    branch: Branch
    step: Step
    kind: JumpKind
    node: Scalar
    target: str | None
    parameter: str | None = None


class Flow:
    """The jumps of a scenario, and what follows from them.

    Attributes:
        jumps: every step that names a branch, in the order written.
        starts: the branches that the platform starts here, `hangup` included, with their contexts.
        open_ended: whether some jump's target is decided at run time, so that any branch may be it.
        contexts: branch name -> the contexts in which it can run; empty for one that is never reached.
        inside_events: steps below an `events` handler.
    """

    def __init__(self, scenario: Scenario, catalog: Catalog) -> None:
        self._scenario = scenario
        self.starts = dict(_starts(scenario))
        self.jumps = tuple(_jumps(scenario, catalog))
        self.open_ended = any(jump.target is None for jump in self.jumps)
        self.inside_events = {
            inner
            for _, step in scenario.steps
            for listed in step.lists
            if listed.event is not None
            for nested in listed.steps
            for inner in nested.walk()
        }
        self.contexts = self._reach()

    def step_contexts(self, branch: Branch, step: Step) -> frozenset[Context]:
        """Return the contexts in which a step can run."""
        contexts = self.contexts.get(branch.name, frozenset())
        if step in self.inside_events and contexts:
            return frozenset((Context.EVENTS_READY,))
        return contexts

    def _reach(self) -> Mapping[str, frozenset[Context]]:
        leaving: dict[str, list[Jump]] = defaultdict(list)
        for jump in self.jumps:
            leaving[jump.branch.name].append(jump)
        found: dict[str, set[Context]] = defaultdict(set)
        queue = list(self.starts.items())
        while queue:
            name, context = queue.pop()
            if context in found[name]:
                continue
            found[name].add(context)
            for jump in leaving[name]:
                if jump.target is None or jump.target not in self._scenario.branches:
                    continue
                here = Context.EVENTS_READY if jump.step in self.inside_events else context
                # A leg that a handler dials belongs to the run that started the recording.
                callee = _CALLEE.get(context, Context.ANSWERED_FROM_API)
                there = here if jump.kind is JumpKind.GOTO else callee
                queue.append((jump.target, there))
        return {name: frozenset(contexts) for name, contexts in found.items()}


def _starts(scenario: Scenario) -> Iterator[tuple[str, Context]]:
    for name, context in (
        (INBOUND_CALL, Context.INBOUND_CALL),
        ("inbound-sms", Context.INBOUND_SMS),
        ("api-initiated", Context.API_INITIATED),
    ):
        if name in scenario.branches:
            yield name, context
    if HANGUP in scenario.branches and INBOUND_CALL in scenario.branches:
        yield HANGUP, Context.HANGUP


def _jumps(scenario: Scenario, catalog: Catalog) -> Iterator[Jump]:
    for branch, step in scenario.steps:
        if step.goto is not None and step.goto.target is not None:
            yield _jump(branch, step, JumpKind.GOTO, step.goto.target)
        facts = catalog.actions.get(step.action.id) if step.action is not None else None
        if facts is None or step.params is None:
            continue
        for name, entry in merged_entries(step.params).items():
            schema = facts.parameter_schema((name,))
            value = target(entry.value)
            if schema and schema.get("x-kind") == "branch" and isinstance(value, Scalar):
                yield _jump(branch, step, JumpKind.ANSWER, value, name)


def _jump(branch: Branch, step: Step, kind: JumpKind, node: Scalar, parameter: str | None = None) -> Jump:
    name = None if "${{" in node.value or node.is_null else node.value
    return Jump(branch, step, kind, node, name, parameter)
