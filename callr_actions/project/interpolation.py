"""CA908: `${…}` where nothing fills it, and holes that are not `${NAME}`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.tree import Alias, Scalar, target, walk
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.project.report import quoted
from callr_actions.project.secrets import HOLE_SHAPE, is_key_name
from callr_actions.project.template import HOLE
from callr_actions.project.tree_access import child, entries, scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.language.tree import Mapping, Node
    from callr_actions.project.report import Report

_OPENING = lazy_pattern(r"\$\{[^}\n]*\}?")


def check_interpolation(root: Mapping, report: Report) -> None:
    """Report every `${` of the file that is not a `${NAME}` in a place where it is read."""
    filled = {id(node) for node in _filled(root)}
    left_out = {id(node) for node in (*_javascript(root), *_keys(root))} - filled
    for node in walk(root):
        found = target(node)
        if not isinstance(found, Scalar) or "${" not in found.value or id(node) in left_out:
            continue
        if id(node) in filled:
            _check_holes(node, found.value, report)
        elif not isinstance(node, Alias) or id(found) in filled:
            report.add(
                "CA908",
                node,
                "`${…}` is not filled here, but only in `api-key`, `account` and `url` of an account and in "
                "the `variables` of a scenario",
                help="write the value itself",
            )


def _check_holes(node: Node, text: str, report: Report) -> None:
    for match in _OPENING.finditer(text):
        if HOLE.fullmatch(match.group()):
            continue
        message = f"{quoted(match.group())} is not a hole that can be filled"
        advice = "write `${NAME}`: the name of an environment variable, of letters, digits and `_`"
        if match.group().startswith("${{"):
            message = "`${{` starts an expression, and nothing evaluates an expression here"
            advice = "write a value, or `${NAME}` to read the environment"
        elif not match.group().endswith("}"):
            message = "`${` is not closed by `}`"
        report.add("CA908", node, message, help=advice)


def _filled(root: Mapping) -> Iterator[Node]:
    for _, account in entries(child(root, "accounts")):
        for name, entry in entries(account.value):
            key = scalar(entry.value) if name == "api-key" else None
            if name in ("account", "url") or (key is not None and HOLE_SHAPE.fullmatch(key.value)):
                yield entry.value
    for _, settings in entries(child(root, "scenario-settings")):
        for name, part in entries(settings.value):
            if name == "variables":
                for _, variables in entries(part.value):
                    for _, variable in entries(variables.value):
                        yield from _values(variable.value)


def _values(node: Node) -> Iterator[Node]:
    """Yield every value below a node as written, keys left out."""
    keys: set[int] = set()
    for found in walk(node):
        keys.update(id(entry.key) for _, entry in entries(found) if not isinstance(found, Alias))
        if id(found) not in keys:
            yield found


def _javascript(root: Mapping) -> Iterator[Node]:
    """Yield what is JavaScript, where `${…}` belongs to a template string."""
    for _, settings in entries(child(root, "scenario-settings")):
        run = child(settings.value, "run")
        for name, entry in entries(run):
            if name in ("until", "fail-if"):
                yield entry.value
            elif name == "outputs":
                yield from (output.value for _, output in entries(entry.value))


def _keys(root: Mapping) -> Iterator[Node]:
    """Yield what CA902 and CA903 report: of a key, not even the part that looks like a hole is shown."""
    for node in walk(root):
        for name, entry in entries(node) if not isinstance(node, Alias) else ():
            key = scalar(entry.value)
            if is_key_name(name) and key is not None:
                yield from (entry.value, key)
