"""Writes docs/fidelity.md: every fact the program acts on, and whether Callr says so or we do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemas.compile.words import known, type_name, walk

if TYPE_CHECKING:
    from collections.abc import Iterable

_Json = dict[str, Any]
_LINK = "[page]({source})"

_INTRODUCTION = """\
# Fidelity: what is known, and how well

Generated from `schemas/catalog/` by `script/generate`; change the facts there.

- **documented**: a public page or example of Callr shows it; the link leads there.
- **inferred**: deduced from an example or from a neighbouring interface. Likely, not certain.
- **assumed**: nobody says it. A choice of this project, made so that the tool can behave at all.

Breaking a documented fact is an error, an inferred one a warning, an assumed one an information. When you
adopt Callr's own schema (`callr-actions schema use FILE`), it takes the place of everything on this page that
it covers. What is not on this page, this program does not know.
"""


def fidelity_text(facts: _Json) -> str:
    """Return the text of docs/fidelity.md."""
    return "\n".join(
        [
            _INTRODUCTION,
            *_actions(facts["actions"]),
            *_variables(facts["variables"], facts["renamed-fields"]),
            *_structure(facts["structure"]),
            *_facts("Limits and defaults", "limit", facts["limits"]),
            *_facts("Behaviour at run time", "what", facts["behaviour"]),
            *_instead_of(facts),
            *_facts("JavaScript that the simulator lacks or does otherwise", "name", facts["javascript"]),
        ]
    )


def _actions(actions: list[_Json]) -> list[str]:
    summary = [
        [
            f"[`{_id(action)}`](#{_id(action).lower().replace('@', '')})",
            _how(action),
            action["tolerance"],
            _value(action["needs"]),
            *(_value(action["effects"][effect]) for effect in ("waits", "answers", "ends-leg", "jumps")),
        ]
        for action in actions
    ]
    lines = [
        "## Actions",
        "",
        "Tolerance `open`: partly documented, an unknown parameter may exist. `any`: known by name only.",
        "",
        *_table(
            ["action", "exists", "tolerance", "needs", "waits", "answers", "ends the leg", "jumps"], summary
        ),
    ]
    for action in actions:
        lines += [f"### {_id(action)}", "", action["summary"], ""]
        lines += _values("parameter", action["params"]) or ["No parameter is known.", ""]
        if action["result"] is None:
            lines += ["No result is known.", ""]
        else:
            lines += [
                f"Result: {action['result']['description']}",
                "",
                *_values("result field", action["result"]),
            ]
        for name, event in action["events"].items():
            variables = ", ".join(f"`{it}` {_how(how)}" for it, how in event["variables"].items())
            lines += [f"Event `{name}`, {_how(event)}: {event['description']} It can read {variables}.", ""]
    return lines


def _variables(variables: _Json, renamed: _Json) -> list[str]:
    lines = ["## Predefined variables", ""]
    for name, variable in variables.items():
        schema = variable["schema"]
        lines += [f"### {name}", "", f"{schema['description']} Known: {known(schema, _LINK)}.", ""]
        if "deprecated-for" in variable:
            lines += [f"Deprecated: use `{variable['deprecated-for']}`.", ""]
        where = [[f"`{context}`", _how(how)] for context, how in variable["available"].items()]
        lines += _table(["available in", "known"], where)
        lines += _values("field", schema)
    return lines + _facts("Fields of call records before compat version 2025-09-01", "old name", renamed)


def _structure(structure: _Json) -> list[str]:
    lines = ["## The document", ""]
    for name in ("document", "compat", "defaults", "branch", "step", "goto"):
        lines += [f"### Keys: {name}", "", *_values("key", structure[name])]
    branches = [
        [f"`{name}`", it["role"], it["description"], _how(it)] for name, it in structure["branches"].items()
    ]
    lines += ["## Special branches", "", *_table(["branch", "role", "when it runs", "known"], branches)]
    for title, key in (
        ("Versions of `compat.version`", "compat-versions"),
        ("Patterns", "patterns"),
        ("Shapes that are let pass", "tolerated"),
        ("Words that YAML 1.1 does not read as text", "yaml-words"),
    ):
        lines += _facts(title, "what", structure[key])
    return lines


def _values(title: str, schema: _Json) -> list[str]:
    rows = [
        [f"`{path}`", _type(it), "yes" if required else "", it["description"], known(it, _LINK)]
        for path, it, required in walk(schema)
    ]
    return _table([title, "type", "required", "meaning", "known"], rows) if rows else []


def _type(schema: _Json) -> str:
    values = ", ".join(f"`{value}`" for value in schema.get("enum", ()))
    return f"{type_name(schema)}: {values}" if values else type_name(schema)


def _facts(title: str, first: str, facts: _Json) -> list[str]:
    rows = []
    for name, fact in facts.items():
        value = ", ".join(fact["value"]) if isinstance(fact["value"], list) else _plain(fact["value"])
        unit = f" {fact['unit']}" if "unit" in fact else ""
        rows.append([f"`{name}`", f"`{value}`{unit}", fact.get("description", ""), _how(fact)])
    return [f"## {title}", "", *_table([first, "value", "meaning", "known"], rows)]


def _instead_of(facts: _Json) -> list[str]:
    """Return which words a finding takes for which name; names that never stand for others have no row."""
    named = [(_id(action), action[part]) for action in facts["actions"] for part in ("params", "result")]
    named += [(name, variable["schema"]) for name, variable in facts["variables"].items()]
    named += [(f"{name} key", keys) for name, keys in facts["structure"].items() if "properties" in keys]
    rows = [
        [owner, f"`{path}`", _words(it["x-instead-of"]), it["x-provenance"]["instead-of"]]
        for owner, schema in named
        if schema is not None
        for path, it, _ in walk(schema)
        if "x-instead-of" in it
    ]
    title = "## Words that people write where a name is meant"
    meaning = "A finding about such a word suggests the name. Nothing says that Callr takes the words."
    return [title, "", meaning, "", *_table(["of", "name", "instead of", "known"], rows)]


def _words(words: list[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _value(fact: _Json) -> str:
    return f"{_plain(fact['value'])}: {_how(fact)}"


def _plain(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _how(fact: _Json) -> str:
    source = f" ({_LINK.format(source=fact['source'])})" if "source" in fact else ""
    return f"{fact['provenance']}{source}"


def _id(action: _Json) -> str:
    return f"{action['action']}@v{action['version']}"


def _table(head: list[str], rows: Iterable[list[str]]) -> list[str]:
    lines = [head, ["---"] * len(head), *rows]
    return [*("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines), ""]
