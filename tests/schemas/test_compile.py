"""The generator: what is checked in is fresh, and facts out of form are refused by name and place."""

import copy
import runpy
import sys
from pathlib import Path
from typing import Any

import pytest

from schemas.compile import __main__ as command
from schemas.compile.editor_value import editor_value
from schemas.compile.facts_error import FactsError
from schemas.compile.read import assemble, load_files
from schemas.compile.words import known, type_name

ROOT = Path(__file__).parents[2]
CATALOG = ROOT / "schemas" / "catalog"


@pytest.fixture(scope="module")
def read_once() -> dict[str, Any]:
    return load_files(CATALOG)


@pytest.fixture
def files(read_once: dict[str, Any]) -> dict[str, Any]:
    """The facts as they stand in their files, to break one."""
    return copy.deepcopy(read_once)


def test_what_is_checked_in_is_fresh(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--check"]) == 0
    assert capsys.readouterr() == ("", "")


def test_check_names_what_is_stale_and_writing_mends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        command, "compiled", lambda _root: {"schemas/catalog.json": "new\n", "docs/fidelity.md": "a\n"}
    )
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "fidelity.md").write_text("a\n", encoding="utf-8")

    assert command.main(["--check"], tmp_path) == 1
    assert capsys.readouterr().err == "schemas/catalog.json is stale; run script/generate\n"

    assert command.main([], tmp_path) == 0
    assert capsys.readouterr().out == "wrote schemas/catalog.json\n"
    assert (tmp_path / "schemas" / "catalog.json").read_bytes() == b"new\n"
    assert command.main(["--check"], tmp_path) == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [(None, "catalog.schema.json: [Errno 2]"), ("{", "catalog.schema.json: while parsing")],
    ids=["missing", "not YAML"],
)
def test_says_which_file_cannot_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str | None, message: str
) -> None:
    (tmp_path / "schemas" / "catalog").mkdir(parents=True)
    if text is not None:
        (tmp_path / "schemas" / "catalog" / "catalog.schema.json").write_text(text, encoding="utf-8")

    assert command.main(["--check"], tmp_path) == 1
    assert capsys.readouterr().err.startswith(message)


def test_runs_as_a_program(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["compile", "--help"])

    with pytest.raises(SystemExit) as caught:
        runpy.run_path(str(ROOT / "schemas" / "compile" / "__main__.py"), run_name="__main__")

    assert caught.value.code == 0
    assert "--check" in capsys.readouterr().out


def test_a_default_that_is_a_limit_is_written_once(files: dict[str, Any]) -> None:
    files["limits.yaml"]["gather-timeout"]["value"] = 12

    actions = {action["action"]: action for action in assemble(files)["actions"]}

    timeout = actions["gather"]["params"]["properties"]["timeout"]
    assert (timeout["default"], timeout["x-provenance"]["default"]) == (12, "assumed")


GONE = object()
BROKEN: dict[str, tuple[str, str, object, str]] = {
    "a limit without provenance": (
        "limits.yaml",
        "speech-rate/provenance",
        GONE,
        'limits.yaml: speech-rate: "provenance" is a required property',
    ),
    "a documented limit without its page": (
        "limits.yaml",
        "run-variables/source",
        GONE,
        'limits.yaml: run-variables: "source" is a required property',
    ),
    "a documented action without its page": (
        "actions/log@v1.yaml",
        "source",
        GONE,
        'actions/log@v1.yaml: : "source" is a required property',
    ),
    "a documented parameter without its page": (
        "actions/log@v1.yaml",
        "params/properties/message/x-source",
        GONE,
        'actions/log@v1.yaml: params/properties/message: "x-source" is a required property',
    ),
    "a parameter without provenance": (
        "actions/log@v1.yaml",
        "params/properties/message/x-provenance",
        GONE,
        'actions/log@v1.yaml: params/properties/message: "x-provenance" is a required property',
    ),
    "a parameter's type without provenance": (
        "actions/log@v1.yaml",
        "params/properties/message/x-provenance/type",
        GONE,
        'actions/log@v1.yaml: params/properties/message/x-provenance: "type" is a required property',
    ),
    "a parameter's name without provenance": (
        "actions/log@v1.yaml",
        "params/properties/message/x-provenance/name",
        GONE,
        'actions/log@v1.yaml: params/properties/message/x-provenance: "name" is a required property',
    ),
    "a unit without provenance": (
        "actions/fetch@v2.yaml",
        "params/properties/timeout/x-provenance/unit",
        GONE,
        'actions/fetch@v2.yaml: params/properties/timeout/x-provenance: "unit" is a required property',
    ),
    "a provenance of a range that nobody states": (
        "actions/fetch@v2.yaml",
        "params/properties/timeout/minimum",
        GONE,
        "actions/fetch@v2.yaml: params/properties/timeout/x-provenance: ",
    ),
    "an effect without provenance": (
        "actions/say@v2.yaml",
        "effects/waits/provenance",
        GONE,
        'actions/say@v2.yaml: effects/waits: "provenance" is a required property',
    ),
    "a made-up provenance": (
        "actions/say@v2.yaml",
        "needs/provenance",
        "rumoured",
        'actions/say@v2.yaml: needs/provenance: "rumoured" is not one of ',
    ),
    "a bundled action that claims to be complete": (
        "actions/say@v2.yaml",
        "tolerance",
        "closed",
        'actions/say@v2.yaml: tolerance: "closed" is not one of "open" or "any"',
    ),
    "an unknown keyword": (
        "actions/say@v2.yaml",
        "params/properties/what/tpye",
        "string",
        "actions/say@v2.yaml: params/properties/what: Additional properties are not allowed",
    ),
    "a file named otherwise": (
        "actions/say@v2.yaml",
        "version",
        3,
        "actions/say@v2.yaml: the file is named otherwise than the action in it",
    ),
    "a required parameter that is not there": (
        "actions/say@v2.yaml",
        "params/required",
        ["text"],
        "actions/say@v2.yaml: text is required without a provenance for it",
    ),
    "a nested required parameter without provenance": (
        "actions/dial@v1.yaml",
        "params/properties/targets/items/properties/number/x-provenance/required",
        GONE,
        "actions/dial@v1.yaml/targets/items: number is required without a provenance for it",
    ),
    "a required key without provenance": (
        "structure.yaml",
        "document/properties/branches/x-provenance/required",
        GONE,
        "structure.yaml: document: branches is required without a provenance for it",
    ),
    "an unknown limit": (
        "actions/gather@v2.yaml",
        "params/properties/timeout/x-limit",
        "patience",
        "actions/gather@v2.yaml: there is no limit patience",
    ),
    "an unknown shape": (
        "actions/dial@v1.yaml",
        "result/properties/cdr/$shape",
        "record",
        "variables.yaml: there is no shape record",
    ),
    "a newer name that is none": (
        "variables.yaml",
        "variables/app/deprecated-for",
        "flow",
        "flow is named as a variable and is none",
    ),
    "an event with a variable that is none": (
        "actions/startRecording@v1.yaml",
        "events/ready/variables/tape",
        {"provenance": "assumed"},
        "tape is named as a variable and is none",
    ),
    "a key beside a key that is none": (
        "structure.yaml",
        "step/properties/then/x-beside/value",
        "when",
        "when is named as a key and is none",
    ),
    "an unknown context": (
        "variables.yaml",
        "variables/now/available/in-the-car",
        {"provenance": "assumed"},
        "variables.yaml: variables/now/available",
    ),
}


@pytest.mark.parametrize(("name", "place", "value", "message"), BROKEN.values(), ids=BROKEN)
def test_refuses_facts_out_of_form(
    files: dict[str, Any], name: str, place: str, value: object, message: str
) -> None:
    *parents, last = place.split("/")
    node = files[name]
    for parent in parents:
        node = node[parent]
    if value is GONE:
        del node[last]
    else:
        node[last] = value

    with pytest.raises(FactsError) as caught:
        assemble(files)

    assert str(caught.value).startswith(message)


def test_an_editor_enforces_what_is_known_and_only_offers_what_is_assumed() -> None:
    schema: dict[str, Any] = {
        "description": "How.",
        "type": "string",
        "enum": ["a", "b"],
        "x-provenance": {"name": "inferred", "type": "inferred", "values": "inferred"},
    }
    assumed = {**schema, "x-provenance": dict.fromkeys(("name", "type", "values"), "assumed")}

    assert editor_value(schema, expressions=False) == {
        "description": "How.\n\nKnown: inferred.",
        "type": "string",
        "enum": ["a", "b"],
    }
    assert editor_value(schema, expressions=True)["anyOf"] == [{"enum": ["a", "b"]}, {"pattern": r"\$\{\{"}]
    assert editor_value(assumed, expressions=True) == {"description": "How.\n\nKnown: assumed."}


def test_says_in_words_what_is_known() -> None:
    assert type_name({}) == "any"
    assert type_name({"type": ["array", "null"]}) == "list or null"
    assert known({"x-provenance": {}}) == "assumed"
    assert known({"x-provenance": {"type": "inferred"}}) == "inferred"


@pytest.mark.parametrize(
    "line",
    [
        "| `sid` | string |  | The id of the message, with which the REST API finds it. | assumed |",
        "| `headers.*` | string |  | The value of one header. | documented ({push}) |",
        "| `evaluation-time` | `1` seconds | How long one evaluation of JavaScript may take. | assumed |",
        "| `else` | `yes` | Steps under `else` beside `if`. | assumed |",
        "| `reason` | string: `complete`, `timeout`, `hangup` |  | Why the step ended. | assumed |",
        "Deprecated: use `scenario`.",
    ],
)
def test_the_fidelity_table_shows_each_kind_of_fact(line: str) -> None:
    text = (ROOT / "docs" / "fidelity.md").read_text(encoding="utf-8")

    assert (
        line.format(push="[page](https://docs.callr.com/docs/push-data-to-your-platform)")
        in text.splitlines()
    )
