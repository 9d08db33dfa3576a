"""What scenario.schema.json accepts and where it says no, checked as an editor would."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator
from ruamel.yaml import YAML

from callr_actions.language.bundled import schema_text

ROOT = Path(__file__).parents[2]
GOOD = [
    *sorted((Path(__file__).parent / "published").glob("*.yaml")),
    *sorted((ROOT / "scenarios").glob("*.yaml")),
]
VALIDATOR = Draft202012Validator(json.loads(schema_text("scenario.schema.json")))


def load(text: str) -> Any:
    return as_editor(YAML(typ="safe", pure=True).load(text))


def as_editor(value: Any) -> Any:
    """Editors read an unquoted date as text."""
    if isinstance(value, dict):
        return {str(key): as_editor(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_editor(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def mistakes(value: Any) -> list[str]:
    return ["/".join(str(step) for step in error.instance_path) for error in VALIDATOR.iter_errors(value)]


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.name)
def test_accepts_published_shapes_and_our_examples(path: Path) -> None:
    assert mistakes(load(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", sorted((ROOT / "scenarios").glob("*.yaml")), ids=lambda path: path.name)
def test_examples_name_their_schema_first_and_use_numbers_reserved_for_fiction(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=../schemas/scenario.schema.json\n")
    assert all(number.startswith(("199001", "63998004")) for number in text.split("+33")[1:])


STEP = "branches/inbound-call/actions/0"
STEPS = {
    "a number where text belongs": ("{action: say@v2, params: {what: 5}}", f"{STEP}/params/what"),
    "a required parameter left out": ("{action: say@v2, params: {}}", f"{STEP}/params"),
    "no params where one is required": ("{action: log@v1}", STEP),
    "text where a number belongs": (
        "{action: gather@v2, params: {maxDigits: one}}",
        f"{STEP}/params/maxDigits",
    ),
    "a single number to text": ("{action: sms@v1, params: {to: '+33', body: Hi}}", f"{STEP}/params/to"),
    "nobody to dial": ("{action: dial@v1, params: {targets: []}}", f"{STEP}/params/targets"),
    "a target without a number": (
        "{action: dial@v1, params: {targets: [{timeout: 5}]}}",
        f"{STEP}/params/targets/0",
    ),
    "a target's timeout as a word": (
        "{action: dial@v1, params: {targets: [{number: '+33', timeout: long}]}}",
        f"{STEP}/params/targets/0/timeout",
    ),
    "a header that is a list": (
        "{action: fetch@v2, params: {url: 'https://example.com', headers: {accept: [a]}}}",
        f"{STEP}/params/headers/accept",
    ),
    "an action without a version": ("{action: say, params: {what: Hi}}", f"{STEP}/action"),
    "an unknown key": ("{action: answer@v1, timeout: 5}", STEP),
    "a misspelt key": ("{action: answer@v1, param: {}}", STEP),
    "params without an action": ("{params: {what: Hi}}", STEP),
    "then without if": ("{then: []}", STEP),
    "then with one step instead of a list": ("{if: 'true', then: {action: answer@v1}}", f"{STEP}/then"),
    "a goto that is text": ("{goto: menu}", f"{STEP}/goto"),
    "a goto without a branch": ("{goto: {}}", f"{STEP}/goto"),
    "a result without $": ("{action: answer@v1, result: answer}", f"{STEP}/result"),
    "a mistake in a nested step": (
        "{if: 'true', then: [{if: 'true', then: [{action: say@v2, params: {what: [Hi]}}]}]}",
        f"{STEP}/then/0/then/0/params/what",
    ),
    "a mistake in an event's step": (
        "{action: startRecording@v1, events: {ready: [{action: nope}]}}",
        f"{STEP}/events/ready/0/action",
    ),
    "a step that is text": ("say@v2", STEP),
}


@pytest.mark.parametrize(("step", "place"), STEPS.values(), ids=STEPS)
def test_refuses_a_broken_step_at_its_place(step: str, place: str) -> None:
    assert mistakes(load(f"branches: {{inbound-call: {{actions: [{step}]}}}}")) == [place]


DOCUMENTS = {
    "no branches": ("description: Hi", ""),
    "a branch that is text": ("branches: {hangup: say}", "branches/hangup"),
    "a branch without actions": ("branches: {hangup: {}}", "branches/hangup"),
    "a bare list with a broken step": ("branches: {hangup: [5]}", "branches/hangup/0"),
    "a variable without $": ("{variables: {name: x}, branches: {}}", "variables"),
    "autoAnswer as text": ("{defaults: {autoAnswer: 'no'}, branches: {}}", "defaults/autoAnswer"),
    "a list for a document": ("[]", ""),
}


@pytest.mark.parametrize(("text", "place"), DOCUMENTS.values(), ids=DOCUMENTS)
def test_refuses_a_broken_document_at_its_place(text: str, place: str) -> None:
    assert mistakes(load(text)) == [place]


LET_PASS = {
    "an unknown action with a version": "{action: transfer@v7, params: {anything: [1]}}",
    "an unknown version": "{action: say@v9}",
    "an unknown parameter of an open action": "{action: say@v2, params: {what: Hi, voice: Ann}}",
    "any parameter of an action known by name": "{action: play@v1, params: {media: x}}",
    "an expression for a list": "{action: dial@v1, params: {targets: '${{ $targets }}'}}",
    "an expression for a number": "{action: gather@v2, params: {maxDigits: '${{ $n }}'}}",
    "an expression for a map": "{action: gather@v2, params: {prompt: '${{ $p }}'}}",
    "an assumed parameter of another type": "{action: gather@v2, params: {timeout: soon, finishKey: 12}}",
    "else": "{if: $x, then: [], else: [{action: answer@v1}]}",
    "an unconditional goto": "{goto: {branch: menu}}",
    "nothing at all": "",
}


@pytest.mark.parametrize("step", LET_PASS.values(), ids=LET_PASS)
def test_lets_pass_what_nobody_forbids(step: str) -> None:
    assert mistakes(load(f"branches:\n  inbound-call:\n    actions:\n      - {step}")) == []


def test_explains_actions_parameters_and_how_well_they_are_known() -> None:
    schema = json.loads(schema_text("scenario.schema.json"))

    timeout = schema["$defs"]["dial-v1"]["properties"]["targets"]["items"]["properties"]["timeout"]

    assert timeout["description"] == (
        "How long to let this target ring before giving up on it.\n\n"
        "Known: documented (https://docs.callr.com/docs/send-sms-in-a-call-flow); "
        "inferred: whether it is required, unit seconds; assumed: default 30, its range."
    )
    action = schema["$defs"]["step"]["properties"]["action"]["anyOf"][0]
    assert len(action["enum"]) == len(action["enumDescriptions"]) == 18
