"""`callr-actions webhooks`: whom Callr tells about events, and how that went."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from callr_actions.cli.choices import WEBHOOK_STATUSES, WEBHOOK_TYPES, OneOf
from callr_actions.cli.completion import completing
from callr_actions.cli.lazy import CommandGroup
from callr_actions.cli.rendering.hiding import learn_secrets
from callr_actions.cli.rendering.shape import shape_options
from callr_actions.cli.rendering.show import show_item
from callr_actions.cli.rendering.views import WEBHOOK, WEBHOOK_LOG
from callr_actions.cli.session import MASKER
from callr_actions.cli.sessions.gate import Change, pass_gate
from callr_actions.cli.sessions.listing import list_options, show_search
from callr_actions.cli.sessions.options import account_options, writing_options
from callr_actions.cli.sessions.session import run_session
from callr_actions.cli.texts import json_object, read_text
from callr_actions.cli.times import time
from callr_actions.project.url import on_this_machine

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from typing import Any, Literal

    from callr_actions.cli.rendering.shape import Shape
    from callr_actions.cli.sessions.listing import Extent
    from callr_actions.cli.sessions.options import Target
    from callr_actions.cli.sessions.session import Session

sid_argument: Callable[[Any], Any] = click.argument(
    "sid", metavar="SID", shell_complete=completing("webhooks")
)


@click.group("webhooks", cls=CommandGroup)
def command() -> None:
    """Webhooks: whom Callr tells about events, and how that went.

    \b
    Examples:
      callr-actions webhooks create v2.sms.inbound.received https://example.com
      callr-actions webhooks logs --answer 500
    """  # noqa: D301 - click reads it


@command.command("list")
@click.option("--type", "kind", type=OneOf(WEBHOOK_TYPES), metavar="TYPE", help="Only this type.")
@click.option("--status", type=OneOf(WEBHOOK_STATUSES), help="Only those in this state.")
@list_options("created")
@account_options
def list_webhooks(kind: str | None, status: str | None, target: Target, extent: Extent, shape: Shape) -> None:
    """List the webhooks of the account.

    \b
    Examples:
      callr-actions webhooks list --status disabled-system
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> None:
        from callr_actions.api.requests.webhooks import SearchWebhooks
        from callr_actions.api.resources import webhooks

        search = webhooks.search(SearchWebhooks(type=kind, status=status, **extent.paging()))
        await show_search(session, search, WEBHOOK, extent, shape)

    run_session(target, work)


@command.command("get")
@sid_argument
@shape_options
@account_options
def get(sid: str, target: Target, shape: Shape) -> None:
    """Show a webhook; a secret among its options is covered.

    \b
    Examples:
      callr-actions webhooks get 49ar31f8
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> None:
        from callr_actions.api.resources import webhooks

        show_item(await session.send(webhooks.get(sid)), WEBHOOK, shape)

    run_session(target, work)


@command.command("create")
@click.argument("kind", type=OneOf(WEBHOOK_TYPES), metavar="TYPE")
@click.argument("endpoint", metavar="URL")
@click.option(
    "--options", "file", metavar="FILE", help="The webhook's options as JSON; `-` is standard input."
)
@shape_options
@writing_options
def create(kind: str, endpoint: str, file: str | None, target: Target, shape: Shape) -> None:
    """Have Callr tell URL about the events of one TYPE, such as v2.sms.inbound.received.

    TYPE is one of the names that TAB offers; a wrong one lists them. Options can hold a secret, so they
    come from a file and not from the command line.

    \b
    Examples:
      callr-actions webhooks create v2.sms.inbound.received https://example.com
    """  # noqa: D301 - click reads it
    options = None if file is None else json_object(read_text(file), option="--options")
    learn_secrets(options, MASKER)

    async def work(session: Session) -> None:
        from callr_actions.api.requests.webhooks import CreateLocalWebhook, CreateWebhook
        from callr_actions.api.resources import webhooks

        inputs = CreateLocalWebhook if _takes_local_endpoints(session) else CreateWebhook
        request = webhooks.create(inputs(type=kind, endpoint=endpoint, options=options))
        pass_gate(session, Change(f"have {endpoint} told about {kind}"))
        show_item(await session.send(request), WEBHOOK, shape)

    run_session(target, work)


def _takes_local_endpoints(session: Session) -> bool:
    """Return whether the account may know addresses that Callr cannot reach: it judges them itself then."""
    return on_this_machine(session.connection.url)


def _switch(sid: str, status: Literal["enabled", "disabled"], target: Target, shape: Shape) -> None:
    async def work(session: Session) -> None:
        from callr_actions.api.requests.webhooks import UpdateWebhook
        from callr_actions.api.resources import webhooks

        request = webhooks.update(sid, UpdateWebhook(status=status))
        pass_gate(session, Change(f"make the webhook {sid} {status}"))
        show_item(await session.send(request), WEBHOOK, shape)

    run_session(target, work)


@command.command("enable")
@sid_argument
@shape_options
@writing_options
def enable(sid: str, target: Target, shape: Shape) -> None:
    """Turn a webhook on.

    \b
    Examples:
      callr-actions webhooks enable 49ar31f8
    """  # noqa: D301 - click reads it
    _switch(sid, "enabled", target, shape)


@command.command("disable")
@sid_argument
@shape_options
@writing_options
def disable(sid: str, target: Target, shape: Shape) -> None:
    """Turn a webhook off; events meanwhile are lost.

    \b
    Examples:
      callr-actions webhooks disable 49ar31f8
    """  # noqa: D301 - click reads it
    _switch(sid, "disabled", target, shape)


@command.command("delete")
@sid_argument
@writing_options
def delete(sid: str, target: Target) -> None:
    """Delete a webhook, for good.

    \b
    Examples:
      callr-actions webhooks delete 49ar31f8
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> None:
        from callr_actions.api.resources import webhooks

        found = await session.send(webhooks.get(sid))
        what = f"delete the webhook {sid}, which tells {found.endpoint} about {found.type.value}"
        pass_gate(session, Change(what, asks=True))
        await session.send(webhooks.delete(sid))
        session.say(f"deleted the webhook {sid}")

    run_session(target, work)


@command.command("logs")
@click.option("--webhook", metavar="SID", shell_complete=completing("webhooks"), help="Only of this webhook.")
@click.option("--type", "kind", type=OneOf(WEBHOOK_TYPES), metavar="TYPE", help="Only this type.")
@click.option("--event", metavar="ID", help="Only of this event.")
@click.option("--endpoint", metavar="URL", help="Only to this address.")
@click.option("--at", type=time, metavar="TIME", help="Only of this time.")
@click.option("--answer", type=int, metavar="CODE", help="Only those that were answered so, such as 500.")
@click.option("--try", "attempt", type=int, metavar="N", help="Only this attempt; 0 is the first.")
@list_options("at")
@account_options
def logs(
    webhook: str | None,
    kind: str | None,
    event: str | None,
    endpoint: str | None,
    at: datetime | str | None,
    answer: int | None,
    attempt: int | None,
    target: Target,
    extent: Extent,
    shape: Shape,
) -> None:
    """List the attempts to deliver events.

    \b
    Examples:
      callr-actions webhooks logs --webhook 49ar31f8 --answer 500
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> None:
        from callr_actions.api.requests.webhooks import SearchLocalWebhookLogs, SearchWebhookLogs
        from callr_actions.api.resources import webhooks

        kind_of_search = SearchLocalWebhookLogs if _takes_local_endpoints(session) else SearchWebhookLogs
        inputs = kind_of_search(
            sid=webhook,
            type=kind,
            id=event,
            endpoint=endpoint,
            at=at,
            http_code=answer,
            attempt=attempt,
            **extent.paging(),
        )
        await show_search(session, webhooks.logs(inputs), WEBHOOK_LOG, extent, shape)

    run_session(target, work)
