"""Where an account's key comes from: the environment, a command of the user's, or the system's keyring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.named_tuple import NamedTuple
from callr_actions.project.project import ENVIRONMENT
from callr_actions.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from callr_actions.masking import Masker
    from callr_actions.project.project import Account
    from callr_actions.project.user_config import UserConfig

# The service under which the system's keyring keeps keys, by the account's name.
KEYRING_SERVICE = "callr-actions"
_COMMAND_SECONDS = 60.0
_NO_KEYRING = "PYTHON_KEYRING_BACKEND=keyring.backends.null.Keyring"


class FoundKey(NamedTuple):
    """A key and where it comes from, in words."""

    key: str
    source: str

    def __repr__(self) -> str:
        return f"FoundKey(source={self.source!r})"


def api_key(account: Account, environ: Mapping[str, str], user: UserConfig, masker: Masker) -> str:
    """Return an account's key: from callr.yaml's `${NAME}`, the user's command, or the keyring.

    The first that is there counts; the environment is the nearest to who started the program. The account
    `env` has nothing but the environment. What is found joins the masker.

    Raises:
        CallrActionsError: none of them has one, or the command failed.
    """
    return find_key(account, environ, user, masker).key


def find_key(account: Account, environ: Mapping[str, str], user: UserConfig, masker: Masker) -> FoundKey:
    """Return an account's key as `api_key` does, with where it comes from."""
    unset: CallrActionsError | None = None
    if account.api_key is not None:
        try:
            return FoundKey(account.api_key.resolve(environ, masker), f"`{account.api_key.text}`")
        except CallrActionsError as problem:
            unset = problem
    command = () if account.name == ENVIRONMENT else user.of(account.name).api_key_command
    if command:
        key = _from_command(command, account.name, environ, user)
        masker.add(key)
        return FoundKey(key, f"the command `{command[0]}`")
    kept = None if account.name == ENVIRONMENT else _from_keyring(account.name)
    if kept:
        masker.add(kept)
        return FoundKey(kept, "the system's keyring")
    if unset is not None:
        unset.exit_code = ExitCode.AUTHENTICATION
        raise unset
    raise CallrActionsError(
        f"the account `{account.name}` has no API key",
        hint=f"write `api-key: ${{NAME}}` below accounts.{account.name} in callr.yaml and set NAME, or "
        f"`api-key-command` below [accounts.{account.name}] in {user.file}",
        exit_code=ExitCode.AUTHENTICATION,
    )


def _from_command(
    command: tuple[str, ...], account: str, environ: Mapping[str, str], user: UserConfig
) -> str:
    import subprocess  # noqa: PLC0415 - few have such a command

    place = f"accounts.{account}.api-key-command"
    problem = ""
    output = ""
    try:
        # Its errors and its question for a pass phrase belong to the user's terminal.
        ended = subprocess.run(  # noqa: S603 - the user's own configuration says so
            command, stdout=subprocess.PIPE, check=False, timeout=_COMMAND_SECONDS, env=dict(environ)
        )
        lines = ended.stdout.decode("utf-8", "replace").splitlines()
        output = lines[0].strip() if lines else ""
        if ended.returncode != 0:
            problem = f"ended with {ended.returncode}"
        elif not output:
            problem = "printed nothing"
    except subprocess.TimeoutExpired:
        problem = f"took longer than {_COMMAND_SECONDS} s"
    except OSError as failed:
        problem = f"could not be started: {failed.strerror or failed}"
    if problem:
        raise CallrActionsError(
            f"`{place}` ({command[0]}) {problem}",
            file=str(user.file),
            hint="run it by hand: its first line is the key",
            exit_code=ExitCode.AUTHENTICATION,
        )
    return output


def _from_keyring(account: str) -> str | None:
    """Return a key from the system's keyring, where the extra `keyring` is installed.

    Raises:
        CallrActionsError: there is a keyring, and it gives no answer.
    """
    from importlib import import_module  # noqa: PLC0415
    from importlib.util import find_spec  # noqa: PLC0415

    if find_spec("keyring") is None:
        return None
    without: type[Exception] = import_module("keyring.errors").NoKeyringError
    try:
        kept: str | None = import_module("keyring").get_password(KEYRING_SERVICE, account)
    except without:
        # A machine without a keyring, such as a CI runner, has no key in it.
        return None
    except Exception as failed:  # noqa: BLE001 - backends are other people's code, and raise what they like
        problem = printable(" ".join(str(failed).split())) or type(failed).__name__
    else:
        return kept
    raise CallrActionsError(
        f"the key of the account `{account}` was looked for in the system's keyring, which failed: {problem}",
        hint=f"unlock or repair it, or do without: {_NO_KEYRING}",
        exit_code=ExitCode.AUTHENTICATION,
    )
