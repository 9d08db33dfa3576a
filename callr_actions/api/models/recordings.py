"""Recordings of calls and voicemails; no operation gives their sound."""

from __future__ import annotations

from typing import Any

from msgspec import field

from callr_actions.api.models.model import Model
from callr_actions.api.models.references import Reference
from callr_actions.api.models.timestamp import Timestamp


class Caller(Model, frozen=True, kw_only=True):
    """Who was recorded; every key is inferred from the record of a call."""

    name: str | None = None
    number: str | None = None
    restricted: bool | None = None


class Recording(Model, frozen=True, kw_only=True):
    """A recording.

    Attributes:
        type: such as `call`, `recording`, `voicemail`.
        duration: seconds (that it is seconds is inferred).
        status: such as `ready`; the other values are not documented.
        size: bytes (that it is bytes is inferred).
        options: its keys are not documented.
        transcription: its keys are not documented.
    """

    sid: str
    type: str
    callee: str
    scenario: Reference | None
    call_id: int = field(name="callid")
    created: Timestamp
    read_at: Timestamp | None
    duration: int | float
    caller: Caller | None
    read: bool
    status: str
    size: int
    options: dict[str, Any] | None
    transcription: dict[str, Any] | None
