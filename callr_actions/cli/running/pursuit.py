"""Following a run from a command: told, kept, left or cancelled at Ctrl-C, and its exit code."""

from __future__ import annotations

import asyncio
import shlex
import signal
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from callr_actions.cli.manners import say
from callr_actions.cli.running.results import write_results
from callr_actions.cli.running.telling import Telling
from callr_actions.cli.session import MASKER
from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.named_tuple import NamedTuple
from callr_actions.runs.events import Ended, Started, Waiting
from callr_actions.runs.following import Patience, follow
from callr_actions.runs.outcome import Outcome
from callr_actions.terminal import printable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping

    from callr_actions.cli.places import Place
    from callr_actions.cli.sessions.session import Session
    from callr_actions.runs.events import Event
    from callr_actions.runs.history import History
    from callr_actions.runs.judge import Judge
    from callr_actions.runs.wanted import Wanted

# In the history, of a run that was stopped from here.
CANCELLED: Final = "cancelled"


class Pursued(NamedTuple):
    """A run that is followed.

    Attributes:
        run: its id.
        sid, scenario: its scenario's SID, and what people call it.
        wanted: what it is judged by.
        timeout: in seconds.
        initial: the variables that it began with; None where nobody here knows.
        fresh: whether it has just been started.
        resumes: whether it was not started by this command.
        key: what names its scenario to `run`, for advice.
    """

    run: str
    sid: str
    scenario: str
    wanted: Wanted
    timeout: float
    initial: Mapping[str, object] | None
    fresh: bool = False
    key: str = "KEY"


async def pursue(
    session: Session,
    pursued: Pursued,
    judge: Judge,
    places: tuple[Place, ...],
    history: History,
    *,
    cancels: bool = False,
) -> int:
    """Follow a run to its end, and return the exit code.

    Args:
        session: the account.
        pursued: the run.
        judge: decides when it has ended.
        places: the forms in which its outputs are wanted.
        history: where the end is kept.
        cancels: whether Ctrl-C cancels the run.

    Raises:
        CallrActionsError: it ended otherwise than well; the error says how, and has the exit code.
    """
    last = Waiting(0.0, 0, 0.0)
    ended: Ended | None = None
    with Telling(session, places, pursued.timeout) as tell:
        started = Started(
            0.0, pursued.run, session.account.name, pursued.sid, pursued.scenario, pursued.initial
        )
        try:
            # Before anything is told: who reads of the run may end it at once.
            with _ended_like_ctrl_c():
                tell(started)
                async for event in events_of(session, pursued, judge):
                    tell(event)
                    if isinstance(event, Waiting):
                        last = event
                    if isinstance(event, Ended):
                        ended = event
        except asyncio.CancelledError:
            _go_on_after_interrupt()
            tell.clear()
            tell(Ended(last.at, Outcome.INTERRUPTED, "", None, polls=last.polls))
            await _interrupted(session, pursued, history, cancels=cancels)
            return ExitCode.INTERRUPTED
        assert ended is not None, "the last event is the end"
    if pursued.fresh or pursued.wanted.has_condition:
        keep(session, history, pursued.run, ended.outcome.value)
    problem = _concluded(session, pursued, ended)
    if ended.outputs is not None:
        write_results(ended.outputs, places)
    if problem is not None:
        raise problem
    return ended.exit_code


def events_of(session: Session, pursued: Pursued, judge: Judge) -> AsyncIterator[Event]:
    """Ask the account for a run's variables again and again; return what happens until its end, `Ended`."""
    from callr_actions.api.resources import scenarios

    request = scenarios.get_run(pursued.sid, pursued.run)

    async def ask() -> Mapping[str, object]:
        return (await session.send(request)).variables

    return follow(
        ask,
        judge,
        Patience(pursued.timeout),
        session.connection.edge,
        before=pursued.initial,
        initial=pursued.initial,
        fresh=pursued.fresh,
    )


def keep(session: Session, history: History, run: str, outcome: str) -> None:
    """Write into the history how it ended; that it cannot be written changes nothing about the run."""
    try:
        history.note(run, session.account.name, outcome, time.time_ns() // 1_000_000)
    except CallrActionsError as error:
        session.say(f"warning: {error}")


def commands(session: Session, pursued: Pursued) -> tuple[str, str]:
    """Return the commands that pick a run up again, and that cancel it."""
    target = session.target
    rest = ["--account", session.account.name]
    if target.project_file is not None:
        rest += ["--project", target.project_file]
    line = f"{shlex.quote(pursued.run)} {shlex.join(rest)}"
    verb = "wait" if pursued.wanted.has_condition else "follow"
    return f"callr-actions runs {verb} {line}", f"callr-actions runs cancel {line}"


@contextmanager
def _ended_like_ctrl_c() -> Iterator[None]:
    """Take the signal with which CI servers end a job as they take Ctrl-C from people."""
    task, loop = asyncio.current_task(), asyncio.get_running_loop()
    assert task is not None
    # Not every system has it, and only the main thread may.
    with suppress(NotImplementedError, RuntimeError, ValueError):
        loop.add_signal_handler(signal.SIGTERM, task.cancel)
    try:
        yield
    finally:
        with suppress(NotImplementedError, RuntimeError, ValueError):
            loop.remove_signal_handler(signal.SIGTERM)


def _go_on_after_interrupt() -> None:
    """Let this task do something after Ctrl-C has cancelled it; the next Ctrl-C ends the program."""
    task = asyncio.current_task()
    assert task is not None
    task.uncancel()


async def _interrupted(session: Session, pursued: Pursued, history: History, *, cancels: bool) -> None:
    if pursued.fresh:
        keep(session, history, pursued.run, Outcome.INTERRUPTED.value)
    resume, cancel = commands(session, pursued)
    if cancels:
        from callr_actions.api.resources import scenarios

        try:
            await session.send(scenarios.cancel_run(pursued.sid, pursued.run))
        except CallrActionsError as error:
            _say(f"interrupted; the run {pursued.run} could not be cancelled: {error}")
            _say(f"  cancel it:  {cancel}")
        else:
            keep(session, history, pursued.run, CANCELLED)
            _say(f"interrupted; the run {pursued.run} is cancelled")
        return
    _say(f"interrupted; the run {pursued.run} goes on")
    _say(f"  pick it up:  {resume}")
    _say(f"  cancel it:   {cancel}")


def _say(text: str) -> None:
    """Say what is needed also with `--quiet`: without it the run could not be found again."""
    say(printable(MASKER.mask(text)))


def _concluded(session: Session, pursued: Pursued, ended: Ended) -> CallrActionsError | None:
    """Say how it ended well; return the error of another end."""
    if ended.outcome is Outcome.REACHED:
        session.say(f"done {_spent(ended)}: {ended.reason}")
    elif ended.outcome is Outcome.UNKNOWN:
        _tell_that_nobody_knows(session, pursued, ended)
    return problem_of(session, pursued, ended)


def problem_of(session: Session, pursued: Pursued, ended: Ended) -> CallrActionsError | None:
    """Return what is wrong about an end, and what to do; None where a run ended well, or nobody can know."""
    resume, cancel = commands(session, pursued)
    spent = _spent(ended)
    again = f"it may go on. Pick it up: `{resume}`; cancel it: `{cancel}`"
    within = _within(session, pursued)
    match ended.outcome:
        case Outcome.REACHED | Outcome.UNKNOWN:
            return None
        case Outcome.LOST:
            return _lost(pursued, ended)
        case Outcome.FAILED:
            message, hint = f"the run {pursued.run} failed {spent}: {ended.reason} holds", within
        case Outcome.TIMED_OUT:
            message = f"the run {pursued.run} is not done {spent}; waited for: {_waited_for(pursued.wanted)}"
            hint = again if within is None else f"{within}; {again}"
        case _:
            message = f"the account did not answer until the time was over, {spent}: {ended.reason}"
            hint = again
    return CallrActionsError(message, hint=hint, exit_code=ended.exit_code)


def _within(session: Session, pursued: Pursued) -> str | None:
    """Return how to look into a run, where that is possible: on the local account only."""
    if not session.account.is_local:
        return None
    named = session.target.project_file
    words = ["callr-actions", "dev", "run", pursued.run, *([] if named is None else ["--project", named])]
    return f"`{shlex.join(words)}` shows what happened in it"


def _spent(ended: Ended) -> str:
    many = "once" if ended.polls == 1 else f"{ended.polls} times"
    return f"after {ended.at:.1f} s, asked {many}"


def _waited_for(wanted: Wanted) -> str:
    if wanted.until is not None:
        return str(wanted.until)
    if wanted.until_set is not None:
        return f"--until-set `{wanted.until_set}`"
    return f"{wanted.fail_if}, which says when it has failed; nothing says when it is done"


def _lost(pursued: Pursued, ended: Ended) -> CallrActionsError:
    from callr_actions.api.errors import NotFoundError

    error = ended.error
    assert error is not None
    if not isinstance(error, NotFoundError):
        return error
    if ended.variables is not None and ended.polls > 1:
        what = f"the account does not know the run {pursued.run} any more: it was cancelled, or has ended"
    else:
        what = f"the account knows no run {pursued.run} of the scenario {pursued.sid}"
    return CallrActionsError(
        f"{what} ({error})",
        hint="a run that is over may be forgotten, and one of another scenario or account is not found; "
        "`callr-actions runs list` shows those that were started here",
        exit_code=ended.exit_code,
    )


def _tell_that_nobody_knows(session: Session, pursued: Pursued, ended: Ended) -> None:
    session.say(
        f"followed for {ended.at:.0f} s; whether the run {pursued.run} has ended, nobody can know: "
        "Callr tells a run's variables and nothing else\n"
        "help: let the scenario say it in a variable, as its last step:\n"
        "        - action: javascript@v1\n"
        "          params:\n"
        '            code: $status = "done"\n'
        f"      and wait for that: callr-actions run {pursued.key} --until-set '$status'\n"
        "      or write it into callr.yaml for every run: scenario-settings: "
        f'{pursued.key}: run: {{until: $status === "done"}}'
    )
