"""What may be sent as the sound of an audio file."""

from __future__ import annotations

from dataclasses import dataclass

from callr_actions.api.requests.constraints import Constraint
from callr_actions.api.requests.violations import Fault, in_words, nearest
from callr_actions.api.upload import MEDIA_TYPES, AudioUpload


@dataclass(frozen=True, slots=True)
class Audio(Constraint):
    """A file that was looked at and is in one of the formats that the API converts."""

    media_types: tuple[str, ...] = tuple(MEDIA_TYPES)

    @property
    def allowed(self) -> str:
        """The media types."""
        return ", ".join(self.media_types)

    def fault(self, value: object) -> Fault | None:
        """Name an empty file and a format that is not taken."""
        if not isinstance(value, AudioUpload):
            return Fault(in_words(value), "what `audio_upload` returns for a file")
        if not value.size:
            return Fault("an empty file", "a file with sound")
        if value.media_type not in self.media_types:
            return Fault(
                in_words(value.media_type), self.allowed, nearest(value.media_type, self.media_types)
            )
        return None
