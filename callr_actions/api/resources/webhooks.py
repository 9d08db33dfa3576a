"""Webhooks: whom Callr tells about events, and how that went."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from callr_actions.api.models.paging import Page
from callr_actions.api.models.webhooks import Webhook, WebhookLog
from callr_actions.api.paging import Search
from callr_actions.api.request import NOTHING, answer, ask
from callr_actions.api.requests.webhooks import SearchWebhookLogs, SearchWebhooks

if TYPE_CHECKING:
    from callr_actions.api.request import Request
    from callr_actions.api.requests.webhooks import CreateWebhook, UpdateWebhook

_WEBHOOK = answer(Webhook)
_PAGE = answer(Page[Webhook])
_LOGS = answer(Page[WebhookLog])


def search(inputs: SearchWebhooks | None = None) -> Search[Webhook]:
    """List webhooks."""
    return Search.of("webhooksSearch", _PAGE, inputs or SearchWebhooks(), identity=attrgetter("sid"))


def create(inputs: CreateWebhook) -> Request[Webhook]:
    """Make a webhook."""
    return ask("webhooksCreate", _WEBHOOK, inputs)


def get(sid: str) -> Request[Webhook]:
    """Read a webhook."""
    return ask("webhooksGet", _WEBHOOK, sid=sid)


def update(sid: str, inputs: UpdateWebhook) -> Request[Webhook]:
    """Turn a webhook on or off."""
    return ask("webhooksUpdate", _WEBHOOK, inputs, sid=sid)


def delete(sid: str) -> Request[None]:
    """Delete a webhook."""
    return ask("webhooksDelete", NOTHING, sid=sid)


def logs(inputs: SearchWebhookLogs | None = None) -> Search[WebhookLog]:
    """List the attempts to deliver events, each attempt by itself."""
    given = inputs or SearchWebhookLogs()
    return Search.of("webhooksSearchLogs", _LOGS, given, identity=_attempt, sort="at")


def _attempt(log: WebhookLog) -> object:
    """Return what tells two attempts apart; no key is certain, so everything counts."""
    return (log.id, log.sid, log.attempt, log.endpoint, log.at, repr(log.extra))
