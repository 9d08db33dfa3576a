"""What may have been set before, against an interpreter that runs a scenario in every way."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from callr_actions.language.assignments import reads_before_assignment
from callr_actions.language.bundled import bundled
from callr_actions.language.document import document_from_bytes
from callr_actions.language.expressions import find_expressions
from callr_actions.language.flow import HANGUP, Flow
from callr_actions.language.path_finder import find_paths
from callr_actions.language.scenario_reader import read_scenario
from callr_actions.language.user_names import UserNames
from tests.examples import examples

if TYPE_CHECKING:
    from callr_actions.language.scenario import Scenario, Step

NAMES = ("$x", "$y")
BRANCHES = ("inbound-call", "hangup", "api-initiated", "a", "b")
RETURN = "the leg that was dialled has ended"
DEEPEST = 2
MOST_CONFIGURATIONS = 3_000

branch_names = st.sampled_from(BRANCHES)
variables = st.sampled_from(NAMES)
reading = variables.map(lambda name: {"action": "log@v1", "params": {"message": f"${{{{ {name}.ok }}}}"}})
writing = variables.map(lambda name: {"action": "javascript@v1", "params": {"code": f"{name} = 1"}})
storing = variables.map(lambda name: {"action": "sms@v1", "result": name})
dialling = branch_names.map(lambda name: {"action": "dial@v1", "params": {"answerOnBranch": name}})
going = branch_names.map(lambda name: {"if": "call", "goto": {"branch": name}})
ending = st.just({"if": "call", "action": "hangup@v1"})
simple: st.SearchStrategy[Any] = st.one_of(
    reading, writing, storing, reading, writing, dialling, going, ending
)
deeper = st.lists(simple, max_size=2).flatmap(
    lambda listed: st.sampled_from(
        ({"if": "call", "then": listed}, {"action": "startRecording@v1", "events": {"ready": listed}})
    )
)
scenarios = st.dictionaries(
    branch_names, st.lists(st.one_of(simple, simple, deeper), max_size=4), min_size=2
).map(
    lambda branches: read_scenario(
        document_from_bytes(
            json.dumps({"branches": {name: {"actions": steps} for name, steps in branches.items()}}).encode(),
            "flow.json",
        )
    )
)


class Runs:
    """Every run of a scenario: who reads a name after it was set."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.seen: set[Any] = set()
        self.waiting: list[Any] = []
        self.informed: set[tuple[Step, str]] = set()

    def run(self) -> set[tuple[Step, str]]:
        for entry in ("inbound-call", "api-initiated"):
            if entry in self.scenario.branches:
                self.go(self.steps(entry), frozenset(), frozenset(), entry == "inbound-call")
        while self.waiting and len(self.seen) < MOST_CONFIGURATIONS:
            self.one(*self.waiting.pop())
        return self.informed

    def steps(self, name: str) -> tuple[Any, ...]:
        return self.scenario.branches[name].steps if name in self.scenario.branches else ()

    def go(self, rest: tuple[Any, ...], known: frozenset[str], handlers: frozenset[Any], call: bool) -> None:
        configuration = (rest, known, handlers, call)
        if configuration not in self.seen:
            self.seen.add(configuration)
            self.waiting.append(configuration)

    def one(self, rest: tuple[Any, ...], known: frozenset[str], handlers: frozenset[Any], call: bool) -> None:
        if not rest:
            self.end(known, handlers, call)
            return
        step, rest = rest[0], rest[1:]
        if step == RETURN:
            self.go(rest, known, handlers, call)
            return
        # The rest of the leg: a dialled leg that ends hands over to whoever dialled it.
        outer = rest[rest.index(RETURN) :] if RETURN in rest else ()
        if step.condition is not None:
            self.go(rest, known, handlers, call)
        if RETURN in rest:
            self.go(outer, known, handlers, call)
        for listed in step.lists:
            if listed.event is None:
                rest = (*listed.steps, *rest)
            else:
                handlers |= {listed.steps}
        if step.goto is not None:
            rest = (*self.steps(step.goto.target.value), *outer)
        self.act(step, outer=outer, rest=rest, known=known, handlers=handlers, call=call)

    def end(self, known: frozenset[str], handlers: frozenset[Any], call: bool) -> None:
        if call:
            self.go(self.steps(HANGUP), known, handlers, False)
        for handler in handlers:
            self.go(handler, known, handlers - {handler}, False)

    def act(
        self,
        step: Any,
        *,
        outer: tuple[Any, ...],
        rest: tuple[Any, ...],
        known: frozenset[str],
        handlers: frozenset[Any],
        call: bool,
    ) -> None:
        name = step.action.name if step.action is not None else ""
        if name == "log":
            read = step.params.entries[0].value.value[4:6]
            if read in known:
                self.informed.add((step, read))
        elif name == "javascript":
            known |= {step.params.entries[0].value.value[:2]}
        elif name == "sms":
            known |= {step.result.value}
        elif name == "dial" and rest.count(RETURN) < DEEPEST:
            rest = (*self.steps(step.params.entries[0].value.value), RETURN, *rest)
        elif name == "hangup":
            rest = outer
        self.go(rest, known, handlers, call)


@examples(5)
@given(scenarios)
def test_no_reading_is_reported_that_some_run_has_a_value_for(scenario: Scenario) -> None:
    flow = Flow(scenario, bundled())
    names = UserNames(scenario, find_expressions(scenario, bundled()))

    found = reads_before_assignment(find_paths(scenario, bundled(), flow), names, NAMES)

    reported = {(use.step, use.name) for use in found}
    assert not reported & Runs(scenario).run()


def test_a_straight_line_is_exact() -> None:
    text = """
branches:
  inbound-call:
    actions:
      - {action: log@v1, params: {message: "${{ $x }}"}}
      - {action: sms@v1, result: $x}
      - {action: log@v1, params: {message: "${{ $x }}"}}
"""
    scenario = read_scenario(document_from_bytes(text.encode(), "line.yaml"))
    flow = Flow(scenario, bundled())
    names = UserNames(scenario, find_expressions(scenario, bundled()))

    (found,) = reads_before_assignment(find_paths(scenario, bundled(), flow), names, ["$x"])

    assert found.step is scenario.branches["inbound-call"].steps[0]
    assert scenario.source.text[found.span[0] : found.span[1]] == "$x"
