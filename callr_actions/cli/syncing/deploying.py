"""A plan through the gate and carried out, with what is said about it."""

from __future__ import annotations

import asyncio
import getpass
import os
import socket
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from callr_actions.cli.session import MASKER
from callr_actions.cli.sessions.gate import Change, pass_gate
from callr_actions.cli.syncing.linting import show_blocking
from callr_actions.cli.syncing.options import Wish
from callr_actions.cli.syncing.planning import now, plan_for
from callr_actions.cli.syncing.telling import Telling, in_words
from callr_actions.cli.syncing.undecided import undecided
from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.named_tuple import NamedTuple
from callr_actions.project.state_folder import state_folder
from callr_actions.sync.applying.apply import apply, refuse_other_values
from callr_actions.sync.applying.deployments import Author, Deployments
from callr_actions.sync.applying.lock import lock_folder, locked
from callr_actions.sync.applying.setting import Setting
from callr_actions.sync.outputs.summary import summary
from callr_actions.sync.plan import NumberRow, Op
from callr_actions.sync.plan_file import load_plan
from callr_actions.sync.reader import Reader
from callr_actions.sync.remote import read_remote
from callr_actions.sync.saved import moved
from callr_actions.sync.thresholds import too_large

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from callr_actions.cli.sessions.session import Session
    from callr_actions.cli.syncing.linting import Linted
    from callr_actions.sync.applying.outcome import Outcome, RowOutcome
    from callr_actions.sync.plan import Plan, Row

_MOST_CONSEQUENCES = 12


class Manner(NamedTuple):
    """How to deploy.

    Attributes:
        force_large: whether a plan may be large.
        allow_gap: whether a number may be answered by nobody for a moment.
        json: whether events are told as JSON lines.
        colour: None decides by the terminal.
        command, again: what does all of it, and what does what was asked for, as words.
    """

    force_large: bool = False
    allow_gap: bool = False
    json: bool = False
    colour: bool | None = None
    command: tuple[str, ...] = ("deploy",)
    again: tuple[str, ...] = ("deploy",)


class BackTo(NamedTuple):
    """A commit that is deployed again.

    Attributes:
        reference: as the user has written it.
        commit: its full name.
    """

    reference: str
    commit: str


async def deploy(
    session: Session, linted: Linted, wish: Wish, manner: Manner, *, back_to: BackTo | None = None
) -> int:
    """Plan, ask and do; return the exit code.

    Args:
        session: the account.
        linted: what is to be there.
        wish: what of it is meant.
        manner: how.
        back_to: the commit that all of it is as in, where that is not the folder.

    Raises:
        CallrActionsError: refused, declined, or the account does not answer as it should.
    """
    command = ["deploy"] if back_to is None else ["rollback", back_to.reference]
    with _alone(session) as deployments:
        commit = None if back_to is None else back_to.commit
        plan = (await plan_for(session, linted, wish, commit=commit, command=command)).plan
        plan = plan.without_refused() if wish.theirs else plan
        if not session.target.quiet:
            show_blocking(linted)
        manner = manner._replace(again=(*command, *wish.words), command=tuple(command))
        return await carry_out(session, plan, deployments, manner, lambda _: [list(manner.again)])


async def deploy_saved(session: Session, file: str, manner: Manner) -> int:
    """Do what a file says, where the account is still as it was; return the exit code.

    Raises:
        CallrActionsError: it is another account's, or the account has moved.
    """
    plan = load_plan(Path(file))
    if plan.account != session.account.name:
        raise CallrActionsError(
            f"the plan is for `{plan.account}`, and the account is `{session.account.name}`",
            file=file,
            hint=f"add --account {plan.account}",
            exit_code=ExitCode.REFUSED,
        )
    refuse_other_values(plan, os.environ)
    with _alone(session) as deployments:
        remote = await read_remote(Reader(session.client, session.connection), numbers=bool(plan.numbers))
        changes = moved(plan, remote)
        if changes:
            again = in_words(_again(plan.rows, file)[:1], plan.account)
            raise CallrActionsError(
                f"the account has moved since the plan was made: {'; '.join(changes[:_MOST_CONSEQUENCES])}",
                file=file,
                hint=f"nothing was changed; plan what is left: {again}",
                exit_code=ExitCode.REFUSED,
            )
        return await carry_out(
            session,
            plan,
            deployments,
            manner,
            lambda outcome: _again([each.row for each in outcome.left], file),
        )


def _again(rows: Iterable[Row], file: str) -> list[list[str]]:
    """Return the commands that do what is left of a saved plan, which itself holds no more, as words."""
    left = tuple(rows)
    keys = dict.fromkeys(row.key for row in left)
    prune = ["--prune"] if any(row.op in {Op.DELETE, Op.DETACH} for row in left) else []
    return [["plan", *keys, *prune, "--out", file], ["deploy", "--plan", file]]


async def carry_out(
    session: Session,
    plan: Plan,
    deployments: Deployments,
    manner: Manner,
    going_on: Callable[[Outcome], Sequence[Sequence[str]]],
) -> int:
    """Show a plan, pass the gate, do it, say what came of it; return the exit code.

    Args:
        session: the account.
        plan: what is to be done.
        deployments: keeps the record.
        manner: how.
        going_on: returns the commands that go on where something is left, as words.
    """
    telling = Telling(session, plan, json=manner.json, colour=manner.colour)
    telling.plan()
    if plan.obstacles:
        return ExitCode.FINDINGS
    _refuse(plan, manner)
    if not plan.rows:
        return ExitCode.DONE
    pass_gate(session, _change(plan))
    with telling.progress():
        told = _Told(telling.begun, telling.ended)
        outcome = await _do(session, plan, deployments, told, allow_gap=manner.allow_gap)
    telling.outcome(outcome, going_on(outcome))
    return outcome.exit_code


class Pushed(NamedTuple):
    """What came of a deploy without a question; `outcome` is None where there was nothing to do."""

    plan: Plan
    outcome: Outcome | None


async def push(session: Session, linted: Linted) -> Pushed:
    """Deploy everything that is new here, without a word and without a question.

    Raises:
        CallrActionsError: something stands in the way, or what is on the account would be overwritten.
    """
    with _alone(session) as deployments:
        plan = (await plan_for(session, linted, Wish())).plan
        if plan.obstacles:
            first = plan.obstacles[0]
            raise CallrActionsError(first.message, file=first.file, hint=first.hint)
        _refuse(plan, Manner(force_large=session.account.is_local))
        if not plan.rows:
            return Pushed(plan, None)
        return Pushed(plan, await _do(session, plan, deployments, _Told(), allow_gap=False))


class _Told(NamedTuple):
    """Who is told what becomes of each row."""

    begun: Callable[[Row], None] = lambda _: None
    ended: Callable[[RowOutcome], None] = lambda _: None


async def _do(
    session: Session, plan: Plan, deployments: Deployments, told: _Told, *, allow_gap: bool
) -> Outcome:
    """Do what a plan says, with a journal of it and a record."""
    author = Author(_who(), socket.gethostname(), now(), token_hex(3))
    known = deployments.known() if any(row.op is Op.CREATE for row in plan.rows) else {}
    journal = deployments.begin(plan, author)
    try:
        await deployments.head()
        outcome = await apply(
            plan,
            Setting(
                session.client,
                session.connection.edge,
                journal,
                os.environ,
                known,
                allow_gap=allow_gap,
                hide=MASKER.mask,
                begun=told.begun,
                ended=told.ended,
            ),
        )
        try:
            await deployments.end(outcome)
        except CallrActionsError as error:  # what was done is done, and has to be told
            outcome = outcome._replace(remarks=(*outcome.remarks, f"the record has no end: {error}"))
    except asyncio.CancelledError:
        session.say("interrupted; what is done stays, what was under way is looked at by the next deploy")
        raise
    finally:
        deployments.close()
    return outcome


@contextmanager
def _alone(session: Session) -> Iterator[Deployments]:
    """Hold the account's lock, and settle what an earlier deploy has left."""
    state = state_folder(session.project.root)
    folder = lock_folder(os.environ, Path.home())
    with locked(session.connection, folder, state, session.account.name):
        deployments = Deployments(state, session.account.name)
        interrupted = deployments.settle()
        if interrupted is not None:
            session.say(f"{interrupted}; the account is looked at anew, and what is left is done now")
        yield deployments


def _refuse(plan: Plan, manner: Manner) -> None:
    if plan.refused:
        raise undecided(plan, manner.command, manner.again)
    large = None if manner.force_large else too_large(plan)
    if large is not None:
        raise CallrActionsError(
            f"nothing was changed: {large}",
            hint="if that is meant, add --force-large; else name the scenarios",
            exit_code=ExitCode.REFUSED,
        )


def _change(plan: Plan) -> Change:
    lines = list(_consequences(plan))
    if len(lines) > _MOST_CONSEQUENCES:
        lines = [*lines[: _MOST_CONSEQUENCES - 1], f"and {len(lines) - _MOST_CONSEQUENCES + 1} more such"]
    return Change(f"deploy ({summary(plan)})", tuple(lines), asks=True)


def _consequences(plan: Plan) -> Iterator[str]:
    for row in plan.rows:
        if isinstance(row, NumberRow):
            if row.op is Op.MOVE:
                yield f"live: {row.number} moves from {row.before} to {row.after}"
            elif row.op is Op.DETACH:
                yield f"live: nobody will answer {row.number}"
        elif row.before is not None:
            live = ", ".join(row.before.numbers)
            if row.op is Op.ADOPT:
                yield f"`{row.name}` ({row.sid}), which nobody has deployed, gets the script of `{row.key}`"
            if row.op is Op.DELETE:
                yield f"`{row.key}` ({row.sid}) is deleted for good" + (f"; live: {live}" if live else "")
            elif live:
                yield f"live: `{row.key}` answers {live}, with the new script at once"


def _who() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user often has no name
        return str(os.getuid()) if hasattr(os, "getuid") else "unknown"
