"""Values of the wrong type written as the right one: text in quotes, numbers without."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.tree import Scalar
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.linter.phone_numbers import number_report
from callr_actions.linter.rule import Mend
from callr_actions.linter.scalar_text import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from callr_actions.language.facts import JsonSchema
    from callr_actions.language.tree import Node
    from callr_actions.linter.context import Subject

_PHONE_KINDS = frozenset(("phone", "phone-or-sip", "sender"))
_DIGITS = "-?(?:0|[1-9][0-9]{0,14})"
_WHOLE = lazy_pattern(_DIGITS)
_DECIMAL = lazy_pattern(rf"{_DIGITS}(?:\.[0-9]{{1,15}})?")
_BOOLEANS = ("true", "false")


def retyped(
    node: Node, wanted: Sequence[str], schema: JsonSchema, subject: Subject
) -> tuple[str | None, Mend | None]:
    """Return what to do with a value of the wrong type, and the fix; None for what nobody can tell.

    Args:
        node: the value as written.
        wanted: the JSON types that it may have.
        schema: of the value, for what a text there means.
        subject: for the country of a phone number.
    """
    if not isinstance(node, Scalar) or node.is_null or node.tag is not None:
        return None, None
    if node.is_string:
        text = node.value.strip()
        allowed = [pattern for kind, pattern in _WRITTEN.items() if kind in wanted]
        if node.style in ("'", '"') and any(pattern.fullmatch(text) for pattern in allowed):
            return "write it without quotes", Mend(f"write `{text}`", True, ((node.start, node.end, text),))
        return None, None
    if list(wanted) != ["string"]:
        return None, None
    if schema.get("x-kind") in _PHONE_KINDS and not isinstance(node.data, bool):
        return _phone(node, subject)
    # What YAML makes of `1e3` or `0x1F` is another text than what is written.
    same = node.value in _BOOLEANS or _DECIMAL.fullmatch(node.value) is not None
    return "put it in quotes", _in_quotes(node, node.value, safe=same)


def _phone(node: Scalar, subject: Subject) -> tuple[str, Mend | None]:
    """Return the same for a number without quotes, of which YAML drops the `+` and the zero in front."""
    report = number_report(Scalar(node.start, node.end, node.value, '"'), subject)
    if report is None:
        return "put it in quotes", _in_quotes(node, node.value, safe=True)
    if report.mend is None:
        return 'write it in quotes, with `+` and its country, like `"+33199001234"`', None
    ((_, _, number),) = report.mend.edits
    return f"write it in quotes, with its country: `{number}`", Mend(
        f"write `{number}`", False, report.mend.edits
    )


def _in_quotes(node: Scalar, text: str, *, safe: bool) -> Mend:
    return Mend(f"write `{quoted(text)}`", safe, ((node.start, node.end, quoted(text)),))


_WRITTEN = {"integer": _WHOLE, "number": _DECIMAL, "boolean": lazy_pattern("|".join(_BOOLEANS))}
