"""Which variables may have been set when a run gets to a point: over all paths, legs and handlers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.javascript.model import Access
from callr_actions.language.flow import HANGUP
from callr_actions.language.paths import ALL_WAYS, PointKind, Way, components
from callr_actions.language.user_names import UseKind

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from callr_actions.language.paths import Paths
    from callr_actions.language.user_names import NameUse, UserNames

# Points times names. A scenario of legal length stays far below; a larger one cannot be deployed anyway.
_MOST_WORK = 20_000_000


def reads_before_assignment(paths: Paths, names: UserNames, wanted: Collection[str]) -> list[NameUse]:
    """Return the readings of variables that no path can have set before, in the order of `names`.

    An assignment inside the same action counts as one before, unless it is made of the reading itself.
    Points that no run gets to are left out.

    Args:
        paths: the graph; its jumps must all be known.
        names: the uses.
        wanted: the names to look at.
    """
    bits = {name: 1 << index for index, name in enumerate(wanted)}
    if len(paths.points) * len(bits) > _MOST_WORK:
        return []
    own = [0] * (len(paths.points) + 2)
    for name, bit in bits.items():
        for use in names.uses[name]:
            if use.kind in (UseKind.WRITE, UseKind.RESULT) and (point := point_of(paths, use)) is not None:
                own[point] |= bit
    before = values_before(later(paths), own)
    reached = paths.reach(paths.starts)
    return [
        use
        for name, bit in bits.items()
        for use in names.uses[name]
        if use.kind in (UseKind.READ, UseKind.UPDATE)
        and (point := point_of(paths, use)) in reached
        and point is not None
        and not (before[point] | _within(own[point], use)) & bit
    ]


def _within(own: int, use: NameUse) -> int:
    """Return what the point itself sets before a reading: its result comes when all is read."""
    assert use.expression is not None
    references = use.expression.analysis.references
    written = any(each.name == use.name and each.access is Access.WRITE for each in references)
    return own if written else 0


def point_of(paths: Paths, use: NameUse) -> int | None:
    """Return the point at which a use happens; None outside steps and where the graph has no such point."""
    if use.step is None or use.step not in paths.steps:
        return None
    start = paths.steps[use.step]
    if use.expression is not None and use.expression.scalar is use.step.condition:
        return start
    # A step's action is built just before the step's own point, behind which `else` may lie.
    return next(
        (
            edge.to
            for edge in paths.edges[start]
            if paths.points[edge.to].kind is PointKind.ACTION and paths.points[edge.to].step is use.step
        ),
        None,
    )


def values_before(successors: Sequence[Sequence[int]], own: Sequence[int]) -> list[int]:
    """Return for each point the union of `own` over all points from which it can be got to.

    Its own set counts only where it can be got back to.

    Args:
        successors: for each point the points that it leads to.
        own: a set of bits for each point.
    """
    before = [0] * len(successors)
    for members in reversed(components(successors)):
        arriving = 0
        for point in members:
            arriving |= before[point]
        inside = set(members)
        if len(members) > 1 or members[0] in successors[members[0]]:
            for point in members:
                arriving |= own[point]
        for point in members:
            before[point] = arriving
            for to in successors[point]:
                if to not in inside:
                    before[to] |= arriving | own[point]
    return before


def later(paths: Paths) -> list[list[int]]:
    """Return for each point those that can come after it in time, on any leg.

    Two more points follow the graph's own: a time at which some dialled leg has ended and, after all
    but handlers and `hangup`, the end of the call. Both are wider than what any one run does, so that
    what is not before something here is before it in no run.
    """
    after = [[edge.to for edge in edges] for edges in paths.edges]
    leg_ended, call_ended = len(after), len(after) + 1
    after += [[], []]
    dialled = {edge.to for edges in paths.edges for edge in edges if edge.way is Way.ANSWER}
    for point in paths.reach(dialled, ALL_WAYS):
        after[point].append(leg_ended)
    for edges in paths.edges:
        if any(edge.way is Way.ANSWER for edge in edges):
            after[leg_ended] += [edge.to for edge in edges if edge.way is Way.NEXT]
    hangup = paths.entries.get(HANGUP)
    during = paths.reach((start for start in paths.starts if start != hangup), ALL_WAYS - {Way.EVENT})
    for point in during:
        after[point].append(call_ended)
    after[call_ended] += [edge.to for edges in paths.edges for edge in edges if edge.way is Way.EVENT]
    if hangup is not None:
        after[call_ended].append(hangup)
    return after
