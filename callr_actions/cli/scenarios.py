"""`callr-actions scenarios`: the scenarios of an account and their runs, as the API has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from callr_actions.cli.completion import completing
from callr_actions.cli.lazy import CommandGroup
from callr_actions.cli.rendering.shape import shape_options
from callr_actions.cli.rendering.show import show_item, write
from callr_actions.cli.rendering.views import RUN, RUN_STARTED, SCENARIO
from callr_actions.cli.sessions.concerns import of_deleting, of_updating
from callr_actions.cli.sessions.gate import Change, pass_gate
from callr_actions.cli.sessions.listing import list_options, show_search
from callr_actions.cli.sessions.options import account_options, writing_options
from callr_actions.cli.sessions.references import find_scenario
from callr_actions.cli.sessions.session import run_session
from callr_actions.cli.texts import for_output, read_text, variables_of

if TYPE_CHECKING:
    from callr_actions.cli.rendering.shape import Shape
    from callr_actions.cli.sessions.listing import Extent
    from callr_actions.cli.sessions.options import Target
    from callr_actions.cli.sessions.session import Session

scenario_argument = click.argument(
    "scenario", metavar="KEY|NAME|SID", shell_complete=completing("keys", "scenarios")
)
name_option = click.option("--name", metavar="NAME", help="1 to 64 characters with a letter among them.")


@click.group("scenarios", cls=CommandGroup)
def command() -> None:
    """The scenarios of an account and their runs, as the API has them.

    A scenario is named by its key here (its path below scenarios/ without the ending), by its name in
    the account, or by its SID.

    \b
    Examples:
      callr-actions scenarios list
      callr-actions scenarios get front-desk --script
    """  # noqa: D301 - click reads it


@command.command("list")
@click.option("--name", metavar="TEXT", help="Only those whose name has this in it.")
@list_options("created", "updated", "name")
@account_options
def list_scenarios(name: str | None, target: Target, extent: Extent, shape: Shape) -> None:
    """List the scenarios of the account.

    \b
    Examples:
      callr-actions scenarios list --all
      callr-actions scenarios list --name desk --fields sid,name
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> None:
        from callr_actions.api.requests.scenarios import SearchScenarios
        from callr_actions.api.resources import scenarios

        search = scenarios.search(SearchScenarios(name=name, **extent.paging()))
        await show_search(session, search, SCENARIO, extent, shape)

    run_session(target, work)


@command.command("get")
@scenario_argument
@click.option("--script", is_flag=True, help="Print the script and nothing else.")
@shape_options
@account_options
def get(scenario: str, script: bool, target: Target, shape: Shape) -> None:
    """Show a scenario, or print its script.

    \b
    Examples:
      callr-actions scenarios get front-desk
      callr-actions scenarios get 49ar31f8 --script > desk.yaml
    """  # noqa: D301 - click reads it
    if script and (shape.fields or any(place.format != "text" for place in shape.places)):
        raise click.UsageError("--script prints text: --fields and other formats do not go with it")

    async def work(session: Session) -> None:
        from callr_actions.api.resources import scenarios

        found = await session.send(scenarios.get((await find_scenario(session, scenario)).sid))
        if script:
            for place in shape.places:
                write(for_output(found.script), place.file)
        else:
            show_item(found, SCENARIO, shape)

    run_session(target, work)


@command.command("create")
@click.argument("file", metavar="FILE")
@click.option("--name", required=True, metavar="NAME", help="1 to 64 characters with a letter among them.")
@shape_options
@writing_options
def create(file: str, name: str, target: Target, shape: Shape) -> None:
    """Make a scenario of a file; `-` is standard input. It is not linted: `deploy` does that.

    \b
    Examples:
      callr-actions scenarios create desk.yaml --name "Front desk"
    """  # noqa: D301 - click reads it
    text = read_text(file)

    async def work(session: Session) -> None:
        from callr_actions.api.requests.scenarios import CreateScenario
        from callr_actions.api.resources import scenarios

        request = scenarios.create(CreateScenario(name=name, script=text))
        pass_gate(session, Change(f"make the scenario `{name}`"))
        show_item(await session.send(request), SCENARIO, shape)

    run_session(target, work)


@command.command("update")
@scenario_argument
@name_option
@click.option("--script", "file", metavar="FILE", help="The new script; `-` is standard input.")
@shape_options
@writing_options
def update(scenario: str, name: str | None, file: str | None, target: Target, shape: Shape) -> None:
    """Change a scenario's name or script. A new script answers its numbers at once.

    \b
    Examples:
      callr-actions scenarios update 49ar31f8 --name "Night desk"
    """  # noqa: D301 - click reads it
    if name is None and file is None:
        raise click.UsageError("nothing to change: give --name, --script or both")
    text = None if file is None else read_text(file)

    async def work(session: Session) -> None:
        from callr_actions.api.requests.scenarios import UpdateScenario
        from callr_actions.api.resources import scenarios

        inputs = UpdateScenario(name=name, script=text)
        sid = (await find_scenario(session, scenario)).sid
        found = await session.send(scenarios.get(sid))
        lines = of_updating(found, script=text is not None)
        pass_gate(session, Change(f"change the scenario `{found.name}` ({sid})", lines))
        show_item(await session.send(scenarios.update(sid, inputs)), SCENARIO, shape)

    run_session(target, work)


@command.command("delete")
@scenario_argument
@writing_options
def delete(scenario: str, target: Target) -> None:
    """Delete a scenario from the account, for good.

    \b
    Examples:
      callr-actions scenarios delete 49ar31f8
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> None:
        from callr_actions.api.resources import scenarios

        sid = (await find_scenario(session, scenario)).sid
        found = await session.send(scenarios.get(sid))
        change = Change(f"delete the scenario `{found.name}` ({sid})", of_deleting(found), asks=True)
        pass_gate(session, change)
        await session.send(scenarios.delete(sid))
        session.say(f"deleted the scenario `{found.name}` ({sid})")

    run_session(target, work)


@command.command("start")
@scenario_argument
@click.option(
    "--var",
    "variables",
    multiple=True,
    metavar="'$NAME=VALUE'",
    help="A variable of the run; VALUE is JSON, else text. Repeatable.",
)
@shape_options
@writing_options
def start(scenario: str, variables: tuple[str, ...], target: Target, shape: Shape) -> None:
    """Start the branch api-initiated, and print the run's id without waiting.

    \b
    Examples:
      callr-actions scenarios start click-to-call --var '$agent=+33639980101'
    """  # noqa: D301 - click reads it
    given = variables_of(variables)

    async def work(session: Session) -> None:
        from callr_actions.api.requests.scenarios import StartScenario
        from callr_actions.api.resources import scenarios

        inputs = StartScenario(variables=given)
        found = await find_scenario(session, scenario)
        pass_gate(session, Change(f"start the scenario {found}"))
        show_item(await session.send(scenarios.start(found.sid, inputs)), RUN_STARTED, shape)

    run_session(target, work)


@command.command("run")
@scenario_argument
@click.argument("run_id", metavar="RUNID")
@shape_options
@account_options
def get_run(scenario: str, run_id: str, target: Target, shape: Shape) -> None:
    """Show a run's variables: that is all the API tells of a run.

    \b
    Examples:
      callr-actions scenarios run appointment-reminder api:9MNAB2H6
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> None:
        from callr_actions.api.resources import scenarios

        found = await find_scenario(session, scenario)
        show_item(await session.send(scenarios.get_run(found.sid, run_id)), RUN, shape)

    run_session(target, work)


@command.command("cancel")
@scenario_argument
@click.argument("run_id", metavar="RUNID")
@writing_options
def cancel_run(scenario: str, run_id: str, target: Target) -> None:
    """Stop a run.

    \b
    Examples:
      callr-actions scenarios cancel appointment-reminder api:9MNAB2H6
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> None:
        from callr_actions.api.resources import scenarios

        found = await find_scenario(session, scenario)
        pass_gate(session, Change(f"stop the run {run_id} of the scenario {found}"))
        await session.send(scenarios.cancel_run(found.sid, run_id))
        session.say(f"stopped the run {run_id}")

    run_session(target, work)
