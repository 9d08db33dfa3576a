"""`callr-actions text`: simulates an inbound SMS."""

from __future__ import annotations

from typing import Any

import click

from callr_actions.cli.helping import ProgramCommand
from callr_actions.cli.simulated import (
    Options,
    called_number,
    checked_number,
    simulation,
    simulation_options,
)
from callr_actions.cli.simulation import perform


@click.command("text", cls=ProgramCommand)
@simulation_options
@click.option("--body", metavar="TEXT", help="What the message says.  [default: the world's]")
def command(body: str | None, **given: Any) -> int:  # noqa: ANN401 - click's options
    """Simulate an SMS that comes in, and show what the scenario does with it.

    FILE|KEY is the scenario: its file, or its path below the scenarios folder without the extension.

    Ends with 1 when the scenario fails; the step is shown in its file.

    \b
    Examples:
      callr-actions text sms-auto-reply --body "stop"
    """  # noqa: D301 - click reads it
    from callr_actions.simulator.start import InboundSms

    simulated = simulation(Options(**given))
    caller = simulated.world.caller
    asked = simulated.options.from_number
    sender = caller.number if asked is None else checked_number(asked, "--from")
    start = InboundSms(sender, called_number(simulated), caller.text if body is None else body)
    return perform(simulated, start, lambda session: session.advance(None))
