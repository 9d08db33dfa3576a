"""Every operation that the local account serves. A new resource: a file in resources/, and a line here."""

from __future__ import annotations

from callr_actions.account.resources import (
    audio_files,
    billing,
    calls,
    control,
    control_runs,
    end_users,
    numbers,
    numbers_store,
    recordings,
    runs,
    scenarios,
    sms,
    system,
    tasks,
    webhooks,
)

API = (
    *system.OPERATIONS,
    *scenarios.OPERATIONS,
    *runs.OPERATIONS,
    *audio_files.OPERATIONS,
    *billing.OPERATIONS,
    *calls.OPERATIONS,
    *end_users.OPERATIONS,
    *numbers.OPERATIONS,
    *numbers_store.OPERATIONS,
    *recordings.OPERATIONS,
    *sms.OPERATIONS,
    *tasks.OPERATIONS,
    *webhooks.OPERATIONS,
)
CONTROL = (*control.OPERATIONS, *control_runs.OPERATIONS)
