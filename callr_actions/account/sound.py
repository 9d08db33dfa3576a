"""What an uploaded file is, by its content alone: neither its name nor its announced type counts."""

from __future__ import annotations

from io import BytesIO

from callr_actions.named_tuple import NamedTuple

# tinytag's reader of each container, and the media type that Callr documents for it.
_MEDIA = {
    "_Flac": "audio/flac",
    "_ID3": "audio/mpeg",
    "_MPEG": "audio/mpeg",
    "_MP4": "audio/mp4",
    "_Ogg": "audio/ogg",
    "_Wave": "audio/wav",
}


class Sound(NamedTuple):
    """An audio file's container and length in seconds."""

    media: str
    seconds: float


def examine(content: bytes) -> Sound | None:
    """Return what a file's bytes are; None for no audio of a documented format."""
    from tinytag import TinyTag, TinyTagException  # noqa: PLC0415 - only uploads pay for it

    try:
        found = TinyTag.get(file_obj=BytesIO(content), tags=False)
    except (TinyTagException, ArithmeticError, LookupError, OSError, ValueError):
        # The reader's own error, and what it lets through for headers that lie.
        return None
    media = _MEDIA.get(type(found).__name__)
    if media is None or not found.duration:
        return None
    return Sound(media, found.duration)
