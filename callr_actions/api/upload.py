"""An audio file on its way to an account: judged by its content, sent piece by piece."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, Final

from callr_actions.errors import CallrActionsError
from callr_actions.file_errors import unreadable
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

# What Callr takes (Callr, reference, audio file upload), with the names that people use.
MEDIA_TYPES: Final = {
    "audio/flac": "FLAC",
    "audio/mpeg": "MP3",
    "audio/mp4": "MP4",
    "audio/ogg": "Ogg",
    "audio/wav": "WAV",
}
_SIGNS = {b"fLaC": "audio/flac", b"OggS": "audio/ogg", b"ID3": "audio/mpeg"}
# Callr states no limit. Assumed: a file of over a gigabyte is a mistake.
MOST_BYTES = 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioUpload:
    """An audio file that was looked at.

    Attributes:
        path: the file.
        media_type: what its content is, such as `audio/wav`.
        size: in bytes, when it was looked at.
        seconds: how long it plays.
        progress: is told how many bytes of the file were sent; starts again from 0 when they are sent again.
    """

    path: Path
    media_type: str
    size: int
    seconds: float
    progress: Callable[[int], None] | None = None


class Form(NamedTuple):
    """A multipart body, each part by its name on the wire."""

    texts: Mapping[str, str]
    files: Mapping[str, AudioUpload]


def audio_upload(path: Path, *, progress: Callable[[int], None] | None = None) -> AudioUpload:
    """Look at a file and return it as a request takes it.

    Args:
        path: the file.
        progress: is told how many bytes of it were sent; starts again from 0 when they are sent again.

    Raises:
        CallrActionsError: it cannot be read, is empty or too large, or is not audio that Callr takes.
    """
    from tinytag import TinyTag, TinyTagException  # noqa: PLC0415 - only an upload pays for the import

    try:
        with path.open("rb") as file:
            size = path.stat().st_size
            _check_size(size, path)
            media_type = media_type_of(file.read(12))
            if media_type is None:
                raise _refused(path)
            file.seek(0)
            found = TinyTag.get(file_obj=file, tags=False)
    except OSError as problem:
        raise unreadable(path, problem) from None
    except TinyTagException:
        raise _refused(path) from None
    if not found.duration:  # nothing of a header's promise is there
        raise _refused(path)
    return AudioUpload(path=path, media_type=media_type, size=size, seconds=found.duration, progress=progress)


def media_type_of(start: bytes) -> str | None:
    """Return what the first twelve bytes of a file say it is; None for nothing that Callr takes."""
    for sign, media_type in _SIGNS.items():
        if start.startswith(sign):
            return media_type
    if start[:4] == b"RIFF" and start[8:12] == b"WAVE":
        return "audio/wav"
    if start[4:8] == b"ftyp":
        return "audio/mp4"
    # A frame of MPEG audio starts with eleven bits that are set.
    if len(start) > 1 and start[0] == 0xFF and start[1] & 0xE0 == 0xE0:
        return "audio/mpeg"
    return None


@contextmanager
def opened(form: Form) -> Iterator[dict[str, Any]]:
    """Give the form as arguments of `httpx.Request`, its files open as long as this lasts.

    Raises:
        CallrActionsError: a file cannot be read any more.
    """
    with ExitStack() as stack:
        files = {
            part: (upload.path.name, stack.enter_context(_content(upload)), upload.media_type)
            for part, upload in form.files.items()
        }
        yield {"data": dict(form.texts), "files": files}


@contextmanager
def _content(upload: AudioUpload) -> Iterator[IO[bytes] | _Counted]:
    try:
        file = upload.path.open("rb")
    except OSError as problem:
        raise unreadable(upload.path, problem) from None
    with file:
        yield file if upload.progress is None else _Counted(file, upload.progress)


class _Counted:
    """A file that tells how far it has been read."""

    def __init__(self, file: IO[bytes], progress: Callable[[int], None]) -> None:
        self._file = file
        self._progress = progress

    def read(self, size: int = -1) -> bytes:
        """Read on."""
        piece = self._file.read(size)
        if piece:
            self._progress(self._file.tell())
        return piece

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go elsewhere, such as back to the start for another attempt."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Return where reading goes on."""
        return self._file.tell()

    def fileno(self) -> int:
        """Return the descriptor, from which httpx learns the size."""
        return self._file.fileno()


def _check_size(size: int, path: Path) -> None:
    if size == 0:
        raise CallrActionsError("the file is empty", file=str(path))
    if size > MOST_BYTES:
        raise CallrActionsError(
            f"the file has {size:,} bytes, and at most {MOST_BYTES:,} are sent", file=str(path)
        )


def _refused(path: Path) -> CallrActionsError:
    *names, last = MEDIA_TYPES.values()
    return CallrActionsError(
        "the content is not audio that Callr takes, whatever the file is called",
        file=str(path),
        hint=f"convert it; taken are {', '.join(names)} and {last}",
    )
