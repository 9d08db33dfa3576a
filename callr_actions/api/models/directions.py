"""Directions, which calls and messages share."""

from __future__ import annotations

from callr_actions.api.models.open_enum import OpenEnum


class Direction(OpenEnum):
    """`inbound` was received by Callr's platform, `outbound` was started by it."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"
