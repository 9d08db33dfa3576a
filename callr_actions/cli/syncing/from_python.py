"""`callr_actions.plan`: what a deploy would do, for programs. By the same steps as the command goes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from callr_actions.cli.sessions.options import Target
from callr_actions.cli.sessions.session import Session, run_session
from callr_actions.cli.syncing.linting import lint_before
from callr_actions.cli.syncing.options import Wish
from callr_actions.cli.syncing.planning import is_meant, plan_for

if TYPE_CHECKING:
    from pathlib import Path

    from callr_actions.sync.plan import Plan


def plan(
    *keys: str,
    account: str | None = None,
    project_file: Path | None = None,
    changed_since: str | None = None,
    prune: bool = False,
    ours: bool = False,
) -> Plan:
    """Return what `deploy` would do. The account is only read. Not for use inside a running event loop.

    Args:
        keys: scenarios, by key or by a pattern such as `support/*`; all without any.
        account: None for what CALLR_ACCOUNT or `default-account` say, else `local`.
        project_file: the callr.yaml; None for the one here or above.
        changed_since: only scenarios whose files differ from this commit.
        prune: whether what is not in the folder goes.
        ours: whether edits on the account are overwritten.

    Returns:
        The plan. With `obstacles`, such as findings of `lint`, a deploy would refuse.

    Raises:
        CallrActionsError: callr.yaml is broken, there is no such account or key, or the account fails.
    """
    file = None if project_file is None else os.fspath(project_file)
    wish = Wish(keys, changed_since, prune, ours)
    linted = lint_before(file, lambda key: is_meant(wish, key))

    async def work(session: Session) -> Plan:
        return (await plan_for(session, linted, wish)).plan

    return run_session(Target(account, file, verbose=0, quiet=True), work)
