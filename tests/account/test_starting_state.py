"""Starting states: what is written is read back, byte for byte; what is wrong changes nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callr_actions.account.state_file import from_yaml, to_yaml
from callr_actions.errors import CallrActionsError
from tests.account.client import Client
from tests.account.runs.scripts import FORWARD, TARGET, finished, place, taken_by

if TYPE_CHECKING:
    from collections.abc import Iterator

WAVE = bytes.fromhex(
    "52494646 26000000 57415645 666d7420 10000000 01000100 401f0000 803e0000 02001000 64617461 02000000 0000"
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
OTHER_TARGET = "+33199001234"
TALKING = st.fixed_dictionaries(
    {}, optional={"after": st.integers(0, 60), "talks": st.none() | st.integers(1, 9)}
)
BEHAVIOUR = st.sampled_from(("busy", "no-answer", "rejected", "unreachable")) | TALKING
BEHAVIOURS = st.recursive(
    BEHAVIOUR, lambda inner: st.lists(inner, min_size=1, max_size=3), max_leaves=3
).filter(lambda found: not isinstance(found, list) or not any(isinstance(each, list) for each in found))
NUMBERED = st.dictionaries(st.sampled_from((TARGET, OTHER_TARGET)), BEHAVIOURS)
WORLDS = st.fixed_dictionaries(
    {"numbers": NUMBERED}, optional={"caller": st.fixed_dictionaries({"name": TEXTS.filter(str.isprintable)})}
)
NAMES = st.from_regex(r"[A-Za-zé][A-Za-z0-9 é-]{0,20}[a-z]", fullmatch=True)


def put(api: Client, document: Any) -> None:
    api.do("PUT", api.control("/state"), files={"file": ("state.json", json.dumps(document).encode())})


def refused(api: Client, document: Any) -> str:
    content = {"file": ("state.json", json.dumps(document).encode())}
    return api.refused("PUT", api.control("/state"), files=content)[2]


def state(api: Client) -> dict[str, Any]:
    document: dict[str, Any] = api.do("GET", api.control("/state"))
    return document


@pytest.fixture
def other() -> Iterator[Client]:
    """Another account, whose ids come from the same seed."""
    client = Client()
    yield client
    client.close()


def test_a_whole_account_goes_into_another_one(api: Client, other: Client) -> None:
    made = api.one_of_each()
    api.do("PUT", f"/actions/{made['scenario']}/numbers/{api.quoted(made['number'])}")
    api.do("POST", f"/audio-files/{made['audio']}/file", files={"file": ("a.wav", WAVE)})
    for _ in range(3):
        api.do("GET", "/ping")
    api.do("POST", api.control("/accounts"), json={"name": "Branch"})
    written = to_yaml(state(api))
    put(other, from_yaml(written, "x"))
    assert to_yaml(state(other)) == written
    path = f"/audio-files/{made['audio']}"
    assert {**other.do("GET", path), "updated": 0} == {**api.do("GET", path), "updated": 0}
    number = other.do("GET", f"/numbers/{other.quoted(made['number'])}")
    assert number["scenario"]["sid"] == made["scenario"]
    # Its ids are not given a second time, though the seed is the same.
    assert other.scenario() not in made.values()


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(NAMES, TEXTS.filter(bool)), max_size=4),
    st.lists(st.tuples(NAMES, TEXTS, st.dictionaries(TEXTS, TEXTS, max_size=3)), max_size=3),
)
def test_writing_what_was_read_gives_the_same(
    scenarios: list[tuple[str, str]], users: list[tuple[str, str, dict[str, str]]]
) -> None:
    document = {
        "version": 1,
        "credit": "12.3456",
        "scenarios": [{"name": name, "script": script} for name, script in scenarios],
        "end-users": [{"name": name, "comment": text, "address": address} for name, text, address in users],
    }
    one = Client()
    try:
        put(one, from_yaml(to_yaml(document), "x"))
        first = to_yaml(state(one))
        put(one, from_yaml(first, "x"))
        assert to_yaml(state(one)) == first
        assert [each["script"] for each in state(one).get("scenarios", [])] == [each for _, each in scenarios]
    finally:
        one.close()


@settings(max_examples=25, deadline=None)
@given(st.none() | WORLDS, st.none() | WORLDS, NUMBERED)
def test_worlds_and_behaviours_come_back(
    of_account: dict[str, Any] | None, of_scenario: dict[str, Any] | None, behaviours: dict[str, Any]
) -> None:
    one, other = Client(), Client()
    try:
        sid = one.scenario()
        for path, world in (("/world", of_account), (f"/world?scenario={sid}", of_scenario)):
            if world is not None:
                one.do("PUT", one.control(path), json={"world": world})
        for number, behaviour in behaviours.items():
            one.do("PUT", one.control(f"/numbers/{number}"), json={"behaviour": behaviour})
        written = to_yaml(state(one))
        put(other, from_yaml(written, "x"))
        assert to_yaml(state(other)) == written
        assert other.do("GET", other.control("/numbers")) == behaviours
        document = state(other)
        assert document.get("world") == of_account
        assert document["scenarios"][0].get("world") == of_scenario
    finally:
        one.close()
        other.close()


def test_an_account_that_was_exported_and_imported_behaves_the_same(api: Client, other: Client) -> None:
    sid, number = taken_by(api, FORWARD)

    def cause(account: Client) -> str:
        _, runid = place(account, number)
        return str(finished(account, runid)["variables"]["$dial"]["cdr"]["hangupCause"])

    changes: tuple[tuple[str, dict[str, Any], str], ...] = (
        ("/world", {"world": {"numbers": {TARGET: "busy"}}}, "17"),
        (f"/world?scenario={sid}", {"world": {"numbers": {TARGET: "rejected"}}}, "21"),
        (f"/numbers/{TARGET}", {"behaviour": "unreachable"}, "20"),
    )
    for path, body, expected in changes:
        api.do("PUT", api.control(path), json=body)
        put(other, from_yaml(to_yaml(state(api)), "x"))
        assert (cause(api), cause(other)) == (expected, expected)


def test_what_is_wrong_is_told_at_once_and_changes_nothing(api: Client) -> None:
    api.one_of_each()
    before = state(api)
    sid = "abcd1234"
    hook = {"type": "v2.task.updated", "endpoint": "https://a.example"}
    said = refused(
        api,
        {
            "version": 2,
            "scenario": [],
            "credit": "5",
            "scenarios": [{"sid": sid, "name": "A", "script": "a: 1", "scrip": ""}, "b"],
            "end-users": [{"sid": sid}],
            "numbers": [
                {"number": "+33199000101", "type": "mobil", "country": "FR", "scenario": "zzzz9999"},
                {"number": "+33199000101", "type": "mobile", "country": "FR", "assigned": "today"},
            ],
            "audio-files": [{"name": "A", "content": "§"}],
            "webhooks": [hook, hook],
            "sub-accounts": [{"sid": "x", "name": "", "credit": 1, "numbers": {}}],
        },
    )
    for reason in (
        "`version` must be 1",
        "there is no key `scenario`; did you mean `scenarios`?",
        "`credit` is `5`; it must be an amount in cents with two to four decimals, such as 10000.00",
        "scenarios, item 1: there is no key `scrip`; did you mean `script`?",
        "scenarios, item 2: must be an object, not a string",
        "end-users, item 1: `name` is missing; it must be a string of 1 to 32 characters",
        "end-users, item 1: `abcd1234` is there twice",
        "numbers, item 1: `type` is `mobil`, which it cannot be; did you mean `mobile`?",
        "numbers, item 2: `assigned` is `today`; it must be an RFC 3339 date-time",
        "numbers, item 2: `+33199000101` is there twice",
        "numbers, +33199000101: there is no scenario with the sid `zzzz9999`",
        "audio-files, item 1: `content` is not base64",
        "webhooks, item 2: `v2.task.updated https://a.example` is there twice",
        "sub-accounts, item 1: `sid` has 1 characters",
        "sub-accounts, item 1: `name` has 0 characters",
        "sub-accounts, item 1: `credit` must be a string, not an integer",
        "sub-accounts, item 1: `numbers` must be a list, not an object",
    ):
        assert reason in said
    assert refused(api, []) == "the document must be an object, not a list"
    many = {"version": 1, "scenarios": [{} for _ in range(40)]}
    assert refused(api, many).endswith("; and 60 more")
    content = {"file": ("state.json", b"{")}
    assert "`file` is not JSON" in api.refused("PUT", api.control("/state"), files=content)[2]
    assert state(api) == before


def test_worlds_and_behaviours_that_are_none(api: Client) -> None:
    before = state(api)
    said = refused(
        api,
        {
            "version": 1,
            "world": {"nubmers": {}},
            "scenarios": [{"name": "B", "script": "b: 1", "world": {"numbers": 1}}],
            "behaviours": [
                {"number": "+33199000101", "behaviour": "bussy"},
                {"number": "+33199000101", "behaviour": "busy"},
                {"number": "+33199000102"},
            ],
            "sub-accounts": [{"name": "Branch", "world": None}],
        },
    )
    for reason in (
        "`world` is no world: `nubmers` is not a key",
        "scenarios, item 1: `world` is no world: `numbers` is the number `1`",
        "behaviours, item 1: `behaviour` is no world: `numbers.+33199000101` is `bussy`",
        "behaviours, item 2: `+33199000101` is there twice",
        "behaviours, item 3: `behaviour` is missing",
        "sub-accounts, item 1: `world` must be an object, not null",
    ):
        assert reason in said
    assert state(api) == before


def test_a_new_start(api: Client) -> None:
    api.one_of_each()
    api.do("POST", "/sms?to=%2B33199001234", json={"text": "Hi"})
    api.do("DELETE", api.control("/state"))
    assert state(api) == {"version": 1, "credit": "10000.00"}
    assert api.do("GET", "/actions")["total"] == 0
    assert api.do("GET", "/sms")["total"] == 0


def test_it_is_for_the_main_account(api: Client) -> None:
    sub = api.do("POST", api.control("/accounts"), json={"name": "Branch"})["sid"]
    for method in ("GET", "DELETE"):
        response = api.send(method, api.control("/state"), signed=False, auth=(sub, api.key))
        assert response.status_code == 403
    api.do("DELETE", api.control("/state"))
    # A sub-account that is gone is not remembered.
    assert api.send("GET", "/actions", signed=False, auth=(sub, api.key)).status_code == 403


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [", "s.yaml: line 1: expected the node content, but found '<stream end>'"),
        ("a: &x 1\nb: *x", "s.yaml: line 2: an alias cannot stand here"),
        ("[" * 70, "s.yaml: line 1: nested too deeply"),
        ("a: \x01", "s.yaml: is not YAML: unacceptable character #x0001: special characters are not allowed"),
    ],
)
def test_what_is_no_yaml(text: str, message: str) -> None:
    with pytest.raises(CallrActionsError) as caught:
        from_yaml(text, "s.yaml")
    assert str(caught.value) == message
