"""`dev text`, `credit`, `clock`, `event`, `deliveries`: what the world does to an account, done by hand."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import click

from callr_actions.cli.helping import ProgramCommand
from callr_actions.cli.local.door import through_door
from callr_actions.cli.project import project_option
from callr_actions.cli.rendering.local_views import DELIVERY
from callr_actions.cli.rendering.shape import shape_options
from callr_actions.cli.rendering.show import show_item, show_items
from callr_actions.cli.rendering.views import SMS
from callr_actions.cli.texts import json_or_text, pair
from callr_actions.errors import CallrActionsError
from callr_actions.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from callr_actions.cli.local.door import Door
    from callr_actions.cli.rendering.shape import Shape

_SPAN = lazy_pattern(r"\+?([0-9]{1,9})([smhd]?)")
_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}


def cents(text: str) -> int:
    """Return an amount in cents as a whole number of them.

    Raises:
        click.BadParameter: it is none.
    """
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal(0)
    if not (amount.is_finite() and amount > 0 and amount == amount.to_integral_value()):
        raise click.BadParameter(f"`{text}` is no amount; write whole cents, such as 5000")
    return int(amount)


def span(text: str) -> int:
    """Return a time span such as `+5m` in seconds.

    Raises:
        click.BadParameter: it is none.
    """
    found = _SPAN.fullmatch(text)
    if found is None or int(found[1]) == 0:
        raise click.BadParameter(
            f"`{text}` is no time span; write +90s, +5m, +2h or +1d. Time never goes back"
        )
    return int(found[1]) * _SECONDS[found[2]]


@click.command("text", cls=ProgramCommand)
@click.argument("sender", metavar="FROM")
@click.argument("number", metavar="TO")
@click.argument("body")
@shape_options
@project_option
def text(sender: str, number: str, body: str, project_file: str | None, shape: Shape) -> None:
    """Receive an SMS on a number of the account, as if somebody had sent it.

    \b
    Examples:
      callr-actions dev text +33639980101 +33199000101 "Hello"
    """  # noqa: D301 - click reads it
    given = {"from": sender, "to": number, "text": body}
    show_item(through_door(project_file, lambda door: door.ask("POST", "/sms", json=given)), SMS, shape)


@click.command("credit", cls=ProgramCommand)
@click.argument("amount", metavar="CENTS", type=cents)
@project_option
def credit(amount: int, project_file: str | None) -> None:
    """Add credit, in cents; print what there is then.

    \b
    Examples:
      callr-actions dev credit 5000
    """  # noqa: D301 - click reads it
    click.echo(through_door(project_file, lambda door: door.ask("POST", "/credit", json={"cents": amount})))


@click.command("clock", cls=ProgramCommand)
@click.argument("forward", metavar="+TIME", type=span)
@project_option
def clock(forward: int, project_file: str | None) -> None:
    """Let the account's clock jump forward; print what it says then.

    Write +90s, +5m, +2h or +1d.

    \b
    Examples:
      callr-actions dev clock +1d
      callr-actions dev clock +90m
    """  # noqa: D301 - click reads it
    click.echo(through_door(project_file, lambda door: door.ask("POST", "/clock", json={"seconds": forward})))


@click.command("event", cls=ProgramCommand)
@click.argument("kind", metavar="TYPE")
@click.option(
    "--set",
    "changes",
    metavar="FIELD=VALUE",
    multiple=True,
    help="Another value for a field of the payload, such as caller.number=+33639980199; as often as needed.",
)
@project_option
def event(kind: str, changes: tuple[str, ...], project_file: str | None) -> None:
    """Fire an event with a plausible payload; print to how many webhooks it goes.

    \b
    Examples:
      callr-actions dev event v2.recording.updated --set duration=9
    """  # noqa: D301 - click reads it
    from callr_actions.account.clock import wall
    from callr_actions.account.events import TYPES
    from callr_actions.account.samples import sample

    if kind not in TYPES:
        raise CallrActionsError(
            f"there is no event type `{kind}`", allowed=TYPES, found=kind, hint=f"types: {', '.join(TYPES)}"
        )
    payload = sample(kind, wall())
    for change in changes:
        path, value = pair(change, option="--set")
        _set(payload, path.split("."), json_or_text(value))

    def fire(door: Door) -> Awaitable[Any]:
        return door.ask("POST", "/events", json={"type": kind, "payload": payload})

    click.echo(through_door(project_file, fire))


@click.command("deliveries", cls=ProgramCommand)
@shape_options
@project_option
def deliveries(project_file: str | None, shape: Shape) -> None:
    """List the events that wait for their delivery to a webhook.

    \b
    Examples:
      callr-actions dev deliveries
    """  # noqa: D301 - click reads it
    show_items(through_door(project_file, lambda door: door.ask("GET", "/deliveries")), DELIVERY, shape)


def _set(payload: dict[str, Any], path: list[str], value: object) -> None:
    *above, name = path
    for part in above:
        inner = payload.setdefault(part, {})
        if not isinstance(inner, dict):
            raise CallrActionsError(f"--set: `{part}` of the payload is no object")
        payload = inner
    payload[name] = value


COMMANDS = (text, credit, clock, event, deliveries)
