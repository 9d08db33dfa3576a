"""Reads `multipart/form-data` (RFC 7578): text fields and files of a body whose size is bounded already."""

from __future__ import annotations

from email.message import Message
from typing import TYPE_CHECKING

from callr_actions.account.problem import Problem
from callr_actions.account.values import shown
from callr_actions.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

# RFC 2046, section 5.1.1.
_BOUNDARY = lazy_pattern(r"[0-9A-Za-z'()+_,\-./:=? ]{0,69}[0-9A-Za-z'()+_,\-./:=?]")
_MOST_PARTS = 20
_LONGEST_HEADERS = 4096


def read_multipart(content_type: str, body: bytes, known: Collection[str]) -> dict[str, str | bytes]:
    """Return the parts by their names: text, or bytes for a part that has a file name.

    Args:
        content_type: the header, with the boundary.
        body: all of it.
        known: the names that count; parts with others are not looked at, and may come more than once.

    Raises:
        Problem: 400 with what is wrong with the body.
    """
    boundary = parameter(content_type, "boundary")
    if boundary is None or _BOUNDARY.fullmatch(boundary) is None:
        raise Problem(400, "the content-type multipart/form-data has no valid `boundary`")
    parts: dict[str, str | bytes] = {}
    for headers, content in _split(body, b"--" + boundary.encode("ascii")):
        disposition = _disposition(headers)
        name = parameter(disposition, "name")
        if not disposition.lower().startswith("form-data") or name is None:
            raise Problem(400, "a part of the body has no `content-disposition: form-data` with a `name`")
        if name not in known:
            continue
        if name in parts:
            raise Problem(400, f"the body has two parts named {shown(name)}")
        if parameter(disposition, "filename") is None:
            try:
                parts[name] = content.decode()
            except UnicodeDecodeError:
                raise Problem(400, f"the part {shown(name)} is not UTF-8") from None
        else:
            parts[name] = content
    return parts


def parameter(header: str, name: str) -> str | None:
    """Return a parameter of a header such as `form-data; name="file"`, None where it has none."""
    message = Message()
    message["content-disposition"] = header
    value = message.get_param(name, header="content-disposition")
    # A tuple is RFC 2231's form with a character set: charset, language, text.
    return value[2] if isinstance(value, tuple) else value


def _split(body: bytes, delimiter: bytes) -> Iterator[tuple[bytes, bytes]]:
    # The delimiter belongs to the line break before it, which the first part does not have.
    pieces = (b"\r\n" + body).split(b"\r\n" + delimiter, _MOST_PARTS + 2)
    if len(pieces) > _MOST_PARTS + 2:
        raise Problem(400, f"the body has over {_MOST_PARTS} parts")
    if len(pieces) < 2 or not pieces[-1].startswith(b"--"):
        raise Problem(
            400, "the body is cut off, or its parts are not separated by the boundary of its content-type"
        )
    for piece in pieces[1:-1]:
        padding, line, rest = piece.partition(b"\r\n")
        if padding.strip(b" \t") or not line:
            raise Problem(400, "a boundary of the body is not followed by a line break")
        # A part without headers starts with the empty line itself.
        headers, blank, content = (b"\r\n" + rest).partition(b"\r\n\r\n")
        if not blank or len(headers) > _LONGEST_HEADERS:
            raise Problem(400, "a part of the body has no end of its headers")
        yield headers, content


def _disposition(headers: bytes) -> str:
    for line in headers.decode("utf-8", errors="replace").split("\r\n"):
        name, _, value = line.partition(":")
        if name.strip().lower() == "content-disposition":
            return value.strip()
    return ""
