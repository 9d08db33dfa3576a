"""Requests with one thing wrong each: every constraint that is declared is broken once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tests.api.server.examples import AUDIO, Arguments, Outgoing, example, maximal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.api.server.declarations import Body, Operation, Schema

# Says something about a value, but forbids none; or is broken through what it holds.
_NO_CONSTRAINT = ("examples", "counterexamples", "default", "properties", "items")


@dataclass(frozen=True, slots=True)
class Violation:
    """A request, and the one complaint that it must give."""

    where: str
    constraint: str
    request: Outgoing


def violations(operation: Operation) -> Iterator[Violation]:
    """Every way in which a request for an operation can break its declaration."""
    for good in maximal(operation):
        request = good.sent(operation)
        yield Violation("header accept", "const", request.without_header("accept"))
        yield Violation("header accept", "const", request.with_header("accept", "text/html"))
        yield from _in_path(operation, good)
        yield from _in_query(operation, good)
        if operation.body is None:
            json = request.with_header("content-type", "application/json")
            yield Violation("header content-type", "unknown", json)
            yield Violation("body", "unknown", replace(request, body=b"{}"))
        else:
            yield from _in_body(operation, operation.body, good)


def _in_path(operation: Operation, good: Arguments) -> Iterator[Violation]:
    for name, schema in operation.path.items():
        where = f"path {name}"
        for place, constraint, value in _breaking(schema, is_json=False):
            if value != "":  # that is another path
                changed = replace(good, path={**good.path, name: value})
                yield Violation(where + place, constraint, changed.sent(operation))
        if str(good.path[name]).startswith("+"):
            request = good.sent(operation)
            yield Violation(where, "encoding", replace(request, target=request.target.replace("%2B", "+", 1)))


def _in_query(operation: Operation, good: Arguments) -> Iterator[Violation]:
    request = good.sent(operation)
    yield Violation("query nonesuch", "unknown", request.with_query("nonesuch=1"))
    for name, schema in operation.query.items():
        where = f"query {name}"
        for place, constraint, value in _breaking(schema, is_json=False):
            changed = replace(good, query={**good.query, name: value})
            yield Violation(where + place, constraint, changed.sent(operation))
        without = replace(good, query={key: value for key, value in good.query.items() if key != name})
        if name in operation.required:
            yield Violation(where, "required", without.sent(operation))
        if schema["type"] != "array":
            twice = replace(good, query={**good.query, name: [good.query[name]] * 2})
            yield Violation(where, "repeated", twice.sent(operation))


def _in_body(operation: Operation, body: Body, good: Arguments) -> Iterator[Violation]:
    request = good.sent(operation)
    if body.required:
        yield Violation("body", "required", replace(request, body=None).without_header("content-type"))
    yield Violation("header content-type", "enum", request.without_header("content-type"))
    yield Violation("header content-type", "enum", request.with_header("content-type", "text/plain"))
    if good.json is not None:
        assert body.json is not None
        for text in (b'{"a": ', b'{"a": NaN}', b'{"a": 1, "a": 2}', b'{"a": "\xff"}', b""):
            yield Violation("body", "json", replace(request, body=text))
        for place, constraint, value in _breaking(body.json, is_json=True):
            if value is not None:  # here that stands for no body
                yield Violation(f"body{place}", constraint, replace(good, json=value).sent(operation))
    if good.form is not None:
        assert body.multipart is not None
        yield from _in_form(operation, body.multipart, good, good.form)


def _in_form(
    operation: Operation, fields: dict[str, Schema], good: Arguments, form: dict[str, Any]
) -> Iterator[Violation]:
    request = good.sent(operation)
    body = request.body or b""
    yield Violation("body", "multipart", replace(request, body=body.removesuffix(b"--\r\n")))
    yield Violation("body", "multipart", replace(request, body=b"\r\n" + body))
    yield Violation("body", "multipart", request.with_header("content-type", "multipart/form-data"))
    yield Violation("body", "multipart", replace(request, body=body.replace(b"form-data", b"attachment")))
    yield Violation("body", "multipart", replace(request, body=body.replace(b"\r\n\r\n", b"\r\n")))
    yield Violation("body.nonesuch", "unknown", replace(good, form={**form, "nonesuch": "1"}).sent(operation))
    no_name = body.replace(b'; filename="hello.wav"', b"")
    yield Violation("body.file", "filename", replace(request, body=no_name))
    yield Violation("body.file", "enum", replace(request, body=body.replace(b"audio/wav", b"audio/x-wav")))
    yield Violation("body.file", "minLength", replace(request, body=body.replace(AUDIO, b"")))
    for name, schema in fields.items():
        twice = replace(good, form={**form, name: [form[name]] * 2})
        yield Violation(f"body.{name}", "repeated", twice.sent(operation))
        without = {key: value for key, value in form.items() if key != name}
        if without:  # a form without any field is no form
            yield Violation(f"body.{name}", "required", replace(good, form=without).sent(operation))
        for place, constraint, value in _breaking(schema, is_json=False):
            changed = replace(good, form={**form, name: value})
            yield Violation(f"body.{name}{place}", constraint, changed.sent(operation))


def _breaking(schema: Schema, *, is_json: bool) -> Iterator[tuple[str, str, Any]]:
    """For each constraint where it is broken inside the value, its name, and the value that breaks it."""
    for keyword, limit in schema.items():
        if keyword in _NO_CONSTRAINT or keyword == "types":
            continue
        if keyword == "type":
            yield from _of_wrong_type(limit, is_json=is_json)
        elif keyword == "required":
            yield from ((f".{name}", keyword, _without(example(schema), name)) for name in limit)
        else:
            yield from _past(schema, keyword, limit)
    if "items" in schema:
        for place, constraint, value in _breaking(schema["items"], is_json=is_json):
            yield f"[1]{place}", constraint, [example(schema["items"]), value]
    for name, inner in schema.get("properties", {}).items():
        for place, constraint, value in _breaking(inner, is_json=is_json):
            yield f".{name}{place}", constraint, {**example(schema), name: value}


def _of_wrong_type(kind: str, *, is_json: bool) -> Iterator[tuple[str, str, Any]]:
    if is_json:
        wrong: dict[str, list[Any]] = {"object": [[], None, "text"], "string": [17, None]}
        yield from (("", "type", value) for value in wrong.get(kind, ["true", 0, None]))
    elif kind == "integer":
        yield from (("", "type", text) for text in ("many", "1.5", "007", ""))
    elif kind == "boolean":
        yield from (("", "type", text) for text in ("1", "True", "yes"))


def _past(schema: Schema, keyword: str, limit: Any) -> Iterator[tuple[str, str, Any]]:
    """The value next to the last that keeps to a constraint, or the declared counterexample."""
    match keyword:
        case "minLength" if limit:
            yield "", keyword, "x" * (limit - 1)
        case "maxLength":
            yield "", keyword, "x" * (limit + 1)
        case "minimum":
            yield "", keyword, limit - 1
        case "maximum":
            yield "", keyword, limit + 1
        case "enum":
            yield "", keyword, "nonesuch"
            yield "", keyword, str(limit[0]).upper()
        case "const":
            yield "", keyword, not limit
        case "maxItems":
            yield "", keyword, [example(schema["items"])] * (limit + 1)
        case "maxProperties":
            yield "", keyword, {f"$name{number}": None for number in range(limit + 1)}
        case "additionalProperties":
            yield "", keyword, {**example(schema), "nonesuch": 1}
        case _:
            yield "", keyword, schema["counterexamples"][keyword]


def _without(value: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: one for key, one in value.items() if key != name}
