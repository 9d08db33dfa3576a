"""Audio files."""

from __future__ import annotations

from callr_actions.api.models.model import Model
from callr_actions.api.models.open_enum import OpenEnum
from callr_actions.api.models.timestamp import Timestamp


class AudioFileStatus(OpenEnum):
    """How far the processing of a file is; `ready` and `error` are its ends."""

    READY = "ready"
    PROCESSING = "processing"
    PENDING_CONTENT = "pending-content"
    PENDING_CONVERSION = "pending-conversion"
    ERROR = "error"


class AudioFileSource(OpenEnum):
    """Where a file comes from."""

    PHONE_RECORD = "phone-record"
    SYSTEM = "system"
    FILE_UPLOAD = "file-upload"


class AudioFile(Model, frozen=True, kw_only=True):
    """An audio file, without its sound.

    Attributes:
        duration: seconds (that it is seconds is inferred).
        readonly: whether it belongs to Callr.
    """

    sid: str
    name: str
    duration: int | float
    source: AudioFileSource
    readonly: bool
    status: AudioFileStatus
    created: Timestamp
    updated: Timestamp


class PhoneRecording(Model, frozen=True, kw_only=True):
    """How to record a file by phone: call the number, enter the code."""

    code: int
    number: str
