"""What stands behind the name of a credential is in no tape, and the replay goes on without it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callr_actions.simulator.covering import Covering, covered_address, kept_headers, names_credential
from callr_actions.simulator.start import ApiRun
from callr_actions.simulator.surroundings import Surroundings
from callr_actions.simulator.tape import Player, Recorder, Tape, read_tape
from tests.simulator.example import parse, session, world

CREDENTIALS = (
    "access_token accessToken refresh_token id_token token tokens api_key apiKey x-api-key secret"
    " client_secret password passwd pwd passphrase credentials private_key jwt session_id $token"
    " Authorization signature"
)
OTHERS = "token_type tokenCount expires_in key name secretary passport id monkey author keys pin"
SECRET = "Zq7-kV/93+xW"


@pytest.mark.parametrize("name", CREDENTIALS.split())
def test_names_of_credentials(name: str) -> None:
    assert names_credential(name)
    assert Covering().body(json.dumps({name: SECRET, "ok": 1})) == json.dumps({name: "covered", "ok": 1})


@pytest.mark.parametrize("name", OTHERS.split())
def test_names_of_other_things(name: str) -> None:
    text = json.dumps({name: SECRET})
    assert Covering().body(text) == text


@pytest.mark.parametrize(
    ("body", "covered"),
    [
        ('{"a": {"token" :\n "x"}, "b":"token"}', '{"a": {"token" :\n "covered"}, "b":"token"}'),
        ('{"t\\u006fken": "a\\"b"}', '{"t\\u006fken": "covered"}'),
        (
            '{"token": ["a", {"x": "b", "n": 1}], "c": "ä"}',
            '{"token": ["covered", {"x": "covered", "n": 1}], "c": "ä"}',
        ),
        ('["a", ":", "b", {"token": "x"}]', '["a", ":", "b", {"token": "covered"}]'),
        ('{"token": 5, "secret": null, "password": ""}', '{"token": 5, "secret": null, "password": ""}'),
        ('{"token": "a"}\n{"token": "b"}\n', '{"token": "covered"}\n{"token": "covered"}\n'),
        (
            "access_token=abc&scope=repo&token_type=bearer",
            "access_token=covered&scope=repo&token_type=bearer",
        ),
        ("a = b", "a = b"),
        (
            '{"next": "https://u:p@a.example/?x=1&token=abc"}',
            '{"next": "https://covered@a.example/?x=1&token=covered"}',
        ),
        ("", ""),
        ("5", "5"),
    ],
)
def test_bodies(body: str, covered: str) -> None:
    assert Covering().body(body) == covered


names = st.sampled_from((*CREDENTIALS.split(), *OTHERS.split()))
values = st.recursive(
    st.sampled_from((SECRET, "plain", "", ":", '"', 1, None, True)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=8,
)


def behind_credentials(value: object, *, covered: bool = False) -> list[str]:
    """Return every text that stands behind the name of a credential."""
    if isinstance(value, dict):
        pairs = value.items()
        return [
            text
            for name, each in pairs
            for text in behind_credentials(each, covered=covered or names_credential(name))
        ]
    if isinstance(value, list):
        return [text for each in value for text in behind_credentials(each, covered=covered)]
    return [value] if covered and isinstance(value, str) and value else []


@given(values, st.sampled_from((None, 1)))
def test_nothing_is_left_behind_such_a_name(value: object, indent: int | None) -> None:
    covered = json.loads(Covering().body(json.dumps(value, indent=indent)))
    assert set(behind_credentials(covered)) <= {"covered"}
    assert covered == Covering().value(value)
    if not behind_credentials(value):
        assert covered == value


def test_what_was_seen_once_is_covered_where_it_comes_back() -> None:
    covering = Covering()
    covering.body(json.dumps({"token": SECRET, "password": SECRET + "-long", "pwd": "short"}))
    assert covering.text(f"a {SECRET} short") == "a covered short"
    assert covering.text("https://a.example/s/Zq7-kV%2F93%2BxW/x") == "https://a.example/s/covered/x"
    assert covering.text(f"{SECRET}-long") == "covered"
    assert covering.headers({"x-echo": SECRET, "x-auth-token": "abc", "etag": "1"}) == {
        "x-echo": "covered",
        "x-auth-token": "covered",
        "etag": "1",
    }
    assert Covering().body('{"token": "\\ud800\\ud800\\ud800\\ud800\\ud800\\ud800\\ud800\\ud800"}') == (
        '{"token": "covered"}'
    )


def test_headers_and_addresses() -> None:
    assert kept_headers({"Set-Cookie": "a", "x": "b"}) == {"x": "b"}
    assert covered_address("https://u:p@h/?a=1&api_key=2#f") == "https://covered@h/?a=1&api_key=covered#f"


LOGIN = """\
variables: {$apiKey: ""}
branches:
  api-initiated:
    actions:
      - action: fetch@v2
        params: {url: "https://crm.example/login"}
        result: $login
      - action: fetch@v2
        params: {url: "https://crm.example/of/${{ encodeURIComponent($login.json.access_token) }}/calls"}
        result: $calls
      - if: $login.json.token_type === "bearer"
        action: log@v1
        params: {message: "${{ $calls.json.count }} calls"}
"""
WORLD = f"""\
http:
  - url: https://crm.example/login
    json: {{access_token: {SECRET}, token_type: bearer, refresh_token: r-{SECRET}}}
  - url: https://crm.example/of/**
    json: {{count: 3, seen: {SECRET}}}
"""


def test_a_run_that_signs_in_is_recorded_without_its_token_and_replayed() -> None:
    around, start = world(WORLD), ApiRun({"$apiKey": "k-1234567890"})
    tape = Tape(start, around, 0)
    recorded = session(parse(LOGIN), around, start, outside=Recorder(Surroundings(around), tape))
    assert recorded.run() == "completed"
    # The run itself had the real one.
    assert SECRET in str([event.to_json() for event in recorded.events])
    text = tape.to_text()
    assert SECRET not in text
    assert "k-1234567890" not in text
    assert "Zq7-kV%2F93" not in text
    read = read_tape(text, "tape.json")
    replayed = session(parse(LOGIN), read.world, read.start, outside=Player(read))
    assert replayed.run() == "completed"
    told = [json.dumps(event.to_json()) for event in recorded.events]
    for secret in (SECRET, "r-covered", "Zq7-kV%2F93%2BxW", "k-1234567890"):
        told = [line.replace(secret, "covered") for line in told]
    assert [json.dumps(event.to_json()) for event in replayed.events] == told
    assert "3 calls" in str(told)
