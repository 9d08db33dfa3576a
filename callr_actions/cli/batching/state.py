"""The state of an input, found and opened: one for each account and scenario that it was used with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.runs.batch.folder import state_file, state_files
from callr_actions.runs.batch.ledger import Ledger

if TYPE_CHECKING:
    from callr_actions.cli.sessions.references import Named
    from callr_actions.cli.sessions.session import Session

_ACCOUNT, _URL, _SID, _NAME = "account", "url", "sid", "scenario"
WISH = "wish"


def open_state(session: Session, scenario: Named, key: str, input_file: str) -> Ledger:
    """Open the state of an input for the account and the scenario that are meant, to work on it.

    Raises:
        CallrActionsError: another process works on it, or it is that of another account or scenario.
    """
    path = Path(input_file)
    ledger = Ledger(state_file(path, session.account.name, key))
    try:
        # The local account's port is another one at each start; its name says enough.
        url = "" if session.account.is_local else session.connection.url
        facts = {_ACCOUNT: session.account.name, _URL: url, _SID: scenario.sid, _NAME: key}
        for name, value in facts.items():
            _require_same(ledger, name, value, input_file)
    except BaseException:
        ledger.close()
        raise
    return ledger


def _require_same(ledger: Ledger, name: str, value: str, input_file: str) -> None:
    known = ledger.fact(name)
    if known is None:
        ledger.set_fact(name, value)
    elif known != value:
        raise CallrActionsError(
            f"the batch was begun with another {name}: `{known}`, and now it is `{value}`",
            file=input_file,
            hint="go on with that one, or begin a new batch with another file",
            exit_code=ExitCode.REFUSED,
        )


def find_state(input_file: str, account: str | None, scenario: str | None) -> Path:
    """Return the state of an input that is meant.

    Args:
        input_file: the input.
        account: None for whichever there is.
        scenario: key or SID; None for whichever there is.

    Raises:
        CallrActionsError: there is none, or several fit.
    """
    found: dict[Path, tuple[str, str]] = {}
    for path in state_files(Path(input_file)):
        with Ledger(path, watching=True) as ledger:
            facts = (str(ledger.fact(_ACCOUNT)), str(ledger.fact(_NAME)))
        if account in {None, facts[0]} and scenario in {None, facts[1]}:
            found[path] = facts
    if not found:
        raise CallrActionsError(
            "there is no batch of it"
            if account is None and scenario is None
            else "there is no such batch of it",
            file=input_file,
            hint=f"`callr-actions batch KEY {input_file}` begins one",
        )
    if len(found) > 1:
        ways = " or ".join(f"--account {each} --scenario {key}" for each, key in found.values())
        raise CallrActionsError(f"there are {len(found)} batches of it", file=input_file, hint=f"add {ways}")
    return next(iter(found))


class Wishes:
    """What other processes want of the one that works, by way of the state itself."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def wish(self) -> str:
        """Return `go`, `pause` or `cancel`."""
        return str(self._ledger.fact(WISH) or "go")
