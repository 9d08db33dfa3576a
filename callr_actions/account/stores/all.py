"""Every store, in an order in which rows can be put in: what others refer to comes first."""

from __future__ import annotations

from callr_actions.account import work
from callr_actions.account.stores import accounts, end_users, numbers, scenarios, webhooks

STORES = (
    accounts.TABLES,
    work.TABLES,
    scenarios.TABLES,
    end_users.TABLES,
    numbers.TABLES,
    webhooks.TABLES,
)
