"""CA409: menus that ask a silent caller again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.javascript.model import Access
from callr_actions.language.explanation import Explanation
from callr_actions.language.loops import find_loops
from callr_actions.language.paths import PointKind, Way
from callr_actions.language.tree import scalars
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.linter.rule import Effect, Report, Rule
from callr_actions.linter.steps import goto_mark, step_mark
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.language.loops import Loop
    from callr_actions.language.paths import Edge
    from callr_actions.language.scenario import Step
    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA409",
    name="unlimited-menu",
    summary="A menu repeats itself for a caller who presses nothing, without a limit.",
    why="""\
A caller who put the phone down on a table, or a machine, hears the menu until somebody hangs up, and every
minute is paid for. A variable that is changed on the way round and looked at in a condition counts as a
limit. A menu that repeats only on a key is fine.
""",
    bad="""\
branches:
  inbound-call:
    actions:
      - action: gather@v2
        params:
          maxDigits: 1
          prompt:
            what: For the workshop, press 1.
        result: $choice
      - if: $choice.digits !== "1"
        goto:
          branch: inbound-call
      - action: hangup@v1
""",
    good="""\
variables:
  $tries: 0
branches:
  inbound-call:
    actions:
      - action: javascript@v1
        params:
          code: $tries = $tries + 1
      - action: gather@v2
        params:
          maxDigits: 1
          prompt:
            what: For the workshop, press 1.
        result: $choice
      - if: $choice.digits !== "1" && $tries < 3
        goto:
          branch: inbound-call
      - action: hangup@v1
""",
    fix="Count the rounds in a `$variable` and go on without an answer after the third.",
)

_VARIABLE = lazy_pattern(r"\$\w+")
_GATHER = "gather"
_NAME = r"(?P<name>\$\w+)\s*\??\."
_KEY = r"""(?:'[^']+'|"[^"]+"|[0-9]+)"""
# Conditions on what a caller pressed, and whether they hold when nothing was pressed.
_SILENT = (
    (lazy_pattern(rf"{_NAME}digits\s*===?\s*{_KEY}"), False),
    (lazy_pattern(rf"{_KEY}\s*===?\s*{_NAME}digits"), False),
    (lazy_pattern(rf"\[[^\]]*\]\.includes\({_NAME}digits\)"), False),
    (lazy_pattern(rf"{_NAME}(?:digits|ok)"), False),
    (lazy_pattern(rf"{_NAME}digits\s*!==?\s*{_KEY}"), True),
    (lazy_pattern(rf"!\s*{_NAME}(?:digits|ok)"), True),
)
# Names that bring in something new each time they are read.
_CHANGING = ("now", "Date", "Math", "call")


def check(subject: Subject) -> Iterator[Report]:
    """Look at the loops that a caller goes round in without pressing a key."""
    paths = subject.paths
    starts = paths.entries.values() if paths.open_ended else paths.starts
    gathering = {
        step for _, step in subject.scenario.steps if step.action is not None and step.action.name == _GATHER
    }
    if not gathering:
        return
    stored = {step.result.value for step in gathering if step.result is not None}

    def follows(point: int, edge: Edge) -> bool:
        step = paths.points[point].step
        if step is None or edge.way not in (Way.TAKEN, Way.SKIPPED):
            return True
        held = _when_silent(step, stored)
        return held is None or held is (edge.way is Way.TAKEN)

    loops = find_loops(paths, paths.reach(starts), follows)
    names = _names(subject, stored) if loops else {}
    for loop in loops:
        points = [paths.points[index] for index in loop.points]
        asking = next(
            (each.step for each in points if each.kind is PointKind.ACTION and each.step in gathering), None
        )
        if asking is None or _is_limited(subject, loop, names):
            continue
        mark = step_mark(asking)
        yield Report.at(
            goto_mark(loop.gotos[-1]),
            "a caller who presses nothing goes round here without end",
            Effect.CAN_BREAK,
            help="count the rounds in a variable, and leave at a limit",
            related=((mark.start, mark.end, "this is asked again each time"),),
        )


def _when_silent(step: Step, stored: set[str]) -> bool | None:
    """Return what a condition comes to when the caller pressed nothing; None where that is not plain."""
    text = step.condition.value if step.condition is not None else ""
    choices = [
        _both([_plain(part.strip(), stored) for part in choice.split("&&")]) for choice in text.split("||")
    ]
    if True in choices:
        return True
    return None if None in choices else False


def _both(parts: list[bool | None]) -> bool | None:
    if False in parts:
        return False
    return None if None in parts else True


def _plain(text: str, stored: set[str]) -> bool | None:
    for pattern, held in _SILENT:
        found = pattern.fullmatch(text)
        if found is not None and found["name"] in stored:
            return held
    return None


class _Names(NamedTuple):
    """What one step reads in its condition, and what its action changes."""

    read: set[str]
    changed: set[str]


def _names(subject: Subject, stored: set[str]) -> dict[Step, _Names]:
    names = {step: _Names(set(), set()) for _, step in subject.scenario.steps}
    for expression in subject.expressions:
        step = expression.step
        if step is None:
            continue
        if expression.analysis.skipped:
            names[step].read.update(_CHANGING)
        decides = expression.scalar is step.condition
        for reference in expression.analysis.references:
            if decides:
                names[step].read.add(reference.name)
            elif reference.access is not Access.READ or reference.members:
                # Through a member too: `$list.push(1)`, `$tries.menu = 1`.
                names[step].changed.add(reference.name)
    for step, found in names.items():
        found.changed.update(_perhaps_changed(subject, step))
        if step.result is not None:
            found.changed.add(step.result.value)
        found.changed.difference_update(stored)
    return names


def _perhaps_changed(subject: Subject, step: Step) -> Iterator[str]:
    """Yield the variables in texts of which nobody knows what they are: JavaScript, for one.

    An adopted schema may know no parameters of `javascript@v1`.
    """
    facts = subject.catalog.actions.get(step.action.id) if step.action is not None else None
    for path, scalar in scalars(step.params) if step.params is not None else ():
        if facts is None or facts.parameter_schema(path) is None:
            yield from _VARIABLE.findall(scalar.value)


def _is_limited(subject: Subject, loop: Loop, names: dict[Step, _Names]) -> bool:
    """Return whether a condition on the way looks at something that changes on the way."""
    read: set[str] = set()
    changed = set(_CHANGING)
    for point in (subject.paths.points[index] for index in loop.points):
        if point.step is not None and point.kind is PointKind.STEP:
            read |= names[point.step].read
        elif point.step is not None and point.kind is PointKind.ACTION:
            changed |= names[point.step].changed
    return bool(read & changed)


RULE = Rule(PAGE, check)
