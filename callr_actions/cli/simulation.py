"""Runs what `call` and `text` ask for, and shows its events."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from callr_actions.cli.manners import plain_wanted, say, show_prose
from callr_actions.cli.session import MASKER
from callr_actions.cli.source_excerpt import clean, print_help, source_excerpt
from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.file_errors import unwritable

if TYPE_CHECKING:
    from collections.abc import Callable

    from callr_actions.cli.simulated import Options, Simulation
    from callr_actions.simulator.event import Event
    from callr_actions.simulator.outside import Outside, Request
    from callr_actions.simulator.session import Session
    from callr_actions.simulator.start import Start
    from callr_actions.simulator.tape import Tape
    from callr_actions.simulator.world.model import Reply

_EXIT_CODES = {"completed": ExitCode.DONE, "reached": ExitCode.DONE, "cancelled": ExitCode.INTERRUPTED}


def perform(
    simulated: Simulation,
    start: Start,
    drive: Callable[[Session], None],
    show: Callable[[Event], None] | None = None,
) -> ExitCode:
    """Run a session, show its events, and return the exit code.

    Args:
        simulated: what is run.
        start: what it begins with.
        drive: lets the session run to its end.
        show: takes the events; None prints them.
    """
    from callr_actions.javascript.evaluation.gaps import Gaps
    from callr_actions.javascript.evaluation.pool import Pool
    from callr_actions.language.bundled import bundled
    from callr_actions.simulator.program import Program
    from callr_actions.simulator.session import Session
    from callr_actions.simulator.tape import Tape
    from callr_actions.simulator.worker_evaluator import WorkerEvaluator

    options, tape = simulated.options, simulated.tape
    if tape is not None:
        start = tape.start
    seed = options.seed if tape is None else tape.seed
    written = Tape(start, simulated.world, seed)
    show = show or _printer(simulated)
    catalog = bundled()
    gaps = Gaps.of({name: fact.value for name, fact in catalog.javascript.items()})
    with Pool(gaps) as pool:
        session = Session(
            Program(simulated.scenario, catalog),
            simulated.world,
            start,
            WorkerEvaluator(pool.context(seed)),
            seed=seed,
            strict_facts=options.strict_facts,
            outside=_outside(simulated, written),
            until=options.until,
            listen=show,
            keep=False,
        )
        session.inputs = written.inputs
        try:
            drive(session)
        except KeyboardInterrupt:
            session.cancel()
        except CallrActionsError:
            session.cancel()
            raise
    if options.record is not None:
        _write(Path(options.record), written.to_text())
    return _exit_code(session, options)


def _outside(simulated: Simulation, written: Tape) -> Outside:
    from callr_actions.simulator.surroundings import Surroundings
    from callr_actions.simulator.tape import Player, Recorder

    options, tape = simulated.options, simulated.tape
    if tape is not None:
        return Player(tape)
    network: Callable[[Request], Reply | None] | None = None
    if options.allow_network:
        from callr_actions.simulator.network import Network

        network = Network(options.allow_network).reply
    outside = Surroundings(simulated.world, network)
    return outside if options.record is None else Recorder(outside, written)


def _printer(simulated: Simulation) -> Callable[[Event], None]:
    from callr_actions.simulator import events
    from callr_actions.simulator.transcript import Transcript

    options, source = simulated.options, simulated.scenario.source
    transcript = Transcript(trace=options.trace, clean=clean, plain=plain_wanted())

    def show(event: Event) -> None:
        place = event.head.place
        if options.json:
            click.echo(MASKER.mask(json.dumps(event.to_json())))
        elif isinstance(event, events.Failed) and place is not None:
            sys.stdout.flush()
            say(f"error: {clean(event.message)}")
            click.echo(source_excerpt(source, place.span, clean), err=True)
            print_help(event.help)
        elif (line := transcript.line(event)) is not None:
            show_prose(line)

    return show


def _exit_code(session: Session, options: Options) -> ExitCode:
    assert session.outcome is not None, "the drive lets it run to its end"
    if session.outcome == "completed" and options.until is not None:
        say(f"the run has ended, and --until {clean(options.until)} never held")
        return ExitCode.FAILED_CONDITION
    return _EXIT_CODES.get(session.outcome, ExitCode.FINDINGS)


def _write(path: Path, text: str) -> None:
    from callr_actions.atomic import write_atomic

    try:
        write_atomic(path, text)
    except OSError as error:
        raise unwritable(path, error) from error
