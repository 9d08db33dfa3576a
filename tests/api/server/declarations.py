"""What each operation of the API takes and answers: expectations/*.yaml as values.

Written from the documentation alone. Nothing here may come from the client, or both would be wrong together.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "expectations"
BASE = "/v2.0"

Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Body:
    """A request's body: a schema of its JSON, or the parts of a form, or either."""

    required: bool
    json: Schema | None
    multipart: dict[str, Schema] | None  # for a file {types: [...]}: the media types that it may have

    @property
    def content_types(self) -> list[str]:
        json = ["application/json"] if self.json is not None else []
        return json + (["multipart/form-data"] if self.multipart is not None else [])


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation."""

    name: str
    method: str
    template: str  # such as /actions/{sid}
    path: dict[str, Schema]
    query: dict[str, Schema]
    required: tuple[str, ...]  # of the query
    body: Body | None
    status: int  # of its success
    sample: Any  # the body of its success, of one item when it is a page
    paged: bool

    @property
    def segments(self) -> list[str]:
        return self.template.split("/")[1:]


@cache
def operations() -> dict[str, Operation]:
    """Every operation by its name."""
    definitions = _yaml(FOLDER / "definitions.yaml")
    samples = _yaml(FOLDER / "samples.yaml")
    found = {}
    for file in sorted(FOLDER.glob("[0-9]*.yaml")):
        for name, declared in _yaml(file).items():
            found[name] = _operation(name, declared, definitions, samples)
    return found


def _operation(
    name: str, declared: dict[str, Any], definitions: dict[str, Schema], samples: dict[str, Any]
) -> Operation:
    method, template = declared["request"].split(" ")
    answer = declared["answer"]
    sample = samples[answer[kind]] if (kind := _kind(answer)) else None
    return Operation(
        name=name,
        method=method,
        template=template,
        path={key: _schema(value, definitions) for key, value in declared.get("path", {}).items()},
        query={key: _schema(value, definitions) for key, value in declared.get("query", {}).items()},
        required=tuple(declared.get("required", ())),
        body=_body(declared["body"], definitions) if "body" in declared else None,
        status=answer["status"],
        sample=[sample] if kind == "list" else sample,
        paged=kind == "page",
    )


def _kind(answer: dict[str, Any]) -> str | None:
    return next((kind for kind in ("sample", "list", "page") if kind in answer), None)


def _body(declared: dict[str, Any], definitions: dict[str, Schema]) -> Body:
    form = declared.get("multipart")
    return Body(
        required=declared.get("required", True),
        json=_schema(declared["json"], definitions) if "json" in declared else None,
        multipart=form and {key: _schema(value, definitions) for key, value in form.items()},
    )


def _schema(declared: str | Schema, definitions: dict[str, Schema]) -> Schema:
    """A schema with the names of definitions replaced by what they stand for."""
    if isinstance(declared, str):
        return _schema(definitions[declared], definitions)
    resolved = dict(declared)
    if "items" in resolved:
        resolved["items"] = _schema(resolved["items"], definitions)
    if "properties" in resolved:
        properties = resolved["properties"].items()
        resolved["properties"] = {key: _schema(value, definitions) for key, value in properties}
    return resolved


def _yaml(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded
