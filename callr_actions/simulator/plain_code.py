"""Conditions and texts so plain that they need no engine: `$key.digits === "1"`, `$tries < 3`, `!$dial.ok`.

A step of a menu asks such questions again and again, and a round trip to the worker takes a hundred times as
long as to look into the mirror of the variables. Only what cannot mean anything else is answered here: own
fields of plain data that the engine has not touched, literals, comparisons without conversions. Whatever is
not of that kind, at any point, is left to the engine; nothing here ever throws or changes a value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from callr_actions.javascript.model import Form
from callr_actions.javascript.nodes import children, expression_of, inside_parentheses
from callr_actions.javascript.text import sendable
from callr_actions.javascript.tree import parse
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.simulator.evaluator import Outcome, Want
from callr_actions.simulator.values import UNDEFINED

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from tree_sitter import Node

# With one of these words somewhere in its code, a scenario may give a name or a field another meaning.
UNPLAIN = lazy_pattern(
    r"\b(?:defineProperty|defineProperties|__defineGetter__|__proto__|setPrototypeOf|Proxy|Reflect|eval|Function"
    r"|globalThis|this|get|set|class|with|async|await)\b|\b(?:let|const|var|function|catch)\b[^;=]*\$"
)
_DIGITS = lazy_pattern(r"0|[1-9][0-9]{0,14}")
_MOST_SAFE = 2**53
_LONGEST = 500


class NotPlain(Exception):  # noqa: N818 - an answer: ask the engine
    """The value needs the engine."""


class Mirror:
    """What is known of the user variables on this side.

    Attributes:
        values: every variable by name, with its `$`.
        ours: those whose value came from this side and was not touched by the engine since.
    """

    def __init__(self, values: Mapping[str, object], ours: Collection[str]) -> None:
        self.values = values
        self.ours = ours


Reader: TypeAlias = "Callable[[Mirror], Any]"


def plain_reader(code: str) -> Reader | None:
    """Return what reads the value of an expression from the mirror; None for one that is not plain.

    Args:
        code: an expression that compiles.
    """
    if len(code) > _LONGEST:
        return None
    text = sendable(code)
    syntax = parse(text, Form.EXPRESSION, broken=False)
    root = expression_of(syntax.root) if syntax is not None and not syntax.root.has_error else None
    if root is None:
        return None
    try:
        return _reader(root)
    except NotPlain:
        return None


def outcome(reader: Reader, want: Want, mirror: Mirror) -> Outcome:
    """Return what comes of a plain expression.

    Raises:
        NotPlain: its value, as it is now, needs the engine.
    """
    value = reader(mirror)
    if want is Want.TRUTH:
        return Outcome(_truth(value))
    _check_primitive(value)
    if want is Want.VALUE:
        return Outcome(value)
    if value is None or value is UNDEFINED:
        name = "null" if value is None else "undefined"
        return Outcome(name, name)
    if isinstance(value, bool):
        return Outcome("true" if value else "false")
    if isinstance(value, float):
        raise NotPlain
    return Outcome(str(value))


def _reader(node: Node) -> Reader:
    node = inside_parentheses(node)
    match node.type:
        case "identifier":
            return _variable(_text(node))
        case "member_expression":
            return _member(node)
        case "unary_expression" if _operator(node) == "!":
            inner = _reader(_field(node, "argument"))
            return lambda mirror: not _truth(inner(mirror))
        case "binary_expression":
            return _binary(node)
    value = _literal(node)
    return lambda mirror: value  # noqa: ARG005 - a literal is the same in every run


def _variable(name: str) -> Reader:
    if name[:1] != "$":
        raise NotPlain

    def read(mirror: Mirror) -> Any:  # noqa: ANN401 - a value of JavaScript
        if name not in mirror.values:
            raise NotPlain
        value = mirror.values[name]
        if name not in mirror.ours:
            _check_primitive(value)
        return value

    return read


def _member(node: Node) -> Reader:
    owner = _reader(_field(node, "object"))
    field = _field(node, "property")
    name = _text(field)
    optional = any(child.type == "optional_chain" for child in node.children)
    if field.type != "property_identifier" or "\\" in name:
        raise NotPlain

    def read(mirror: Mirror) -> Any:  # noqa: ANN401 - a value of JavaScript
        value = owner(mirror)
        if optional and (value is None or value is UNDEFINED):
            # A chain ends here as a whole, and what is behind it is not looked at.
            raise NotPlain
        if not isinstance(value, dict) or name not in value:
            raise NotPlain
        return value[name]

    return read


def _binary(node: Node) -> Reader:
    left, right = _reader(_field(node, "left")), _reader(_field(node, "right"))
    match _operator(node):
        case "===":
            return lambda mirror: _same(left(mirror), right(mirror))
        case "!==":
            return lambda mirror: not _same(left(mirror), right(mirror))
        case "&&":
            return lambda mirror: right(mirror) if _truth(found := left(mirror)) else found
        case "||":
            return lambda mirror: found if _truth(found := left(mirror)) else right(mirror)
        case "<":
            return lambda mirror: _number(left(mirror)) < _number(right(mirror))
        case "<=":
            return lambda mirror: _number(left(mirror)) <= _number(right(mirror))
        case ">":
            return lambda mirror: _number(left(mirror)) > _number(right(mirror))
        case ">=":
            return lambda mirror: _number(left(mirror)) >= _number(right(mirror))
    raise NotPlain


def _literal(node: Node) -> object:
    text = _text(node)
    match node.type:
        case "string" if all(child.type == "string_fragment" for child in children(node)):
            return text[1:-1]
        case "number" if _DIGITS.fullmatch(text):
            return int(text)
        case "true" | "false":
            return node.type == "true"
        case "null":
            return None
        case "undefined":
            return UNDEFINED
    raise NotPlain


def _same(left: object, right: object) -> bool:
    _check_primitive(left)
    _check_primitive(right)
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    return left == right


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NotPlain
    _check_primitive(value)
    return value


def _truth(value: object) -> bool:
    if isinstance(value, dict | list):
        return True
    _check_primitive(value)
    return bool(value) and value == value  # noqa: PLR0124 - NaN is the one that is not


def _check_primitive(value: object) -> None:
    if isinstance(value, int) and abs(value) > _MOST_SAFE:
        raise NotPlain
    if value is not None and value is not UNDEFINED and not isinstance(value, str | int | float):
        raise NotPlain


def _operator(node: Node) -> str:
    return _text(_field(node, "operator"))


def _field(node: Node, name: str) -> Node:
    found = node.child_by_field_name(name)
    if found is None:
        raise NotPlain
    return found


def _text(node: Node) -> str:
    assert node.text is not None, "the tree was parsed from bytes"
    return node.text.decode()
