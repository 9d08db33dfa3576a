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
        UpdateAudioFileContent,
        UploadAudioFile,
    )

_FILE = answer(AudioFile)
_PAGE = answer(Page[AudioFile])
_PHONE = answer(PhoneRecording)


def search(inputs: SearchAudioFiles | None = None) -> Search[AudioFile]:
    """List audio files."""
    return Search.of("audioFilesSearch", _PAGE, inputs or SearchAudioFiles(), identity=attrgetter("sid"))


def create(inputs: CreateAudioFile) -> Request[AudioFile]:
    """Make an audio file without sound, which is sent later."""
    return ask("audioFilesUpload", _FILE, inputs)


def upload(inputs: UploadAudioFile) -> Request[AudioFile]:
    """Make an audio file with its sound; it is ready when Callr has converted it."""
    return ask("audioFilesUpload", _FILE, inputs)


def get(sid: str) -> Request[AudioFile]:
    """Read what is known of an audio file."""
    return ask("audioFilesGet", _FILE, sid=sid)


def update(sid: str, inputs: UpdateAudioFile) -> Request[AudioFile]:
    """Rename an audio file."""
    return ask("audioFilesUpdate", _FILE, inputs, sid=sid)


def replace(sid: str, inputs: UpdateAudioFileContent) -> Request[AudioFile]:
    """Replace the sound of an audio file."""
    return ask("audioFilesUpdateFile", _FILE, inputs, sid=sid)


def record_by_phone(sid: str, inputs: RecordAudioFileByPhone) -> Request[PhoneRecording]:
    """Ask for a number and a code with which the sound can be spoken over the phone."""
    return ask("audioFilesUpdatePhone", _PHONE, inputs, sid=sid)


def delete(sid: str) -> Request[None]:
    """Delete an audio file."""
    return ask("audioFilesDelete", NOTHING, sid=sid)
