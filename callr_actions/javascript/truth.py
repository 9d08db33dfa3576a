"""Whether an expression is true, or false, whatever the variables are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from callr_actions.javascript.nodes import children

if TYPE_CHECKING:
    from tree_sitter import Node

_NUMBER_DIGITS: Final = frozenset("0123456789.")


class _Always:
    """A value of which no more is known than that it is truthy: an object, a list, a function."""


_TRUTHY: Final = _Always()
_Value: TypeAlias = str | float | bool | _Always | None
_Known: TypeAlias = tuple[_Value] | None
"""A value in a tuple, or None where only the running code knows it. `None` inside is null or undefined."""


def truth(root: Node, source: bytes) -> bool | None:
    """Return whether the value of an expression is always truthy or always falsy, or None."""
    known = _Evaluation(source).value(root)
    return None if known is None else _truthy(known[0])


def _truthy(value: _Value) -> bool:
    return True if isinstance(value, _Always) else bool(value)


class _Evaluation:
    """Works out constants from the leaves up, without recursion: long chains of operators nest deeply."""

    def __init__(self, source: bytes) -> None:
        self._source = source
        self._done: list[_Known] = []

    def value(self, root: Node) -> _Known:
        waiting: list[tuple[Node, bool]] = [(root, False)]
        while waiting:
            node, ready = waiting.pop()
            inner = _operands(node)
            if not inner:
                self._done.append(self._leaf(node))
            elif ready:
                given = self._done[-len(inner) :]
                del self._done[-len(inner) :]
                self._done.append(_combined(node, given))
            else:
                waiting.append((node, True))
                waiting.extend((child, False) for child in reversed(inner))
        return self._done[-1]

    def _leaf(self, node: Node) -> _Known:
        text = self._source[node.start_byte : node.end_byte].decode()
        match node.type:
            case "true" | "false":
                return (node.type == "true",)
            case "null" | "undefined":
                return (None,)
            case "string":
                return (text[1:-1],) if "\\" not in text else (_TRUTHY,)
            case "number":
                return (float(text),) if set(text) <= _NUMBER_DIGITS else None
            case "template_string":
                return (text[1:-1],) if "${" not in text and "\\" not in text else None
        return (_TRUTHY,) if node.type in _ALWAYS_TRUTHY else None


def _operands(node: Node) -> list[Node]:
    return children(node) if node.type in _OPERATORS else []


def _combined(node: Node, given: list[_Known]) -> _Known:
    operator = node.child_by_field_name("operator")
    name = "" if operator is None else operator.type
    match node.type:
        case "parenthesized_expression" | "sequence_expression":
            return given[-1]
        case "ternary_expression":
            test, yes, no = given
            if test is not None:
                return yes if _truthy(test[0]) else no
            return _same(yes, no)
        case "unary_expression":
            return _unary(name, given[0])
        case _:
            return _binary(name, *given)


def _unary(operator: str, given: _Known) -> _Known:
    match operator:
        case "void":
            return (None,)
        case "typeof":
            return (_TRUTHY,)
        case "!" if given is not None:
            return (not _truthy(given[0]),)
        case "-" if given is not None and isinstance(given[0], float):
            return (-given[0],)
    return None


def _binary(operator: str, left: _Known, right: _Known) -> _Known:
    match operator:
        case "&&" if left is not None:
            return right if _truthy(left[0]) else left
        case "&&" if right is not None and not _truthy(right[0]):
            return (False,)
        case "||" if left is not None:
            return left if _truthy(left[0]) else right
        case "||" if right is not None and _truthy(right[0]):
            return (_TRUTHY,)
        case "??" if left is not None:
            return right if left[0] is None else left
    return _compared(operator, left, right)


def _compared(operator: str, left: _Known, right: _Known) -> _Known:
    """Compare two literals of one type; what JavaScript converts first is left to those who run it."""
    if left is None or right is None:
        return None
    one, other = left[0], right[0]
    if (isinstance(one, float) and isinstance(other, float)) or (
        isinstance(one, str) and isinstance(other, str)
    ):
        match operator:
            case "==" | "===":
                return (one == other,)
            case "!=" | "!==":
                return (one != other,)
            case "<" | ">" | "<=" | ">=" if isinstance(one, float) and isinstance(other, float):
                return (
                    {"<": one < other, ">": one > other, "<=": one <= other, ">=": one >= other}[operator],
                )
    return None


def _same(one: _Known, other: _Known) -> _Known:
    """Return a value with the truth of both, where they have the same."""
    if one is None or other is None or _truthy(one[0]) is not _truthy(other[0]):
        return None
    return (_TRUTHY,) if _truthy(one[0]) else (False,)


_OPERATORS: Final = frozenset(
    (
        "binary_expression",
        "parenthesized_expression",
        "sequence_expression",
        "ternary_expression",
        "unary_expression",
    )
)
_ALWAYS_TRUTHY: Final = frozenset(
    (
        "array",
        "arrow_function",
        "class",
        "function_expression",
        "generator_function",
        "new_expression",
        "object",
        "regex",
    )
)
