"""Every operation that the local account serves. A new resource: a file in resources/, and a line here."""

from __future__ import annotations

from callr_actions.account.resources import end_users, numbers, scenarios, system

API = (
    *system.OPERATIONS,
    *scenarios.OPERATIONS,
    *end_users.OPERATIONS,
    *numbers.OPERATIONS,
)
