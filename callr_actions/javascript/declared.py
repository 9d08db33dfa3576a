"""The names that code declares itself: variables, functions, classes, parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from callr_actions.javascript.model import LONGEST_CODE
from callr_actions.javascript.text import code_point_index, sendable, unescaped
from callr_actions.javascript.tree import parse
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from tree_sitter import Node

    from callr_actions.javascript.model import Form

# Node type -> the field that holds the name or pattern that it declares.
_DECLARING: Final = {
    "variable_declarator": ("name",),
    "function_declaration": ("name", "parameters"),
    "function_expression": ("name", "parameters"),
    "generator_function_declaration": ("name", "parameters"),
    "generator_function": ("name", "parameters"),
    "arrow_function": ("parameter", "parameters"),
    "method_definition": ("parameters",),
    "class_declaration": ("name",),
    "class": ("name",),
    "catch_clause": ("parameter",),
}
_NAMES: Final = ("identifier", "shorthand_property_identifier_pattern")
_LEFT_ONLY: Final = ("assignment_pattern", "object_assignment_pattern")


class Declared(NamedTuple):
    """A name and where it is declared: code point indexes into the code, the end exclusive."""

    name: str
    start: int
    end: int


def declared_names(code: str, form: Form) -> tuple[Declared, ...]:
    """Return what valid code declares, in order of position. Never raises, never runs the code.

    Code of more than `LONGEST_CODE` code points is not looked at.
    """
    if len(code) > LONGEST_CODE:
        return ()
    text = sendable(code)
    syntax = parse(text, form, broken=False)
    if syntax is None:
        return ()
    nodes = sorted(_declared(syntax.root), key=lambda node: node.start_byte)
    index = code_point_index(text)
    return tuple(
        Declared(
            unescaped(syntax.source[node.start_byte : node.end_byte].decode()),
            index(node.start_byte - syntax.shift),
            index(node.end_byte - syntax.shift),
        )
        for node in nodes
    )


def _declared(root: Node) -> list[Node]:
    found: list[Node] = []
    waiting = [root]
    while waiting:
        node = waiting.pop()
        waiting.extend(node.named_children)
        for field in _DECLARING.get(node.type, ()):
            found.extend(_in_patterns(node.children_by_field_name(field)))
        if node.type == "for_in_statement" and node.child_by_field_name("kind") is not None:
            found.extend(_in_patterns(node.children_by_field_name("left")))
    return found


def _in_patterns(patterns: list[Node]) -> list[Node]:
    """Return the names in names, destructuring patterns and lists of parameters."""
    found: list[Node] = []
    waiting = list(patterns)
    while waiting:
        node = waiting.pop()
        if node.type in _NAMES:
            found.append(node)
        elif node.type in _LEFT_ONLY:
            waiting.extend(node.children_by_field_name("left"))
        elif node.type == "pair_pattern":
            waiting.extend(node.children_by_field_name("value"))
        elif node.type.endswith("_pattern") or node.type == "formal_parameters":
            waiting.extend(node.named_children)
    return found
