"""What holds for every scenario in every world, tried on thousands made by chance."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callr_actions.simulator import events
from callr_actions.simulator.behaviour import (
    Asked,
    Behaviour,
    HangUp,
    Hear,
    Pause,
    Press,
    Speak,
    Taking,
    Until,
)
from callr_actions.simulator.limits import Limits
from callr_actions.simulator.start import ApiRun, InboundCall, InboundSms
from callr_actions.simulator.world.model import ActionAnswer, Reply, Stub, World
from tests.simulator.example import parse, session
from tests.simulator.laws import broken_laws

if TYPE_CHECKING:
    from collections.abc import Callable

    from callr_actions.simulator.session import Session
    from callr_actions.simulator.start import Start

BRANCHES = ("inbound-call", "inbound-sms", "api-initiated", "hangup", "a", "b")
NUMBERS = ("+33199001234", "+33199001235", "sip:desk@example.com")
LIMITS = Limits(steps=120, gotos=15, seconds=3_600)

texts = st.sampled_from(("Hello", "Press 1 now", "${{ $x }} times", "${{ call.fromNumber }}", ""))
conditions = st.sampled_from(("$x", "!$x", "$dial.ok", "$key.digits === '1'", "$x++ < 3", "false"))
targets = st.fixed_dictionaries(
    {"number": st.sampled_from((*NUMBERS, "${{ $x }}"))}, optional={"timeout": st.sampled_from((0, 5, 20))}
)
branches = st.sampled_from(BRANCHES)
actions = st.one_of(
    st.builds(lambda what: {"action": "say@v2", "params": {"what": what}}, texts),
    st.builds(
        lambda most, what, wait: {
            "action": "gather@v2",
            "params": {"maxDigits": most, "prompt": {"what": what}, "timeout": wait},
            "result": "$key",
        },
        st.integers(1, 3),
        texts,
        st.sampled_from((0, 2, 10)),
    ),
    st.builds(
        lambda whom, branch: {
            "action": "dial@v1",
            "params": {"targets": whom, **({"answerOnBranch": branch} if branch else {})},
            "result": "$dial",
        },
        st.lists(targets, min_size=1, max_size=2),
        st.none() | branches,
    ),
    st.builds(
        lambda steps: {"action": "startRecording@v1", "events": {"ready": steps}},
        st.lists(
            st.just({"action": "log@v1", "params": {"message": "${{ recording.duration }}"}}), max_size=1
        ),
    ),
    st.sampled_from(
        (
            {"action": "hangup@v1"},
            {"action": "answer@v1"},
            {"action": "ringing@v1"},
            {"action": "bridge@v1"},
            {"action": "record@v1", "result": "$message"},
            {"action": "play@v1"},
            {"action": "amd@v2", "result": "$x"},
            {"action": "voicebot@v1"},
            {"action": "memcache@v1", "result": "$x"},
            {"action": "javascript@v1", "params": {"code": "$x = ($x || 0) + 1"}},
            {"action": "javascript@v1", "params": {"code": "throw new Error('no')"}},
            {"action": "sms@v1", "params": {"to": ["+33639980042"], "body": "${{ $x }}"}},
            {"action": "fetch@v2", "params": {"url": "https://example.com/a", "timeout": 1}, "result": "$x"},
            {"action": "log@v1", "params": {"message": "${{ run.id }}"}},
        )
    ),
)
gotos = st.builds(lambda branch: {"goto": {"branch": branch}}, branches)


def _guarded(steps: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    guarded = st.builds(lambda condition, step: {"if": condition, **step}, conditions, actions | gotos)
    nested = st.builds(
        lambda condition, then, otherwise: {"if": condition, "then": then, "else": otherwise},
        conditions,
        st.lists(steps, max_size=2),
        st.lists(steps, max_size=2),
    )
    return guarded | nested


step_lists = st.lists(st.recursive(actions | gotos, _guarded, max_leaves=4), max_size=5)
scenarios = st.builds(
    lambda found, answers: {
        "defaults": {"autoAnswer": answers},
        "variables": {"$x": 0},
        "branches": {name: {"actions": steps} for name, steps in found.items()},
    },
    st.fixed_dictionaries(dict.fromkeys(BRANCHES, step_lists)),
    st.booleans(),
)

seconds = st.sampled_from((0, 0.2, 1, 3, 7.5, 40))
acts = st.one_of(
    st.builds(Pause, seconds),
    st.builds(Until, seconds),
    st.sampled_from((Asked(), HangUp(), Hear("press 1"), Hear("hello"), Press("1"), Press("12#"))),
    st.builds(Speak, st.just("I am here"), st.none() | seconds),
)
scripts = st.lists(acts, max_size=4).map(tuple)
behaviours = st.builds(
    Behaviour,
    st.sampled_from(Taking),
    seconds,
    scripts,
    st.sampled_from(("", "Leave a message")),
    st.none() | seconds,
)
worlds = st.builds(
    lambda listed, others, replies, answers: World(
        numbers={NUMBERS[0]: listed},
        others=others,
        http=(Stub("https://example.com/*", replies),) if replies else (),
        actions=answers,
    ),
    st.lists(behaviours, min_size=1, max_size=2).map(tuple),
    behaviours,
    st.lists(st.sampled_from((Reply(), Reply(takes=3), Reply(fault="refused"))), max_size=2).map(tuple),
    st.sampled_from(
        ({}, {"memcache@v1": (ActionAnswer(1),), "amd@v2": (ActionAnswer({"result": "machine"}),)})
    ),
)
starts: st.SearchStrategy[Start] = st.one_of(
    st.builds(lambda script: InboundCall("+33639980042", "+33199001234", script), scripts),
    st.just(InboundSms("+33639980042", "+33199001234", "Hello")),
    st.just(ApiRun({"$x": "+33199001234"})),
)


def made(scenario: dict[str, Any], around: World, start: Start) -> Session:
    return session(parse(json.dumps(scenario)), around, start, limits=LIMITS)


@settings(max_examples=100)
@given(scenarios, worlds, starts)
def test_a_run_ends_and_keeps_the_laws(scenario: dict[str, Any], around: World, start: Start) -> None:
    run = made(scenario, around, start)
    assert run.run() in ("completed", "failed", "limit")
    assert broken_laws(run.events) == []
    reasons = {"failed": events.Failed, "limit": events.LimitReached}
    told = [event for event in run.events if isinstance(event, (events.Failed, events.LimitReached))]
    assert [type(event) for event in told] == ([reasons[run.outcome]] if run.outcome in reasons else [])


@settings(max_examples=40)
@given(scenarios, worlds, starts)
def test_the_same_seed_gives_the_same_bytes(scenario: dict[str, Any], around: World, start: Start) -> None:
    first, second = made(scenario, around, start), made(scenario, around, start)
    first.run()
    second.run()
    assert json.dumps([each.to_json() for each in first.events]) == json.dumps(
        [each.to_json() for each in second.events]
    )


@settings(max_examples=50)
@given(scenarios, worlds, starts, st.sampled_from((0, 1, 3_000, 3_500, 9_999, 45_000)))
def test_cancelling_anywhere_leaves_no_leg_open(
    scenario: dict[str, Any], around: World, start: Start, at: int
) -> None:
    run = made(scenario, around, start)
    run.advance(at)
    run.cancel()
    assert run.exchange.open_legs == []
    assert broken_laws(run.events) == []
    before = len(run.events)
    run.advance(None)
    run.cancel()
    assert len(run.events) == before
    assert run.evaluator.closed  # type: ignore[attr-defined]


@settings(max_examples=50)
@given(scenarios, worlds, starts, st.lists(st.integers(0, 60_000), max_size=8).map(sorted))
def test_it_makes_no_difference_how_a_run_is_let_go_on(
    scenario: dict[str, Any], around: World, start: Start, stops: list[int]
) -> None:
    whole, pieces = made(scenario, around, start), made(scenario, around, start)
    whole.run()
    for stop in stops:
        pieces.advance(stop)
    pieces.run()
    assert [each.to_json() for each in pieces.events] == [each.to_json() for each in whole.events]


@pytest.mark.parametrize(
    "stop",
    [lambda run: run.advance(None), lambda run: run.cancel()],
    ids=["run", "cancel"],
)
def test_nothing_happens_after_the_last_event(stop: Callable[[Session], None]) -> None:
    run = made(
        {"branches": {"inbound-call": {"actions": []}}}, World(), InboundCall("+33639980042", "+33199001234")
    )
    stop(run)
    assert isinstance(run.events[-1], events.RunEnded)
