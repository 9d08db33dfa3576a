"""Audio files; their sound is sent by `upload`, and converted by Callr afterwards."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from callr_actions.api.models.audio_files import AudioFile, PhoneRecording
from callr_actions.api.models.paging import Page
from callr_actions.api.paging import Search
from callr_actions.api.request import NOTHING, Request, answer, ask
from callr_actions.api.requests.audio_files import SearchAudioFiles

if TYPE_CHECKING:
    from callr_actions.api.requests.audio_files import (
        CreateAudioFile,
        RecordAudioFileByPhone,
        UpdateAudioFile,
    )
    from callr_actions.api.upload import AudioUpload

_FILE = answer(AudioFile)
_PAGE = answer(Page[AudioFile])
_PHONE = answer(PhoneRecording)


def search(inputs: SearchAudioFiles | None = None) -> Search[AudioFile]:
    """List audio files."""
    return Search.of("audioFilesSearch", _PAGE, inputs or SearchAudioFiles(), identity=attrgetter("sid"))


def create(inputs: CreateAudioFile) -> Request[AudioFile]:
    """Make an audio file without sound, which is sent later."""
    return ask("audioFilesUpload", _FILE, inputs)


def upload(file: AudioUpload) -> Request[AudioFile]:
    """Make an audio file of a file that has a name; it is ready when Callr has converted it."""
    return Request(operation="audioFilesUpload", answer=_FILE, body=file)


def get(sid: str) -> Request[AudioFile]:
    """Read what is known of an audio file."""
    return ask("audioFilesGet", _FILE, sid=sid)


def update(sid: str, inputs: UpdateAudioFile) -> Request[AudioFile]:
    """Rename an audio file."""
    return ask("audioFilesUpdate", _FILE, inputs, sid=sid)


def replace(sid: str, file: AudioUpload) -> Request[AudioFile]:
    """Replace the sound of an audio file."""
    return Request(operation="audioFilesUpdateFile", answer=_FILE, arguments={"sid": sid}, body=file)


def record_by_phone(sid: str, inputs: RecordAudioFileByPhone) -> Request[PhoneRecording]:
    """Ask for a number and a code with which the sound can be spoken over the phone."""
    return ask("audioFilesUpdatePhone", _PHONE, inputs, sid=sid)


def delete(sid: str) -> Request[None]:
    """Delete an audio file."""
    return ask("audioFilesDelete", NOTHING, sid=sid)
