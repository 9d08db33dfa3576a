"""Code so plain that it needs no engine: `$key.digits === "1"`, `$tries < 3`, `!$dial.ok`, `$tries + 1`.

A step of a menu asks such questions again and again, and a round trip to the worker takes a hundred times as
long as to look into the mirror of the variables. Only what cannot mean anything else is answered here: own
fields of plain data that the engine has not touched, literals, comparisons and sums without conversions.
Whatever is not of that kind, at any point, is left to the engine; nothing here throws or changes a value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

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
LONGEST = 500
_LONGEST_TEXT = 10_000


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
    if len(code) > LONGEST:
        return None
    text = sendable(code)
    syntax = parse(text, Form.EXPRESSION, broken=False)
    root = expression_of(syntax.root) if syntax is not None and not syntax.root.has_error else None
    if root is None:
        return None
    try:
        return reader_of(root)
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
    check_primitive(value)
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


def reader_of(node: Node) -> Reader:
    """Return what reads the value of an expression, given as its node.

    Raises:
        NotPlain: it needs the engine.
    """
    node = inside_parentheses(node)
    match node.type:
        case "identifier":
            return _variable(text_of(node))
        case "member_expression":
            return _member(node)
        case "unary_expression" if _operator(node) == "!":
            inner = reader_of(field_of(node, "argument"))
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
            check_primitive(value)
        return value

    return read


def _member(node: Node) -> Reader:
    owner = reader_of(field_of(node, "object"))
    field = field_of(node, "property")
    name = text_of(field)
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
    left, right = reader_of(field_of(node, "left")), reader_of(field_of(node, "right"))
    operator = _operator(node)
    match operator:
        case "&&":
            return lambda mirror: right(mirror) if _truth(found := left(mirror)) else found
        case "||":
            return lambda mirror: found if _truth(found := left(mirror)) else right(mirror)
    combined = _COMBINED.get(operator)
    if combined is None:
        raise NotPlain
    return lambda mirror: combined(left(mirror), right(mirror))


def _literal(node: Node) -> object:
    text = text_of(node)
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


def same(left: object, right: object) -> bool:
    """Return what `===` says of two primitives."""
    check_primitive(left)
    check_primitive(right)
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    return left == right


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NotPlain
    check_primitive(value)
    return value


def added(left: object, right: object) -> int | str:
    """Return the sum of two whole numbers, or two texts, or a text and a whole number, joined."""
    if isinstance(left, str) or isinstance(right, str):
        return _joined(_written(left), _written(right))
    return _safe(_whole(left) + _whole(right))


def subtracted(left: object, right: object) -> int:
    """Return the difference of two whole numbers."""
    return increased(left, -_whole(right))


def increased(value: object, by: int) -> int:
    """Return a whole number with another one added."""
    return _safe(_whole(value) + by)


_COMBINED: Final[Mapping[str, Callable[[Any, Any], object]]] = {
    "===": same,
    "!==": lambda left, right: not same(left, right),
    "<": lambda left, right: _number(left) < _number(right),
    "<=": lambda left, right: _number(left) <= _number(right),
    ">": lambda left, right: _number(left) > _number(right),
    ">=": lambda left, right: _number(left) >= _number(right),
    "+": added,
    "-": subtracted,
}


def _joined(left: str, right: str) -> str:
    # Memory has its limits in the engine only. And two halves of a character would become one there.
    if len(left) + len(right) > _LONGEST_TEXT or "\ud800" <= left[-1:] <= "\udbff":
        raise NotPlain
    return left + right


def _written(value: object) -> str:
    return value if isinstance(value, str) else str(_whole(value))


def _whole(value: object) -> int:
    # A fraction may come out as a whole number, which is of another type on this side.
    if isinstance(value, bool) or not isinstance(value, int):
        raise NotPlain
    return _safe(value)


def _safe(value: int) -> int:
    if abs(value) > _MOST_SAFE:
        raise NotPlain
    return value


def _truth(value: object) -> bool:
    if isinstance(value, dict | list):
        return True
    check_primitive(value)
    return bool(value) and value == value  # noqa: PLR0124 - NaN is the one that is not


def check_primitive(value: object) -> None:
    """Raise NotPlain for what is no text, number, truth, null or undefined that both sides see alike."""
    if isinstance(value, int) and abs(value) > _MOST_SAFE:
        raise NotPlain
    if value is not None and value is not UNDEFINED and not isinstance(value, str | int | float):
        raise NotPlain


def _operator(node: Node) -> str:
    return text_of(field_of(node, "operator"))


def field_of(node: Node, name: str) -> Node:
    """Return what stands in a field of a node; raise NotPlain where nothing does."""
    found = node.child_by_field_name(name)
    if found is None:
        raise NotPlain
    return found


def text_of(node: Node) -> str:
    """Return the code of a node."""
    assert node.text is not None, "the tree was parsed from bytes"
    return node.text.decode()
