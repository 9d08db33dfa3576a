"""Statements so plain that they need no engine: `$tries = $tries + 1`, `$tries += 1`, `$tries++`.

Most scenarios count something, and many have no other statements. What this side assigns reaches the engine
with the next code that needs it, if any does. One assignment to a variable that is there, and nothing else:
of several, the engine's order of its variables would decide in which order they are told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.javascript.model import Form
from callr_actions.javascript.nodes import children
from callr_actions.javascript.text import sendable
from callr_actions.javascript.tree import parse
from callr_actions.named_tuple import NamedTuple
from callr_actions.simulator.plain_code import (
    LONGEST,
    NotPlain,
    Reader,
    added,
    check_primitive,
    field_of,
    increased,
    reader_of,
    same,
    subtracted,
    text_of,
)

if TYPE_CHECKING:
    from tree_sitter import Node

    from callr_actions.simulator.plain_code import Mirror


class Assigned(NamedTuple):
    """What an assignment does.

    Attributes:
        value: what the variable holds from now on.
        changes: whether that is another value than before.
        result: the value of the statement itself.
    """

    value: object
    changes: bool
    result: object


class Assignment(NamedTuple):
    """One variable's new value.

    Attributes:
        name: the variable, `$` included.
        reader: reads the new value.
        postfix: whether the statement's own value is the one before: `$tries++`.
    """

    name: str
    reader: Reader
    postfix: bool = False

    def outcome(self, mirror: Mirror) -> Assigned:
        """Return what comes of it.

        Raises:
            NotPlain: it needs the engine.
        """
        if self.name not in mirror.values:
            raise NotPlain
        value, before = self.reader(mirror), mirror.values[self.name]
        check_primitive(value)
        if isinstance(value, float) or isinstance(before, float):
            # There -0 is another value than 0, and NaN the same as NaN.
            raise NotPlain
        changes = isinstance(before, dict | list) or not same(value, before)
        return Assigned(value, changes, before if self.postfix else value)


def plain_assignment(code: str) -> Assignment | None:
    """Return what statements assign, where they are one plain assignment; None where they are not.

    Args:
        code: statements that compile.
    """
    if len(code) > LONGEST:
        return None
    syntax = parse(sendable(code), Form.PROGRAM, broken=False)
    statements = children(syntax.root) if syntax is not None and not syntax.root.has_error else []
    if len(statements) != 1 or statements[0].type != "expression_statement":
        return None
    try:
        return _assignment(children(statements[0])[0])
    except NotPlain:
        return None


def _assignment(node: Node) -> Assignment:
    match node.type:
        case "assignment_expression":
            return Assignment(_target(field_of(node, "left")), reader_of(field_of(node, "right")))
        case "augmented_assignment_expression":
            target = field_of(node, "left")
            name, own, other = _target(target), reader_of(target), reader_of(field_of(node, "right"))
            match text_of(field_of(node, "operator")):
                case "+=":
                    return Assignment(name, lambda mirror: added(own(mirror), other(mirror)))
                case "-=":
                    return Assignment(name, lambda mirror: subtracted(own(mirror), other(mirror)))
        case "update_expression":
            target = field_of(node, "argument")
            name, own = _target(target), reader_of(target)
            postfix = node.children[0] == target
            match text_of(field_of(node, "operator")):
                case "++":
                    return Assignment(name, lambda mirror: increased(own(mirror), 1), postfix)
                case "--":
                    return Assignment(name, lambda mirror: increased(own(mirror), -1), postfix)
    raise NotPlain


def _target(node: Node) -> str:
    name = text_of(node)
    if node.type != "identifier" or name[:1] != "$":
        raise NotPlain
    return name
