"""Everything that is wrong with a request, compared with what its operation is declared to take."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from tests.api.server.constraints import Complaint, broken
from tests.api.server.multipart import MalformedFormError, Part, parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.api.server.declarations import Body, Operation, Schema
    from tests.api.server.request import Request

# A plus is a space to some decoders and a plus to others, so it has to be %2B. A colon may stay (RFC 3986).
_IN_PATH = re.compile(r"(?:[A-Za-z0-9\-._~:@!$&'()*,;=]|%[0-9A-Fa-f]{2})*")
_IN_QUERY = re.compile(r"(?:[A-Za-z0-9\-._~:@!$'()*,;/?]|%[0-9A-Fa-f]{2})*")
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")


def complaints(operation: Operation, segments: dict[str, str], request: Request) -> list[Complaint]:
    """What is wrong with a request: path, query, headers, body; without whether it may."""
    found = [*_path(operation, segments), *_query(operation, request)]
    accept = request.header("accept")
    if accept != "application/json":
        found.append(Complaint("header accept", "const", f"{accept!r}, not application/json"))
    return [*found, *_body(operation.body, request)]


def _path(operation: Operation, segments: dict[str, str]) -> Iterator[Complaint]:
    for name, raw in segments.items():
        where = f"path {name}"
        if not _is_encoded(raw, _IN_PATH):
            yield Complaint(where, "encoding", f"{raw!r} is not percent-encoded UTF-8")
        # A moved path may name what the operation's own does not: any text will do for it.
        yield from _text(operation.path.get(name, {"type": "string"}), unquote(raw), where)


def _query(operation: Operation, request: Request) -> Iterator[Complaint]:
    _, mark, raw = request.target.partition("?")
    if mark and not raw:
        yield Complaint("query", "encoding", "a question mark with nothing behind it")
    if "#" in request.target:
        yield Complaint("query", "encoding", "a fragment was sent")
    given: dict[str, list[str]] = {}
    for pair in raw.split("&") if raw else ():
        key, equals, value = pair.partition("=")
        name = unquote(key)
        if not equals or not _is_encoded(key, _IN_QUERY) or not _is_encoded(value, _IN_QUERY):
            yield Complaint(f"query {name}", "encoding", f"{pair!r} is not percent-encoded UTF-8")
        given.setdefault(name, []).append(unquote(value))
    for name in operation.required:
        if name not in given:
            yield Complaint(f"query {name}", "required", "is required")
    for name, values in given.items():
        yield from _parameter(operation.query.get(name), values, f"query {name}")


def _is_encoded(raw: str, allowed: re.Pattern[str]) -> bool:
    try:
        unquote(raw, errors="strict")
    except UnicodeDecodeError:
        return False
    return allowed.fullmatch(raw) is not None


def _parameter(schema: Schema | None, values: list[str], where: str) -> Iterator[Complaint]:
    if schema is None:
        yield Complaint(where, "unknown", "there is no such parameter")
    elif schema["type"] == "array":
        yield from broken(schema, values, where)
    elif len(values) > 1:
        yield Complaint(where, "repeated", f"given {len(values)} times")
    else:
        yield from _text(schema, values[0], where)


def _text(schema: Schema, text: str, where: str) -> list[Complaint]:
    """Check what is text on the wire and, by its schema, something else."""
    value: Any = text
    if schema["type"] == "integer" and _INTEGER.fullmatch(text):
        value = int(text)
    if schema["type"] == "boolean" and text in ("true", "false"):
        value = text == "true"
    return broken(schema, value, where)


def _body(declared: Body | None, request: Request) -> Iterator[Complaint]:
    content_type = request.header("content-type")
    if declared is None:
        if request.body:
            yield Complaint("body", "unknown", "this operation takes no body")
        if content_type is not None:
            yield Complaint("header content-type", "unknown", f"{content_type!r}, but there is no body")
        return
    if not request.body and content_type is None:
        if declared.required:
            yield Complaint("body", "required", "is required")
        return
    kind = (content_type or "").partition(";")[0].strip().lower()
    if kind == "application/json" and declared.json is not None:
        yield from _json(declared.json, request.body)
    elif kind == "multipart/form-data" and declared.multipart is not None:
        yield from _form(declared.multipart, content_type or "", request.body)
    else:
        allowed = " or ".join(declared.content_types)
        yield Complaint("header content-type", "enum", f"{content_type!r}, not {allowed}")


def _json(schema: Schema, body: bytes) -> Iterator[Complaint]:
    try:
        value = json.loads(body.decode("utf-8"), parse_constant=_refuse, object_pairs_hook=_without_twins)
    except ValueError as error:
        yield Complaint("body", "json", f"is no JSON: {error}")
    else:
        yield from broken(schema, value, "body")


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON number")


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("a key is given twice")
    return result


def _form(declared: dict[str, Schema], content_type: str, body: bytes) -> Iterator[Complaint]:
    try:
        given = parts(content_type, body)
    except (MalformedFormError, UnicodeDecodeError) as error:
        yield Complaint("body", "multipart", str(error))
        return
    names = [part.name for part in given]
    for name in declared:
        if name not in names:
            yield Complaint(f"body.{name}", "required", "is required")
    for part in {one.name: one for one in given}.values():
        where = f"body.{part.name}"
        schema = declared.get(part.name)
        if schema is None:
            yield Complaint(where, "unknown", "there is no such field")
        elif names.count(part.name) > 1:
            yield Complaint(where, "repeated", f"given {names.count(part.name)} times")
        elif "types" in schema:
            yield from _file(schema["types"], part, where)
        else:
            yield from broken(schema, part.content.decode("utf-8", errors="replace"), where)


def _file(types: list[str], part: Part, where: str) -> Iterator[Complaint]:
    if not part.filename:
        yield Complaint(where, "filename", "the part has no filename")
    if part.content_type not in types:
        yield Complaint(where, "enum", f"the part is {part.content_type!r}, not one of {types}")
    if not part.content:
        yield Complaint(where, "minLength", "the file is empty")
