"""What the commands hold as data agrees with the API's models, which they do not load."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from callr_actions.api.models import (
    audio_files,
    billing,
    directions,
    end_users,
    number_kinds,
    number_store,
    numbers,
    recordings,
    scenarios,
    sms,
    system,
    tasks,
    webhooks,
)
from callr_actions.cli import choices
from callr_actions.cli.rendering import views

if TYPE_CHECKING:
    from enum import StrEnum

    from callr_actions.api.models.model import Model
    from callr_actions.cli.rendering.view import View


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (choices.NUMBER_CLASSES, number_kinds.NumberClass),
        (choices.NUMBER_TYPES, number_kinds.NumberType),
        (choices.DIRECTIONS, directions.Direction),
        (choices.AUDIO_STATUSES, audio_files.AudioFileStatus),
        (choices.AUDIO_SOURCES, audio_files.AudioFileSource),
        (choices.SMS_STATUSES, sms.SmsStatus),
        (choices.TRAFFIC_TYPES, sms.TrafficType),
        (choices.SMS_ENCODINGS, sms.SmsEncoding),
        (choices.WEBHOOK_STATUSES, webhooks.WebhookStatus),
        (choices.WEBHOOK_TYPES, webhooks.WebhookType),
    ],
)
def test_choices_are_those_of_the_models(values: tuple[str, ...], kind: type[StrEnum]) -> None:
    assert values == tuple(each.value for each in kind)


@pytest.mark.parametrize(
    ("view", "model"),
    [
        (views.PONG, system.Pong),
        (views.SCENARIO, scenarios.Scenario),
        (views.RUN_STARTED, scenarios.RunStarted),
        (views.RUN, scenarios.Run),
        (views.NUMBER, numbers.PhoneNumber),
        (views.STORE_COUNTRY, number_store.StoreCountry),
        (views.STORE_TYPE, number_store.StoreType),
        (views.STORE_PREFIX, number_store.StorePrefix),
        (views.RESERVATION, number_store.Reservation),
        (views.ORDER, number_store.Order),
        (views.AUDIO_FILE, audio_files.AudioFile),
        (views.PHONE_RECORDING, audio_files.PhoneRecording),
        (views.SMS, sms.Sms),
        (views.WEBHOOK, webhooks.Webhook),
        (views.WEBHOOK_LOG, webhooks.WebhookLog),
        (views.RECORDING, recordings.Recording),
        (views.TASK, tasks.Task),
        (views.END_USER, end_users.EndUser),
        (views.DESTINATION, billing.BillingDestination),
    ],
)
def test_fields_are_those_of_the_models(view: View, model: type[Model]) -> None:
    wire = [field.encode_name for field in msgspec.structs.fields(model)]
    assert list(view.fields) == [name for name in wire if not name.startswith("(")]
    assert {path.partition(".")[0] for path in view.columns.values()} <= set(view.fields)
