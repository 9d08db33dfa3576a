"""Requests about audio files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from callr_actions.api.models.audio_files import AudioFileSource, AudioFileStatus
from callr_actions.api.requests.audio_content import Audio
from callr_actions.api.requests.constraints import Choice, Text
from callr_actions.api.requests.identifiers import COUNTRY
from callr_actions.api.requests.inputs import Certainty, Inputs, Place, body, parameter, query, request
from callr_actions.api.requests.search import Search

if TYPE_CHECKING:
    from callr_actions.api.upload import AudioUpload

NAME: Final = Text(1, 64)


@request
class SearchAudioFiles(Search):
    """Audio files whose name holds a text."""

    operation = "audioFilesSearch"

    name: str | None = query("name", NAME, default=None)
    status: AudioFileStatus | str | None = query("status", Choice.of(AudioFileStatus), default=None)
    source: AudioFileSource | str | None = query("source", Choice.of(AudioFileSource), default=None)
    sort: Literal["name", "created", "updated"] | None = query(
        "sort", Choice(("name", "created", "updated")), default=None
    )


@request
class CreateAudioFile(Inputs):
    """A new file without sound, which is sent later."""

    operation = "audioFilesUpload"

    name: str = body("name", NAME)


@request
class UploadAudioFile(Inputs):
    """A new file with its sound.

    Attributes:
        file: that the API demands it here is inferred.
    """

    operation = "audioFilesUpload"

    name: str = parameter(Place.FORM, "name", NAME)
    file: AudioUpload = parameter(Place.FORM, "file", Audio(), certainty=Certainty.INFERRED)


@request
class UpdateAudioFile(Inputs):
    """A new name for a file."""

    operation = "audioFilesUpdate"

    name: str | None = body("name", NAME, default=None)


@request
class UpdateAudioFileContent(Inputs):
    """Another sound for a file."""

    operation = "audioFilesUpdateFile"

    file: AudioUpload = parameter(Place.FORM, "file", Audio())


@request
class RecordAudioFileByPhone(Inputs):
    """Another sound for a file, spoken over the phone.

    Attributes:
        country: where the number to call should be; the API takes the nearest it has.
    """

    operation = "audioFilesUpdatePhone"

    country: str = query("country", COUNTRY)
