"""A form as RFC 7578 has it, read strictly: this server takes no form that a stricter one would refuse."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BOUNDARY = re.compile(r'multipart/form-data; *boundary="?([0-9A-Za-z\'()+_,\-./:=?]{1,70})"?', re.IGNORECASE)
_DISPOSITION = re.compile(rb'form-data; name="([^"\r\n]*)"(?:; filename="([^"\r\n]*)")?')


class MalformedFormError(Exception):
    """A body that is no form; the text says why."""


@dataclass(frozen=True, slots=True)
class Part:
    """One field of a form."""

    name: str
    filename: str | None
    content_type: str | None
    content: bytes


def parts(content_type: str, body: bytes) -> list[Part]:
    """The fields of a form, in order.

    Raises:
        MalformedFormError: it is none.
    """
    found = _BOUNDARY.fullmatch(content_type)
    if not found:
        raise MalformedFormError(f"no usable boundary in {content_type!r}")
    delimiter = b"\r\n--" + found[1].encode()
    first, *rest = (b"\r\n" + body).split(delimiter)
    if first or not rest:
        raise MalformedFormError("the body does not begin with the boundary")
    if rest.pop() not in (b"--", b"--\r\n"):
        raise MalformedFormError("the body does not end with the boundary and two hyphens")
    return [_part(one) for one in rest]


def _part(text: bytes) -> Part:
    head, gap, content = text.partition(b"\r\n\r\n")
    if not head.startswith(b"\r\n") or not gap:
        raise MalformedFormError("a part has no headers")
    headers: dict[bytes, bytes] = {}
    for line in head[2:].split(b"\r\n"):
        name, _, value = line.partition(b":")
        headers[name.lower()] = value.strip()
    disposition = _DISPOSITION.fullmatch(headers.get(b"content-disposition", b""))
    if not disposition:
        raise MalformedFormError("a part has no content-disposition with a name")
    content_type = headers.get(b"content-type")
    return Part(
        name=disposition[1].decode(),
        filename=disposition[2].decode() if disposition[2] is not None else None,
        content_type=content_type.decode() if content_type is not None else None,
        content=content,
    )
