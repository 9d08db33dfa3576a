"""What only the user's own configuration may say: which command gives a key, and who else may get one.

callr.yaml comes with a pull request, so it can neither run a command nor send a key elsewhere.
"""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from callr_actions.errors import CallrActionsError
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

ALLOW_HOST = "CALLR_ALLOW_HOST"


class UserAccount(NamedTuple):
    """What the user says about one account.

    Attributes:
        api_key_command: program and arguments; its first line of output is the key.
        allow_hosts: hosts that this account's key may be sent to, beside callr.com's.
    """

    api_key_command: tuple[str, ...] = ()
    allow_hosts: frozenset[str] = frozenset()


class UserConfig(NamedTuple):
    """The user's own configuration.

    Attributes:
        file: where it is, or would be.
        accounts: by the account's name.
        allow_hosts: hosts that any account's key may be sent to.
    """

    file: Path
    accounts: Mapping[str, UserAccount] = MappingProxyType({})
    allow_hosts: frozenset[str] = frozenset()

    def allowed_hosts(self, account: str) -> frozenset[str]:
        """Return the hosts beside callr.com's that this account's key may be sent to."""
        return self.allow_hosts | self.of(account).allow_hosts

    def of(self, account: str) -> UserAccount:
        """Return what the user says about an account."""
        return self.accounts.get(account, UserAccount())


def user_config_file(environ: Mapping[str, str], platform: str) -> Path:
    """Return where the configuration is looked for.

    Args:
        environ: XDG_CONFIG_HOME wins everywhere; then APPDATA on Windows; else the home folder's `.config`.
        platform: as `sys.platform` says it.
    """
    named = environ.get("XDG_CONFIG_HOME", "")
    # The specification wants relative paths ignored.
    folder = Path(named) if Path(named).is_absolute() else None
    if folder is None and platform == "win32" and environ.get("APPDATA"):
        folder = Path(environ["APPDATA"])
    if folder is None:
        folder = Path.home() / ".config"
    return folder / "callr-actions" / "config.toml"


def load_user_config(file: Path, environ: Mapping[str, str]) -> UserConfig:
    """Read the user's configuration; one that does not exist says nothing.

    CALLR_ALLOW_HOST adds hosts, separated by commas or spaces.

    Raises:
        CallrActionsError: it cannot be read, is not TOML, or has a key or a value that it cannot have.
    """
    hosts = _hosts(environ.get(ALLOW_HOST, "").replace(",", " ").split())
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return UserConfig(file, allow_hosts=hosts)
    except (OSError, UnicodeDecodeError) as problem:
        raise CallrActionsError(f"cannot be read: {problem}", file=str(file)) from None
    import tomllib  # noqa: PLC0415 - most users have no such file

    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        message = f"is not valid TOML: {str(problem)[:1].lower()}{str(problem)[1:]}"
        raise CallrActionsError(message, file=str(file)) from None
    _known(found, ("accounts", "allow-hosts"), "", file)
    accounts = {
        name: _account(table, f"accounts.{name}", file)
        for name, table in _table(found.get("accounts", {}), "accounts", file).items()
    }
    allowed = _hosts(_texts(found.get("allow-hosts", []), "allow-hosts", file))
    return UserConfig(file, MappingProxyType(accounts), hosts | allowed)


def _account(found: object, at: str, file: Path) -> UserAccount:
    table = _table(found, at, file)
    _known(table, ("allow-hosts", "api-key-command"), at, file)
    command = _texts(table.get("api-key-command", []), f"{at}.api-key-command", file)
    if "api-key-command" in table and (not command or not command[0]):
        raise CallrActionsError(f"`{at}.api-key-command` names no program", file=str(file), hint=_EXAMPLE)
    return UserAccount(command, _hosts(_texts(table.get("allow-hosts", []), f"{at}.allow-hosts", file)))


def _table(found: object, at: str, file: Path) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise CallrActionsError(f"`{at}` is not a table", file=str(file), hint=_EXAMPLE)
    return found


def _texts(found: object, at: str, file: Path) -> tuple[str, ...]:
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise CallrActionsError(f"`{at}` is not a list of texts", file=str(file), hint=_EXAMPLE)
    return tuple(found)


def _known(table: dict[str, Any], allowed: tuple[str, ...], at: str, file: Path) -> None:
    for name in table:
        if name not in allowed:
            place = f"`{at}` has" if at else "there is"
            raise CallrActionsError(
                f"{place} a key `{name}` that means nothing", file=str(file), allowed=allowed, found=name
            )


def _hosts(names: list[str] | tuple[str, ...]) -> frozenset[str]:
    return frozenset(name.lower() for name in names)


_EXAMPLE = 'write it as in `[accounts.production]` with `api-key-command = ["pass", "show", "callr"]`'
