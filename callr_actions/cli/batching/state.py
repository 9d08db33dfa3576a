"""The state of an input, found and opened: one for each account and scenario that it was used with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.file_errors import likeliest
from callr_actions.runs.batch.folder import state_file, state_files
from callr_actions.runs.batch.ledger import Ledger

if TYPE_CHECKING:
    from callr_actions.cli.running.scenario import Runnable
    from callr_actions.cli.sessions.session import Session

_ACCOUNT, _URL, _SID, _NAME = "account", "url", "sid", "scenario"
_NEW = "one that is not there yet"
WISH = "wish"


def open_state(session: Session, scenario: Runnable, named: str, input_file: str) -> Ledger:
    """Open the state of an input for the account and the scenario that are meant, to work on it.

    Key, file, name and SID are ways to mean one scenario. They share its state, or each would start all rows.

    Args:
        session: has the account.
        scenario: what is run.
        named: how the user means it.
        input_file: the input.

    Raises:
        CallrActionsError: another process works on it, or it is that of another account or scenario.
    """
    account = session.account.name
    path = _of_scenario(input_file, account, scenario.there)
    name = scenario.key or named
    ledger = Ledger(path or state_file(Path(input_file), account, name))
    try:
        # The local account's port is another one at each start; its name says enough.
        url = "" if session.account.is_local else session.connection.url
        _require_same(ledger, _ACCOUNT, account, input_file)
        _require_same(ledger, _URL, url, input_file)
        if scenario.there is not None or ledger.fact(_SID) is not None:
            keep_sid(ledger, scenario.there or _NEW, input_file)
        if ledger.fact(_NAME) is None:
            ledger.set_fact(_NAME, name)
    except BaseException:
        ledger.close()
        raise
    return ledger


def keep_sid(ledger: Ledger, sid: str, input_file: str) -> None:
    """Keep of which scenario the runs are, before the first is started.

    Raises:
        CallrActionsError: the rows were begun with another.
    """
    _require_same(ledger, _SID, sid, input_file)


def _of_scenario(input_file: str, account: str, sid: str | None) -> Path | None:
    """Return the state that an input already has for a scenario, however it was named then."""
    if sid is None:
        return None
    for path in state_files(Path(input_file)):
        with Ledger(path, watching=True) as ledger:
            if (ledger.fact(_ACCOUNT), ledger.fact(_SID)) == (account, sid):
                return path
    return None


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
        scenario: what it was named when the batch began, or its SID; None for whichever there is.

    Raises:
        CallrActionsError: there is none, or several fit.
    """
    found: dict[Path, tuple[str, str]] = {}
    for path in state_files(Path(input_file)):
        with Ledger(path, watching=True) as ledger:
            facts = (str(ledger.fact(_ACCOUNT)), str(ledger.fact(_NAME)))
            sid = ledger.fact(_SID)
        if account in {None, facts[0]} and scenario in {None, facts[1], sid}:
            found[path] = facts
    if not found:
        raise CallrActionsError(
            "there is no batch of it"
            if account is None and scenario is None
            else "there is no such batch of it",
            file=input_file,
            hint=f"`callr-actions batch KEY {input_file}` begins one"
            if Path(input_file).exists()
            else likeliest(input_file),
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
