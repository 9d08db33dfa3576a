"""Values that are never equal because their types differ: text and a number in `===`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.linter.rule import Mend

if TYPE_CHECKING:
    from callr_actions.javascript.comparisons import Operand
    from callr_actions.language.expressions import Expression
    from callr_actions.linter.shapes import Shape

# What JavaScript writes as it stands when it makes text of the number.
_DECIMAL = lazy_pattern(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{0,14}[1-9])?")


def types_of_member(shape: Shape, members: tuple[str, ...]) -> frozenset[str]:
    """Return the JSON types that a member may have, all numbers as `number`; none where nobody says."""
    schema = shape.at(members)
    stated = schema.get("type", ()) if schema is not None else ()
    types = (stated,) if isinstance(stated, str) else tuple(stated)
    return frozenset("number" if each == "integer" else each for each in types)


def converted(literal: Operand, types: frozenset[str], expression: Expression) -> str | None:
    """Return a literal written as the one type that it is compared with; None where that is not plain.

    Args:
        literal: the literal, as it stands in the expression's code.
        types: what the other side may be.
        expression: for the quotes that YAML leaves free there.
    """
    written = expression.code[literal.start : literal.end]
    if literal.literal == "number" and "string" in types and _DECIMAL.fullmatch(written):
        quote = "'" if expression.scalar.style == '"' else '"'
        return f"{quote}{written}{quote}"
    if literal.literal == "string" and "number" in types and _DECIMAL.fullmatch(written[1:-1]):
        return written[1:-1]
    return None


def conversion(literal: Operand, types: frozenset[str], expression: Expression) -> Mend | None:
    """Return the fix that writes a literal as the type that it is compared with."""
    right = converted(literal, types, expression)
    if right is None:
        return None
    start, end = expression.span(literal.start, literal.end)
    scalar = expression.scalar
    if not scalar.style and start == scalar.start:
        # A quote in the first place would be YAML's.
        begins = expression.hole.code_start + literal.start
        text = right + scalar.value[begins + (literal.end - literal.start) :]
        return Mend(
            f"write `{right}`", True, ((scalar.start, scalar.end, "'" + text.replace("'", "''") + "'"),)
        )
    return Mend(f"write `{right}`", True, ((start, end, right),))
