"""Keys in the system's keyring, asked for through the real library with backends of its own and of ours."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.errors import KeyringLocked

from callr_actions.api_keys import KEYRING_SERVICE, api_key
from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.masking import MASK, Masker
from callr_actions.project.project import Account
from callr_actions.project.template import Template
from callr_actions.project.user_config import UserAccount, UserConfig

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

KEY = "0123456789abcdef" + "fedcba9876543210"
URL = Template("https://api.callr.com/v2.0", "accounts.production.url")
PRODUCTION = Account("production", URL)
USER = UserConfig(Path("config.toml"))
NO_KEY = (
    "the account `production` has no API key",
    (
        "write `api-key: ${NAME}` below accounts.production in callr.yaml and set NAME, or `api-key-command` "
        "below [accounts.production] in config.toml"
    ),
)


class Memory(KeyringBackend):
    """Keeps passwords as long as the test lasts; or fails."""

    priority = 0.1

    def __init__(self, failing: Exception | None = None) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._kept: dict[tuple[str, str], str] = {}
        self._failing = failing
        self.asked: list[tuple[str, str]] = []

    def get_password(self, service: str, username: str) -> str | None:
        self.asked.append((service, username))
        if self._failing is not None:
            raise self._failing
        return self._kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._kept[service, username] = password


@pytest.fixture
def use() -> Iterator[Callable[[KeyringBackend], None]]:
    """Put a backend in the place of this machine's."""
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


Use: TypeAlias = "Callable[[KeyringBackend], None]"


def resolve(
    account: Account = PRODUCTION,
    environ: Mapping[str, str] | None = None,
    user: UserConfig = USER,
    masker: Masker | None = None,
) -> str:
    return api_key(account, environ or {}, user, masker or Masker())


def refused(account: Account = PRODUCTION) -> CallrActionsError:
    with pytest.raises(CallrActionsError) as caught:
        resolve(account)
    assert caught.value.exit_code is ExitCode.AUTHENTICATION
    return caught.value


def test_a_key_from_the_keyring_joins_the_masker(use: Use) -> None:
    use(Memory())
    keyring.set_password(KEYRING_SERVICE, "production", KEY)
    masker = Masker()
    assert resolve(masker=masker) == KEY
    assert masker.mask(f"a {KEY}") == f"a {MASK}"


def test_the_keyring_comes_last(use: Use) -> None:
    memory = Memory()
    use(memory)
    keyring.set_password(KEYRING_SERVICE, "production", "from the keyring")
    command = UserAccount((sys.executable, "-c", "print('from the command')"))
    user = UserConfig(Path("config.toml"), {"production": command})
    of_file = Account("production", URL, api_key=Template("${NAME}", "accounts.production.api-key"))
    assert resolve(of_file, {"NAME": "from the environment"}, user) == "from the environment"
    assert resolve(of_file, {}, user) == "from the command"
    assert memory.asked == []
    assert resolve(of_file) == "from the keyring"


@pytest.mark.parametrize("backend", [null.Keyring, fail.Keyring, Memory])
def test_a_keyring_without_the_key(backend: Callable[[], KeyringBackend], use: Use) -> None:
    use(backend())
    error = refused()
    assert (str(error), error.hint) == NO_KEY


def test_the_account_of_the_environment_asks_no_keyring(use: Use) -> None:
    memory = Memory()
    use(memory)
    refused(Account("env", URL))
    assert memory.asked == []


@pytest.mark.parametrize(
    ("failing", "problem"),
    [
        (KeyringLocked("Failed to unlock\nthe collection!"), "Failed to unlock the collection!"),
        (RuntimeError(), "RuntimeError"),
        (ImportError("No module named 'dbus' \x1b[31m"), "No module named 'dbus' \\x1b[31m"),
    ],
)
def test_a_keyring_that_fails_says_so(failing: Exception, problem: str, use: Use) -> None:
    use(Memory(failing))
    error = refused()
    assert str(error) == (
        "the key of the account `production` was looked for in the system's keyring, which failed: " + problem
    )
    assert error.hint == (
        "unlock or repair it, or do without: PYTHON_KEYRING_BACKEND=keyring.backends.null.Keyring"
    )


def test_the_way_to_do_without_works(monkeypatch: pytest.MonkeyPatch, use: Use) -> None:
    del use  # puts the backend back
    name, _, value = "PYTHON_KEYRING_BACKEND=keyring.backends.null.Keyring".partition("=")
    monkeypatch.setenv(name, value)
    keyring.core.init_backend()
    assert isinstance(keyring.get_keyring(), null.Keyring)
    assert (str(refused()), refused().hint) == NO_KEY


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    assert str(refused()) == NO_KEY[0]
