"""`callr-actions numbers`: the account's phone numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from callr_actions.cli.choices import NUMBER_CLASSES, NUMBER_TYPES, OneOf
from callr_actions.cli.completion import completing
from callr_actions.cli.lazy import CommandGroup
from callr_actions.cli.number_store import command as store
from callr_actions.cli.rendering.shape import shape_options
from callr_actions.cli.rendering.show import show_item
from callr_actions.cli.rendering.views import NUMBER
from callr_actions.cli.sessions.concerns import of_attaching, of_detaching, of_removing
from callr_actions.cli.sessions.gate import Change, pass_gate
from callr_actions.cli.sessions.listing import list_options, show_search
from callr_actions.cli.sessions.options import account_options, writing_options
from callr_actions.cli.sessions.ownership import key_here
from callr_actions.cli.sessions.references import find_scenario
from callr_actions.cli.sessions.session import run_session

if TYPE_CHECKING:
    from callr_actions.cli.rendering.shape import Shape
    from callr_actions.cli.sessions.listing import Extent
    from callr_actions.cli.sessions.options import Target
    from callr_actions.cli.sessions.session import Session

number_argument = click.argument("number", metavar="NUMBER", shell_complete=completing("numbers"))


@click.group("numbers", cls=CommandGroup)
def command() -> None:
    """The account's phone numbers.

    NUMBER is international, such as +33199001234. A scenario is named by its key here, by its name in
    the account, or by its SID.

    \b
    Examples:
      callr-actions numbers list --detached
      callr-actions numbers attach +33199000101 front-desk
    """  # noqa: D301 - click reads it


command.add_command(store)


@command.command("list")
@click.option("--detached", is_flag=True, help="Only those that no scenario answers.")
@click.option("--scenario", metavar="KEY|NAME|SID", help="Only those that this scenario answers.")
@click.option(
    "--type",
    "kind",
    type=OneOf(NUMBER_TYPES),
    metavar="TYPE",
    help=f"Only those of this type: {', '.join(NUMBER_TYPES)}.",
)
@click.option("--class", "class_", type=OneOf(NUMBER_CLASSES), help="Only those of this class.")
@click.option("--contains", metavar="DIGITS", help="Only those with these digits; with +, that begin so.")
@list_options("assigned", "e164")
@account_options
def list_numbers(
    detached: bool,
    scenario: str | None,
    kind: str | None,
    class_: str | None,
    contains: str | None,
    target: Target,
    extent: Extent,
    shape: Shape,
) -> None:
    """List the account's numbers and what they are attached to.

    \b
    Examples:
      callr-actions numbers list --detached
      callr-actions numbers list --all -o csv=numbers.csv
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> None:
        from callr_actions.api.requests.numbers import SearchNumbers
        from callr_actions.api.resources import numbers

        sid = None if scenario is None else (await find_scenario(session, scenario)).sid
        inputs = SearchNumbers(
            sid=sid,
            class_=class_,
            type=kind,
            contains=contains,
            detached=True if detached else None,
            **extent.paging(),
        )
        await show_search(session, numbers.search(inputs), NUMBER, extent, shape)

    run_session(target, work)


@command.command("get")
@number_argument
@shape_options
@account_options
def get(number: str, target: Target, shape: Shape) -> None:
    """Show a number and what it is attached to.

    \b
    Examples:
      callr-actions numbers get +33199000101
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> None:
        from callr_actions.api.resources import numbers

        show_item(await session.send(numbers.get(number)), NUMBER, shape)

    run_session(target, work)


@command.command("attach")
@number_argument
@click.argument("scenario", metavar="KEY|NAME|SID", shell_complete=completing("keys", "scenarios"))
@writing_options
def attach(number: str, scenario: str, target: Target) -> None:
    """Let a scenario answer a number, from the next call on.

    A number that another scenario answers is moved only after a yes.

    \b
    Examples:
      callr-actions numbers attach +33199000101 front-desk
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> None:
        from callr_actions.api.resources import numbers

        found = await find_scenario(session, scenario)
        now = await session.send(numbers.get(number))
        if now.scenario is not None and now.scenario.sid == found.sid:
            session.say(f"{number} is attached to the scenario {found} already")
            return
        lines = of_attaching(session, now, found.sid, key_here(session, scenario))
        pass_gate(session, Change(f"attach {number} to the scenario {found}", lines))
        await session.send(numbers.attach(number, found.sid))
        session.say(f"attached {number} to the scenario {found}")

    run_session(target, work)


@command.command("detach")
@number_argument
@writing_options
def detach(number: str, target: Target) -> None:
    """Let nobody answer a number: its callers hear that it is not allocated. It stays on the account.

    \b
    Examples:
      callr-actions numbers detach +33199000101
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> None:
        from callr_actions.api.resources import numbers

        now = await session.send(numbers.get(number))
        pass_gate(session, Change(f"detach {number}", of_detaching(session, now), asks=True))
        await session.send(numbers.detach(number, None if now.scenario is None else now.scenario.sid))
        session.say(f"detached {number}")

    run_session(target, work)


@command.command("assign")
@number_argument
@click.argument("end_user", metavar="END-USER-SID", shell_complete=completing("end-users"))
@writing_options
def assign(number: str, end_user: str, target: Target) -> None:
    """Assign a number to an end user.

    \b
    Examples:
      callr-actions numbers assign +33199000101 49ar31f8
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> None:
        from callr_actions.api.resources import numbers

        request = numbers.assign(number, end_user)
        pass_gate(session, Change(f"assign {number} to the end user {end_user}"))
        await session.send(request)
        session.say(f"assigned {number} to the end user {end_user}")

    run_session(target, work)


@command.command("update")
@number_argument
@click.option("--scenario", metavar="KEY|NAME|SID", help="The scenario that is to answer it.")
@click.option("--end-user", metavar="SID", shell_complete=completing("end-users"), help="Whom it is for.")
@writing_options
def update(number: str, scenario: str | None, end_user: str | None, target: Target) -> None:
    """Change what a number is attached and assigned to, in one request.

    \b
    Examples:
      callr-actions numbers update +33199000101 --scenario front-desk
    """  # noqa: D301 - click reads it
    if scenario is None and end_user is None:
        raise click.UsageError("nothing to change: give --scenario, --end-user or both")

    async def work(session: Session) -> None:
        from callr_actions.api.requests.inputs import ABSENT
        from callr_actions.api.requests.numbers import UpdateNumber
        from callr_actions.api.resources import numbers

        found = None if scenario is None else await find_scenario(session, scenario)
        inputs = UpdateNumber(scenario=ABSENT if found is None else found.sid, end_user=end_user)
        now = await session.send(numbers.get(number))
        wanted = [f"attach it to the scenario {found}"] if found is not None else []
        wanted += [f"assign it to the end user {end_user}"] if end_user is not None else []
        lines: tuple[str, ...] = ()
        if found is not None and scenario is not None:
            lines = of_attaching(session, now, found.sid, key_here(session, scenario))
        change = Change(f"change {number}: {', '.join(wanted)}", lines)
        pass_gate(session, change)
        await session.send(numbers.update(number, inputs))
        session.say(f"changed {number}")

    run_session(target, work)


@command.command("remove")
@number_argument
@writing_options
def remove(number: str, target: Target) -> None:
    """Give a number back, at once and for good. What is left of its contract is billed.

    \b
    Examples:
      callr-actions numbers remove +33199000101
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> None:
        from callr_actions.api.resources import numbers

        now = await session.send(numbers.get(number))
        pass_gate(session, Change(f"give {number} back", of_removing(session, now), asks=True))
        await session.send(numbers.remove(number))
        session.say(f"gave {number} back")

    run_session(target, work)
