"""What every change of an account passes before it is sent: protection, live numbers, a question.

One function, so that whatever is asked of one command that writes is asked of all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.cli.manners import say
from callr_actions.cli.session import MASKER
from callr_actions.cli.sessions.question import ask
from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.named_tuple import NamedTuple
from callr_actions.terminal import printable

if TYPE_CHECKING:
    from callr_actions.cli.sessions.session import Session


class Change(NamedTuple):
    """A change that is about to be made.

    Attributes:
        what: in the imperative, such as `delete the recording abcd1234`.
        consequences: what else will be so, such as the live numbers it concerns; a line each.
        asks: whether it needs a yes on any account: it deletes, costs money, or reaches people.
    """

    what: str
    consequences: tuple[str, ...] = ()
    asks: bool = False


def pass_gate(session: Session, change: Change) -> None:
    """Return when the change may be made.

    A protected account asks for its name at every change; `--confirm NAME` gives it, `--yes` does not.
    Another account asks for a yes where the change says so or has consequences; `--yes` gives it.

    Raises:
        CallrActionsError: refused, declined, or nobody is there to be asked.
    """
    account, target = session.account, session.target
    if target.confirm is not None and target.confirm != account.name:
        raise _refused(
            f"--confirm says `{target.confirm}`, and the account is `{account.name}`",
            "name the account that is meant, twice",
        )
    if account.protected:
        if target.confirm is None:
            _ask_for_name(session, change)
        return
    if (change.asks or change.consequences) and not target.yes and target.confirm is None:
        _ask_for_yes(session, change)


def _ask_for_name(session: Session, change: Change) -> None:
    name = session.account.name
    if not session.interactive:
        raise _refused(
            f"`{name}` is protected, and nobody is here to be asked: {_in_short(change)}",
            f"add --confirm {name}",
        )
    _show(session, change)
    if ask(f"`{name}` is protected; type its name to go on:") != name:
        raise _refused("that is not its name; nothing was changed", None)


def _ask_for_yes(session: Session, change: Change) -> None:
    if not session.interactive:
        raise _refused(f"this needs a yes, and nobody is here to be asked: {_in_short(change)}", "add --yes")
    _show(session, change)
    if ask("go on? [y/N]").lower() not in ("y", "yes"):
        raise _refused("declined; nothing was changed", None)


def _show(session: Session, change: Change) -> None:
    for line in (f"account `{session.account.name}`: {change.what}", *change.consequences):
        say(printable(MASKER.mask(line)).replace("\n", "\\n"))


def _in_short(change: Change) -> str:
    return "; ".join((change.what, *change.consequences))


def _refused(message: str, hint: str | None) -> CallrActionsError:
    return CallrActionsError(message, hint=hint, exit_code=ExitCode.REFUSED)
