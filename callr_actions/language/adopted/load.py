"""Reading Callr's JSON Schema from a file, and refusing what is none or would need the network."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from callr_actions.errors import CallrActionsError
from callr_actions.file_errors import unreadable
from callr_actions.language.adopted.dialect import DIALECTS, TELLING, dialect_of
from callr_actions.language.adopted.intricacy import check_intricacy
from callr_actions.language.adopted.portable_pattern import make_portable
from callr_actions.language.adopted.schema import AdoptedSchema
from callr_actions.language.document import parse_document
from callr_actions.language.source import Source
from callr_actions.language.tree import plain_data

if TYPE_CHECKING:
    from pathlib import Path

    from callr_actions.language.adopted.dialect import Dialect

LARGEST_SCHEMA_BYTES = 10 * 1024 * 1024
_DEEPEST = 200
_LONGEST_REASON = 200


def load_schema(path: Path, shown: str) -> AdoptedSchema:
    """Read a JSON Schema, written as JSON or YAML.

    Args:
        path: the file.
        shown: its path as messages name it.

    Raises:
        CallrActionsError: it cannot be read, is no JSON Schema, or refers to something outside itself.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_SCHEMA_BYTES + 1)
    except OSError as error:
        raise unreadable(shown, error) from error
    return schema_from_bytes(content, shown)


def schema_from_bytes(content: bytes, shown: str) -> AdoptedSchema:
    """Do the same with the bytes of a file.

    Raises:
        CallrActionsError: as `load_schema`.
    """
    if len(content) > LARGEST_SCHEMA_BYTES:
        raise CallrActionsError(f"the file has more than {LARGEST_SCHEMA_BYTES:,} bytes", file=shown)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CallrActionsError("the file is not UTF-8", file=shown, hint="save it as UTF-8") from error
    data = _data(text, shown)
    dialect = _dialect(data, shown)
    data = {**data, "$schema": dialect.uri + ("#" if dialect.uri.startswith("http:") else "")}
    schema = AdoptedSchema(shown, sha256(content).hexdigest(), dialect, data)
    _check(schema)
    return schema


def _data(text: str, shown: str) -> dict[str, Any]:
    """Return the document's data: JSON where it begins as JSON does, else YAML."""
    if text.lstrip()[:1] in ("{", "["):
        try:
            data = json.loads(text, parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            if shown.endswith((".yaml", ".yml")):
                return _yaml(text, shown)
            raise CallrActionsError(f"it is not JSON: {_short(str(error)).lower()}", file=shown) from error
    else:
        data = _yaml(text, shown)
    if not isinstance(data, dict):
        raise CallrActionsError("a JSON Schema is an object; this is a list", file=shown)
    if _too_deep(data):
        raise CallrActionsError(f"it is nested more than {_DEEPEST} levels deep", file=shown)
    return data


def _yaml(text: str, shown: str) -> dict[str, Any]:
    document = parse_document(Source(shown, text), what="a JSON Schema")
    if document.problems:
        problem = document.problems[0]
        line, column, _ = document.source.position(problem.start)
        raise CallrActionsError(problem.message, file=f"{shown}:{line}:{column}", hint=problem.help)
    assert document.mapping is not None, "a document without problems is a mapping"
    data = plain_data(document.mapping)
    assert isinstance(data, dict)
    return data


def _no_constant(name: str) -> Any:  # noqa: ANN401 - the signature is json's
    raise ValueError(f"{name} is no JSON number")


def _too_deep(data: object) -> bool:
    level: list[object] = [data]
    for _ in range(_DEEPEST):
        level = [
            inner
            for each in level
            if isinstance(each, dict | list)
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
        if not level:
            return False
    return True


def _dialect(data: dict[str, Any], shown: str) -> Dialect:
    """Return the draft of a document that looks like a schema."""
    declared = data.get("$schema")
    if declared is not None:
        dialect = dialect_of(declared) if isinstance(declared, str) else None
        if dialect is None:
            named = json.dumps(declared)[:_LONGEST_REASON]
            raise CallrActionsError(
                f"its `$schema` is {named}, which is no known draft of JSON Schema",
                file=shown,
                allowed=[known.uri for known in DIALECTS],
            )
        return dialect
    if TELLING.isdisjoint(data):
        hint = "give the JSON Schema that Callr publishes"
        if "branches" in data:
            hint = "this is a scenario; give the JSON Schema that scenarios follow"
        elif "openapi" in data:
            hint = "this is an OpenAPI document; give the JSON Schema of scenarios"
        raise CallrActionsError("it is not a JSON Schema", file=shown, hint=hint)
    return DIALECTS[0]


def _check(schema: AdoptedSchema) -> None:
    """Refuse what cannot be compiled, saying where it is wrong.

    Raises:
        CallrActionsError: it is not valid by its meta-schema, a reference leads out of the file or
            nowhere, or checking with it could take very long.
    """
    import jsonschema_rs  # noqa: PLC0415 - 20 ms, paid only where a schema is adopted

    lost = schema.references.lost()
    if lost is not None:
        reference, place = lost
        if reference.startswith("#"):
            raise CallrActionsError(
                f"the reference {reference!r} at {place} leads nowhere", file=schema.shown
            )
        raise CallrActionsError(
            f"the reference {reference!r} at {place} leads out of the file, and nothing is fetched",
            file=schema.shown,
            hint="copy what it refers to into the file, below `$defs`, and refer to that",
        )
    check_intricacy(schema)
    make_portable(schema.references.schemas)
    try:
        _check_form(schema)
        for each in schema.references.schemas:
            _check_patterns(schema, each)
        schema.validator.is_valid({})
    except (ValueError, jsonschema_rs.ReferencingError) as error:
        reason = error.message if hasattr(error, "message") else str(error)
        raise CallrActionsError(f"it cannot be used: {_short(str(reason))}", file=schema.shown) from error


def _check_form(schema: AdoptedSchema) -> None:
    """Check a document against the schema of schemas."""
    for error in schema.compiled({"$ref": schema.dialect.uri}).iter_errors(schema.data):
        place = "".join(f"/{part}" for part in error.instance_path)
        raise CallrActionsError(
            f"it is not valid as a JSON Schema ({schema.dialect.name}) at #{place}: {_short(error.message)}",
            file=schema.shown,
        )


def _check_patterns(schema: AdoptedSchema, inner: dict[str, Any]) -> None:
    named = inner.get("patternProperties")
    patterns = [*(named if isinstance(named, dict) else ()), inner.get("pattern")]
    for pattern in patterns:
        try:
            if isinstance(pattern, str):
                schema.leaves.matches(pattern, "")
        except ValueError as error:
            place = schema.references.places[id(inner)]
            raise CallrActionsError(
                f"the pattern {pattern!r} at #{place} is no regular expression of ECMAScript, or too large",
                file=schema.shown,
            ) from error


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_REASON else f"{line[:_LONGEST_REASON]}…"
