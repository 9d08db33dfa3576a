"""`/openapi.json`: the declarations as an OpenAPI 3.1 document, so that it says exactly what is served."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callr_actions.account.problem import CODES, VALIDATION
from callr_actions.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from callr_actions.account.operation import Body, Operation, Parameter

_DIALECT = "3.1.0"
_ERROR = {
    "type": "object",
    "properties": {
        "code": {"type": "string", "enum": sorted({*CODES.values(), VALIDATION})},
        "message": {"type": "string"},
    },
    "required": ["code", "message"],
}


def describe(operations: Iterable[Operation], base_path: str) -> dict[str, Any]:
    """Return the document.

    Args:
        operations: what is served.
        base_path: the path that theirs are below.
    """
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        said = _described(operation, operation.at, operation.id)
        paths.setdefault(operation.path, {})[operation.method.lower()] = said
        for number, alias in enumerate(operation.aliases, start=1):
            at = (*operation.at, *alias.at)
            said = _described(operation, at, f"{operation.id}Alias{number}")
            paths.setdefault(alias.path, {})[alias.method.lower()] = said
    return {
        "openapi": _DIALECT,
        "info": {
            "title": "Callr REST API v2.0, as the local account of callr-actions serves it",
            "version": __version__,
            "description": "An emulator. What is documented, inferred and assumed is told by `x-certainty`.",
        },
        "servers": [{"url": base_path}],
        "security": [{"ApiKeyAuth": []}, {"BasicAuth": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "ApiKeyAuth": {"type": "apiKey", "in": "header", "name": "x-api-key"},
                "BasicAuth": {"type": "http", "scheme": "basic"},
            },
            "schemas": {"Error": _ERROR},
            "responses": {
                "Refused": {
                    "description": "Refused, with the reason",
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
                }
            },
        },
    }


def _described(operation: Operation, at: Sequence[Parameter], name: str) -> dict[str, Any]:
    said: dict[str, Any] = {
        "operationId": name,
        "tags": [operation.tag],
        "summary": operation.summary,
        "x-certainty": operation.certainty.value,
        "responses": {
            str(operation.success): _success(operation),
            "default": {"$ref": "#/components/responses/Refused"},
        },
    }
    if operation.behaviours:
        said["description"] = "\n".join(
            f"- {each.says} ({each.certainty.value})" for each in operation.behaviours
        )
    parameters = [
        *(_parameter("path", each) for each in at),
        *(_parameter("query", each) for each in operation.query),
    ]
    if parameters:
        said["parameters"] = parameters
    if operation.bodies:
        said["requestBody"] = {
            "required": all(body.required for body in operation.bodies),
            "content": {body.media: {"schema": _body(body)} for body in operation.bodies},
        }
    return said


def _success(operation: Operation) -> dict[str, Any]:
    if operation.answer is None:
        return {"description": "Done"}
    return {"description": "Done", "content": {operation.media: {"schema": operation.answer}}}


def _parameter(where: str, parameter: Parameter) -> dict[str, Any]:
    said: dict[str, Any] = {"name": parameter.name, "in": where, "required": parameter.required}
    if parameter.says:
        said["description"] = parameter.says
    said["schema"] = _schema(parameter)
    said["x-certainty"] = parameter.certainty.value
    return said


def _schema(parameter: Parameter) -> dict[str, Any]:
    schema = parameter.value.schema()
    return schema if parameter.default is None else {**schema, "default": parameter.default}


def _body(body: Body) -> dict[str, Any]:
    said: dict[str, Any] = {
        "type": "object",
        "properties": {field.name: _schema(field) for field in body.fields},
    }
    required = [field.name for field in body.fields if field.required]
    if required:
        said["required"] = required
    return said
