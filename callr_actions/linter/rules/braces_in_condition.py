"""CA603: `${{ }}` around an `if`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.explanation import Explanation
from callr_actions.language.expressions import Place
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.linter.rule import Mend, Report, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.language.expressions import Expression
    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA603",
    name="braces-in-condition",
    summary="An `if` stands inside `${{ }}`.",
    why="""\
An `if` is JavaScript as it is; `${{ }}` belongs into `params`. Every published example writes the bare
expression. Whether braces are accepted is not documented: if they are not, the step is refused or always
runs.
""",
    bad="""\
branches:
  inbound-call:
    actions:
      - if: ${{ call.fromNumber === '' }}
        action: hangup@v1
""",
    good="""\
branches:
  inbound-call:
    actions:
      - if: call.fromNumber === ''
        action: hangup@v1
""",
    fix="Write the expression without the braces; in quotes where it starts with `!` or holds `: ` or ` #`.",
)

# What YAML takes for plain text whatever stands around it.
_PLAIN = lazy_pattern(r"[$A-Za-z(][^\n\r,\[\]{}]*[^\s:,\[\]{}]")
_SPECIAL_INSIDE = lazy_pattern(r":\s|\s#")
# A word alone may be read as something else than text: `true`, `null`, `yes`.
_WORD = lazy_pattern(r"[A-Za-z]*")


def check(subject: Subject) -> Iterator[Report]:
    """Report each condition in braces."""
    provenance = subject.catalog.structure.step_keys["if"].provenance_of("type")
    for expression in subject.expressions:
        hole = expression.hole
        if expression.place is not Place.CONDITION or hole.code_start == hole.start or not hole.closed:
            continue
        start, end = expression.offsets.span(hole.start, hole.end)
        mend = None if expression.analysis.fault else Mend("remove the braces", True, _edits(expression))
        yield Report(
            start,
            end,
            "an `if` is written without `${{ }}`",
            provenance,
            help="Callr documents `${{ }}` for `params` only",
            mend=mend,
        )


def _edits(expression: Expression) -> tuple[tuple[int, int, str], ...]:
    """Return the edits that leave only the code, quoted where YAML needs it."""
    scalar, hole = expression.scalar, expression.hole
    code = expression.code.strip()
    if not scalar.style:
        return ((scalar.start, scalar.end, quoted(code)),)
    first, last = expression.whole_span
    opening, closing = expression.offsets.span(hole.start, hole.end)
    return ((opening, first, ""), (last, closing, ""))


def quoted(code: str) -> str:
    """Return code as a YAML value on one line: plain where that is certain, else in quotes."""
    plain = _PLAIN.fullmatch(code) and not _SPECIAL_INSIDE.search(code) and not _WORD.fullmatch(code)
    if plain:
        return code
    if "\n" in code or ("'" in code and '"' not in code):
        escaped = code.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return f'"{escaped}"'
    return "'" + code.replace("'", "''") + "'"


RULE = Rule(PAGE, check)
