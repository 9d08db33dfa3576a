"""The bundled catalog: what stands in it, how it is asked, where it is read from."""

import re
from pathlib import Path

import pytest

from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.language import bundled as bundled_module
from callr_actions.language.bundled import bundled, schema_text
from callr_actions.language.catalog import Catalog
from callr_actions.language.facts import Context, Need, Tolerance
from callr_actions.language.finding import Provenance


def test_knows_every_action_with_its_versions() -> None:
    facts = bundled()

    assert " ".join(facts.actions) == (
        "amd@v2 answer@v1 bridge@v1 dial@v1 fetch@v1 fetch@v2 gather@v2 hangup@v1 javascript@v1 log@v1"
        " memcache@v1 play@v1 record@v1 ringing@v1 say@v2 sms@v1 startRecording@v1 voicebot@v1"
    )
    assert facts.versions("fetch") == (1, 2)
    assert facts.versions("transfer") == ()
    assert [it.id for it in facts.actions.values() if it.tolerance is Tolerance.ANY] == [
        "amd@v2",
        "memcache@v1",
        "play@v1",
        "record@v1",
        "voicebot@v1",
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("gahter@v2", "gather@v2"),
        ("fetc@v1", "fetch@v1"),
        ("start_recording@v4", "startRecording@v1"),
        ("say@v1", "say@v2"),
        ("fetch", "fetch@v2"),
        ("teleport@v1", None),
    ],
)
def test_names_the_action_that_was_meant(written: str, meant: str | None) -> None:
    assert bundled().closest_action(written) == meant


def test_a_parameter_says_how_well_each_of_its_facts_is_known() -> None:
    dial = bundled().actions["dial@v1"]
    path = ("targets", 0, "timeout")

    timeout = dial.parameter_schema(path)

    assert timeout is not None
    assert (timeout["type"], timeout["x-unit"], timeout["default"]) == ("number", "seconds", 30)
    assert [dial.provenance_of(path, fact) for fact in ("name", "unit", "default")] == [
        Provenance.DOCUMENTED,
        Provenance.INFERRED,
        Provenance.ASSUMED,
    ]
    assert dial.result_provenance_of(("cdr", "status")) is Provenance.DOCUMENTED
    assert dial.result_provenance_of(("number",)) is Provenance.ASSUMED


def test_an_action_says_what_it_needs_and_does() -> None:
    actions = bundled().actions

    assert actions["say@v2"].needs.value is Need.ANSWERED_LEG
    assert actions["log@v1"].needs.value is Need.NONE
    assert [it.id for it in actions.values() if it.answers.value] == ["answer@v1"]
    assert [it.id for it in actions.values() if it.ends_leg.value] == ["hangup@v1"]
    assert [it.id for it in actions.values() if it.jumps.value] == ["dial@v1"]
    assert "dial@v1" in [it.id for it in actions.values() if it.waits.value]
    ready = actions["startRecording@v1"].events["ready"]
    assert ready.variables["recording"] is Provenance.DOCUMENTED


def test_predefined_variables_say_where_they_are() -> None:
    variables = bundled().variables

    assert list(variables) == ["app", "call", "integrations", "now", "recording", "run", "scenario", "sms"]
    assert variables["call"].available == {
        Context.INBOUND_CALL: Provenance.DOCUMENTED,
        Context.HANGUP: Provenance.DOCUMENTED,
        Context.ANSWERED_FROM_CALL: Provenance.INFERRED,
        Context.ANSWERED_FROM_API: Provenance.ASSUMED,
        Context.EVENTS_READY: Provenance.DOCUMENTED,
    }
    assert variables["app"].deprecated_for == "scenario"
    assert variables["call"].field_schema(("cdr", "durationAnswered")) is not None
    assert variables["call"].field_schema(("cdr", "duration_answered")) is None
    assert variables["integrations"].field_schema(("crm", "accessToken")) is not None
    renamed = bundled().renamed_fields["duration_answered"]
    assert (renamed.new, renamed.provenance) == ("durationAnswered", Provenance.DOCUMENTED)
    assert all(variables["call"].field_schema(("cdr", it.new)) for it in bundled().renamed_fields.values())


def test_knows_the_keys_of_each_map() -> None:
    structure = bundled().structure

    assert set(structure.document_keys) == {"description", "compat", "defaults", "variables", "branches"}
    assert set(structure.compat_keys) == {"version"}
    assert set(structure.defaults_keys) == {"language", "autoAnswer"}
    assert set(structure.branch_keys) == {"actions"}
    assert set(structure.step_keys) == {"action", "params", "result", "if", "then", "else", "goto", "events"}
    assert set(structure.goto_keys) == {"branch"}
    params = structure.step_keys["params"]
    assert params.types == ("object",)
    assert params.beside is not None
    assert params.beside.value == "action"
    assert structure.step_keys["if"].types == ("string", "boolean", "number")
    assert structure.step_keys["else"].provenance is Provenance.ASSUMED
    assert structure.document_keys["branches"].required
    assert structure.tolerated["bare-list-branch"].provenance is Provenance.INFERRED
    assert set(structure.compat_versions) == {"2025-09-01"}
    assert "yes" in structure.yaml_words["boolean"].value


def test_knows_branches_limits_and_behaviour() -> None:
    facts = bundled()

    assert facts.entry_branches == ("api-initiated", "inbound-call", "inbound-sms")
    assert facts.special_branches["hangup"].entry is False
    assert facts.limit("script-characters") == 32768
    assert facts.limits["script-characters"].provenance is Provenance.DOCUMENTED
    assert facts.limits["evaluation-memory"].unit == "MiB"
    assert facts.behaviour["goto-returns"].value is False


@pytest.mark.parametrize(
    ("name", "good"),
    [
        ("$a", True),
        ("$user_2", True),
        ("$" + "a" * 255, True),
        ("$" + "a" * 256, False),
        ("user", False),
        ("$1", False),
    ],
)
def test_knows_what_a_variable_may_be_called(name: str, good: bool) -> None:
    assert bool(re.fullmatch(bundled().variable_name, name)) is good


def test_a_catalog_can_be_made_by_hand() -> None:
    assert Catalog().action_names() == ()
    assert Catalog().closest_action("say@v2") is None


def test_an_installed_package_reads_its_own_copy_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "callr_actions"
    monkeypatch.setattr(bundled_module, "_PACKAGE", package)
    for folder, text in ((tmp_path / "schemas", "beside"), (package / "schemas", "inside")):
        folder.mkdir(parents=True)
        (folder / "catalog.json").write_text(text, encoding="utf-8")
    (tmp_path / "schemas" / "scenario.schema.json").write_text("checkout", encoding="utf-8")

    assert schema_text("catalog.json") == "inside"
    assert schema_text("scenario.schema.json") == "checkout"


def test_a_missing_schema_is_an_error_that_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundled_module, "_PACKAGE", tmp_path / "callr_actions")

    with pytest.raises(CallrActionsError) as caught:
        schema_text("catalog.json")

    assert str(caught.value) == "the bundled schema catalog.json is missing"
    assert caught.value.exit_code is ExitCode.INTERNAL
    assert caught.value.hint == "install callr-actions again; in a checkout, run script/generate"
