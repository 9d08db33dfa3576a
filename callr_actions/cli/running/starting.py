"""Starting a run: what it begins with, whom it may reach, sent once, kept so that it can be found again."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from callr_actions.cli.manners import say
from callr_actions.cli.sessions.gate import Change
from callr_actions.errors import CallrActionsError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from callr_actions.api.requests.scenarios import StartScenario
    from callr_actions.cli.running.pursuit import Pursued
    from callr_actions.cli.running.scenario import Runnable
    from callr_actions.cli.sessions.session import Session
    from callr_actions.runs.history import History
    from callr_actions.runs.judge import Judge
    from callr_actions.runs.reach import Reached
    from callr_actions.runs.script import Script
    from callr_actions.runs.wanted import Wanted


class Start:
    """One start, from its checks until it has begun.

    Args:
        found: the scenario.
        script: what it says about runs; None where it cannot be read.
        wanted: what the run is judged by.
        judge: judges.
    """

    def __init__(self, found: Runnable, script: Script | None, wanted: Wanted, judge: Judge) -> None:
        self._found = found
        self._script = script
        self._wanted = wanted
        self._judge = judge

    def checked(self, given: Mapping[str, object]) -> tuple[dict[str, object], tuple[str, ...]]:
        """Return the variables that are sent, and what is doubtful about them and about the conditions.

        Raises:
            CallrActionsError: a variable cannot be sent, or a condition cannot be evaluated.
        """
        from callr_actions.runs.variables import check_variables
        from callr_actions.runs.wanted import check_wanted

        script = self._script
        known = None if script is None else script.known
        variables, warnings = check_variables(given, known)
        names = None if known is None else known | variables.keys()
        warnings = (*warnings, *check_wanted(self._wanted, names))
        verdict = self._judge.verdict(self._beginning(variables), self._beginning(variables))
        if verdict.outcome is not None:
            warnings += (
                f"{verdict.reason} holds for the values that the run begins with: it will end at once",
            )
        return variables, warnings

    def people(self, variables: Mapping[str, object]) -> tuple[Reached, ...] | None:
        """Return whom the run may call or write to; None where nobody can know."""
        if self._script is None:
            return None
        from callr_actions.language.bundled import bundled
        from callr_actions.runs.reach import reached

        return reached(self._script.scenario, bundled(), self._beginning(variables), self._judge)

    def change(self, session: Session, variables: Mapping[str, object]) -> Change:
        """Return what is about to be done, for the gate: on a real account people may be called."""
        what = f"start a run of {self._found}"
        if session.account.is_local:
            return Change(what)
        people = self.people(variables)
        return Change(what, consequences(people), asks=people is None or bool(people))

    async def begin(
        self, session: Session, variables: dict[str, object], timeout: float | None, *, key: str
    ) -> tuple[Pursued, History]:
        """Start it; return the run, and the history that it is kept in.

        Args:
            session: the account.
            variables: as they are checked.
            timeout: how long to follow it, in seconds; None for as long as callr.yaml says.
            key: what names the scenario to `run`, quoted for a shell.

        Raises:
            CallrActionsError: it was not started, or nobody knows whether it was.
        """
        from callr_actions.api.requests.scenarios import StartScenario
        from callr_actions.cli.running.conditions import patience
        from callr_actions.cli.running.pursuit import Pursued
        from callr_actions.cli.running.scenario import put
        from callr_actions.project.state_folder import state_folder
        from callr_actions.runs.history import Entry, History

        inputs = StartScenario(variables=variables)
        found = await put(session, self._found)
        assert found.sid is not None
        seconds = patience(timeout, found.settings.timeout, self._wanted)
        run = await _started(session, found.sid, inputs)
        history = History(state_folder(session.project.root))
        name, now = session.account.name, time.time_ns() // 1_000_000
        begins = self._beginning(variables)
        entry = Entry(run, name, found.sid, found.name, now, begins, self._wanted, seconds)
        try:
            history.add(entry)
        except CallrActionsError as error:  # that it cannot be kept does not stop one that has begun
            session.say(f"warning: {error}")
        pursued = Pursued(run, found.sid, found.name, self._wanted, seconds, begins, fresh=True, key=key)
        return pursued, history

    def _beginning(self, variables: Mapping[str, object]) -> dict[str, object]:
        """Return the variables with which the run begins: what it is given, over what the script declares."""
        from callr_actions.simulator.values import to_json

        declared = {} if self._script is None else self._script.initial
        return {**{name: to_json(value) for name, value in declared.items()}, **variables}


def consequences(people: tuple[Reached, ...] | None) -> tuple[str, ...]:
    """Return in lines whom a run may reach; None stands for somebody who is not known."""
    if people is None:
        return ("whom it calls or writes to is not known",)
    return tuple(f"it {each}" for each in people)


def judge_for(wanted: Wanted) -> Judge:
    """Return who judges by these conditions, which also says in words what the platform's engine has."""
    from callr_actions.javascript.evaluation.gaps import Gaps
    from callr_actions.language.bundled import bundled
    from callr_actions.runs.judge import Judge

    return Judge(wanted, Gaps.of({name: fact.value for name, fact in bundled().javascript.items()}))


async def _started(session: Session, sid: str, inputs: StartScenario) -> str:
    """Start the run and return its id; say so where nobody knows whether it began."""
    from callr_actions.api.errors import ApiError
    from callr_actions.api.resources import scenarios

    try:
        return (await session.send(scenarios.start(sid, inputs))).run_id
    except asyncio.CancelledError:
        say("interrupted while the run was being started: it may have begun all the same")
        raise
    except ApiError as error:
        if not error.uncertain:
            raise
        raise CallrActionsError(
            f"whether the run began, nobody knows: {error}",
            hint="it was not started again, because people could be called twice; look at what the "
            "scenario does (calls, messages, its log) before you repeat it",
            exit_code=error.exit_code,
        ) from error
