"""Requests about webhooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from callr_actions.api.models.webhooks import WebhookStatus, WebhookType
from callr_actions.api.requests.constraints import Choice, Integer, Text, Time
from callr_actions.api.requests.identifiers import ENDPOINT, LOCAL_ENDPOINT, SID
from callr_actions.api.requests.inputs import Certainty, Inputs, body, query, request
from callr_actions.api.requests.json_objects import Object
from callr_actions.api.requests.search import Search

if TYPE_CHECKING:
    from datetime import datetime


@request
class SearchWebhooks(Search):
    """The account's webhooks."""

    operation = "webhooksSearch"

    sid: str | None = query("sid", SID, default=None)
    type: WebhookType | str | None = query("type", Choice.of(WebhookType), default=None)
    status: WebhookStatus | str | None = query("status", Choice.of(WebhookStatus), default=None)
    sort: Literal["created"] | None = query("sort", Choice(("created",)), default=None)


@request
class CreateWebhook(Inputs):
    """A new webhook for one type of event.

    Attributes:
        endpoint: whom to tell; its host has a dot and ends with letters, so not `localhost`.
        options: its keys are not documented.
    """

    operation = "webhooksCreate"

    type: WebhookType | str = query("type", Choice.of(WebhookType))
    endpoint: str = body("endpoint", ENDPOINT, certainty=Certainty.INFERRED)
    options: dict[str, object] | None = body("options", Object(), default=None)


@request
class CreateLocalWebhook(CreateWebhook):
    """A new webhook of the local account, which can also tell this machine and bare addresses."""

    endpoint: str = body("endpoint", LOCAL_ENDPOINT, certainty=Certainty.INFERRED)


@request
class UpdateWebhook(Inputs):
    """Whether events are delivered; nothing else of a webhook can change."""

    operation = "webhooksUpdate"

    status: Literal["disabled", "enabled"] = body("status", Choice(("disabled", "enabled")))


@request
class SearchWebhookLogs(Search):
    """Attempts to deliver events.

    Attributes:
        id: of the event, at most 50 characters.
        sid: of the webhook.
        http_code: what the endpoint answered, 100 or more.
        attempt: 0 for the first.
    """

    operation = "webhooksSearchLogs"

    endpoint: str | None = query("endpoint", ENDPOINT, default=None, certainty=Certainty.INFERRED)
    at: datetime | str | None = query("at", Time(), default=None)
    id: str | None = query("id", Text(most=50), default=None)
    sid: str | None = query("sid", SID, default=None)
    http_code: int | None = query("httpcode", Integer(100), default=None)
    attempt: int | None = query("try", Integer(0), default=None)
    type: WebhookType | str | None = query("type", Choice.of(WebhookType), default=None)
    sort: Literal["at"] | None = query("sort", Choice(("at",)), default=None)


@request
class SearchLocalWebhookLogs(SearchWebhookLogs):
    """Attempts of the local account, which can also tell this machine and bare addresses."""

    endpoint: str | None = query("endpoint", LOCAL_ENDPOINT, default=None, certainty=Certainty.INFERRED)
