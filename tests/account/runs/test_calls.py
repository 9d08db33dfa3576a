"""Calls and messages that come in, the people on the line, and what it all leaves on the account."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.account.runs.scripts import (
    CALLER,
    FORWARD,
    MENU,
    TARGET,
    announced,
    finished,
    kinds,
    listen,
    place,
    records,
    state,
    taken_by,
)

if TYPE_CHECKING:
    from tests.account.client import Client
    from tests.account.runs.conftest import Live

CALL_EVENTS = tuple(
    f"v2.call.{way}.{when}" for way in ("inbound", "outbound") for when in ("started", "ended")
)


def test_a_call_runs_inbound_call_then_hangup(api: Client) -> None:
    _, number = taken_by(api, MENU)
    callid, runid = place(api, number, does=["asked", {"press": "4"}])
    assert runid == f"inbound-call:{callid}"
    ended = finished(api, runid)
    assert (ended["state"], ended["outcome"], ended["error"], ended["next"]) == (
        "completed",
        "completed",
        None,
        None,
    )
    assert ended["variables"]["$pressed"] == {"ok": True, "digits": "4", "reason": "complete"}
    assert ended["variables"]["$over"] is True
    assert kinds(api, runid)[0] == "run-started"
    assert kinds(api, runid)[-1] == "run-ended"
    assert ended["events"] == len(kinds(api, runid))


def test_the_api_shows_the_variables_of_a_call_too(api: Client) -> None:
    sid, number = taken_by(api, MENU)
    _, runid = place(api, number, does=["asked", {"press": "4"}])
    finished(api, runid)
    assert api.do("GET", f"/actions/{sid}/runs/{runid}")["variables"]["$over"] is True


def test_the_same_id_stands_everywhere(api: Client) -> None:
    listen(api, *CALL_EVENTS, "v2.recording.updated")
    sid, number = taken_by(api, FORWARD)
    callid, runid = place(api, number)
    ended = finished(api, runid)
    caller, callee = records(api)
    assert caller["callid"] == callid
    assert (caller["direction"], caller["callerNumber"], caller["callee"]) == ("inbound", CALLER, number)
    assert (callee["direction"], callee["callerNumber"], callee["callee"]) == ("outbound", CALLER, TARGET)
    assert ended["variables"]["$dial"]["cdr"] == callee
    told = announced(api)
    assert [kind for kind, _ in told] == [
        "v2.call.inbound.started",
        "v2.call.outbound.started",
        "v2.call.outbound.ended",
        "v2.recording.updated",
        "v2.call.inbound.ended",
    ]
    assert [each.get("callid") for _, each in told] == [
        callid,
        callee["callid"],
        callee["callid"],
        callid,
        callid,
    ]
    assert told[2][1] == callee
    assert told[4][1] == caller
    for started in (told[0][1], told[1][1]):
        assert [started[name] for name in ("answered", "ended", "status", "hangupSource")] == [None] * 4
        assert started["durationTotal"] == 0
    assert caller["scenarioSid"] == sid


def test_a_recording_is_an_object_of_the_account(api: Client) -> None:
    sid, number = taken_by(api, FORWARD)
    callid, runid = place(api, number)
    ended = finished(api, runid)
    (made,) = api.do("GET", "/recordings")["hits"]
    assert made["sid"] == ended["variables"]["$recording"]
    assert (made["callid"], made["type"], made["status"], made["callee"]) == (callid, "call", "ready", number)
    assert made["caller"]["number"] == CALLER
    assert made["scenario"]["sid"] == sid
    assert made["duration"] == 33  # three until somebody answers, thirty of talk
    assert made["size"] == 44 + 33 * 16_000
    assert made["transcription"]["language"] == "fr-FR"


def test_what_a_call_costs_is_taken_off_and_stands_in_its_record(api: Client) -> None:
    before = Decimal(api.do("GET", "/billing/credit"))
    _, number = taken_by(api, FORWARD)
    bought = Decimal(api.do("GET", "/billing/credit"))
    _, runid = place(api, number)
    finished(api, runid)
    caller, callee = records(api)
    assert caller["billingDebit"] == "0.0000"
    assert (callee["durationAnswered"], callee["durationBilled"], callee["billingDebit"]) == (
        30,
        60,
        "0.8925",
    )
    labels = {each["id"]: each["label"] for each in api.do("GET", "/billing/destinations")}
    assert labels[callee["billingDestinationID"]] == callee["billingDestinationLabel"]
    assert bought - Decimal(api.do("GET", "/billing/credit")) == Decimal(callee["billingDebit"])
    assert before > bought


def test_a_message_to_several_is_one_object_for_each(api: Client) -> None:
    listen(api, "v2.sms.outbound.updated")
    _, number = taken_by(api, MENU)
    _, runid = place(api, number, does=["asked", {"press": "4"}])
    ended = finished(api, runid)
    sent = api.do("GET", "/sms?direction=outbound&sort=created&order=asc")["hits"]
    assert [(each["to"], each["status"], each["cost"]) for each in sent] == [
        ("+33639980042", "delivered", "5.50"),
        ("+33639980043", "delivered", "5.50"),
    ]
    assert sent[0]["body"] == {"text": "Pressed 4"}
    assert sent[0]["sid"] == ended["variables"]["$sent"]["sid"]
    assert len(announced(api)) == 8


def test_a_message_that_the_credit_does_not_allow_ends_in_an_error(api: Client) -> None:
    _, number = taken_by(api, MENU)
    api.state.database.run("update accounts set credit = 60000")  # six cents: one message
    _, runid = place(api, number, does=["asked", {"press": "4"}])
    finished(api, runid)
    sent = api.do("GET", "/sms?sort=created&order=asc")["hits"]
    assert [(each["status"], each["error"], each["cost"]) for each in sent] == [
        ("delivered", "", "5.50"),
        ("error", "the account's credit is too low", "0.00"),
    ]


def test_an_inbound_message_runs_inbound_sms(api: Client) -> None:
    script = """
branches:
  inbound-sms:
    actions:
      - action: javascript@v1
        params: {code: '$got = [sms.sid, sms.fromNumber, sms.bodyText]; $run = run.id'}
      - action: sms@v1
        params: {to: ["${{ sms.fromNumber }}"], body: "Thanks for ${{ sms.bodyText }}"}
"""
    _, number = taken_by(api, script)
    given = {"from": CALLER, "to": number, "text": "Hello"}
    message = api.do("POST", api.control("/sms"), json=given)
    (run,) = api.do("GET", api.control("/runs"))
    assert run["type"] == "inbound-sms"
    assert finished(api, run["runid"])["variables"] == {
        "$got": [message["sid"], CALLER, "Hello"],
        "$run": run["runid"],
    }
    (answer,) = api.do("GET", "/sms?direction=outbound")["hits"]
    assert (answer["to"], answer["body"]["text"]) == (CALLER, "Thanks for Hello")


def test_a_message_to_a_number_on_no_scenario_runs_nothing(api: Client) -> None:
    api.do("POST", api.control("/sms"), json={"from": CALLER, "to": api.number(), "text": "Hello"})
    assert api.do("GET", api.control("/runs")) == []


def test_a_call_to_a_number_on_no_scenario_is_refused(api: Client) -> None:
    number = api.number()
    reason = f"the phone number `{number}` is on no scenario, so nobody takes the call; attach it"
    assert api.refused("POST", api.control("/calls"), json={"from": CALLER, "to": number}) == (
        409,
        "conflict",
        reason,
    )


@pytest.mark.parametrize(
    ("script", "message"),
    [
        (
            "branches: {hangup: {actions: []}}",
            "there is no branch `inbound-call`, with which this run would begin",
        ),
        (
            "- a list",
            (
                "the script cannot be run: line 1, column 1: "
                "a scenario is a mapping of keys to values; this is a list"
            ),
        ),
        (
            "branches: {inbound-call: {actions: [{action: sya@v2}]}}",
            "there is no action `sya@v2`; did you mean `say@v2`?",
        ),
    ],
)
def test_a_scenario_that_cannot_take_a_call_is_a_failed_run(api: Client, script: str, message: str) -> None:
    _, number = taken_by(api, script)
    _, runid = place(api, number)
    ended = finished(api, runid)
    assert (ended["state"], ended["error"]["message"]) == ("failed", message)
    assert api.do("GET", api.control("/calls")) == []


def test_words_and_hanging_up_from_outside(live: Live) -> None:
    _, number = taken_by(live, MENU)
    callid, runid = place(live, number)
    live.let_pass(2)
    (there,) = live.do("GET", live.control("/calls"))
    assert (there["callid"], there["runid"], there["leg"]) == (callid, runid, "caller")
    live.do("POST", live.control(f"/calls/{callid}/words"), json={"text": "Hello?"})
    live.let_pass(3)
    live.do("DELETE", live.control(f"/calls/{callid}"))
    ended = state(live, runid)
    assert (ended["state"], ended["variables"]["$pressed"]["reason"]) == ("completed", "hangup")
    (record,) = records(live)
    assert (record["hangupSource"], record["durationTotal"]) == ("caller", 5)
    assert "spoke" in kinds(live, runid)


def test_keys_from_outside_answer_a_question(live: Live) -> None:
    _, number = taken_by(live, MENU)
    callid, runid = place(live, number)
    live.let_pass(0)
    live.do("POST", live.control(f"/calls/{callid}/keys"), json={"keys": "7"})
    assert state(live, runid)["variables"]["$pressed"]["digits"] == "7"


def test_a_call_goes_at_the_pace_of_the_clock(live: Live) -> None:
    _, number = taken_by(live, FORWARD)
    _, runid = place(live, number)
    seen = []
    for _ in range(36):
        live.let_pass(1)
        seen.append([each["leg"] for each in live.do("GET", live.control("/calls"))])
        if len(seen) == 2:
            assert state(live, runid)["next"] == "2024-04-24T17:42:31.000Z"
    assert seen == [["caller", "callee-1"]] * 32 + [[]] * 4
    assert state(live, runid)["state"] == "completed"


def test_what_would_have_happened_meanwhile_has_happened_then(live: Live) -> None:
    _, number = taken_by(live, FORWARD)
    _, runid = place(live, number)
    live.let_pass(3600)
    assert state(live, runid)["ended"] == "2024-04-24T17:43:03.000Z"
    assert [each["durationTotal"] for each in records(live)] == [33, 33]


def test_the_system_hangs_up_a_live_call(api: Client) -> None:
    _, number = taken_by(api, MENU)
    callid, runid = place(api, number)
    api.do("DELETE", f"/calls/{callid}")
    assert api.refused("DELETE", f"/calls/{callid}")[0] == 404
    finished(api, runid)
    (record,) = records(api)
    assert (record["hangupSource"], record["status"]) == ("system", "answered")


def test_the_callee_is_hung_up_and_the_caller_goes_on(live: Live) -> None:
    _, number = taken_by(live, FORWARD)
    _, runid = place(live, number)
    live.let_pass(5)
    _, callee = live.do("GET", live.control("/calls"))
    live.do("POST", f"/calls/{callee['callid']}/hangup")
    live.let_pass(5)
    assert state(live, runid)["state"] == "completed"
    assert [each["hangupSource"] for each in records(live)] == ["system", "system"]
    assert records(live)[1]["durationAnswered"] == 2


def test_nobody_presses_keys_on_a_call_that_rings_or_has_ended(live: Live) -> None:
    script = f"""
defaults: {{autoAnswer: false}}
branches:
  inbound-call:
    actions: [{{action: dial@v1, params: {{targets: [{{number: "{TARGET}"}}]}}}}]
"""
    _, number = taken_by(live, script)
    callid, runid = place(live, number)
    live.let_pass(1)
    assert live.refused("POST", live.control(f"/calls/{callid}/keys"), json={"keys": "1"}) == (
        409,
        "conflict",
        f"the call `{callid}` still rings: nobody hears keys or words yet",
    )
    live.let_pass(60)
    assert state(live, runid)["state"] == "completed"
    assert live.refused("POST", live.control(f"/calls/{callid}/keys"), json={"keys": "1"}) == (
        404,
        "not-found",
        f"there is no call in progress `{callid}` on this account",
    )


def test_people_who_talk_for_ever_wait_for_somebody_to_hang_up(api: Client) -> None:
    _, number = taken_by(api, FORWARD)
    callid, runid = place(api, number, world={"numbers": {TARGET: {"talks": None}}})
    assert (finished(api, runid)["state"], len(api.do("GET", api.control("/calls")))) == ("running", 2)
    assert state(api, runid)["next"] is None
    api.do("DELETE", api.control(f"/calls/{callid}"))
    assert finished(api, runid)["state"] == "completed"


def test_the_longest_call_that_there_is(api: Client) -> None:
    _, number = taken_by(api, FORWARD)
    _, runid = place(api, number, world={"numbers": {TARGET: {"talks": None}}})
    finished(api, runid)
    api.do("POST", api.control("/clock"), json={"seconds": 90_000})
    ended = state(api, runid)
    assert (ended["state"], ended["outcome"]) == ("failed", "limit")
    assert ended["error"]["message"].startswith("the run would last more than 86,400 s")
    assert [each["durationTotal"] for each in records(api)] == [86_400, 86_400]


def test_a_caller_who_withholds_the_number(api: Client) -> None:
    _, number = taken_by(api, MENU)
    _, runid = place(api, number, restricted=True, name="Ann")
    finished(api, runid)
    (record,) = records(api)
    assert (record["callerNumber"], record["callerRestricted"], record["callerName"]) == ("", True, "Ann")


@pytest.mark.parametrize(
    ("behaviour", "status"),
    [("busy", "missed"), ({"outcome": "unreachable"}, "failed"), (["no-answer", {"after": 1}], "missed")],
)
def test_how_a_number_behaves_is_set(api: Client, behaviour: Any, status: str) -> None:
    _, number = taken_by(api, FORWARD)
    api.do("PUT", api.control(f"/numbers/{TARGET}"), json={"behaviour": behaviour})
    assert api.do("GET", api.control("/numbers")) == {TARGET: behaviour}
    # It is stronger than a world.
    api.do("PUT", api.control("/world"), json={"world": {"numbers": {TARGET: {"after": 2}}}})
    _, runid = place(api, number)
    assert finished(api, runid)["variables"]["$dial"]["cdr"]["status"] == status
    api.do("DELETE", api.control(f"/numbers/{TARGET}"))
    _, runid = place(api, number)
    assert finished(api, runid)["variables"]["$dial"]["cdr"]["status"] == "answered"


def test_worlds_of_a_call_a_scenario_and_the_account(api: Client) -> None:
    sid, number = taken_by(api, FORWARD)

    def status(**more: Any) -> str:
        _, runid = place(api, number, **more)
        return str(finished(api, runid)["variables"]["$dial"]["cdr"]["hangupCause"])

    def around(outcome: str) -> dict[str, Any]:
        return {"numbers": {TARGET: outcome}}

    assert status() == "16"
    api.do("PUT", api.control("/world"), json={"world": around("busy")})
    assert status() == "17"
    api.do("PUT", api.control(f"/world?scenario={sid}"), json={"world": around("rejected")})
    assert status() == "21"
    assert status(world=around("unreachable")) == "20"
    api.do("DELETE", api.control(f"/world?scenario={sid}"))
    assert status() == "17"
    api.do("DELETE", api.control("/world"))
    assert status() == "16"


@pytest.mark.parametrize(
    ("method", "path", "body", "reason"),
    [
        (
            "PUT",
            "/world",
            {"world": {"numbers": {TARGET: "bussy"}}},
            "`world` is no world: `numbers.+33142000000` is `bussy`; it must be",
        ),
        (
            "PUT",
            f"/numbers/{TARGET}",
            {"behaviour": 3},
            "`behaviour` is no world: `numbers.+33142000000` is the number `3`; ",
        ),
        (
            "PUT",
            "/world",
            {"world": {"nubmers": {}}},
            "`world` is no world: `nubmers` is not a key",
        ),
    ],
)
def test_worlds_that_are_none(api: Client, method: str, path: str, body: Any, reason: str) -> None:
    status, _, message = api.refused(method, api.control(path), json=body)
    assert status == 400
    assert message.startswith(reason)


def test_what_the_caller_does_has_to_be_a_script(api: Client) -> None:
    _, number = taken_by(api, MENU)
    body = {"from": CALLER, "to": number, "does": ["dance"]}
    status, _, message = api.refused("POST", api.control("/calls"), json=body)
    assert status == 400
    assert message.startswith("`does` is no world: `caller.does[0]` is `dance`; ")
    assert api.do("GET", api.control("/runs")) == []


def test_runs_are_listed_the_youngest_first(api: Client) -> None:
    sid, number = taken_by(api, MENU)
    other, another = taken_by(api, FORWARD)
    first, second = place(api, number)[1], place(api, another)[1]
    path = api.control("/runs")
    assert [each["runid"] for each in api.do("GET", path)] == [second, first]
    assert [each["runid"] for each in api.do("GET", f"{path}?limit=1")] == [second]
    assert [each["runid"] for each in api.do("GET", f"{path}?scenario={sid}")] == [first]
    assert [each["runid"] for each in api.do("GET", f"{path}?state=running&scenario={other}")] == [second]


def test_a_run_of_a_call_is_cancelled(live: Live) -> None:
    _, number = taken_by(live, MENU)
    _, runid = place(live, number)
    live.let_pass(1)
    live.do("DELETE", live.control(f"/runs/{runid}"))
    assert state(live, runid)["state"] == "cancelled"
    (record,) = records(live)
    assert record["hangupSource"] == "system"


def test_a_call_that_ends_just_before_it_is_acted_on(live: Live) -> None:
    _, number = taken_by(live, FORWARD)
    callid, runid = place(live, number)
    live.let_pass(20)
    live.moment += 60_000
    with pytest.MonkeyPatch.context() as nobody_looked:
        nobody_looked.setattr(live.app.work, "take_due", lambda: None)
        assert live.refused("DELETE", f"/calls/{callid}")[0] == 404
    live.let_pass(0)
    assert state(live, runid)["state"] == "completed"
    assert [each["hangupSource"] for each in records(live)] == ["system", "callee"]


def test_runs_that_are_not_at_hand_are_made_anew(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("callr_actions.account.runs.sessions._MOST_AT_HAND", 1)
    _, number = taken_by(live, MENU)
    placed = [place(live, number) for _ in range(3)]
    live.let_pass(1)
    for n, (callid, _) in enumerate(placed):
        live.do("POST", live.control(f"/calls/{callid}/keys"), json={"keys": str(n)})
    live.let_pass(60)
    digits = [state(live, runid)["variables"]["$pressed"]["digits"] for _, runid in placed]
    assert digits == ["0", "1", "2"]


def test_a_scenario_goes_with_its_calls(live: Live) -> None:
    sid, number = taken_by(live, FORWARD)
    other = place(live, number)[1]
    live.let_pass(20)
    runid = place(live, number)[1]
    live.let_pass(1)
    # The first one comes to its end by itself at this very moment; nobody has looked yet.
    live.moment += 14_000
    live.app.work.take_due = lambda: None  # type: ignore[method-assign]
    live.do("DELETE", f"/actions/{sid}")
    assert [state(live, each)["state"] for each in (other, runid)] == ["completed", "cancelled"]
    assert [each["hangupSource"] for each in records(live)] == ["system", "callee", "system", "system"]
    assert live.do("GET", live.control("/calls")) == []
    assert live.do("GET", f"/numbers/{number}")["scenario"] is None


def test_calls_are_exported_by_the_number_that_took_or_forwarded_them(api: Client) -> None:
    _, number = taken_by(api, FORWARD)
    _, runid = place(api, number)
    finished(api, runid)
    for direction in ("inbound", "outbound"):
        query = {
            "direction": direction,
            "from": "2024-04-24T00:00:00Z",
            "to": "2024-05-01T00:00:00Z",
            "number": number,
        }
        task = api.do("POST", api.url("/calls/export", query))
        finished(api, runid)
        lines = api.do_text(api.do("GET", f"/tasks/{task}")["result"]).splitlines()
        assert len(lines) == 2
        assert lines[1].startswith(f"{direction},2400000000")


def test_sub_accounts_do_not_see_each_others_runs(api: Client) -> None:
    _, number = taken_by(api, MENU)
    callid, runid = place(api, number)
    sub = api.do("POST", api.control("/accounts"), json={"name": "Sub"})["sid"]
    import base64

    basic = base64.b64encode(f"{sub}:{api.key}".encode()).decode()
    headers = {"x-api-key": "", "authorization": f"Basic {basic}"}
    del headers["x-api-key"]
    for method, path in (("GET", f"/runs/{runid}"), ("DELETE", f"/calls/{callid}")):
        response = api.send(method, api.control(path), signed=False, headers=headers)
        assert response.status_code == 404, response.text


def test_a_reset_forgets_runs(api: Client) -> None:
    _, number = taken_by(api, MENU)
    place(api, number)
    api.do("GET", api.control("/calls"))
    api.do("DELETE", api.control("/state"))
    assert api.do("GET", api.control("/runs")) == []
    assert api.app.next_due() is None
