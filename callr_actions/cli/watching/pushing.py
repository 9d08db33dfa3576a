"""`watch --push`: what is clean is deployed, without a question: whoever named the account has said yes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.cli.session import MASKER
from callr_actions.cli.sessions.options import Target
from callr_actions.cli.sessions.session import run_session, usable_project
from callr_actions.cli.watching.views import Deed, clean, failed_deed
from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.targets import choose_account, surroundings
from callr_actions.watch.loop import attempt

if TYPE_CHECKING:
    from callr_actions.cli.sessions.session import Session
    from callr_actions.cli.syncing.deploying import Pushed
    from callr_actions.project.project import Account


class Pusher:
    """Deploys everything to one account.

    Args:
        account: its name.
        project_file: the file behind `--project`.
    """

    def __init__(self, account: str, project_file: str | None) -> None:
        self._target = Target(account, project_file, 0, quiet=True, yes=True, writes=True)

    def refuse_mistakes(self) -> None:
        """Refuse an account that is not there or is protected.

        Raises:
            CallrActionsError: it is.
        """
        project = usable_project(self._target.project_file)
        _refuse_protected(choose_account(project, self._target.account, surroundings(MASKER)))

    def __call__(self) -> Deed:
        """Deploy; whatever goes wrong is in what is returned."""
        account = self._target.account
        pushed, failure = attempt(self._push)
        if pushed is None:
            assert failure is not None, "one of the two is there"
            return failed_deed("push", f"not pushed to `{account}`", failure, account=account)
        return _deed(str(account), pushed)

    def _push(self) -> Pushed:
        from callr_actions.cli.syncing.deploying import push
        from callr_actions.cli.syncing.linting import lint_before

        linted = lint_before(self._target.project_file, lambda _: True)

        async def work(session: Session) -> Pushed:
            _refuse_protected(session.account)
            return await push(session, linted)

        return run_session(self._target, work)


def _refuse_protected(account: Account) -> None:
    if account.protected:
        raise CallrActionsError(
            f"`{account.name}` is protected, and saving a file must not change it",
            hint=f"`callr-actions deploy --account {account.name}` asks for its name",
            exit_code=ExitCode.REFUSED,
        )


def _deed(account: str, pushed: Pushed) -> Deed:
    from callr_actions.sync.outputs.summary import summary
    from callr_actions.sync.outputs.text import number_text, scenario_text
    from callr_actions.sync.plan import NumberRow

    planned, outcome = summary(pushed.plan), pushed.outcome
    left = () if outcome is None else outcome.left
    counts = {} if outcome is None else {status.value: count for status, count in outcome.counts.items()}
    details = tuple(
        clean(
            f"{each.status.value}: {each.row.op.value} "
            f"{number_text(each.row) if isinstance(each.row, NumberRow) else scenario_text(each.row)}"
            + (f": {each.message}" if each.message else "")
        )
        for each in left
    )
    line = clean(f"{'pushed' if not left else 'partly pushed'} to `{account}`: {planned}")
    return Deed("push", line, not left, {"account": account, "summary": planned, "counts": counts}, details)
