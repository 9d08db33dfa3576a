"""Which piece of a step a finding marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from callr_actions.language.scenario import Step
    from callr_actions.language.tree import Node


def step_mark(step: Step) -> Node:
    """Return the piece of a step that a finding marks: its action, else its first key, else all of it."""
    if step.action is not None:
        return step.action.node
    return next((entry.key for entry in step.entries.values()), step.node)


def goto_mark(step: Step) -> Node:
    """Return the target of a step's `goto`, or the best piece there is."""
    if step.goto is not None:
        return step.goto.target or step.goto.entry.key
    return step_mark(step)
