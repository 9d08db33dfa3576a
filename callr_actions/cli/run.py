"""`callr-actions run`: starts a scenario through the API, follows it, gives its result and an exit code."""

from __future__ import annotations

import asyncio
import shlex
import time
from typing import TYPE_CHECKING, Any

import click

from callr_actions.cli.completion import completing
from callr_actions.cli.helping import ProgramCommand, Rare
from callr_actions.cli.manners import say
from callr_actions.cli.running.conditions import condition_options, patience
from callr_actions.cli.running.results import EVENTS, check_names, result_options, write_results
from callr_actions.cli.sessions.gate import Change, pass_gate
from callr_actions.cli.sessions.options import writing_options
from callr_actions.cli.sessions.session import run_session
from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from callr_actions.cli.places import Place
    from callr_actions.cli.running.conditions import Conditions
    from callr_actions.cli.running.scenario import Runnable
    from callr_actions.cli.sessions.options import Target
    from callr_actions.cli.sessions.session import Session
    from callr_actions.runs.history import History
    from callr_actions.runs.judge import Judge
    from callr_actions.runs.script import Script
    from callr_actions.runs.wanted import Wanted


@click.command("run", cls=ProgramCommand)
@click.argument("scenario", metavar="KEY|FILE|SID", shell_complete=completing("keys", "scenarios"))
@click.option(
    "--var",
    "pairs",
    multiple=True,
    metavar="'$NAME=VALUE'",
    help="A variable of the run; VALUE is JSON, else text. Repeatable.",
)
@click.option(
    "--vars",
    "files",
    cls=Rare,
    multiple=True,
    metavar="FILE",
    help="Variables from YAML or JSON; `-` is standard input. Repeatable; --var wins.",
)
@condition_options
@click.option("--detach", is_flag=True, help="Start it, print its id, and wait for nothing.")
@click.option("--cancel-on-interrupt", "cancels", cls=Rare, is_flag=True, help="Ctrl-C cancels the run, too.")
@result_options
@writing_options
def command(
    scenario: str,
    pairs: tuple[str, ...],
    files: tuple[str, ...],
    conditions: Conditions,
    detach: bool,
    cancels: bool,
    places: tuple[Place, ...],
    target: Target,
) -> int:
    """Start a scenario's branch api-initiated, follow it, and print what it gives.

    On the local account a file, or a key's file, is put there on the fly; on others the scenario has to be
    deployed. Callr tells only a run's variables, so its end is a condition on them: here or in callr.yaml.
    Ctrl-C leaves the run alone and says how to pick it up.

    \b
    Examples:
      callr-actions run appointment-reminder --var '$phone=+33639980017'
      callr-actions run my-key --until '$status === "done"' --timeout 60s
    """  # noqa: D301 - click reads it
    from callr_actions.cli.running.given import given_variables

    given = given_variables(pairs, files)

    async def work(session: Session) -> int:
        from callr_actions.cli.running.scenario import find_runnable
        from callr_actions.javascript.evaluation.gaps import Gaps
        from callr_actions.language.bundled import bundled
        from callr_actions.runs.judge import Judge

        found = await find_runnable(session, scenario)
        wanted = conditions.over(found.settings)
        check_names(wanted.outputs, places)
        script = found.read(session)
        gaps = Gaps.of({name: fact.value for name, fact in bundled().javascript.items()})
        with Judge(wanted, gaps) as judge:
            start = _Start(scenario, found, script, wanted, judge)
            variables = start.checked(session, given)
            pass_gate(session, start.change(session, variables))
            return await start.run(
                session, variables, conditions.timeout, places, detach=detach, cancels=cancels
            )

    return run_session(target, work)


class _Start:
    """One start, from its checks to its end."""

    def __init__(
        self, named: str, found: Runnable, script: Script | None, wanted: Wanted, judge: Judge
    ) -> None:
        self._named = named
        self._found = found
        self._script = script
        self._wanted = wanted
        self._judge = judge

    def checked(self, session: Session, given: Mapping[str, object]) -> dict[str, object]:
        """Return the variables that are sent; say what is doubtful about them and about the conditions.

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
        for warning in warnings:
            session.say(f"warning: {warning}")
        return variables

    def change(self, session: Session, variables: Mapping[str, object]) -> Change:
        """Return what is about to be done, for the gate: on a real account people may be called."""
        what = f"start a run of {self._found}"
        if session.account.is_local:
            return Change(what)
        if self._script is None:
            return Change(what, ("whom it calls or writes to is not known",), asks=True)
        from callr_actions.language.bundled import bundled
        from callr_actions.runs.reach import reached

        people = reached(self._script.scenario, bundled(), self._beginning(variables), self._judge)
        return Change(what, tuple(f"it {each}" for each in people), asks=bool(people))

    async def run(
        self,
        session: Session,
        variables: dict[str, object],
        timeout: float | None,
        places: tuple[Place, ...],
        *,
        detach: bool,
        cancels: bool,
    ) -> int:
        """Start it and follow it; return the exit code."""
        from callr_actions.api.requests.scenarios import StartScenario
        from callr_actions.cli.running.pursuit import Pursued, pursue
        from callr_actions.cli.running.scenario import put
        from callr_actions.project.state_folder import state_folder
        from callr_actions.runs.history import History

        inputs = StartScenario(variables=variables)
        found = await put(session, self._found)
        assert found.sid is not None
        seconds = patience(timeout, found.settings.timeout, self._wanted)
        run = await self._started(session, found.sid, inputs)
        history = History(state_folder(session.project.root))
        self._keep(session, history, run, found, variables, seconds)
        pursued = Pursued(
            run,
            found.sid,
            found.name,
            self._wanted,
            seconds,
            self._beginning(variables),
            fresh=True,
            key=shlex.quote(self._named),
        )
        if detach:
            return _detached(session, pursued, places, history)
        return await pursue(session, pursued, self._judge, places, history, cancels=cancels)

    async def _started(self, session: Session, sid: str, inputs: Any) -> str:  # noqa: ANN401 - imported late
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

    def _keep(
        self,
        session: Session,
        history: History,
        run: str,
        found: Runnable,
        variables: dict[str, object],
        seconds: float,
    ) -> None:
        """Keep the run for later; that it cannot be kept does not stop one that has begun."""
        from callr_actions.runs.history import Entry

        assert found.sid is not None
        now = time.time_ns() // 1_000_000
        entry = Entry(
            run,
            session.account.name,
            found.sid,
            found.name,
            now,
            self._beginning(variables),
            self._wanted,
            seconds,
        )
        try:
            history.add(entry)
        except CallrActionsError as error:
            session.say(f"warning: {error}")

    def _beginning(self, variables: Mapping[str, object]) -> dict[str, object]:
        """Return the variables with which the run begins: what it is given, over what the script declares."""
        from callr_actions.simulator.values import to_json

        declared = {} if self._script is None else self._script.initial
        return {**{name: to_json(value) for name, value in declared.items()}, **variables}


def _detached(session: Session, pursued: Any, places: tuple[Place, ...], history: History) -> int:  # noqa: ANN401
    """Give the run's id, in the forms that are wanted, and say how to pick the run up."""
    from callr_actions.cli.running.pursuit import commands, keep
    from callr_actions.cli.running.telling import Telling
    from callr_actions.runs.events import Ended, Started
    from callr_actions.runs.outcome import Outcome

    keep(session, history, pursued.run, Outcome.DETACHED.value)
    with Telling(session, places, pursued.timeout) as tell:
        tell(Started(0.0, pursued.run, session.account.name, pursued.sid, pursued.scenario, pursued.initial))
        tell(Ended(0.0, Outcome.DETACHED, "", None))
    if any(place.format == "outputs" and place.file is None for place in places):
        click.echo(pursued.run)
        places = tuple(place for place in places if place.format != "outputs" or place.file is not None)
    write_results({"run": pursued.run}, [place for place in places if place.format != EVENTS])
    resume, cancel = commands(session, pursued)
    session.say(f"pick it up: {resume}")
    session.say(f"cancel it:  {cancel}")
    return ExitCode.DONE
