"""Files are written whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_DEVICES = Path("/dev")


def write_atomic(path: Path, content: str | bytes | Iterable[bytes], *, mode: int = 0o666) -> None:
    """Replace a file in one step: whoever reads it sees the old text or the new one, never a part.

    The mode of an existing file is kept; a link is followed, so that the file it names is replaced.
    A device or a pipe, and whatever `/dev` stands for (`/dev/stderr`, `/dev/fd/3`), is written to as it is.

    Args:
        path: the file.
        content: text, written as UTF-8 with its line endings as they are and halves of surrogate pairs as
            escapes, or bytes, or pieces of bytes that are made as they are written.
        mode: of a new file, before the umask.

    Raises:
        OSError: the folder or the device cannot be written to.
    """
    if isinstance(content, str):
        content = content.encode("utf-8", errors="backslashreplace")
    pieces = (content,) if isinstance(content, bytes) else content
    if path.exists() and (_DEVICES in path.parents or not path.is_file()):
        with path.open("ab") as device:
            device.writelines(pieces)
        return
    path = Path(os.path.realpath(path))
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(handle, "wb") as file:
            with suppress(FileNotFoundError):
                temporary.chmod(path.stat().st_mode & 0o7777)
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
