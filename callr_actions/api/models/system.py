"""The answer of the health check, and the shape of errors."""

from __future__ import annotations

from callr_actions.api.models.model import Model
from callr_actions.api.models.timestamp import Timestamp


class Pong(Model, frozen=True, kw_only=True):
    """The API is up, and this is its clock."""

    pong: str
    time: Timestamp


class ErrorBody(Model, frozen=True, kw_only=True):
    """What most refusals answer; the codes are not documented, so nothing depends on one."""

    code: str
    message: str
