"""`callr-actions sms`: messages in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from callr_actions.cli.choices import DIRECTIONS, SMS_ENCODINGS, SMS_STATUSES, TRAFFIC_TYPES, OneOf
from callr_actions.cli.completion import completing
from callr_actions.cli.lazy import CommandGroup
from callr_actions.cli.rendering.shape import shape_options
from callr_actions.cli.rendering.show import show_item
from callr_actions.cli.rendering.views import SMS
from callr_actions.cli.sessions.gate import Change, pass_gate
from callr_actions.cli.sessions.listing import list_options, show_search
from callr_actions.cli.sessions.options import account_options, writing_options
from callr_actions.cli.sessions.session import run_session
from callr_actions.cli.texts import STDIN, read_text
from callr_actions.cli.times import time

if TYPE_CHECKING:
    from datetime import datetime

    from callr_actions.cli.rendering.shape import Shape
    from callr_actions.cli.sessions.listing import Extent
    from callr_actions.cli.sessions.options import Target
    from callr_actions.cli.sessions.session import Session


@click.group("sms", cls=CommandGroup)
def command() -> None:
    """SMS messages of the account, in and out.

    \b
    Examples:
      callr-actions sms send +33639980101 "Your table is ready."
      callr-actions sms list --direction inbound
    """  # noqa: D301 - click reads it


@command.command("list")
@click.option("--direction", type=OneOf(DIRECTIONS), help="Only those that came in, or went out.")
@click.option("--from", "from_", metavar="NUMBER|NAME", help="Only those from this sender.")
@click.option("--to", metavar="NUMBER", help="Only those to this number.")
@click.option("--contains", metavar="TEXT", help="Only those with this in their text.")
@click.option("--status", type=OneOf(SMS_STATUSES), help="Only those in this state.")
@click.option("--traffic-type", type=OneOf(TRAFFIC_TYPES), help="Only those of this type.")
@click.option("--after", type=time, metavar="TIME", help="Only those made after this day or time.")
@click.option("--before", type=time, metavar="TIME", help="Only those made before this day or time.")
@list_options("created", "updated")
@account_options
def list_messages(
    direction: str | None,
    from_: str | None,
    to: str | None,
    contains: str | None,
    status: str | None,
    traffic_type: str | None,
    after: datetime | str | None,
    before: datetime | str | None,
    target: Target,
    extent: Extent,
    shape: Shape,
) -> None:
    """List messages.

    \b
    Examples:
      callr-actions sms list --direction inbound --after 2025-03-01
      callr-actions sms list --contains stop --all -o csv=stops.csv
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> None:
        from callr_actions.api.requests.sms import SearchSms
        from callr_actions.api.resources import sms

        inputs = SearchSms(
            direction=direction,
            from_=from_,
            to=to,
            contains=contains,
            status=status,
            traffic_type=traffic_type,
            created_after=after,
            created_before=before,
            **extent.paging(),
        )
        await show_search(session, sms.search(inputs), SMS, extent, shape)

    run_session(target, work)


@command.command("get")
@click.argument("sid", metavar="SID", shell_complete=completing("messages"))
@shape_options
@account_options
def get(sid: str, target: Target, shape: Shape) -> None:
    """Show a message and what became of it.

    \b
    Examples:
      callr-actions sms get 49ar31f8
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> None:
        from callr_actions.api.resources import sms

        show_item(await session.send(sms.get(sid)), SMS, shape)

    run_session(target, work)


@command.command("send")
@click.argument("to", metavar="NUMBER")
@click.argument("text", metavar="TEXT")
@click.option("--from", "from_", metavar="NUMBER|NAME", help="The sender: a number, or approved letters.")
@click.option("--encoding", type=OneOf(SMS_ENCODINGS), help="[default: what the text needs]")
@click.option("--traffic-type", type=OneOf(TRAFFIC_TYPES), help="[default: marketing]")
@shape_options
@writing_options
def send(
    to: str,
    text: str,
    from_: str | None,
    encoding: str | None,
    traffic_type: str | None,
    target: Target,
    shape: Shape,
) -> None:
    """Send a message; the TEXT `-` is standard input. This costs money; it is never sent twice.

    \b
    Examples:
      callr-actions sms send +33639980101 "Your table is ready." --from Lakeside
    """  # noqa: D301 - click reads it
    content = read_text(text).rstrip("\r\n") if text == STDIN else text

    async def work(session: Session) -> None:
        from callr_actions.api.requests.sms import SendSms
        from callr_actions.api.resources import sms
        from callr_actions.telephony.gsm0338 import Capacity, size

        inputs = SendSms(to=to, text=content, from_=from_, encoding=encoding, traffic_type=traffic_type)
        # Callr's documentation: 160 and 153 characters, or 70 and 67.
        wide = Capacity(70, 67)
        parts = size(content, wide if encoding == "unicode" else Capacity(160, 153), wide).parts
        lines = (f"it is sent in {parts} parts, and each is billed",) if parts > 1 else ()
        change = Change(f"send {to} an SMS of {len(content)} characters", lines, asks=True)
        pass_gate(session, change)
        show_item(await session.send(sms.send(inputs)), SMS, shape)

    run_session(target, work)
