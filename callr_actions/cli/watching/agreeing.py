"""Whom the runs of a watch may reach on a real account: asked once at the start, and held to afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.cli.running.starting import consequences
from callr_actions.cli.sessions.gate import Change, pass_gate
from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode

if TYPE_CHECKING:
    from callr_actions.cli.sessions.session import Session
    from callr_actions.runs.reach import Reached


class Agreement:
    """Whom somebody has said yes to.

    Args:
        everybody: whether that is whoever it may be, as with `--yes`.
    """

    def __init__(self, *, everybody: bool = False) -> None:
        self._everybody = everybody
        self._known: set[tuple[str, str]] = set()

    def ask(self, session: Session, what: str, people: tuple[Reached, ...]) -> None:
        """Show whom it reaches now, and ask, unless the command line has said yes.

        Raises:
            CallrActionsError: declined, or nobody is there to be asked.
        """
        lines = consequences(people)
        if lines and (session.target.yes or session.target.confirm is not None):
            session.say("\n".join((f"account `{session.account.name}`: {what}", *lines)))
        pass_gate(session, Change(what, lines, asks=bool(lines)))
        self._known |= {_identity(each) for each in people}

    def hold(self, people: tuple[Reached, ...] | None) -> tuple[str, ...]:
        """Return in lines whom a run reaches that was not known before.

        Raises:
            CallrActionsError: nobody has said yes to them.
        """
        new = None if people is None else tuple(each for each in people if _identity(each) not in self._known)
        lines = consequences(new)
        if lines and not self._everybody:
            raise CallrActionsError(
                f"nobody has said yes to this: {'; '.join(lines)}",
                hint="end the watch and start it again to be asked, or add --yes",
                exit_code=ExitCode.REFUSED,
            )
        self._known |= {_identity(each) for each in new or ()}
        return lines


def _identity(reached: Reached) -> tuple[str, str]:
    return reached.verb, reached.who
