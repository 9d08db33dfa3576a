"""CA901 and CA902: what the JSON Schema refuses, said in words of our own and at the right node."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from callr_actions.closest import closest
from callr_actions.language.finding import Edit, Fix
from callr_actions.language.tree import Mapping, Scalar, kind_of, plain_data, target, walk
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.project.report import did_you_mean, listed, quoted
from callr_actions.project.schema import homes_of_keys, is_valid, subschema, validator
from callr_actions.project.tree_access import locate, scalar

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError

    from callr_actions.language.tree import Node
    from callr_actions.project.report import Report
    from callr_actions.project.settings import KeyPath

_NUMBER = lazy_pattern(r"\+[1-9][0-9]{5,14}")
_NUMBER_DRESS = lazy_pattern(r"[\s().\-/\u00a0\u202f]")


def check_schema(root: Mapping, report: Report) -> None:
    """Report everything about the file that its schema refuses."""
    _check_keys(root, report)
    for error in validator().iter_errors(plain_data(root)):
        _report(error, root, report)


def _check_keys(root: Mapping, report: Report) -> None:
    """Report keys that are not text at all; as data they would be left out without a word."""
    for node in walk(root):
        if isinstance(node, Mapping):
            for entry in node.entries:
                if entry.name is None and target(entry.key) is not None:
                    message = f"a key is text; this one is {kind_of(entry.key)}"
                    report.add("CA902", entry.key, message, help="delete it")


def _report(error: ValidationError, root: Mapping, report: Report) -> None:
    path: KeyPath = tuple(error.instance_path)
    node = locate(root, path)
    schema = subschema(error.schema_path)
    kind = error.kind.as_dict()
    match error.kind.name:
        case "additionalProperties":
            for name in kind["unexpected"]:
                _unknown_key(name, list(schema.get("properties", {})), path, node, report)
        case "required":
            name = kind["property"]
            expected = schema["properties"][name]["x-expected"]
            message = f"{_where((*path, name))} is missing; it must be {expected}"
            example = "version: 1" if name == "version" else f"{name}: …"
            report.add("CA901", _beginning(node), message, help=f"add `{example}`")
        case "propertyNames":
            _bad_key(str(kind["error"].instance), schema, path, node, report)
        case "const":
            _bad_version(node, report)
        case "uniqueItems":
            pass  # the duplicate number itself is CA906
        case _:
            _bad_value(path, node, schema, report)


def _unknown_key(name: str, known: list[str], path: KeyPath, node: Node, report: Report) -> None:
    key = _key(node, name)
    owner = _where(path) if path else "callr.yaml"
    if _folded(name) == "apikeycommand":
        report.add(
            "CA902",
            key,
            f"{quoted(name)} is not read from callr.yaml: this file comes with pull requests, and must not "
            "run commands",
            help="put it into your own configuration file, which is not in the repository",
        )
        return
    if name == "<<":
        report.add(
            "CA902",
            key,
            "`<<` merges nothing: merge keys are not part of YAML 1.2",
            help="write the keys out",
        )
        return
    near = closest(name, known)
    help_text = f"allowed here: {listed(known)}" if known else None
    home = homes_of_keys().get(name)
    if near is None and home is not None:
        above = home.rpartition(".")[0]
        help_text = f"it belongs under `{above}`" if above else "it belongs at the top level of the file"
    message = f"{quoted(name)} is not a key of {owner}{did_you_mean(near)}"
    report.add("CA902", key, message, help=help_text)


def _bad_key(name: str, schema: dict[str, Any], path: KeyPath, node: Node, report: Report) -> None:
    near = closest(name, schema.get("enum", ()))
    if path[:1] == ("scenario-settings",) and re.fullmatch(r"[a-zA-Z]\w*", name):
        near = f"${name}"
    expected: str = schema["x-expected"]
    message = f"{quoted(name)} cannot be a key of {_where(path)}; it must be {expected}{did_you_mean(near)}"
    report.add("CA901", _key(node, name), message)


def _bad_version(node: Node, report: Report) -> None:
    found = scalar(node)
    if found is not None and isinstance(found.data, int) and not isinstance(found.data, bool):
        report.add(
            "CA901",
            node,
            f"version {quoted(found.value)} of callr.yaml is not known; this program reads version `1`",
            help="write `version: 1`, or use a newer callr-actions",
        )
        return
    report.add("CA901", node, f"`version` is {kind_of(node)}; it must be `1`", help="write `version: 1`")


def _bad_value(path: KeyPath, node: Node, schema: dict[str, Any], report: Report) -> None:
    expected: str = schema["x-expected"]
    found = scalar(node)
    private = path[:1] == ("accounts",)
    if found is not None and (
        (
            private and path[-1] == "api-key" and found.value and not found.is_null
        )  # CA903 says it, without the value
        or (found.is_string and "${" in found.value)  # CA908 says what is wrong with the hole
    ):
        return
    message = f"{_where(path)} is {_described(node, private=private)}; it must be {expected}"
    if private and found is not None and found.is_string and schema.get("type") == "string":
        message = f"{_where(path)} has another form than it must have: {expected}"
    if found is None or private:
        report.add("CA901", node, message)
    elif found.is_string:
        report.add("CA901", node, message + did_you_mean(_near_value(found.value, expected)))
    elif found.style or found.is_null or not is_valid(schema, found.value):
        report.add("CA901", node, message)
    else:
        in_quotes = f'"{found.value}"'
        edit = Edit(report.source.span(found.start, found.end), in_quotes)
        fix = Fix("put it in quotes", safe=True, edits=(edit,)) if node is found else None
        report.add("CA901", node, message, help=f"put it in quotes: {in_quotes}", fix=fix)


def _near_value(value: str, expected: str) -> str | None:
    """Return what was probably meant, for the kinds of text where that can be told."""
    if "phone number" in expected:
        bare = _NUMBER_DRESS.sub("", value)
        bare = "+" + bare[2:] if bare.startswith("00") else bare
        return bare if _NUMBER.fullmatch(bare) and bare != value else None
    return closest(value, re.findall(r"`([a-z]+)`", expected))


def _described(node: Node, *, private: bool) -> str:
    found = target(node)
    if not isinstance(found, Scalar):
        return kind_of(node)
    if private:
        return "nothing" if found.is_null else "text" if found.is_string else "not text"
    if isinstance(found.data, int | float) and not isinstance(found.data, bool):
        return f"the number {quoted(found.value)}"
    return quoted(found.value) if found.is_string and found.value else kind_of(node)


def _where(path: KeyPath) -> str:
    """Return a path as messages show it: `scenario-settings.front-desk.numbers.production[0]`."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}"
    return quoted(text.removeprefix("."))


def _key(node: Node, name: str) -> Node:
    found = target(node)
    entry = found.get(name) if isinstance(found, Mapping) else None
    return entry.key if entry is not None else node


def _beginning(node: Node) -> Node:
    """Return where a finding about a whole mapping stands: at its first key."""
    found = target(node)
    return found.entries[0].key if isinstance(found, Mapping) and found.entries else node


def _folded(name: str) -> str:
    return name.casefold().replace("-", "").replace("_", "")
