"""CA901 for what a JSON Schema cannot say: days that exist, values that JSON has, names after `audio:`."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING

from callr_actions.language.tree import Scalar, walk
from callr_actions.project.report import quoted
from callr_actions.project.tree_access import child, entries, items, text
from callr_actions.project.variables import AUDIO_PREFIX

if TYPE_CHECKING:
    from callr_actions.language.tree import Mapping, Node
    from callr_actions.project.report import Report


def check_values(root: Mapping, report: Report) -> None:
    """Report values that have the right shape and still mean nothing."""
    for _, settings in entries(child(root, "scenario-settings")):
        for ignored in items(child(settings.value, "drift-ignore")):
            _check_day(child(ignored, "until"), report)
        for _, variables in entries(child(settings.value, "variables")):
            for _, variable in entries(variables.value):
                _check_variable(variable.value, report)


def _check_day(node: Node | None, report: Report) -> None:
    day = text(node)
    if node is None or day is None or len(day) != 10 or day.count("-") != 2:
        return
    try:
        date.fromisoformat(day)
    except ValueError:
        report.add("CA901", node, f"{quoted(day)} is not a day of the calendar")


def _check_variable(node: Node, report: Report) -> None:
    if text(node) == AUDIO_PREFIX:
        report.add(
            "CA901",
            node,
            f"`{AUDIO_PREFIX}` names no audio file",
            help="write `audio:NAME`, with the name the audio file has in the account",
        )
    for found in walk(node):
        if isinstance(found, Scalar) and isinstance(found.data, float) and not math.isfinite(found.data):
            report.add(
                "CA901",
                found,
                f"{quoted(found.value)} cannot be sent: JSON has only finite numbers",
                help="put it in quotes if text is meant",
            )
