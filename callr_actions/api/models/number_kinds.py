"""Kinds of phone numbers, which several tags name."""

from __future__ import annotations

from callr_actions.api.models.open_enum import OpenEnum


class NumberClass(OpenEnum):
    """How easily a number is remembered, which decides its price."""

    GOLD = "gold"
    CLASSIC = "classic"


class NumberType(OpenEnum):
    """What a number is for."""

    GEOGRAPHIC = "geographic"
    MOBILE = "mobile"
    NON_GEOGRAPHIC = "non-geographic"
    PERSONAL = "personal"
    PLATFORM = "platform"
    SHAREDREVENUE = "sharedrevenue"
    SMS_ONLY = "sms-only"
    SPECIAL = "special"
    TOLLFREE = "tollfree"
    VERIFIED = "verified"
