"""CA610: `await` where nobody may wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.explanation import Explanation
from callr_actions.language.expressions import Place
from callr_actions.language.finding import Provenance
from callr_actions.linter.rule import Report, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA610",
    name="await-in-expression",
    summary="`await` in an expression, or outside every function of code.",
    why="""\
No page says that the platform waits for promises. Where it does not, `await` does not even parse, and the
run ends at this step. In `${{ }}` and `if` that is likely; in `javascript@v1` it is open, so an info.
""",
    bad="""\
branches:
  inbound-call:
    actions:
      - action: say@v2
        params:
          what: ${{ await Promise.resolve('Hello.') }}
""",
    good="""\
branches:
  inbound-call:
    actions:
      - action: say@v2
        params:
          what: ${{ 'Hello.' }}
""",
    fix="Do without promises: `fetch@v2` asks a server and stores the answer in its `result`.",
)


def check(subject: Subject) -> Iterator[Report]:
    """Report each `await` that no function of the code itself makes possible."""
    for expression in subject.expressions:
        if expression.place is Place.ELSEWHERE or "await" not in expression.code:
            continue
        structure = expression.structure
        in_code = expression.place is Place.CODE
        for index, after in structure.awaits if structure is not None else ():
            yield Report(
                *expression.span(index, after),
                "whether the platform waits for a promise here is not documented",
                Provenance.ASSUMED if in_code else Provenance.INFERRED,
                help="only functions marked `async` are sure to have `await`",
            )


RULE = Rule(PAGE, check)
