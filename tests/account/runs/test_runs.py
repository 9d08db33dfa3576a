"""Runs through the API: they really run, in the account's time; the API tells no more than Callr's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.account.client import Client

CALL_BACK = """\
variables: {$phone: "+33639980001", $status: new}
branches:
  api-initiated:
    actions:
      - action: javascript@v1
        params: {code: $status = "calling"}
      - action: dial@v1
        params:
          targets: [{number: "${{ $phone }}", timeout: 20}]
          answerOnBranch: answered
        result: $dial
      - if: $status == "calling"
        then:
          - action: javascript@v1
            params: {code: $status = "missed"}
  answered:
    actions:
      - action: javascript@v1
        params: {code: $status = "reached"}
      - action: say@v2
        params: {what: Hello}
"""


def start(api: Client, script: str, **variables: Any) -> tuple[str, str]:
    """Start a run; return its path and its id."""
    sid = api.scenario(script=script)
    given = {f"${name}": value for name, value in variables.items()}
    runid = api.do("POST", f"/actions/{sid}/runs", json={"variables": given})["runid"]
    return f"/actions/{sid}/runs/{runid}", runid


def until_quiet(api: Client, path: str) -> list[dict[str, Any]]:
    """Ask after a run until nothing is due any more; return its variables as they changed."""
    seen: list[dict[str, Any]] = []
    while True:
        due = api.app.next_due()
        variables = api.do("GET", path)["variables"]
        if not seen or seen[-1] != variables:
            seen.append(variables)
        if due is None:
            return seen


def test_a_client_that_polls_sees_each_state(api: Client) -> None:
    path, runid = start(api, CALL_BACK, phone="+33639980002")
    assert runid.startswith("api:")
    seen = until_quiet(api, path)
    assert [each["$status"] for each in seen] == ["calling", "reached", "reached"]
    assert [each.get("$dial", {}).get("ok") for each in seen] == [None, None, True]
    assert seen[-1]["$phone"] == "+33639980002"
    assert seen[-1]["$dial"]["cdr"]["scenarioSid"] in path


def test_names_that_are_none_are_ignored_without_a_word(api: Client) -> None:
    given = {"$a": 1, "$a1_": [None, {"x": "ü"}], "$1": 2, "a": 3, "$": 4, "$ü": 5, f"${'a' * 256}": 6}
    sid = api.scenario(script="branches: {api-initiated: {actions: []}}")
    runid = api.do("POST", f"/actions/{sid}/runs", json={"variables": given})["runid"]
    expected = {"variables": {"$a": 1, "$a1_": [None, {"x": "ü"}]}}
    assert api.do("GET", f"/actions/{sid}/runs/{runid}") == expected


def test_a_body_is_not_needed(api: Client) -> None:
    sid = api.scenario(script="branches: {api-initiated: {actions: []}}")
    runid = api.do("POST", f"/actions/{sid}/runs")["runid"]
    assert api.do("GET", f"/actions/{sid}/runs/{runid}") == {"variables": {}}


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (
            "branches: {}",
            "the scenario has no branch `api-initiated`, which a run begins with; it has no branches",
        ),
        (
            "branches: {inbound-call: {actions: []}, hangup: {actions: []}}",
            (
                "the scenario has no branch `api-initiated`, which a run begins with;"
                " it has `inbound-call`, `hangup`"
            ),
        ),
        (
            "- a list",
            (
                "the script cannot be run: line 1, column 1: a scenario is a mapping of keys to values;"
                " this is a list"
            ),
        ),
        (
            "# nothing",
            "the script cannot be run: line 1, column 1: nothing in this file; a scenario is a mapping",
        ),
    ],
)
def test_what_cannot_be_run_is_refused_with_a_reason(api: Client, script: str, reason: str) -> None:
    sid = api.scenario(script=script)
    assert api.refused("POST", f"/actions/{sid}/runs", json={}) == (400, "bad-request", reason)


def test_more_than_64_variables_are_refused(api: Client) -> None:
    sid = api.scenario(script="branches: {api-initiated: {actions: []}}")
    many = {"variables": {f"$v{n}": n for n in range(65)}}
    assert api.refused("POST", f"/actions/{sid}/runs", json=many)[0] == 400


def test_values_that_json_lacks_are_told_in_json(api: Client) -> None:
    script = r"""
branches:
  api-initiated:
    actions:
      - action: javascript@v1
        params:
          code: '$half = "\ud83d"; $none = undefined; $nan = NaN; $big = 2n ** 80n; $when = new Date(0)'
"""
    path, _ = start(api, script, huge=10**30, deep={"a": [10**25]})
    api.do("GET", path)
    assert api.do("GET", path)["variables"] == {
        "$huge": 1e30,
        "$deep": {"a": [1e25]},
        "$half": "\ufffd",
        "$nan": None,
        "$big": str(2**80),
        "$when": "1970-01-01T00:00:00.000Z",
    }


def test_a_run_is_cancelled_once(api: Client) -> None:
    path, runid = start(api, CALL_BACK)
    api.do("GET", path)
    api.do("DELETE", path)
    assert api.refused("DELETE", path) == (404, "not-found", f"the run `{runid}` has ended (cancelled)")
    variables = api.do("GET", path)["variables"]
    assert (variables["$status"], "$dial" in variables) == ("reached", False)
    assert api.app.next_due() is None


def test_a_run_that_ended_is_not_cancelled_and_stays_readable(api: Client) -> None:
    path, runid = start(api, CALL_BACK)
    until_quiet(api, path)
    assert api.refused("DELETE", path) == (404, "not-found", f"the run `{runid}` has ended (completed)")
    assert api.do("GET", path)["variables"]["$status"] == "reached"


def test_a_run_is_only_found_at_its_own_scenario(api: Client) -> None:
    path, runid = start(api, CALL_BACK)
    other = api.scenario()
    assert api.refused("GET", f"/actions/{other}/runs/{runid}")[0] == 404
    assert api.refused("DELETE", f"/actions/{other}/runs/{runid}")[0] == 404
    assert api.refused("GET", path.replace(runid, "api:00000000")) == (
        404,
        "not-found",
        "there is no run `api:00000000` on this account",
    )


def test_deleting_a_scenario_cancels_its_runs(api: Client) -> None:
    path, runid = start(api, CALL_BACK)
    api.do("GET", path)
    api.do("DELETE", path.partition("/runs")[0])
    assert api.refused("GET", path)[0] == 404
    row = api.state.database.row("select state, scenario from runs where runid = ?", runid)
    assert row is not None
    assert tuple(row) == ("cancelled", None)
    assert api.app.next_due() is None


def test_nobody_evaluates_before_there_is_javascript(api: Client) -> None:
    path, _ = start(api, "branches: {api-initiated: {actions: [{action: log@v1, params: {message: Hello}}]}}")
    until_quiet(api, path)
    assert api.state.sessions.processes == ()
