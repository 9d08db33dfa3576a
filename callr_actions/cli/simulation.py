"""What `call` and `text` share: their options, what is simulated, and how its events are shown."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from callr_actions.cli.project import find_project, own_numbers, project_option
from callr_actions.cli.session import MASKER
from callr_actions.cli.source_excerpt import source_excerpt
from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.named_tuple import NamedTuple
from callr_actions.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from callr_actions.language.finding import Finding
    from callr_actions.language.scenario import Scenario
    from callr_actions.language.source import Source
    from callr_actions.project.project import Project
    from callr_actions.simulator.event import Event
    from callr_actions.simulator.outside import Outside, Request
    from callr_actions.simulator.session import Session
    from callr_actions.simulator.start import Start
    from callr_actions.simulator.tape import Tape
    from callr_actions.simulator.world.model import Reply, World

_EXIT_CODES = {"completed": ExitCode.DONE, "reached": ExitCode.DONE, "cancelled": ExitCode.INTERRUPTED}


class Options(NamedTuple):
    """The options that both commands have; names as on the command line."""

    scenario: str
    from_number: str | None
    to_number: str | None
    world: str | None
    seed: int
    trace: bool
    json: bool
    until: str | None
    record: str | None
    replay: str | None
    strict_facts: bool
    allow_network: tuple[str, ...]
    project_file: str | None


_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.argument("scenario", metavar="FILE|KEY"),
    click.option(
        "--from", "from_number", metavar="NUMBER", help="Who calls or writes.  [default: the world's]"
    ),
    click.option("--to", "to_number", metavar="NUMBER", help="The number that is called or written to."),
    click.option("--world", metavar="FILE", help="Who answers and how, what web servers say: a YAML file."),
    click.option("--seed", type=int, default=0, help="Decides ids and Math.random.  [default: 0]"),
    click.option("--trace", is_flag=True, help="Show every step and condition, with its line."),
    click.option("--json", "json", is_flag=True, help="Events as JSON, one a line."),
    click.option("--until", metavar="EXPR", help="Stop as soon as this JavaScript condition holds."),
    click.option("--record", metavar="FILE", help="Write what came from outside, for --replay."),
    click.option("--replay", metavar="FILE", help="Run again what was recorded; the same events come out."),
    click.option("--strict-facts", is_flag=True, help="Stop at the first fact that is only assumed."),
    click.option(
        "--allow-network",
        multiple=True,
        metavar="HOST",
        help="Let requests without a stub reach this host for real. Repeatable.",
    ),
    project_option,
)


def simulation_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that both commands have."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


class Simulation(NamedTuple):
    """What is to be run.

    Attributes:
        tape: what is played; None for a run that the world answers.
    """

    options: Options
    scenario: Scenario
    project: Project
    world: World
    tape: Tape | None


def simulation(options: Options) -> Simulation:
    """Read the scenario, the world and the tape.

    Raises:
        CallrActionsError: one of them is not there or not good; its findings are printed.
    """
    from callr_actions.language.scenario_reader import read_scenario
    from callr_actions.simulator.tape import read_tape

    if options.record is not None and options.replay is not None:
        raise click.UsageError("--record and --replay exclude each other")
    found = find_project(options.project_file)
    project = found.project
    path, key = _scenario_file(options.scenario, project)
    scenario = read_scenario(_document(path))
    tape = None
    if options.replay is not None:
        tape = read_tape(_text(options.replay), options.replay)
        return Simulation(options, scenario, project, tape.world, tape)
    settings = project.settings_of(key) if key is not None else None
    file = options.world or (str(settings.world) if settings is not None and settings.world else None)
    return Simulation(options, scenario, project, read_world_file(file), None)


def read_world_file(file: str | None) -> World:
    """Read a world file; without one the world is empty.

    Raises:
        CallrActionsError: it has findings, which are printed.
    """
    from callr_actions.simulator.world.model import World
    from callr_actions.simulator.world.read import read_world

    if file is None:
        return World()
    read = read_world(Path(file), Path(file).as_posix())
    if read.world is None:
        print_findings(read.findings, read.source)
        raise CallrActionsError("the world has errors, so nothing was run", file=file)
    return read.world


def called_number(simulated: Simulation) -> str:
    """Return the number that is called: as asked for, else the scenario's own, else the world's."""
    from callr_actions.simulator.world.model import Caller

    asked, world = simulated.options.to_number, simulated.world
    if asked is not None:
        return checked_number(asked, "--to")
    numbers = sorted(own_numbers(simulated.project))
    return numbers[0] if world.caller.to == Caller().to and numbers else world.caller.to


def checked_number(number: str, option: str) -> str:
    """Return a number in E.164 form.

    Raises:
        CallrActionsError: it is none; says what was probably meant.
    """
    from callr_actions.telephony.e164 import meant

    if number.startswith("+") and number[1:].isdecimal() and number[1:].isascii():
        return number
    near = meant(number)
    hint = f"write {near.number}" if near else "write it with + and the country code, such as +33639980042"
    raise CallrActionsError(f"{option} {number} is not a phone number in E.164 form", hint=hint)


def perform(simulated: Simulation, start: Start, drive: Callable[[Session], None]) -> ExitCode:
    """Run a session, show its events, and return the exit code.

    Args:
        simulated: what is run.
        start: what it begins with.
        drive: lets the session run to its end.
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
    show = _printer(simulated)
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


def print_findings(findings: Iterable[Finding], source: Source) -> None:
    """Print findings about a file to standard error, each with its line."""
    for finding in findings:
        click.echo(f"error[{finding.code}] {clean(finding.message)}", err=True)
        click.echo(source_excerpt(source, finding.span, clean), err=True)
        if finding.help:
            click.echo(f"  = help: {clean(finding.help)}", err=True)


def clean(text: str) -> str:
    """Return text from outside as it may be printed: secrets hidden, on one line."""
    return printable(MASKER.mask(text)).replace("\n", "\\n")


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
    transcript = Transcript(trace=options.trace, clean=clean)

    def show(event: Event) -> None:
        place = event.head.place
        if options.json:
            click.echo(MASKER.mask(json.dumps(event.to_json())))
        elif isinstance(event, events.Failed) and place is not None:
            sys.stdout.flush()
            click.echo(f"error: {clean(event.message)}", err=True)
            click.echo(source_excerpt(source, place.span, clean), err=True)
            if event.help:
                click.echo(f"  = help: {clean(event.help)}", err=True)
        elif (line := transcript.line(event)) is not None:
            click.echo(line)

    return show


def _exit_code(session: Session, options: Options) -> ExitCode:
    assert session.outcome is not None, "the drive lets it run to its end"
    if session.outcome == "completed" and options.until is not None:
        click.echo(f"the run has ended, and --until {clean(options.until)} never held", err=True)
        return ExitCode.FAILED_CONDITION
    return _EXIT_CODES.get(session.outcome, ExitCode.FINDINGS)


def _scenario_file(named: str, project: Project) -> tuple[Path, str | None]:
    """Return the file of a scenario that is named by its path or its key, and its key if it has one.

    Raises:
        CallrActionsError: there is none; names the closest key.
    """
    from callr_actions.project.discovery import discover

    keys = {each.key: each.path for each in discover(project.root, project.scenarios).scenarios}
    if named in keys:
        return keys[named], named
    path = Path(named)
    if path.is_file():
        key = next((key for key, each in keys.items() if each == path.absolute()), None)
        return path, key
    raise CallrActionsError(f"there is no scenario `{named}`", allowed=sorted(keys), found=named)


def _document(path: Path) -> Any:  # noqa: ANN401 - imported late
    from callr_actions.language.document import read_document

    here = Path.cwd()
    shown = path.absolute()
    document = read_document(
        path, (shown.relative_to(here) if shown.is_relative_to(here) else shown).as_posix()
    )
    if document.mapping is None:
        print_findings([each.finding(document.source) for each in document.problems], document.source)
        raise CallrActionsError(
            "the scenario cannot be read", file=document.source.path, exit_code=ExitCode.FINDINGS
        )
    return document


def _text(file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = (error.strerror or str(error)).lower() if isinstance(error, OSError) else "it is not UTF-8"
        raise CallrActionsError(f"cannot be read: {reason}", file=file) from error


def _write(path: Path, text: str) -> None:
    from callr_actions.atomic import write_atomic

    try:
        write_atomic(path, text)
    except OSError as error:
        raise CallrActionsError(
            f"cannot be written: {(error.strerror or str(error)).lower()}", file=path.as_posix()
        ) from error
