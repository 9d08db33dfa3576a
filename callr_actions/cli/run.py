"""`callr-actions run`: starts a scenario through the API, follows it, gives its result and an exit code."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import click

from callr_actions.cli.completion import completing
from callr_actions.cli.helping import ProgramCommand, Rare
from callr_actions.cli.running.conditions import condition_options
from callr_actions.cli.running.results import EVENTS, check_names, result_options, write_results
from callr_actions.cli.sessions.gate import pass_gate
from callr_actions.cli.sessions.options import writing_options
from callr_actions.cli.sessions.session import run_session
from callr_actions.exit_codes import ExitCode

if TYPE_CHECKING:
    from callr_actions.cli.places import Place
    from callr_actions.cli.running.conditions import Conditions
    from callr_actions.cli.running.pursuit import Pursued
    from callr_actions.cli.sessions.options import Target
    from callr_actions.cli.sessions.session import Session
    from callr_actions.runs.history import History


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
        from callr_actions.cli.running.pursuit import pursue
        from callr_actions.cli.running.scenario import find_runnable
        from callr_actions.cli.running.starting import Start, judge_for

        found = await find_runnable(session, scenario)
        wanted = conditions.over(found.settings)
        check_names(wanted.outputs, places)
        script = found.read(session)
        with judge_for(wanted) as judge:
            start = Start(found, script, wanted, judge)
            variables, warnings = start.checked(given)
            for warning in warnings:
                session.say(f"warning: {warning}")
            pass_gate(session, start.change(session, variables))
            pursued, history = await start.begin(
                session, variables, conditions.timeout, key=shlex.quote(scenario)
            )
            if detach:
                return _detached(session, pursued, places, history)
            return await pursue(session, pursued, judge, places, history, cancels=cancels)

    return run_session(target, work)


def _detached(session: Session, pursued: Pursued, places: tuple[Place, ...], history: History) -> int:
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
