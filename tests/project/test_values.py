"""A good file as values, with the places that late errors need."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from callr_actions.errors import CallrActionsError
from callr_actions.language.finding import Severity
from callr_actions.masking import MASK, Masker
from callr_actions.project.build import seconds
from callr_actions.project.project import bare_project
from callr_actions.project.template import Template
from callr_actions.project.variables import Audio, resolve_variable
from tests.project.example import GOOD, project

if TYPE_CHECKING:
    from pathlib import Path


def test_accounts(tmp_path: Path) -> None:
    accounts = project(tmp_path, GOOD).accounts

    assert list(accounts) == ["local", "staging", "production"]
    local, staging, production = accounts.values()
    assert local.is_local
    assert local.url is None
    assert local.rate_limit == 50
    assert staging.url is not None
    assert staging.url.text == "https://api.callr.com/v2.0"
    assert not staging.protected
    assert production.account is not None
    assert production.account.text == "abcd1234"
    assert production.api_key is not None
    assert production.api_key.names == ("CALLR_PRODUCTION_KEY",)
    assert production.protected
    assert production.rate_limit == 2.5
    assert str(production.place) == "callr.yaml:8:3"


def test_a_scenarios_settings(tmp_path: Path) -> None:
    loaded = project(tmp_path, GOOD)
    desk = loaded.settings_of("support/front-desk")

    assert desk.shown_name == "Front desk"
    assert desk.numbers == {"staging": ("+33199001234",), "production": ("+33199005678", "+33199005679")}
    assert desk.world == tmp_path / "scenarios/worlds/busy.world.yaml"
    assert str(desk.run.until) == "$done === `${1}`"
    assert str(desk.run.fail_if) == "$failed"
    assert desk.run.timeout == 1.5
    assert str(desk.run.outputs["digits"]) == "$answer.digits"
    assert str(desk.positions[()]) == "callr.yaml:16:3"
    assert str(desk.positions["numbers", "production", 1]) == "callr.yaml:20:36"
    assert loaded.settings_of("other").shown_name == "other"


def test_ignored_drift_ends(tmp_path: Path) -> None:
    name, script = project(tmp_path, GOOD).settings["support/front-desk"].drift_ignore

    assert name.reason == "renamed, in the portal"
    assert name.covers("name", "production", date(2027, 1, 31))
    assert not name.covers("name", "production", date(2027, 2, 1))
    assert not name.covers("name", "staging", date(2027, 1, 1))
    assert script.covers("script", "staging", date(2027, 1, 1))


def test_variables_are_filled_late(tmp_path: Path) -> None:
    variables = project(tmp_path, GOOD).settings["support/front-desk"].variables["production"]
    masker = Masker()

    filled = {name: resolve_variable(value, {"TEAM": "night"}, masker) for name, value in variables.items()}

    music = filled["$music"]
    assert isinstance(music, Audio)
    assert music.name.text == "On hold"
    assert filled["$target"] == "+33142000000"
    assert filled["$team"] == "desk of night"
    assert filled["$list"] == [1, 2.5, True, None, {"deep": "night"}]
    assert masker.mask("desk of night") == f"desk of {MASK}"


def test_the_linters_settings_keep_their_places(tmp_path: Path) -> None:
    lint = project(tmp_path, GOOD).lint

    assert lint.select is not None
    assert [(rule.text, str(rule.place)) for rule in lint.select] == [
        ("default", "callr.yaml:37:12"),
        ("CA4", "callr.yaml:37:21"),
    ]
    assert [str(rule) for rule in lint.ignore] == ["CA403"]
    (legacy,) = lint.per_file
    assert (str(legacy.glob), str(legacy.select[0]), str(legacy.ignore[0])) == ("legacy/**", "CA405", "CA404")
    assert lint.fail_on is Severity.WARNING
    assert str(lint.profile) == "strict"
    assert str(lint.baseline) == "known.yaml"


def test_the_project_itself(tmp_path: Path) -> None:
    loaded = project(tmp_path, GOOD)

    assert (loaded.root, loaded.file, loaded.shown) == (tmp_path, tmp_path / "callr.yaml", "callr.yaml")
    assert loaded.scenarios == tmp_path / "scenarios"
    assert loaded.schema == tmp_path / "schemas/callr.json"
    assert loaded.operations == {"actionsSearch": "/v3/actions"}
    assert (loaded.version, loaded.default_account) == (1, "local")


def test_what_the_smallest_file_means(tmp_path: Path) -> None:
    loaded = project(tmp_path, "version: 1\n")

    assert list(loaded.accounts) == ["local"]
    assert loaded.lint.select is None
    assert loaded.default_account is None
    assert loaded.schema is None


def test_a_folder_without_a_file(tmp_path: Path) -> None:
    bare = bare_project(tmp_path)

    assert bare.file is None
    assert bare.scenarios == tmp_path / "scenarios"
    assert bare.accounts["local"].is_local


@pytest.mark.parametrize(("written", "value"), [("1500ms", 1.5), ("60s", 60), ("5m", 300), ("2h", 7200)])
def test_times(written: str, value: float) -> None:
    assert seconds(written) == value


def test_a_filled_template_is_masked_and_never_kept(tmp_path: Path) -> None:
    key = project(tmp_path, GOOD).accounts["production"].api_key
    masker = Masker()
    assert key is not None

    assert key.resolve({"CALLR_PRODUCTION_KEY": "4f1e9a70"}, masker) == "4f1e9a70"

    assert masker.mask("x-api-key: 4f1e9a70") == f"x-api-key: {MASK}"
    assert "4f1e9a70" not in repr(key)


def test_a_value_from_the_environment_is_not_filled_again() -> None:
    assert Template("${A}-${B}-${A}").resolve({"A": "${B}", "B": "b"}, Masker()) == "${B}-b-${B}"


@pytest.mark.parametrize(
    ("environ", "message", "hint"),
    [
        ({}, "which is not set", "set it: export CALLR_PRODUCTION_KEY=…"),
        ({"CALLR_PRODUCTION_KEY": ""}, "which is empty", "set it: export CALLR_PRODUCTION_KEY=…"),
        ({"CALLR_PRODUCTON_KEY": "x"}, "which is not set", "`CALLR_PRODUCTON_KEY` is set: was that meant?"),
    ],
)
def test_an_unset_variable(environ: dict[str, str], message: str, hint: str, tmp_path: Path) -> None:
    key = project(tmp_path, GOOD).accounts["production"].api_key
    assert key is not None

    with pytest.raises(CallrActionsError) as caught:
        key.resolve(environ, Masker())

    assert str(caught.value) == (
        "callr.yaml:11:14: `accounts.production.api-key` reads the environment variable "
        f"CALLR_PRODUCTION_KEY, {message}"
    )
    assert caught.value.hint == hint


def test_an_unset_variable_of_a_built_in_value() -> None:
    with pytest.raises(
        CallrActionsError, match=r"^`url` reads the environment variable X, which is not set$"
    ):
        Template("${X}", "url").resolve({}, Masker())
