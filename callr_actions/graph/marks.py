"""Findings where they belong: on a step, on a branch, or on the file."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING, Generic, TypeVar

from callr_actions.graph.model import Mark
from callr_actions.language.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from callr_actions.graph.wording import Wording
    from callr_actions.language.finding import Finding
    from callr_actions.language.scenario import Branch, Scenario, Step

# A step with more faults is looked at in the editor.
MOST_ON_ONE = 5

_What = TypeVar("_What")


class Marks:
    """The errors and warnings of a file by what they are about."""

    def __init__(self, scenario: Scenario, findings: Iterable[Finding], wording: Wording) -> None:
        self._of_steps: dict[Step, list[Mark]] = defaultdict(list)
        self._of_branches: dict[str, list[Mark]] = defaultdict(list)
        self._others: list[Mark] = []
        steps = _Spans(
            [
                (place.start, place.end, step)
                for _, step in scenario.steps
                if (place := step.mapping or step.node)
            ]
        )
        branches = _Spans(
            [(branch.key.start, branch.node.end, branch) for branch in scenario.branches.values()]
        )
        for finding in findings:
            if finding.severity is Severity.INFO:
                continue
            start = finding.span.start
            mark = Mark(finding.severity, finding.code, wording.one_line(finding.message), start.line)
            step, branch = steps.innermost(start.offset), branches.innermost(start.offset)
            if step is not None:
                self._of_steps[step].append(mark)
            elif branch is not None:
                self._of_branches[branch.name].append(mark)
            else:
                self._others.append(mark)

    def of_step(self, step: Step) -> tuple[Mark, ...]:
        """Return what there is to say of a step."""
        return tuple(self._of_steps.get(step, ())[:MOST_ON_ONE])

    def of_branch(self, branch: Branch) -> tuple[Mark, ...]:
        """Return what there is to say of a branch and not of one of its steps."""
        return tuple(self._of_branches.get(branch.name, ())[:MOST_ON_ONE])

    @property
    def others(self) -> tuple[Mark, ...]:
        """What there is to say of the rest of the file."""
        return tuple(self._others[:MOST_ON_ONE])


class _Spans(Generic[_What]):
    """Pieces of a text that lie within or beside each other."""

    def __init__(self, pieces: Iterable[tuple[int, int, _What]]) -> None:
        self._pieces = sorted(pieces, key=lambda piece: (piece[0], -piece[1]))
        self._starts = [start for start, _, _ in self._pieces]
        self._around: list[int | None] = []
        open_pieces: list[int] = []
        for index, (start, _, _) in enumerate(self._pieces):
            while open_pieces and self._pieces[open_pieces[-1]][1] <= start:
                open_pieces.pop()
            self._around.append(open_pieces[-1] if open_pieces else None)
            open_pieces.append(index)

    def innermost(self, offset: int) -> _What | None:
        """Return what the smallest piece around an offset stands for."""
        at: int | None = bisect_right(self._starts, offset) - 1
        if at == -1:
            return None
        while at is not None and self._pieces[at][1] <= offset:
            at = self._around[at]
        return None if at is None else self._pieces[at][2]
