"""The conformance table: what the local account does for each operation, and how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from callr_actions.account.operation import Operation, Parameter

_HEAD = """# Conformance of the local account

What the local account serves, made by `script/generate` from the declarations that requests are checked
against. **documented**: Callr's documentation says so. **inferred**: it follows from something there.
**assumed**: nothing is known, and this is the local account's own choice. Callr prints no status codes for
success and no machine codes of errors: all of those are inferred or assumed.

Everything else that the documentation leaves open is answered the same way everywhere: 400 for what breaks a
constraint, 401 for missing or wrong credentials, 403 for a sub-account that there is not, 404 for unknown
ids, 405 with `Allow`, 413 and 415 for bodies; an unknown query parameter is refused, unknown keys of a body
are ignored.
"""


def table(operations: Iterable[Operation]) -> str:
    """Return the table as Markdown."""
    lines = [_HEAD]
    tag = ""
    for operation in operations:
        if operation.tag != tag:
            tag = operation.tag
            lines += [f"## {tag}", ""]
        lines += _section(operation)
    return "\n".join(lines)


def _section(operation: Operation) -> Iterator[str]:
    yield f"### {operation.id}: `{operation.method} {operation.path}`"
    yield ""
    yield f"{operation.summary}. Answers {operation.success}."
    yield ""
    yield "| part | behaviour | certainty |"
    yield "|---|---|---|"
    yield f"| method and path | `{operation.method} {operation.path}` | {operation.certainty.value} |"
    for alias in operation.aliases:
        yield f"| alias | `{alias.method} {alias.path}`: {_cell(alias.why)} | assumed |"
    for place, parameters in (("path", operation.at), ("query", operation.query)):
        for parameter in parameters:
            yield _row(place, parameter)
    for body in operation.bodies:
        for parameter in body.fields:
            yield _row(body.media.rpartition("/")[2], parameter)
    for behaviour in operation.behaviours:
        yield f"| behaviour | {_cell(behaviour.says)} | {behaviour.certainty.value} |"
    yield ""


def _row(place: str, parameter: Parameter) -> str:
    said = parameter.value.wording()
    if parameter.says:
        said = f"{parameter.says}: {said}"
    if parameter.required:
        said = f"required; {said}"
    if parameter.default not in {None, ""}:
        said = f"{said}; else `{parameter.default}`"
    return f"| {place} `{parameter.name}` | {_cell(said)} | {parameter.certainty.value} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
