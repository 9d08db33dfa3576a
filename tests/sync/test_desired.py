"""What an account should be, of callr.yaml and files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from callr_actions.language.document import parse_document
from callr_actions.language.source import Source
from callr_actions.language.tree import plain_data
from callr_actions.masking import Masker
from callr_actions.project.discovery import discover
from callr_actions.sync.desired import desired_state, read_texts, wanted_audio
from callr_actions.sync.holes import Hole
from callr_actions.sync.marker import read_marker
from tests.sync.example import a_project, desired, texts

if TYPE_CHECKING:
    from pathlib import Path

GOOD = "branches: {inbound-call: {actions: [{action: hangup@v1}]}}\n"
SCRIPT = """\
# Who answers at night.
variables:
  $target: "+33100000000" # the office
  $tune:
  $hours: {from: 8, to: 18}
  $text: |
    Good
    morning

branches: {}
"""


def with_variables(values: str) -> str:
    return (
        "version: 1\naccounts: {staging: {api-key: '${KEY}'}}\n"
        f"scenario-settings: {{a: {{variables: {{staging: {values}}}}}}}\n"
    )


def messages(found: object) -> list[str]:
    return [str(each) for each in found.obstacles]  # type: ignore[attr-defined]


def test_a_file_is_its_key_and_its_text(tmp_path: Path) -> None:
    found = desired(a_project(tmp_path), {"b": GOOD, "a/c": GOOD}, commits={"b": "0123456789abcdef"})
    assert [each.key for each in found.scenarios] == ["a/c", "b"]
    scenario = found.by_key["b"]
    assert (scenario.name, scenario.body, scenario.numbers) == ("b", GOOD, None)
    marked = read_marker(scenario.script)
    assert marked.mark is not None
    assert (marked.body, marked.mark.key, marked.mark.commit) == (GOOD, "b", "0123456789ab")
    assert found.obstacles == ()


def test_line_ends_a_mark_and_an_old_marker_line_are_no_part_of_it(tmp_path: Path) -> None:
    first = desired(a_project(tmp_path), {"a": GOOD})
    script = first.by_key["a"].script
    again = desired(a_project(tmp_path), {"a": ("\ufeff" + script.rstrip("\n").replace("\n", "\r\n"))})
    assert again == first


def test_settings_give_name_and_numbers_of_the_account(tmp_path: Path) -> None:
    project = a_project(
        tmp_path,
        "version: 1\naccounts: {staging: {api-key: '${KEY}'}}\n"
        'scenario-settings: {a: {name: Front desk, numbers: {staging: ["+33199001234"]}}}\n',
    )
    assert desired(project, {"a": GOOD}, "staging").by_key["a"].numbers == ("+33199001234",)
    assert desired(project, {"a": GOOD}, "local").by_key["a"].numbers is None
    assert desired(project, {"a": GOOD}, "local").by_key["a"].name == "Front desk"


def test_values_are_written_and_every_other_character_stays(tmp_path: Path) -> None:
    values = (
        '{$target: "+33142000000", $tune: [1, 2.5, true, null], $hours: {"a: b": "c\\"\\n"}, $text: Évening}'
    )
    found = desired(a_project(tmp_path, with_variables(values)), {"a": SCRIPT}, "staging")
    assert messages(found) == []
    assert (
        found.by_key["a"].body
        == """\
# Who answers at night.
variables:
  $target: "+33142000000" # the office
  $tune: [1, 2.5, true, null]
  $hours: {"a: b": "c\\"\\n"}
  $text: "Évening"

branches: {}
"""
    )
    assert desired(a_project(tmp_path, with_variables(values)), {"a": SCRIPT}).by_key["a"].body == SCRIPT


def test_secrets_fill_holes_and_stay_out_of_the_template(tmp_path: Path) -> None:
    masker = Masker()
    values = '{$target: "Bearer ${TOKEN}!", $tune: "audio:Wel${COME}"}'
    code = "variables: {$target: 1, $tune: 2}\ncode: '${TOKEN} is no hole'\n"
    found = desired(
        a_project(tmp_path, with_variables(values)),
        {"a": code},
        "staging",
        environ={"TOKEN": 's3c"ret\u2028', "COME": "come"},
        masker=masker,
        audio={"Welcome": ["abcd1234"]},
    )
    assert messages(found) == []
    scenario = found.by_key["a"]
    assert scenario.template.text == (
        'variables: {$target: "Bearer ${TOKEN}!", $tune: "abcd1234"}\ncode: \'${TOKEN} is no hole\'\n'
    )
    assert scenario.template.holes == (Hole(29, "TOKEN"),)
    assert scenario.body == (
        'variables: {$target: "Bearer s3c\\"ret\\u2028!", $tune: "abcd1234"}\ncode: \'${TOKEN} is no hole\'\n'
    )
    root = parse_document(Source("", scenario.body)).root
    assert root is not None
    assert plain_data(root) == {
        "variables": {"$target": 'Bearer s3c"ret\u2028!', "$tune": "abcd1234"},
        "code": "${TOKEN} is no hole",
    }
    assert masker.mask('s3c"ret\u2028') == "••••"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (
            "{$targt: 1}",
            (
                "callr.yaml:3:55: `$targt` gets a value, and scenarios/a.yaml does not declare it; "
                "did you mean `$target`?"
            ),
        ),
        (
            "{$target: 'a${UNSET}'}",
            (
                "callr.yaml:3:56: `scenario-settings.a.variables.staging.$target` reads the environment "
                "variable UNSET, which is not set"
            ),
        ),
        (
            "{$target: 'audio:Welcom'}",
            "callr.yaml:3:56: the account `staging` has no audio file named `Welcom`",
        ),
        (
            "{$target: 'audio:Twice'}",
            "callr.yaml:3:56: the account `staging` has 2 audio files named `Twice` (abcd1235, abcd1236)",
        ),
    ],
)
def test_values_that_cannot_be_had(values: str, said: str, tmp_path: Path) -> None:
    audio = {"Welcome": ["abcd1234"], "Twice": ["abcd1235", "abcd1236"]}
    project = a_project(tmp_path, with_variables(values))
    assert messages(desired(project, {"a": SCRIPT}, "staging", audio=audio)) == [said]


@pytest.mark.parametrize(
    "script",
    [
        "variables: {$a: &x 1, $b: *x}\n",
        "variables: {$a: !!int 1}\n",
    ],
)
def test_a_value_that_would_change_something_else_is_refused(script: str, tmp_path: Path) -> None:
    project = a_project(tmp_path, with_variables("{$a: two}"))
    (said,) = messages(desired(project, {"a": script}, "staging"))
    assert "cannot be given a value of the account `staging` without changing something else" in said


@pytest.mark.parametrize(
    "script", ["branches: {}\n", "x: &v {$a: 1}\nvariables: *v\n", "variables: {<<: {$a: 1}}\n"]
)
def test_a_variable_that_the_script_does_not_declare_itself(script: str, tmp_path: Path) -> None:
    project = a_project(tmp_path, with_variables("{$a: two}"))
    (said,) = messages(desired(project, {"a": script}, "staging"))
    assert "scenarios/a.yaml does not declare it" in said


def test_names_numbers_and_keys_that_cannot_go_together(tmp_path: Path) -> None:
    project = a_project(tmp_path)
    long, allowed = "f" * 65, "1 to 64 characters with a letter among them"
    files = {"a": GOOD, "b": GOOD, "Nacht": GOOD, "nacht": GOOD, "1": GOOD, "e": " \n", long: GOOD}
    assert messages(desired(project, files)) == [
        f"scenarios/1.yaml: `1` cannot be the name of a scenario, which has {allowed}",
        "scenarios/e.yaml: the file is empty",
        f"scenarios/{long}.yaml: `{long}` cannot be the name of a scenario, which has {allowed}",
        "scenarios/nacht.yaml: `Nacht` and `nacht` differ in upper and lower case only",
    ]


def test_the_length_counts_after_the_values_and_with_the_marker_line(tmp_path: Path) -> None:
    body = "variables: {$a: 1}\n"
    project = a_project(tmp_path, with_variables(f"{{$a: '{'x' * 32_720}'}}"))
    (said,) = messages(desired(project, {"a": body}, "staging"))
    assert said == (
        "scenarios/a.yaml: the script has 32,777 characters with the account's values and the marker line "
        "(37); Callr takes 32,768"
    )


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    found = desired_state(
        a_project(tmp_path),
        "local",
        [*texts({"a": b"a: \xff\n"}), texts({"b": ""})[0]._replace(content="permission denied")],
        environ={},
        masker=Masker(),
    )
    assert found.scenarios == ()
    assert messages(found) == [
        "scenarios/a.yaml: the byte 0xFF is not UTF-8",
        "scenarios/b.yaml: cannot be read: permission denied",
    ]


def test_the_folder_is_read_as_it_is(tmp_path: Path) -> None:
    project = a_project(tmp_path)
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "a.yaml").write_text(GOOD)
    found = read_texts(discover(project.root, project.scenarios).scenarios)
    assert found == texts({"a": GOOD})


def test_audio_files_are_only_asked_for_where_one_is_named(tmp_path: Path) -> None:
    project = a_project(tmp_path, with_variables("{$a: 'audio:X'}"))
    assert wanted_audio(project, "staging", ["a", "b"])
    assert not wanted_audio(project, "staging", ["b"])
    assert not wanted_audio(project, "local", ["a"])
