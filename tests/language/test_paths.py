"""The graph over the steps, against an interpreter that tries everything and against naive algorithms."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callr_actions.language.assignments import values_before
from callr_actions.language.bundled import bundled
from callr_actions.language.document import document_from_bytes
from callr_actions.language.flow import Flow
from callr_actions.language.legs import NEVER, Leg, leg_states
from callr_actions.language.loops import find_loops
from callr_actions.language.path_finder import find_paths, truth
from callr_actions.language.paths import SAME_LEG, Edge, PointKind, Way, components
from callr_actions.language.scenario_reader import read_scenario

if TYPE_CHECKING:
    from callr_actions.language.paths import Paths
    from callr_actions.language.scenario import Scenario, Step

BRANCHES = ("inbound-call", "hangup", "inbound-sms", "a", "b", "c")


def read(text: str) -> Scenario:
    return read_scenario(document_from_bytes(text.encode(), "flow.yaml"))


def paths_of(scenario: Scenario) -> Paths:
    return find_paths(scenario, bundled(), Flow(scenario, bundled()))


# --- Random graphs -----------------------------------------------------------------------------------

graphs = st.integers(1, 12).flatmap(
    lambda size: st.lists(st.lists(st.integers(0, size - 1), max_size=4), min_size=size, max_size=size)
)


def closure(successors: list[list[int]]) -> list[set[int]]:
    """For each point those that one or more edges away."""
    found = [set(targets) for targets in successors]
    for _ in successors:
        for point in range(len(found)):
            for other in list(found[point]):
                found[point] |= found[other]
    return found


@given(graphs)
def test_components_are_the_points_that_get_to_each_other(successors: list[list[int]]) -> None:
    reach = closure(successors)

    found = components(successors)

    assert sorted(point for members in found for point in members) == list(range(len(successors)))
    for members in found:
        expected = {other for other in reach[members[0]] if members[0] in reach[other]} | {members[0]}
        assert set(members) == expected
    place = {point: index for index, members in enumerate(found) for point in members}
    for point, targets in enumerate(successors):
        assert all(place[to] <= place[point] for to in targets)


@given(graphs)
def test_values_before_come_from_every_point_that_leads_there(successors: list[list[int]]) -> None:
    own = [1 << point for point in range(len(successors))]
    reach = closure(successors)

    before = values_before(successors, own)

    for point in range(len(successors)):
        assert before[point] == sum(own[other] for other in range(len(successors)) if point in reach[other])


# --- Random scenarios --------------------------------------------------------------------------------

names = st.sampled_from((*BRANCHES, "nowhere"))
actions: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.sampled_from(("log@v1", "say@v2", "hangup@v1", "answer@v1", "unknown@v1", "ringing@v1")).map(
        lambda action: {"action": action}
    ),
    names.map(lambda name: {"action": "dial@v1", "params": {"answerOnBranch": name}}),
)


def steps(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    lists = st.lists(inner, max_size=3)
    extra = st.fixed_dictionaries(
        {},
        optional={
            "if": st.sampled_from(("$x", "true", "false", "${{ true }}", True, False)),
            "then": lists,
            "else": lists,
            "goto": names.map(lambda name: {"branch": name}),
            "events": lists.map(lambda handler: {"ready": handler}),
        },
    )
    return st.tuples(st.one_of(actions, st.just({})), extra).map(lambda pair: {**pair[0], **pair[1]} or None)


step_lists = st.lists(st.recursive(actions, steps, max_leaves=6), max_size=4)
scenarios = st.dictionaries(st.sampled_from(BRANCHES), step_lists, min_size=1).map(
    lambda branches: read(
        json.dumps({"branches": {name: {"actions": listed} for name, listed in branches.items()}})
    )
)


class Interpreter:
    """Runs a scenario in every way that its conditions allow, one small configuration at a time."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.seen: set[tuple[Any, ...]] = set()
        self.steps: set[Step] = set()
        self.waiting: list[tuple[Any, ...]] = []

    def run(self, names: tuple[str, ...]) -> set[Step]:
        for name in names:
            self.begin(name)
        while self.waiting:
            rest = self.waiting.pop()
            if rest:
                self.one(rest[0], rest[1:])
        return self.steps

    def go(self, *rest: Any) -> None:
        if rest not in self.seen:
            self.seen.add(rest)
            self.waiting.append(rest)

    def begin(self, name: str | None) -> None:
        if name in self.scenario.branches:
            self.go(*self.scenario.branches[name].steps)

    def one(self, item: Any, rest: tuple[Any, ...]) -> None:
        if isinstance(item, tuple):
            kind, step = item
            if kind == "goto":
                self.begin(step.goto.target.value)
            else:
                self.act(step, rest)
            return
        if item.mapping is None:
            self.go(*rest)
            return
        self.steps.add(item)
        lists = {listed.kind: listed.steps for listed in item.lists}
        decided = truth(item)
        if decided is not False:
            taken: list[Any] = [("act", item)] if item.action else []
            taken += lists.get("then", ())
            if item.goto:
                taken.append(("goto", item))
            self.go(*taken, *rest)
        if decided is not True:
            self.go(*lists.get("else", ()), *rest)

    def act(self, step: Any, rest: tuple[Any, ...]) -> None:
        for listed in step.lists:
            if listed.kind == "events":
                self.go(*listed.steps)
        if step.action.name == "dial":
            self.begin(step.entries["params"].value.entries[0].value.value)
        if step.action.name != "hangup":
            self.go(*rest)


@given(scenarios)
def test_the_graph_gets_to_the_same_steps_as_an_interpreter(scenario: Scenario) -> None:
    paths = paths_of(scenario)
    starts = tuple(Flow(scenario, bundled()).starts)

    reached = {paths.points[point].step for point in paths.reach(paths.starts)} - {None}

    begun = {step for step in reached if step is not None and paths.steps[step] in paths.reach(paths.starts)}
    assert begun == Interpreter(scenario).run(starts)


@given(scenarios)
def test_reaching_and_leading_to_are_each_other_turned_round(scenario: Scenario) -> None:
    paths = paths_of(scenario)
    for way in (SAME_LEG, frozenset(Way)):
        for end in list(paths.entries.values())[:2]:
            back = paths.leading_to([end], way)
            assert back == {point for point in range(len(paths.points)) if end in paths.reach([point], way)}


@given(scenarios)
def test_loops_hold_every_point_that_can_come_back_to_itself(scenario: Scenario) -> None:
    paths = paths_of(scenario)
    everything = range(len(paths.points))
    same = [[edge.to for edge in edges if edge.way in SAME_LEG] for edges in paths.edges]
    reach = {point: paths.reach(same[point], SAME_LEG) for point in everything}

    loops = find_loops(paths, everything)

    assert {point for loop in loops for point in loop.points} == {p for p in everything if p in reach[p]}
    for loop in loops:
        inside = set(loop.points)
        assert loop.endless == all(reach[point] <= inside for point in loop.points)
        assert all(step.goto is not None for step in loop.gotos)


@given(scenarios)
def test_legs_are_those_of_single_runs(scenario: Scenario) -> None:
    flow, paths = Flow(scenario, bundled()), paths_of(scenario)
    found = {(paths.entries[name], "answered" if name == "inbound-call" else "none") for name in flow.starts}
    waiting = list(found)
    while waiting:
        point, leg = waiting.pop()
        step = paths.points[point].step
        after: str | None = leg
        if paths.points[point].kind is PointKind.ACTION and step is not None and step.action is not None:
            needy = step.action.name in ("say", "answer", "hangup", "ringing")
            after = None if needy and leg == "none" else leg
        for edge in paths.edges[point]:
            there = {Way.ANSWER: "answered", Way.EVENT: "none"}.get(edge.way, after)
            if there is not None and (edge.to, there) not in found:
                found.add((edge.to, there))
                waiting.append((edge.to, there))
    words = {Leg.NONE: "none", Leg.ANSWERED: "answered"}

    states = leg_states(scenario, flow, paths)

    assert {(point, words[leg]) for point, state in enumerate(states) for leg in state} == found
    assert all(
        (state == NEVER) == (point not in {each for each, _ in found}) for point, state in enumerate(states)
    )


# --- Shapes ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("{action: log@v1}", True),
        ("{if: true}", True),
        ("{if: '${{ 1 }}'}", True),
        ("{if: ' false '}", False),
        ("{if: 0}", False),
        ("{if: $x}", None),
        ("{if: [true]}", None),
        ("{then: [{action: log@v1}]}", None),
    ],
)
def test_what_a_condition_plainly_comes_to(step: str, expected: bool | None) -> None:
    scenario = read(f"branches: {{inbound-call: {{actions: [{step}]}}}}")

    assert truth(scenario.branches["inbound-call"].steps[0]) is expected


def test_a_step_runs_its_action_then_its_list_then_its_goto() -> None:
    paths = paths_of(
        read(
            "branches: {inbound-call: {actions: [{if: $x, action: log@v1, then: [{action: say@v2}],"
            " goto: {branch: b}}]}, b: {actions: []}}"
        )
    )

    seen = [PointKind.ENTRY]
    point = paths.entries["inbound-call"]
    while paths.edges[point]:
        point = paths.edges[point][0].to
        seen.append(paths.points[point].kind)

    assert [kind.value for kind in seen] == [
        *("entry", "step", "action", "step", "action", "goto", "entry", "exit")
    ]
    assert not paths.open_ended


def test_a_target_that_is_not_known_leaves_the_graph_open() -> None:
    for goto in ("{branch: '${{ $x }}'}", "[menu]", "{branch: }"):
        paths = paths_of(read(f"branches: {{inbound-call: {{actions: [{{goto: {goto}}}]}}}}"))
        (blind,) = paths.blind
        assert paths.open_ended
        assert paths.edges[blind] == ()
    dial = "{action: dial@v1, params: {answerOnBranch: '${{ $x }}'}}"
    paths = paths_of(read(f"branches: {{inbound-call: {{actions: [{dial}]}}}}"))
    assert (paths.open_ended, paths.blind) == (True, frozenset())


def test_an_edge_says_how_it_is_taken() -> None:
    scenario = read("branches: {inbound-call: {actions: [{if: $x, action: hangup@v1}]}}")
    paths = paths_of(scenario)
    (step,) = scenario.branches["inbound-call"].steps
    exit_point = next(i for i, point in enumerate(paths.points) if point.kind is PointKind.EXIT)
    action = next(iter(paths.facts))

    assert paths.edges[paths.steps[step]] == (Edge(action, Way.TAKEN), Edge(exit_point, Way.SKIPPED))
    assert paths.edges[action] == ()
    assert paths.leaving == frozenset()


@pytest.mark.no_cover
def test_a_file_of_the_greatest_size_takes_moments() -> None:
    text = "branches:\n  inbound-call:\n    actions: []\n" + "".join(
        f"  b{index}:\n    actions: [{{if: $x, goto: {{branch: b{index // 2}}}}}]\n" for index in range(8_000)
    )
    scenario = read(text)
    start = time.process_time()

    paths = paths_of(scenario)
    loops = find_loops(paths, range(len(paths.points)))
    leg_states(scenario, Flow(scenario, bundled()), paths)

    assert len(loops) == 1
    assert time.process_time() - start < 60  # quadratic time would be an hour
