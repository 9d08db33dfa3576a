"""The sound that is sent with a multipart request."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from callr_actions.api.requests.constraints import Constraint
from callr_actions.api.requests.violations import Fault, in_words, nearest
from callr_actions.named_tuple import NamedTuple

MEDIA_TYPES: Final = ("audio/flac", "audio/mpeg", "audio/mp4", "audio/ogg", "audio/wav")
_BY_SUFFIX: Final = {
    ".flac": "audio/flac",
    ".mp3": "audio/mpeg",
    ".mp4": "audio/mp4",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".wav": "audio/wav",
}


class AudioContent(NamedTuple):
    """A file as it is sent.

    Attributes:
        filename: its name, without a folder.
        content: its bytes.
        media_type: such as `audio/wav`.
    """

    filename: str
    content: bytes
    media_type: str

    @classmethod
    def named(cls, filename: str, content: bytes) -> AudioContent:
        """Take the media type from the file's ending; the request judges an ending that is not known."""
        name = PurePath(filename)
        suffix = name.suffix.lower()
        return cls(name.name, content, _BY_SUFFIX.get(suffix, suffix or "no ending"))


@dataclass(frozen=True, slots=True)
class Audio(Constraint):
    """A file in one of the formats that the API converts."""

    media_types: tuple[str, ...] = MEDIA_TYPES

    @property
    def allowed(self) -> str:
        """The media types."""
        return ", ".join(self.media_types)

    def fault(self, value: object) -> Fault | None:
        """Name an empty file and a format that is not taken."""
        if not isinstance(value, AudioContent):
            return Fault(in_words(value), "a file of one of " + self.allowed)
        if not value.content:
            return Fault("an empty file", "a file with sound")
        if value.media_type not in self.media_types:
            return Fault(
                in_words(value.media_type), self.allowed, nearest(value.media_type, self.media_types)
            )
        return None
