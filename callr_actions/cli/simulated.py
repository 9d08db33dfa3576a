"""What `call` and `text` are asked for: their options, the scenario, the world around it, a tape."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from callr_actions.cli.helping import Rare
from callr_actions.cli.project import own_numbers, project_option
from callr_actions.cli.scenario_file import find_scenario_file, read_scenario_file
from callr_actions.cli.sessions.session import usable_project
from callr_actions.cli.source_excerpt import print_findings
from callr_actions.errors import CallrActionsError
from callr_actions.file_errors import unreadable
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from callr_actions.language.finding import Finding
    from callr_actions.language.scenario import Scenario
    from callr_actions.language.source import Source
    from callr_actions.project.project import Project
    from callr_actions.simulator.tape import Tape
    from callr_actions.simulator.world.model import World


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
    click.option("--seed", cls=Rare, type=int, default=0, help="Decides ids and Math.random.  [default: 0]"),
    click.option("--trace", is_flag=True, help="Show every step and condition, with its line."),
    click.option("--json", "json", is_flag=True, help="Events as JSON, one a line."),
    click.option(
        "--until", cls=Rare, metavar="EXPR", help="Stop as soon as this JavaScript condition holds."
    ),
    click.option("--record", cls=Rare, metavar="FILE", help="Write what came from outside, for --replay."),
    click.option(
        "--replay", cls=Rare, metavar="FILE", help="Run again what was recorded; the same events come out."
    ),
    click.option(
        "--strict-facts", cls=Rare, is_flag=True, help="Stop at the first fact that is only assumed."
    ),
    click.option(
        "--allow-network",
        cls=Rare,
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


def simulation(
    options: Options, show: Callable[[Sequence[Finding], Source], None] = print_findings
) -> Simulation:
    """Read the scenario, the world and the tape.

    Args:
        options: what is asked for.
        show: takes the findings of what is not good.

    Raises:
        CallrActionsError: one of them is not there or not good.
    """
    from callr_actions.language.scenario_reader import read_scenario
    from callr_actions.simulator.tape import read_tape

    if options.record is not None and options.replay is not None:
        raise click.UsageError("--record and --replay exclude each other")
    project = usable_project(options.project_file)
    path, key = find_scenario_file(options.scenario, project)
    scenario = read_scenario(read_scenario_file(path, show))
    tape = None
    if options.replay is not None:
        from callr_actions.cli.texts import text_of_file

        tape = read_tape(text_of_file(options.replay), options.replay)
        return Simulation(options, scenario, project, tape.world, tape)
    settings = project.settings_of(key) if key is not None else None
    file = options.world or (_from_here(settings.world) if settings is not None and settings.world else None)
    return Simulation(options, scenario, project, read_world_file(file, show), None)


def read_world_file(
    file: str | None, show: Callable[[Sequence[Finding], Source], None] = print_findings
) -> World:
    """Read a world file; without one the world is empty.

    Raises:
        CallrActionsError: it has findings, which are shown.
    """
    from callr_actions.simulator.world.model import World
    from callr_actions.simulator.world.read import read_world

    if file is None:
        return World()
    require_file(file)
    read = read_world(Path(file), Path(file).as_posix())
    if read.world is None:
        show(read.findings, read.source)
        raise CallrActionsError("the world has errors, so nothing was run", file=file)
    return read.world


def _from_here(path: Path) -> str:
    """Return a path as people write it who stand in the working folder, where it lies in that."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def require_file(file: str) -> None:
    """Refuse a file that cannot be opened, in words; findings are for what is in it.

    Raises:
        CallrActionsError: it is not there, or must not be read.
    """
    try:
        with Path(file).open("rb"):
            pass
    except OSError as error:
        raise unreadable(file, error) from error


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
