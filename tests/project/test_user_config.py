"""The user's own configuration: where it is, what it says, what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from callr_actions.errors import CallrActionsError
from callr_actions.project.user_config import load_user_config, user_config_file

EXAMPLE = """\
allow-hosts = ["Gateway.example"]
[accounts.production]
api-key-command = ["pass", "show", "callr"]
allow-hosts = ["callr.test"]
"""


def test_where_it_is(tmp_path: Path) -> None:
    below = Path("callr-actions/config.toml")
    home = Path.home() / ".config"
    assert user_config_file({"XDG_CONFIG_HOME": str(tmp_path)}, "linux") == tmp_path / below
    assert user_config_file({"XDG_CONFIG_HOME": "relative"}, "linux") == home / below
    assert user_config_file({"APPDATA": str(tmp_path)}, "win32") == tmp_path / below
    assert user_config_file({"APPDATA": str(tmp_path)}, "darwin") == home / below


def test_what_it_says(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(EXAMPLE)
    found = load_user_config(file, {"CALLR_ALLOW_HOST": "a.example, b.example"})
    assert found.of("production").api_key_command == ("pass", "show", "callr")
    assert found.of("staging").api_key_command == ()
    everywhere = {"gateway.example", "a.example", "b.example"}
    assert found.allowed_hosts("production") == {*everywhere, "callr.test"}
    assert found.allowed_hosts("staging") == everywhere


def test_without_a_file(tmp_path: Path) -> None:
    found = load_user_config(tmp_path / "config.toml", {"CALLR_ALLOW_HOST": "a.example"})
    assert found.allowed_hosts("any") == {"a.example"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x", "is not valid TOML: "),
        ("allow-host = []", "there is a key `allow-host` that means nothing; did you mean `allow-hosts`?"),
        ("accounts = 1", "`accounts` is not a table"),
        ("[accounts]\na = 1", "`accounts.a` is not a table"),
        ("[accounts.a]\napi-key = 'x'", "`accounts.a` has a key `api-key` that means nothing; did you mean"),
        ("[accounts.a]\napi-key-command = 'pass'", "`accounts.a.api-key-command` is not a list of texts"),
        ("[accounts.a]\napi-key-command = [1]", "`accounts.a.api-key-command` is not a list of texts"),
        ("[accounts.a]\napi-key-command = []", "`accounts.a.api-key-command` names no program"),
    ],
)
def test_what_is_wrong(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(text)
    with pytest.raises(CallrActionsError) as caught:
        load_user_config(file, {})
    assert str(caught.value).startswith(f"{file}: {message}")


def test_one_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "config.toml").mkdir()
    with pytest.raises(CallrActionsError, match="cannot be read: "):
        load_user_config(tmp_path / "config.toml", {})
