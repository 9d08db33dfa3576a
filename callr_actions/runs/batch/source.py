"""The input file as lines of text: encodings, byte order marks, and what is no text at all.

Nothing is held but the line at hand, so a file of any size takes the same memory.
"""

from __future__ import annotations

import codecs
import io
import stat
from contextlib import contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from callr_actions.errors import CallrActionsError
from callr_actions.file_errors import unreadable
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import TextIO

LONGEST_LINE: Final = 1024 * 1024
_PIECE: Final = 1024 * 1024
_HEAD: Final = 64 * 1024
# The long ones first: UTF-32's mark begins with that of UTF-16.
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SPREADSHEET: Final = "save it as CSV there, in UTF-8"
_KINDS: Final = (
    (b"PK\x03\x04", "a ZIP archive, as the workbooks of Excel and LibreOffice are", _SPREADSHEET),
    (b"\xd0\xcf\x11\xe0", "a workbook of an old Excel", _SPREADSHEET),
    (b"\x1f\x8b", "compressed with gzip", "unpack it first"),
    (b"%PDF", "a PDF", "give the table it was made from"),
    (b"PAR1", "a Parquet file", "write it as CSV or JSON lines"),
    (b"SQLite format 3\0", "an SQLite database", "write the rows as CSV or JSON lines"),
)
_BINARY: Final = "a binary file"


class Fingerprint(NamedTuple):
    """What a file held when it was read.

    Attributes:
        size: bytes.
        digest: SHA-256 of them, in hexadecimal.
    """

    size: int
    digest: str


def require_file(path: Path, shown: str) -> None:
    """Refuse what cannot be read twice, or has no place beside it where state could lie.

    Raises:
        CallrActionsError: it is missing, no regular file, or standard input.
    """
    if shown == "-":
        raise CallrActionsError(
            "a batch keeps its state beside its input, and standard input has no place",
            hint="write the rows to a file first",
        )
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise unreadable(shown, error) from error
    if stat.S_ISDIR(mode):
        raise CallrActionsError(
            "is a folder; a batch reads one file of CSV or JSON lines", file=shown, hint="name a file in it"
        )
    if not stat.S_ISREG(mode):
        raise CallrActionsError(
            "is a pipe or a device, which cannot be read again when the batch goes on",
            file=shown,
            hint="write the rows to a file first",
        )


def fingerprint(path: Path, shown: str, *, most: int | None = None) -> Fingerprint:
    """Return size and digest of a file, or of its first `most` bytes.

    Raises:
        CallrActionsError: it cannot be read.
    """
    digest, size = sha256(), 0
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE if most is None else min(_PIECE, most - size)):
                digest.update(piece)
                size += len(piece)
    except OSError as error:
        raise unreadable(shown, error) from error
    return Fingerprint(size, digest.hexdigest())


@contextmanager
def open_text(path: Path, shown: str, encoding: str | None = None) -> Iterator[TextIO]:
    """Open a file of text, line ends as they are, a byte order mark left out.

    Args:
        path: the file.
        shown: how errors name it.
        encoding: None for what the byte order mark says, else UTF-8.

    Raises:
        CallrActionsError: it cannot be read, is no text, is empty, or there is no such encoding.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
            found = _encoding(head, shown, encoding)
            file.seek(0)
            with io.TextIOWrapper(file, encoding=found, newline="") as text:
                yield text
    except OSError as error:
        raise unreadable(shown, error) from error


def numbered_lines(text: TextIO, shown: str) -> Iterator[str]:
    """Yield the lines with their ends; the caller counts.

    Raises:
        CallrActionsError: a line is too long, holds a NUL, or is not in the encoding.
    """
    number = 0
    while True:
        number += 1
        try:
            line = text.readline(LONGEST_LINE)
        except UnicodeDecodeError as error:
            raise _undecodable(text, shown, error) from error
        if not line:
            return
        if len(line) == LONGEST_LINE and not line.endswith(("\n", "\r")):
            raise CallrActionsError(
                f"line {number} is longer than {LONGEST_LINE:,} characters: is it a table?", file=shown
            )
        if "\0" in line:
            raise CallrActionsError(
                f"line {number} holds a NUL, so it is {_BINARY} or in another encoding",
                file=shown,
                hint="give it as CSV or JSON lines in UTF-8, or name its encoding with --encoding",
            )
        yield line


def _encoding(head: bytes, shown: str, wanted: str | None) -> str:
    if not head:
        raise CallrActionsError("is empty", file=shown)
    for start, kind, hint in _KINDS:
        if head.startswith(start):
            raise CallrActionsError(f"is {kind}; a batch reads CSV or JSON lines", file=shown, hint=hint)
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), None)
    if wanted is not None:
        return marked if marked is not None and _same_family(wanted, marked) else _known(wanted)
    if marked is None and b"\0" in head:
        zeros = head.count(0)
        hint = "convert it to CSV in UTF-8"
        if zeros * 3 > len(head):
            hint = "if it is text of two bytes a letter, name it: --encoding utf-16-le"
        raise CallrActionsError(f"is {_BINARY}; a batch reads CSV or JSON lines", file=shown, hint=hint)
    return marked or "utf-8"


def _same_family(wanted: str, marked: str) -> bool:
    """Return whether an encoding that is named is the one that the mark stands for, which would stay."""
    return _known(wanted).replace("_", "-").startswith(marked.removesuffix("-sig"))


def _known(name: str) -> str:
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        found = None
    if found is None or not getattr(found, "_is_text_encoding", True):
        raise CallrActionsError(
            f"--encoding: there is no encoding `{name}`",
            allowed=("utf-8", "utf-16", "windows-1252", "iso-8859-1", "iso-8859-15", "macroman"),
            found=name,
        )
    return found.name


def _undecodable(text: TextIO, shown: str, error: UnicodeDecodeError) -> CallrActionsError:
    """Return where the text breaks: decoding runs ahead of the lines, so they are counted anew."""
    decoder = codecs.getincrementaldecoder(text.encoding)()
    source = text.buffer
    source.seek(0)
    line, read = 1, 0
    while True:
        piece = source.read(_HEAD)
        pending = len(decoder.getstate()[0])
        try:
            line += decoder.decode(piece, final=not piece).count("\n")
        except UnicodeDecodeError as place:
            good = place.object[: place.start].decode(text.encoding, "replace")
            line += good.count("\n")
            offset = read - pending + place.start
            break
        read += len(piece)
    return CallrActionsError(
        f"line {line} is not {error.encoding} (byte {offset + 1:,}: {error.reason})",
        file=shown,
        hint="save it as UTF-8, or name its encoding: Excel in Western Europe writes --encoding windows-1252",
    )
