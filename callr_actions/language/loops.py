"""Loops: sets of points that a run on one leg can go round in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.paths import SAME_LEG, PointKind, components
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from callr_actions.language.paths import Edge, Paths
    from callr_actions.language.scenario import Step


class Loop(NamedTuple):
    """A loop, or several that share points.

    Attributes:
        points: all points of it, ascending.
        gotos: the steps whose `goto` stays inside, in the order written; never empty.
        endless: whether no edge leaves it.
    """

    points: tuple[int, ...]
    gotos: tuple[Step, ...]
    endless: bool


def find_loops(
    paths: Paths,
    within: Collection[int],
    follows: Callable[[int, Edge], bool] = lambda _point, _edge: True,
) -> list[Loop]:
    """Return the loops that stay within some points, in the order of the file.

    Args:
        paths: the graph.
        within: the points that a loop may go through.
        follows: whether an edge that leaves a point is ever followed; one that is not is no way out.
    """
    if not _may_go_round(paths):
        return []
    inside = set(within)
    kept = [
        [edge.to for edge in edges if edge.way in SAME_LEG and follows(point, edge)]
        if point in inside
        else []
        for point, edges in enumerate(paths.edges)
    ]
    loops = []
    for found in components([[to for to in targets if to in inside] for targets in kept]):
        members = set(found)
        gotos = [
            step
            for point in found
            if paths.points[point].kind is PointKind.GOTO
            and (step := paths.points[point].step) is not None
            and members.intersection(kept[point])
        ]
        if not gotos:  # a single point: the graph goes back by `goto` only
            continue
        endless = all(members.issuperset(kept[point]) for point in found)
        gotos.sort(key=lambda step: step.node.start)
        loops.append(Loop(tuple(sorted(members)), tuple(gotos), endless))
    return sorted(loops, key=lambda loop: loop.gotos[0].node.start)


def _may_go_round(paths: Paths) -> bool:
    """Return whether some branch leads back to itself by `goto`; within a branch no way leads back."""
    leads_to: dict[str, set[str]] = {}
    for point, edges in enumerate(paths.edges):
        if paths.points[point].kind is PointKind.GOTO:
            targets = leads_to.setdefault(paths.points[point].branch.name, set())
            targets.update(paths.points[edge.to].branch.name for edge in edges)
    numbers = {name: number for number, name in enumerate(leads_to)}
    successors = [[numbers[name] for name in targets if name in numbers] for targets in leads_to.values()]
    return any(len(found) > 1 or found[0] in successors[found[0]] for found in components(successors))
