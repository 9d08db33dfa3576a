"""Worlds: everything that one can say, and what is said about one that is wrong."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import jsonschema
import pytest

from callr_actions.language.bundled import schema_text
from callr_actions.language.document import parse_document
from callr_actions.language.source import Source
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
from callr_actions.simulator.world.model import ActionAnswer, Caller, Reply, Stub, World
from callr_actions.simulator.world.pages import WORLD_PAGES
from callr_actions.simulator.world.read import read_script, read_world, world_of

if TYPE_CHECKING:
    from pathlib import Path

EVERYTHING = """\
start: "2027-03-01T10:00:00.5+02:00"
caller:
  number: "+33639980017"
  to: "+33199005678"
  name: Ann
  withheld: true
  text: Good morning
  does:
    - wait: 1
    - until: 5
    - hear: Press 1
    - press: "1#"
    - say: Hello
    - {say: Hello, for: 2.5}
    - asked
    - hang-up
numbers:
  "+33199001234": busy
  "+33199001235": [no-answer, {outcome: voicemail, after: 2, greeting: Hi, talks: null}]
others: {after: 1, does: [hang-up]}
http:
  - url: https://example.com/**
    method: POST
    contains: [a]
    status: 201
    json: {a: [1]}
  - {url: "https://example.com/", replies: [{body: text, headers: {a: b}}, {fault: refused, takes: 3}]}
actions:
  amd@v2: {result: {result: human}}
  memcache@v1: [{when: {key: a}, result: 1, takes: 2, says: Wait}]
scenario: {sid: abcd1234, name: Front desk}
integrations: {defaults: {google: {accessToken: t}}}
"""


def messages(text: str) -> list[str]:
    found = world_of(parse_document(Source("world.yaml", text), what="a world"))
    assert (found.world is None) == bool(found.findings)
    return [
        f"{each.code} {each.span.start.line}:{each.span.start.column} {each.message}"
        for each in found.findings
    ]


def test_everything_that_a_world_can_say() -> None:
    found = world_of(parse_document(Source("world.yaml", EVERYTHING)))
    assert found.findings == ()
    assert found.world == World(
        start=datetime(2027, 3, 1, 8, 0, 0, 500_000, tzinfo=UTC),
        caller=Caller(
            number="+33639980017",
            to="+33199005678",
            name="Ann",
            restricted=True,
            script=(
                Pause(1),
                Until(5),
                Hear("Press 1"),
                Press("1#"),
                Speak("Hello"),
                Speak("Hello", 2.5),
                Asked(),
                HangUp(),
            ),
            text="Good morning",
        ),
        numbers={
            "+33199001234": (Behaviour(Taking.BUSY),),
            "+33199001235": (
                Behaviour(Taking.NO_ANSWER, after=60.0),
                Behaviour(Taking.VOICEMAIL, after=2, greeting="Hi", talks=None),
            ),
        },
        others=Behaviour(after=1, script=(HangUp(),)),
        http=(
            Stub(
                "https://example.com/**",
                (Reply(201, headers={"content-type": "application/json"}, body='{"a": [1]}'),),
                method="POST",
                contains=("a",),
            ),
            Stub(
                "https://example.com/",
                (Reply(body="text", headers={"a": "b"}), Reply(takes=3, fault="refused")),
            ),
        ),
        actions={
            "amd@v2": (ActionAnswer({"result": "human"}),),
            "memcache@v1": (ActionAnswer(1, {"key": "a"}, 2, "Wait"),),
        },
        scenario_sid="abcd1234",
        scenario_name="Front desk",
        integrations={"defaults": {"google": {"accessToken": "t"}}},
    )


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "{}"])
def test_an_empty_file_is_an_empty_world(text: str) -> None:
    assert world_of(parse_document(Source("world.yaml", text))).world == World()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("caler: {}", "CA952 1:1 `caler` is not a key of a world; did you mean `caller`?"),
        ("caller: {does: [{pres: '1'}]}", "CA952 1:18 `pres` is not a key of `caller.does[0]`; did you mean"),
        (
            "numbers: {'+33199001234': bussy}",
            "CA951 1:27 `numbers.+33199001234` is `bussy`; it must be what ",
        ),
        ("others: bussy", "CA951 1:9 `others` is `bussy`; it must be `answers`, `voicemail`, `busy`, "),
        (
            "others: {after: -1}",
            "CA951 1:17 `others.after` is the number `-1`; it must be seconds from 0 to ",
        ),
        (
            "numbers: {'0612345678': busy}",
            "CA951 1:11 `0612345678` cannot be a key of `numbers`; it must be a",
        ),
        ("http: [{status: 200}]", "CA951 1:9 `http[0].url` is missing"),
        ("http: [{}]", "CA951 1:8 `http[0].url` is missing"),
        ("caller: {does: [{for: 2}]}", "CA951 1:18 `caller.does[0].say` is missing"),
        (
            "caller: {does: [{hear: a, press: '1'}]}",
            "CA951 1:17 one entry does one thing; this one does `hear`",
        ),
        (
            "caller: {number: 33639980042}",
            "CA951 1:18 `caller.number` is the number `33639980042`; it must be ",
        ),
        ("caller:", "CA951 1:8 `caller` is nothing; it must be a mapping"),
        ("- a", "CA107 1:1 a world is a mapping of keys to values; this is a list"),
        ("a: [", "CA101 1:"),
    ],
)
def test_what_is_wrong(text: str, message: str) -> None:
    assert [found for found in messages(text) if found.startswith(message)], messages(text)


def test_a_long_value_is_cut() -> None:
    assert messages(f"others: {'x' * 80}")[0].startswith(f"CA951 1:9 `others` is `{'x' * 59}…`;")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    found = read_world(tmp_path / "none.yaml", "none.yaml")
    assert [each.message for each in found.findings] == ["cannot be read: no such file or directory"]


def test_a_script_is_a_list_of_what_the_caller_does(tmp_path: Path) -> None:
    file = tmp_path / "script.yaml"
    file.write_text("- asked\n- press: '1'\n")
    found = read_script(file, "script.yaml")
    assert found.world is not None
    assert found.world.caller.script == (Asked(), Press("1"))


def test_what_is_wrong_with_a_script_is_shown_where_it_stands(tmp_path: Path) -> None:
    file = tmp_path / "script.yaml"
    file.write_text("- asked\n- pres: '1'\n")
    found = read_script(file, "script.yaml")
    assert [(each.message, each.span.start.line) for each in found.findings] == [
        ("`pres` is not a key of `caller.does[1]`; did you mean `press`?", 2)
    ]


def test_a_script_that_is_a_mapping_is_read_as_a_world(tmp_path: Path) -> None:
    file = tmp_path / "script.yaml"
    file.write_text("caller: {does: [hang-up]}\n")
    found = read_script(file, "script.yaml")
    assert found.world is not None
    assert found.world.caller.script == (HangUp(),)


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(schema_text("world.schema.json")))


@pytest.mark.parametrize("page", WORLD_PAGES, ids=lambda page: page.code)
def test_the_examples_of_a_page(page: object) -> None:
    bad, good = page.bad, page.good  # type: ignore[attr-defined]
    assert [each.partition(" ")[0] for each in messages(bad)] == [page.code]  # type: ignore[attr-defined]
    assert messages(good) == []
