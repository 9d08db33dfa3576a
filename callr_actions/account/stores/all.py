"""Every store, in an order in which rows can be put in: what others refer to comes first."""

from __future__ import annotations

from callr_actions.account import work
from callr_actions.account.stores import (
    accounts,
    audio_files,
    calls,
    end_users,
    numbers,
    recordings,
    reservations,
    runs,
    scenarios,
    sms,
    tasks,
    webhooks,
)

STORES = (
    accounts.TABLES,
    work.TABLES,
    scenarios.TABLES,
    end_users.TABLES,
    numbers.TABLES,
    reservations.TABLES,
    audio_files.TABLES,
    calls.TABLES,
    recordings.TABLES,
    runs.TABLES,
    sms.TABLES,
    tasks.TABLES,
    webhooks.TABLES,
)
