"""`callr-actions call`: simulates an inbound call, by a script or live in the terminal."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from callr_actions.cli.helping import ProgramCommand
from callr_actions.cli.simulated import (
    Options,
    called_number,
    checked_number,
    require_file,
    simulation,
    simulation_options,
)
from callr_actions.cli.simulation import perform
from callr_actions.cli.source_excerpt import print_findings
from callr_actions.errors import CallrActionsError

if TYPE_CHECKING:
    from callr_actions.cli.simulated import Simulation
    from callr_actions.simulator.behaviour import Script
    from callr_actions.simulator.session import Session

_KEYS = frozenset("0123456789*#ABCD")


@click.command("call", cls=ProgramCommand)
@simulation_options
@click.option(
    "--press", metavar="KEYS", help="Keys for the first question, the second and so on: --press 1,2#"
)
@click.option("--script", metavar="FILE", help="What the caller does, as a world's `does`: a YAML list.")
@click.option("--live", is_flag=True, help="You are the caller, whatever the world says.")
def command(
    press: str | None,
    script: str | None,
    live: bool,
    **given: Any,  # noqa: ANN401
) -> int:
    """Simulate a call that comes in, and show what the caller hears and what happens.

    FILE|KEY is the scenario: its file, or its path below the scenarios folder without the extension. The
    caller does what the world, --script or --press says. Without any of them, in a terminal, or with --live
    you are the caller: keys are the phone's keys, Ctrl-C hangs up.

    Ends with 1 when the scenario fails; the step is shown in its file.

    \b
    Examples:
      callr-actions call front-desk --press 7,1     a wrong key, then 1
      callr-actions call front-desk --live          be the caller yourself
    """  # noqa: D301 - click reads it
    from callr_actions.simulator.start import InboundCall

    if (press is not None) + (script is not None) + live > 1:
        raise click.UsageError("--press, --script and --live exclude each other")
    options = Options(**given)
    if live and not (options.replay is None and _at_terminal(options)):
        raise click.UsageError("--live needs a terminal, and neither --json nor --replay")
    simulated = simulation(options)
    caller = simulated.world.caller
    acts = caller.script
    if press is not None:
        acts = _answers(press)
    elif script is not None:
        acts = _script(script)
    if simulated.tape is None and not acts and press is None:
        live = _at_terminal(options)
    asked = options.from_number
    start = InboundCall(
        caller.number if asked is None else checked_number(asked, "--from"),
        called_number(simulated),
        None if live else acts,
        caller.name,
        caller.restricted,
    )
    return perform(simulated, start, _drive(simulated, live=live))


def _drive(simulated: Simulation, *, live: bool) -> Any:  # noqa: ANN401 - imported late
    from callr_actions.simulator.live import play_inputs

    if simulated.tape is not None:
        inputs = simulated.tape.inputs
        return lambda session: play_inputs(session, inputs)
    if live:
        from callr_actions.cli.keypad import converse

        return converse
    return _advance


def _advance(session: Session) -> None:
    session.advance(None)


def _at_terminal(options: Options) -> bool:
    return not options.json and sys.stdin.isatty() and sys.stdout.isatty()


def _answers(press: str) -> Script:
    """Return the script that answers one question with each part of `1,2#`.

    Raises:
        click.UsageError: a part has something that is no key.
    """
    from callr_actions.simulator.behaviour import Act, Asked, Press

    acts: list[Act] = []
    for part in press.split(","):
        keys = part.strip()
        wrong = next((key for key in keys if key not in _KEYS), None)
        if wrong is not None or not keys:
            found = f"`{wrong}` is no key of a phone" if wrong else "one of the answers is empty"
            raise click.UsageError(f"--press {press}: {found}; write keys with commas between answers, 1,2#")
        acts += [Asked(), Press(keys)]
    return tuple(acts)


def _script(file: str) -> Script:
    from callr_actions.simulator.world.read import read_script

    require_file(file)
    read = read_script(Path(file), Path(file).as_posix())
    if read.world is None:
        print_findings(read.findings, read.source)
        raise CallrActionsError("the script has errors, so nothing was run", file=file)
    return read.world.caller.script
