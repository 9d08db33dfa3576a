"""CA304: parameters of the wrong type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.adopted.violation import ViolationKind
from callr_actions.language.explanation import Explanation
from callr_actions.language.tree import Mapping, kind_of
from callr_actions.linter.bare_names import braced_mapping
from callr_actions.linter.parameters import FaultKind
from callr_actions.linter.rule import Mend, Report, Rule
from callr_actions.linter.scalar_text import quoted
from callr_actions.linter.verdicts import schema_first
from callr_actions.linter.words import any_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.linter.context import Subject
    from callr_actions.linter.parameters import ParameterFault

PAGE = Explanation(
    code="CA304",
    name="parameter-type",
    summary="A parameter's value has the wrong type.",
    why="""\
A number in quotes is text, `on` and `yes` are text too, and a phone number without quotes is a number
that has lost its `+`. A value that holds `${{ }}` may be anything and is never reported.
""",
    bad="""\
branches:
  inbound-call:
    actions:
      - action: dial@v1
        params:
          targets:
            - number: "+33199001234"
              timeout: 20s
""",
    good="""\
branches:
  inbound-call:
    actions:
      - action: dial@v1
        params:
          targets:
            - number: "+33199001234"
              timeout: 20
""",
    fix="Write the value as the type that is named; quotes make text, no quotes a number.",
)


def check(subject: Subject) -> Iterator[Report]:
    """Report each value whose type the facts exclude."""
    for fault in subject.parameter_faults:
        if fault.kind is FaultKind.TYPE:
            yield _braced(fault, subject) or _report(fault, subject)


def _report(fault: ParameterFault, subject: Subject) -> Report:
    schema = fault.facts.parameter_schema(fault.path) or {}
    wanted = any_of(fault.limit)
    if "x-unit" in schema:
        wanted += f" of {schema['x-unit']}"
    found = kind_of(fault.node)
    from callr_actions.linter.retyping import retyped  # noqa: PLC0415 - only findings need it

    advice, mend = retyped(fault.node, fault.limit, schema, subject)
    return Report.at(
        fault.node,
        f"`{fault.name}` of `{fault.facts.id}` is {wanted}; this is {found}",
        fault.facts.provenance_of(fault.path, "type"),
        help=advice or schema.get("description"),
        mend=mend,
    )


def _braced(fault: ParameterFault, subject: Subject) -> Report | None:
    """Return what to say of `{{ $name }}` without its `$`, and of `{$name}`: mappings to YAML."""
    path = braced_mapping(fault.node) if isinstance(fault.node, Mapping) else None
    if path is None:
        return None
    if subject.names.set_somewhere("$" + path.split(".", 1)[0]):
        path = f"${path}"
    right = f"${{{{ {path} }}}}"
    return Report.at(
        fault.node,
        f"`{fault.name}` of `{fault.facts.id}` is {any_of(fault.limit)}; braces without `$` are a mapping",
        fault.facts.provenance_of(fault.path, "type"),
        help=f"an expression is `{right}`",
        mend=Mend(
            f'write `"{right}"`', safe=False, edits=((fault.node.start, fault.node.end, quoted(right)),)
        ),
    )


RULE = Rule(PAGE, schema_first(ViolationKind.TYPE, check))
