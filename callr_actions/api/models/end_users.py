"""End users: the people and companies that numbers are assigned to."""

from __future__ import annotations

from typing import Any

from callr_actions.api.models.model import Model
from callr_actions.api.models.timestamp import Timestamp


class EndUser(Model, frozen=True, kw_only=True):
    """An end user.

    Attributes:
        type: such as `third-party`; the other values are not documented.
        deletable: false when a number or a caller id needs it.
        address: its keys are not documented.
    """

    sid: str
    name: str
    comment: str | None
    type: str
    created: Timestamp
    updated: Timestamp
    deletable: bool
    address: dict[str, Any]
