"""Requests made from the declarations: good ones, and values that only just keep to a constraint."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from tests.api.server.declarations import BASE
from tests.api.server.server import KEY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.api.server.declarations import Operation, Schema

AUDIO = b"RIFF\x24\x00\x00\x00WAVEfmt \r\n--\r\n\r\n\x00\xff"
_BOUNDARY = "boundary-1f9c"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A request to send."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes | None = None

    def without_header(self, name: str) -> Outgoing:
        return replace(self, headers={key: value for key, value in self.headers.items() if key != name})

    def with_header(self, name: str, value: str) -> Outgoing:
        return replace(self, headers={**self.headers, name: value})

    def with_query(self, text: str) -> Outgoing:
        """The same with this behind the query, as it is."""
        return replace(self, target=f"{self.target}{'&' if '?' in self.target else '?'}{text}")


@dataclass(frozen=True, slots=True)
class Arguments:
    """Values for an operation's parameters."""

    path: dict[str, Any]
    query: dict[str, Any] = field(default_factory=dict)
    json: Any = None
    form: dict[str, Any] | None = None

    def sent(self, operation: Operation) -> Outgoing:
        """The request that gives these."""
        path = operation.template
        for name, value in self.path.items():
            path = path.replace(f"{{{name}}}", quote(str(value), safe=""))
        query = "&".join(
            f"{quote(name)}={quote(_as_text(one), safe='')}"
            for name, value in self.query.items()
            for one in _listed(value)
        )
        headers = {"accept": "application/json", "x-api-key": KEY}
        outgoing = Outgoing(operation.method, f"{BASE}{path}{'?' if query else ''}{query}", headers)
        if self.json is not None:
            body = json.dumps(self.json, ensure_ascii=False).encode()
            return replace(outgoing.with_header("content-type", "application/json"), body=body)
        if self.form is not None:
            kind = f"multipart/form-data; boundary={_BOUNDARY}"
            return replace(outgoing.with_header("content-type", kind), body=_multipart(self.form))
        return outgoing


def minimal(operation: Operation) -> list[Arguments]:
    """No more than has to be given; one for each kind of body."""
    query = {name: example(operation.query[name]) for name in operation.required}
    return _with_bodies(operation, query, required_only=True)


def maximal(operation: Operation) -> list[Arguments]:
    """All that can be given; one for each kind of body."""
    query = {name: example(schema) for name, schema in operation.query.items()}
    return _with_bodies(operation, query, required_only=False)


def edges(operation: Operation) -> Iterator[Arguments]:
    """Requests each of which has one value that only just keeps to its constraint."""
    for arguments in minimal(operation):
        for name, schema in operation.path.items():
            for value in _edges(schema):
                yield replace(arguments, path={**arguments.path, name: value})
        for name, schema in operation.query.items():
            for value in _edges(schema):
                yield replace(arguments, query={**arguments.query, name: value})
        if operation.body and isinstance(arguments.json, dict):
            for name, schema in (operation.body.json or {})["properties"].items():
                for value in _edges(schema):
                    yield replace(arguments, json={**arguments.json, name: value})


def example(schema: Schema) -> Any:
    """A good value."""
    if "properties" in schema:
        return {name: example(one) for name, one in schema["properties"].items()}
    return AUDIO if "types" in schema else schema["examples"][0]


def _with_bodies(operation: Operation, query: dict[str, Any], *, required_only: bool) -> list[Arguments]:
    base = Arguments({name: example(schema) for name, schema in operation.path.items()}, query)
    body = operation.body
    if body is None:
        return [base]
    found = []
    if body.json is not None:
        value = example(body.json)
        if required_only:
            value = {name: value[name] for name in body.json.get("required", ())}
        found.append(replace(base, json=value))
    if body.multipart is not None:
        found.append(replace(base, form={name: example(one) for name, one in body.multipart.items()}))
    return found if body.required or not required_only else [base, *found]


def _edges(schema: Schema) -> Iterator[Any]:
    yield from schema["examples"]
    for keyword, limit in schema.items():
        match keyword:
            case "minLength" | "maxLength":
                yield "x" * limit
            case "minimum" | "maximum":
                yield limit
            case "enum":
                yield from limit
            case "maxItems":
                yield [example(schema["items"])] * limit
            case "maxProperties":
                yield {f"$name{number}": None for number in range(limit)}


def _as_text(value: Any) -> str:
    return json.dumps(value) if isinstance(value, bool) else str(value)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _multipart(form: dict[str, Any]) -> bytes:
    body = b""
    pairs = [(name, one) for name, value in form.items() for one in _listed(value)]
    for name, value in pairs:
        is_file = isinstance(value, bytes)
        head = f'--{_BOUNDARY}\r\ncontent-disposition: form-data; name="{name}"'
        head += '; filename="hello.wav"\r\ncontent-type: audio/wav' if is_file else ""
        body += f"{head}\r\n\r\n".encode() + (value if is_file else str(value).encode()) + b"\r\n"
    return body + f"--{_BOUNDARY}--\r\n".encode()
