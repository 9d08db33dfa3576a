"""A caller who is told what to do while the call lasts, and sessions that are let go on piece by piece."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.simulator import events
from callr_actions.simulator.behaviour import HangUp, Pause, Press, Speak
from callr_actions.simulator.limits import Limits
from callr_actions.simulator.live import do_now, play_inputs
from callr_actions.simulator.start import ApiRun, InboundCall
from tests.simulator.example import parse, play, session, transcript
from tests.simulator.laws import broken_laws

if TYPE_CHECKING:
    from callr_actions.simulator.session import Session

GATHER = """
branches:
  inbound-call:
    actions:
      - {action: gather@v2, params: {maxDigits: 2, prompt: {what: Two digits please.}}, result: $key}
      - {action: record@v1}
"""
LIVE = InboundCall("+33639980042", "+33199001234", None)


def live() -> Session:
    return session(parse(GATHER), start=LIVE)


def converse(run: Session) -> None:
    run.advance(1_000)
    do_now(run, Press("1"))
    run.advance(1_700)
    do_now(run, Press("2"))
    run.advance(3_000)
    do_now(run, Speak("Hello there"))
    run.advance(5_000)
    do_now(run, HangUp())
    do_now(run, HangUp())
    run.run()


def test_a_person_presses_speaks_and_hangs_up() -> None:
    run = live()
    converse(run)
    text = transcript(run)
    assert "00:01.700  caller     gathered 12 (complete)" in text
    assert "00:03.000  caller     says “Hello there”" in text
    assert "00:05.000  caller     hung up by caller (answered, cause 16)" in text
    assert broken_laws(run.events) == []


def test_what_a_person_did_gives_the_same_events_again() -> None:
    first, second = live(), live()
    converse(first)
    play_inputs(second, first.inputs)
    assert transcript(second) == transcript(first)


def test_nobody_is_there_to_press_in_a_run_of_the_api() -> None:
    run = session(parse("branches: {api-initiated: {actions: []}}"), start=ApiRun())
    do_now(run, Press("1"))
    assert run.inputs == []


def test_pausing_needs_nothing_to_be_done() -> None:
    run = live()
    run.advance(10)
    do_now(run, Pause(1))
    do_now(run, HangUp())
    assert run.run() == "completed"


def test_keys_before_the_answer_are_lost() -> None:
    run = session(parse("defaults: {autoAnswer: false}\n" + GATHER.lstrip()), start=LIVE)
    run.advance(0)
    do_now(run, Press("1"))
    assert not any(isinstance(each, events.Pressed) for each in run.events)


def test_limits_of_steps_gotos_and_events() -> None:
    loop = "branches: {inbound-call: {actions: [{goto: {branch: inbound-call}}]}}"
    for limits, message in (
        (Limits(steps=3), "the run has taken more than 3 steps"),
        (Limits(gotos=3), "more than 3 gotos followed each other without a step that waits"),
        (Limits(events=9), "the run has emitted more than 9 events"),
    ):
        run = play(loop, limits=limits)
        told = [each for each in run.events if isinstance(each, events.LimitReached)]
        assert (run.outcome, [each.message for each in told]) == ("limit", [message])


def test_a_step_that_waits_sets_the_gotos_back() -> None:
    run = play(
        """
variables: {$n: 0}
branches:
  inbound-call:
    actions:
      - {action: say@v2, params: {what: Hello}}
      - {action: javascript@v1, params: {code: $n++}}
      - {if: $n < 9, goto: {branch: inbound-call}}
""",
        limits=Limits(gotos=1),
    )
    assert run.outcome == "completed"


def test_variables_of_the_run_replace_those_of_the_scenario() -> None:
    run = play(
        "variables: {$a: 1, $b: undefined}\n"
        "branches: {api-initiated: {actions: [{action: log@v1, params: {message: '${{ $a }} ${{ $b }}'}}]}}",
        start=ApiRun({"$a": 2}),
    )
    assert "log: 2 undefined" in transcript(run)


def test_until_ends_the_run_where_the_condition_holds() -> None:
    steps = "[{action: javascript@v1, params: {code: $n = 1}}, {action: hangup@v1}]"
    run = play(f"branches: {{inbound-call: {{actions: {steps}}}}}", until="$n === 1")
    assert run.outcome == "reached"
    assert broken_laws(run.events) == []


def test_strict_facts_stops_at_an_assumed_fact() -> None:
    run = play(GATHER, strict_facts=True)
    (told,) = (each for each in run.events if isinstance(each, events.Failed))
    assert told.message.startswith("this step relies on a fact that is only assumed: How long a gather waits")


def test_a_cancelled_prompt_is_cut_short() -> None:
    run = live()
    run.advance(1_000)
    run.cancel()
    assert "cut short by the end of the run" in transcript(run)
