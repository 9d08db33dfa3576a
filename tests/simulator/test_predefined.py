"""The predefined variables: there where the catalog says, and with every field that it names."""

from __future__ import annotations

from typing import Any

import pytest

from callr_actions.language.bundled import bundled
from callr_actions.language.facts import Context
from callr_actions.simulator import events
from callr_actions.simulator.start import ApiRun, InboundSms
from tests.simulator.example import play

LOOK = """{action: javascript@v1, params: {code: "$seen.WHERE = {
    call: typeof call === 'undefined' ? null : call, sms: typeof sms === 'undefined' ? null : sms,
    recording: typeof recording === 'undefined' ? null : recording,
    run, scenario, app, integrations, now: now.toISOString()}"}}"""
CALL = """
variables: {$seen: {}}
branches:
  inbound-call:
    actions:
      - LOOK-inbound
      - action: startRecording@v1
        params: {transcription: {language: en-GB}}
        events: {ready: [LOOK-ready]}
      - {action: dial@v1, params: {targets: [{number: "+33199001234"}], answerOnBranch: answered}}
  answered:
    actions: [LOOK-answered]
  hangup:
    actions: [LOOK-hangup]
  inbound-sms:
    actions: [LOOK-sms]
  api-initiated:
    actions:
      - LOOK-api
      - {action: dial@v1, params: {targets: [{number: "+33199001234"}], answerOnBranch: answered}}
"""
CONTEXTS = {
    "inbound": Context.INBOUND_CALL,
    "ready": Context.EVENTS_READY,
    "answered": Context.ANSWERED_FROM_CALL,
    "hangup": Context.HANGUP,
    "sms": Context.INBOUND_SMS,
    "api": Context.API_INITIATED,
}


def _text() -> str:
    text = CALL
    for name in CONTEXTS:
        text = text.replace(f"LOOK-{name}", LOOK.replace("WHERE", name))
    return text


@pytest.fixture(scope="module")
def seen() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for start in (None, InboundSms("+33639980042", "+33199001234", "Hello"), ApiRun()):
        run = play(_text(), "integrations: {defaults: {google: {accessToken: t}}}", start)
        assert run.outcome == "completed", run.events[-2]
        value = run.variables["$seen"]
        assert isinstance(value, dict)
        found |= {
            f"{name}-from-api" if isinstance(start, ApiRun) else name: each for name, each in value.items()
        }
    return found


@pytest.mark.parametrize("where", CONTEXTS)
@pytest.mark.parametrize("name", ["call", "sms", "recording"])
def test_a_variable_is_there_where_the_catalog_says(
    seen: dict[str, dict[str, Any]], where: str, name: str
) -> None:
    found = seen["api-from-api" if where == "api" else where][name]
    assert (found is not None) == (CONTEXTS[where] in bundled().variables[name].available)


def test_there_is_no_call_in_a_run_that_none_began(seen: dict[str, dict[str, Any]]) -> None:
    assert seen["answered-from-api"]["call"] is None


@pytest.mark.parametrize(
    ("where", "name"),
    [("hangup", "call"), ("ready", "recording"), ("sms", "sms"), ("inbound", "run"), ("inbound", "scenario")],
)
def test_every_field_of_the_catalog_is_there(seen: dict[str, dict[str, Any]], where: str, name: str) -> None:
    assert _missing(bundled().variables[name].schema, seen[where][name], name) == []


def _missing(schema: Any, value: Any, path: str) -> list[str]:
    found: list[str] = []
    for name, inner in schema.get("properties", {}).items():
        if name not in value:
            found.append(f"{path}.{name}")
        elif isinstance(value[name], dict):
            found += _missing(inner, value[name], f"{path}.{name}")
    return found


def test_a_record_is_open_while_the_call_lasts_and_whole_when_it_has_ended(
    seen: dict[str, dict[str, Any]],
) -> None:
    during, after = seen["inbound"]["call"]["cdr"], seen["hangup"]["call"]["cdr"]
    assert (during["ended"], during["hangupCause"], during["durationBilled"]) == (None, None, 0)
    assert (after["status"], after["hangupSource"], after["hangupCause"]) == ("answered", "system", 16)
    assert after["ended"] > after["answered"] == after["started"]
    assert after["billingDebit"] == "0.0000"


def test_what_a_call_out_costs() -> None:
    run = play(
        "branches: {inbound-call: {actions: ["
        "{action: dial@v1, params: {targets: [{number: '+33199001234'}]}}]}}",
        "others: {talks: 61}",
    )
    record = next(each.cdr for each in run.events if isinstance(each, events.HungUp))
    assert (record["durationAnswered"], record["durationBilled"], record["billingDebit"]) == (
        61,
        120,
        "1.7850",
    )
    assert (record["billingDestinationLabel"], record["direction"]) == ("FR-FIXED-LINE", "outbound")


def test_a_withheld_number() -> None:
    run = play(
        "branches: {inbound-call: {actions: [{action: log@v1, params: {message: "
        "'[${{ call.fromNumber }}] ${{ call.fromType }} ${{ call.cdr.callerRestricted }}'}}]}}",
        "caller: {withheld: true}",
    )
    assert [each.message for each in run.events if isinstance(each, events.Logged)] == ["[] UNKNOWN true"]
