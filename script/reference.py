"""Write docs/reference/ from the code and the schemas; with --check, say what is stale."""

from __future__ import annotations

import json
import sys
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from made_files import bring_up_to_date

from callr_actions.api.operations import OPERATIONS
from callr_actions.cli import app
from callr_actions.cli.helping import COMMON_OPTIONS
from callr_actions.exit_codes import MEANINGS, OF_EVERY_COMMAND
from callr_actions.language.bundled import schema_text
from callr_actions.simulator import events
from callr_actions.simulator.event import Event, Head

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"
MADE = "<!-- Made by script/generate; changes here are lost. -->\n\n"
Schema = dict[str, Any]


def wanted() -> dict[str, str]:
    """Return every file of the folder with its text."""
    return {
        "commands.md": commands(),
        "exit-codes.md": exit_codes(),
        "project-file.md": keys("project.schema.json", "The project file: callr.yaml"),
        "world-file.md": keys("world.schema.json", "The world file"),
        "events.md": event_kinds(),
        "api-operations.md": operations(),
    }


def commands() -> str:
    """Return every command with its arguments and options, as `--help` says them."""
    text = f"{MADE}# Commands\n\n"
    text += "Every command also has `--help`, `--help-all` with rare options explained, and `--plain`:\n"
    text += "words only, for [screen readers](../terminal.md).\n\n"
    # click keeps the option for help that it makes first: without these settings, one without `-h`.
    root = click.Context(app.callr_actions, info_name=app.NAME, **app.callr_actions.context_settings)
    found = list(_commands(app.callr_actions, root))
    table = {entry.name: entry for entry in app.COMMANDS}
    for command, context in found:
        path = context.command_path
        if path == app.NAME:
            continue
        text += f"{'##' if path.count(' ') == 1 else '###'} `{path}`\n\n{_help(command)}\n\n"
        text += _rows(command, context)
        entry = table.get(path.partition(" ")[2])
        if entry is not None and entry.aliases:
            text += f"Also: {', '.join(f'`{app.NAME} {alias}`' for alias in entry.aliases)}.\n\n"
        if entry is not None and entry.exit_codes:
            codes = ", ".join(f"{code.value} ({MEANINGS[code]})" for code in sorted(set(entry.exit_codes)))
            text += f"Ends also with {codes}.\n\n"
    return text.rstrip("\n") + "\n"


def _commands(
    command: click.Command, context: click.Context
) -> Iterator[tuple[click.Command, click.Context]]:
    yield command, context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            assert child is not None
            yield from _commands(child, click.Context(child, parent=context, info_name=name))


def _help(command: click.Command) -> str:
    """Return the help's paragraphs; what keeps its lines there becomes a block."""
    paragraphs = []
    for paragraph in (command.help or "").split("\f")[0].strip().split("\n\n"):
        lines = [line.removeprefix("    ") for line in paragraph.splitlines()]
        if lines and lines[0].strip() == "\b":
            paragraphs.append("```text\n" + "\n".join(lines[1:]) + "\n```")
        else:
            paragraphs.append(_escaped(" ".join(line.strip() for line in lines)))
    return "\n\n".join(paragraphs)


def _rows(command: click.Command, context: click.Context) -> str:
    usage = " ".join(command.collect_usage_pieces(context))
    rows = ""
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        common = parameter in COMMON_OPTIONS or "--help" in parameter.opts
        if isinstance(parameter, click.Option) and record is not None and not common:
            rows += f"| `{_cell(record[0])}` | {_escaped(_cell(record[1]))} |\n"
    text = f"```text\n{context.command_path} {usage}\n```\n\n"
    return text + (f"| option | |\n|---|---|\n{rows}\n" if rows else "")


def exit_codes() -> str:
    """Return the table of exit codes, and which command can end with which."""
    text = f"{MADE}# Exit codes\n\nNo code has two meanings.\n\n"
    text += "| code | means | which commands |\n|---|---|---|\n"
    for code, meaning in MEANINGS.items():
        who = [entry.name for entry in app.COMMANDS if code in entry.exit_codes]
        shown = "every command" if code in OF_EVERY_COMMAND else ", ".join(f"`{name}`" for name in who)
        text += f"| {code.value} | {meaning} | {shown or 'none yet'} |\n"
    return text


def keys(name: str, title: str) -> str:
    """Return the keys of a file from its schema."""
    schema: Schema = json.loads(schema_text(name))
    text = f"{MADE}# {title}\n\n{_escaped(schema['description'])}\n\n"
    text += (
        f"`callr-actions schema {name.partition('.')[0]}` prints the JSON Schema that this is made of.\n\n"
    )
    text += "| key | value | |\n|---|---|---|\n"
    for path, each, required in _keys(schema, schema, "", {}):
        what = _escaped(each.get("x-expected") or each.get("type") or "anything")
        said = _escaped(each.get("description", ""))
        default = f" Default: `{json.dumps(each['default'])}`." if "default" in each else ""
        text += (
            f"| `{path}` | {_cell(what)} | {_cell(said)}{default}{' **Required.**' if required else ''} |\n"
        )
    return text


def _keys(
    root: Schema, schema: Schema, path: str, seen: dict[str, str]
) -> Iterator[tuple[str, Schema, bool]]:
    """Yield every key below a schema; what is the same in several places is gone into once.

    Args:
        root: the whole schema.
        schema: the part.
        path: where it is, up to the dot.
        seen: what has been gone into, and where.
    """
    for name, given in schema.get("properties", {}).items():
        yield from _key(root, given, f"{path}{name}", seen, required=name in schema.get("required", ()))
    others = schema.get("additionalProperties")
    if isinstance(others, dict):
        yield from _key(root, others, f"{path}NAME", seen)
    items = schema.get("items")
    if isinstance(items, dict) and "properties" not in schema and items.get("$ref") not in seen:
        inner = f"{path.removesuffix('.')}[]"
        yield from _keys(root, _target(root, items, seen, inner), f"{inner}.", seen)


def _key(
    root: Schema, given: Schema, path: str, seen: dict[str, str], *, required: bool = False
) -> Iterator[tuple[str, Schema, bool]]:
    before = seen.get(given.get("$ref", ""))
    target = _target(root, given, seen, path)
    shown = {**target, **given}
    below = [] if before else list(_keys(root, target, f"{path}.", seen))
    if before and any(key in target for key in ("properties", "items", "additionalProperties")):
        shown["description"] = f"{shown.get('description', '')} Its keys: see `{before}`.".strip()
    yield path, shown, required
    yield from below


def _target(root: Schema, given: Schema, seen: dict[str, str], path: str) -> Schema:
    """Return the schema that is meant, and remember where it was met first."""
    reference = given.get("$ref")
    if reference is None:
        return given
    seen.setdefault(reference, path)
    target: Schema = root["$defs"][reference.removeprefix("#/$defs/")]
    return target


def event_kinds() -> str:
    """Return every kind of event of a simulated run with its fields."""
    text = f"""{MADE}# Events

What `call --json`, `text --json` and `callr_actions.simulate` give: one object for each thing that happens,
in JSON one a line. Fields are only ever added.

Every event has `version`, `id`, `at` (seconds of virtual time since the start), `kind`, `leg` (null for none)
and, of the step that it came from, `step` (a JSON pointer), `file` and `span`.

"""
    text += "| kind | happens when | fields |\n|---|---|---|\n"
    kinds = [each for each in vars(events).values() if isinstance(each, type) and issubclass(each, Event)]
    for each in kinds:
        if each is Event:
            continue
        names = [field for field in fields(each) if field.type not in (Head, "Head")]
        shown = ", ".join(f"`{field.name}` ({_type(str(field.type))})" for field in names)
        first = " ".join((each.__doc__ or "").split())
        text += f"| `{each.kind}` | {_cell(first)} | {_cell(shown)} |\n"
    return text


def _type(annotation: str) -> str:
    words = {"str": "text", "int": "whole number", "float": "number", "bool": "true or false", "None": "null"}
    words["Any"] = "anything"
    return " or ".join(words.get(part.strip(), part.strip()) for part in annotation.split("|"))


def operations() -> str:
    """Return the operations of the API, as the client sends them."""
    text = f"""{MADE}# Operations of the API

What the client sends, and how sure method and path are: stated by Callr (documented), following from a stated
neighbour (inferred), or a convention only (assumed). A project replaces a path by `operations` in callr.yaml;
`callr-actions api METHOD PATH` sends anything.

"""
    text += "| operation | method | path | how sure |\n|---|---|---|---|\n"
    for each in OPERATIONS.values():
        text += f"| `{each.name}` | {each.method} | `{each.path}` | {each.certainty} |\n"
    return text


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _escaped(text: str) -> str:
    """Return text in which Markdown reads no tags."""
    return text.replace("<", "&lt;")


if __name__ == "__main__":
    sys.exit(bring_up_to_date(FOLDER, wanted(), ".md"))
