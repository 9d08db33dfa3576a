"""Several files replaced together: each is written beside its place first, so that a full disk changes none.

No link is followed on the way, and nothing outside the folder is touched.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.file_errors import unwritable
from callr_actions.project.inside import is_inside

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType
    from typing import Self

_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


class StagedFiles:
    """Files that wait to be put in place. What was not put there when it is closed is gone.

    Args:
        top: the folder below which everything lies, absolute.
    """

    def __init__(self, top: Path) -> None:
        self._top = top
        self._waiting: list[tuple[Path, Path, bytes | None, str]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for temporary, *_ in self._waiting:
            with suppress(OSError):
                temporary.unlink()

    def add(self, path: str, content: bytes, *, before: bytes | None, shown: str) -> None:
        """Write a file's new content beside it.

        Args:
            path: POSIX, below the folder.
            content: what it will hold.
            before: what it held when it was read; None for a file that there is not.
            shown: the file as people know it.

        Raises:
            CallrActionsError: a link is in the way, or the disk is full.
        """
        try:
            target = self._place(path, shown)
            temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
            handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINK, 0o666)
            self._waiting.append((temporary, target, before, shown))
            with os.fdopen(handle, "wb") as file:
                if before is not None:
                    temporary.chmod(stat.S_IMODE(target.stat().st_mode))
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise unwritable(shown, error) from error

    def put_in_place(self) -> None:
        """Replace the files, in the order in which they were added.

        Raises:
            CallrActionsError: one has changed meanwhile: it and those behind it are left as they are.
        """
        while self._waiting:
            temporary, target, before, shown = self._waiting[0]
            try:
                if _content(target) != before:
                    raise CallrActionsError(
                        "it was changed while this was at work; it is left as it is",
                        file=shown,
                        hint="run the command again",
                        exit_code=ExitCode.REFUSED,
                    )
                temporary.replace(target)
            except OSError as error:
                raise unwritable(shown, error) from error
            del self._waiting[0]

    def _place(self, path: str, shown: str) -> Path:
        """Return a file's path, folders above it made; none of them is a link."""
        *folders, name = path.split("/")
        at = self._top
        for folder in folders:
            at /= folder
            with suppress(FileExistsError):
                at.mkdir()
            if at.is_symlink():
                raise _link(shown)
        target = at / name
        if target.is_symlink() or not is_inside(target, self._top):
            raise _link(shown)
        return target


def _content(path: Path) -> bytes | None:
    try:
        handle = os.open(path, os.O_RDONLY | _NO_LINK)
    except FileNotFoundError:
        return None
    with os.fdopen(handle, "rb") as file:
        return file.read()


def _link(shown: str) -> CallrActionsError:
    return CallrActionsError(
        "a link is in the way; none is followed when files are written",
        file=shown,
        hint="delete the link, or put a file in its place",
        exit_code=ExitCode.REFUSED,
    )
