"""`callr-actions numbers store`: what numbers there are to buy, reserving and buying them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from callr_actions.cli.choices import NUMBER_CLASSES, NUMBER_TYPES, OneOf
from callr_actions.cli.lazy import CommandGroup
from callr_actions.cli.rendering.shape import shape_options
from callr_actions.cli.rendering.show import show_item, show_items
from callr_actions.cli.rendering.views import ORDER, RESERVATION, STORE_COUNTRY, STORE_PREFIX, STORE_TYPE
from callr_actions.cli.sessions.gate import Change, pass_gate
from callr_actions.cli.sessions.options import account_options, writing_options
from callr_actions.cli.sessions.session import run_session
from callr_actions.exit_codes import ExitCode

if TYPE_CHECKING:
    from callr_actions.api.models.number_store import Reservation
    from callr_actions.cli.rendering.shape import Shape
    from callr_actions.cli.sessions.options import Target
    from callr_actions.cli.sessions.session import Session

country_argument = click.argument("country", metavar="COUNTRY")
type_option = click.option(
    "--type",
    "kind",
    type=OneOf(NUMBER_TYPES),
    metavar="TYPE",
    required=True,
    help=f"The type of number: {', '.join(NUMBER_TYPES)}.",
)
token_argument = click.argument("token", metavar="TOKEN")


@click.group("store", cls=CommandGroup)
def command() -> None:
    """What numbers there are to buy; reserve them for five minutes, then buy.

    COUNTRY is two capital letters, such as FR. TOKEN is what `reserve` prints.

    \b
    Examples:
      callr-actions numbers store countries
      callr-actions numbers store reserve FR --type geographic
    """  # noqa: D301 - click reads it


@command.command("countries")
@shape_options
@account_options
def countries(target: Target, shape: Shape) -> None:
    """List the countries with numbers to buy.

    \b
    Examples:
      callr-actions numbers store countries
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> None:
        from callr_actions.api.resources import number_store

        show_items(await session.send(number_store.countries()), STORE_COUNTRY, shape)

    run_session(target, work)


@command.command("types")
@country_argument
@shape_options
@account_options
def types(country: str, target: Target, shape: Shape) -> None:
    """List the types of number to be had in a country.

    \b
    Examples:
      callr-actions numbers store types FR
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> None:
        from callr_actions.api.requests.number_store import ListStoreTypes
        from callr_actions.api.resources import number_store

        request = number_store.types(ListStoreTypes(country=country))
        show_items(await session.send(request), STORE_TYPE, shape)

    run_session(target, work)


@command.command("prefixes")
@country_argument
@type_option
@shape_options
@account_options
def prefixes(country: str, kind: str, target: Target, shape: Shape) -> None:
    """List the prefixes to be had in a country.

    \b
    Examples:
      callr-actions numbers store prefixes FR --type geographic
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> None:
        from callr_actions.api.requests.number_store import ListStorePrefixes
        from callr_actions.api.resources import number_store

        request = number_store.prefixes(ListStorePrefixes(country=country, type=kind))
        show_items(await session.send(request), STORE_PREFIX, shape)

    run_session(target, work)


@command.command("reserve")
@country_argument
@type_option
@click.option("--quantity", type=click.IntRange(1, 100), metavar="N", help="How many.  [default: 1]")
@click.option("--class", "class_", type=OneOf(NUMBER_CLASSES), help="[default: classic]")
@click.option("--prefix", metavar="+DIGITS", help="How they begin, such as +331.")
@click.option("--area", metavar="NAME", help="Where they are, such as Paris.")
@shape_options
@writing_options
def reserve(
    country: str,
    kind: str,
    quantity: int | None,
    class_: str | None,
    prefix: str | None,
    area: str | None,
    target: Target,
    shape: Shape,
) -> None:
    """Hold numbers for at most five minutes. This costs nothing; an account has one reservation.

    \b
    Examples:
      callr-actions numbers store reserve FR --type geographic --quantity 2
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> None:
        from callr_actions.api.requests.number_store import ReserveNumbers
        from callr_actions.api.resources import number_store

        inputs = ReserveNumbers(
            country=country, type=kind, quantity=quantity, class_=class_, prefix=prefix, area=area
        )
        pass_gate(session, Change(f"reserve numbers in {country}"))
        reservation = await session.send(number_store.reserve(inputs))
        show_item(reservation, RESERVATION, shape)
        session.say(f"buy them with `callr-actions numbers store buy {reservation.token}`")

    run_session(target, work)


@command.command("get")
@token_argument
@shape_options
@account_options
def get(token: str, target: Target, shape: Shape) -> None:
    """Show a reservation.

    \b
    Examples:
      callr-actions numbers store get TOKEN
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> None:
        from callr_actions.api.resources import number_store

        show_item(await session.send(number_store.get(token)), RESERVATION, shape)

    run_session(target, work)


@command.command("buy")
@token_argument
@shape_options
@writing_options
def buy(token: str, target: Target, shape: Shape) -> int:
    """Buy the numbers of a reservation. This costs money, at once and for the time of the contract.

    Ends with 4 when some of the numbers could not be bought.

    \b
    Examples:
      callr-actions numbers store buy TOKEN
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> int:
        from callr_actions.api.resources import number_store

        request = number_store.buy(token)
        reservation = await session.send(number_store.get(token))
        pass_gate(session, Change("buy numbers", _contents(reservation), asks=True))
        order = await session.send(request)
        show_item(order, ORDER, shape)
        if not order.errors:
            return ExitCode.DONE
        session.say(f"{len(order.errors)} could not be bought")
        return ExitCode.PARTIAL

    return run_session(target, work)


@command.command("cancel")
@token_argument
@writing_options
def cancel(token: str, target: Target) -> None:
    """Let a reservation go.

    \b
    Examples:
      callr-actions numbers store cancel TOKEN
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> None:
        from callr_actions.api.resources import number_store

        request = number_store.cancel(token)
        pass_gate(session, Change("let the reservation go"))
        await session.send(request)
        session.say("let the reservation go")

    run_session(target, work)


def _contents(reservation: Reservation) -> tuple[str, ...]:
    """Return what a reservation holds and binds to, as lines of a question."""
    import json

    numbers = [each.e164 or "a number that the account does not name" for each in reservation.items]
    contract = json.dumps(reservation.contract, ensure_ascii=False)
    return (f"{len(numbers)}: {', '.join(numbers)}", f"the contract: {contract}", "this costs money")
