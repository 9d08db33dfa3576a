"""CA612: a variable in a text, without the `${{ }}` that would put its value there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.closest import closest
from callr_actions.language.explanation import Explanation
from callr_actions.language.expressions import OPENING, Place
from callr_actions.language.facts import Tolerance
from callr_actions.language.finding import Provenance
from callr_actions.language.tree import Mapping, Scalar, Sequence, walk
from callr_actions.linter.bare_names import BareName, bare_names, bare_path
from callr_actions.linter.rule import Effect, Mend, Report, Rule
from callr_actions.linter.scalar_text import quoted
from callr_actions.linter.words import shown
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.language.facts import JsonSchema
    from callr_actions.language.scenario import Step
    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA612",
    name="missing-braces",
    summary="A variable stands in a text without `${{ }}`.",
    why="""\
In a parameter, only what stands in `${{ }}` is evaluated. `$name` alone, `${name}`, `#{name}` and
`{{ name }}` are text like any other: the caller hears "dollar name", and the request goes to an address
with a `$` in it. Where the name is a variable of the scenario it is surely meant: a warning. Braces around
a name that nothing sets, and a name that is close to a variable's, are an info. `$5` is a price.
""",
    bad="""\
variables:
  $shop: the bakery
branches:
  inbound-call:
    actions:
      - action: say@v2
        params:
          what: Welcome to $shop.
""",
    good="""\
variables:
  $shop: the bakery
branches:
  inbound-call:
    actions:
      - action: say@v2
        params:
          what: Welcome to ${{ $shop }}.
""",
    fix="Write `${{ $name }}`.",
)

# What a person hears or reads: braces around any name are a slip there. A request's body may be a template
# for somebody else.
_FOR_PEOPLE = frozenset(("speech", "sms-text"))
# GraphQL writes its own variables as `$name`.
_GRAPHQL = ("query", "mutation", "subscription")


class _Meant(NamedTuple):
    """What a name without braces stands for.

    Attributes:
        code: the expression that is meant; None where nothing says so.
        sure: whether it can be nothing else.
    """

    code: str | None
    weight: Provenance | Effect
    sure: bool = False


def check(subject: Subject) -> Iterator[Report]:
    """Look at each text in `params` around its expressions, JavaScript code left out."""
    holes: dict[int, list[tuple[int, int]]] = {}
    for expression in subject.expressions:
        if expression.place is Place.PARAMETER:
            holes.setdefault(id(expression.scalar), []).append((expression.hole.start, expression.hole.end))
    seen: set[int] = set()
    for step, scalar, schema in _texts(subject):
        if scalar.start in seen:
            continue
        seen.add(scalar.start)
        known = holes.get(id(scalar), [])
        if OPENING in scalar.value and not known:
            continue  # beyond the number of expressions that are looked at
        for name in _outside(scalar.value, known):
            meant = _meant(name, subject, schema)
            if meant is not None:
                yield _report(name, meant, step, scalar, subject)


def _texts(subject: Subject) -> Iterator[tuple[Step, Scalar, JsonSchema]]:
    for _, step in subject.scenario.steps:
        facts = subject.catalog.actions.get(step.action.id) if step.action is not None else None
        if facts is None:
            continue
        for path, scalar in subject.scenario.parameters.get(step, ()):
            text = scalar.value
            if not ("$" in text or "{" in text or "." in text) or not scalar.is_string or _is_graphql(text):
                continue
            schema = facts.parameter_schema(path)
            # What an open action does with a parameter that nobody knows, such as run it, nobody knows.
            if schema is None and facts.tolerance is Tolerance.ANY:
                schema = {}
            if schema is not None and schema.get("x-kind") != "javascript":
                yield step, scalar, schema


def _is_graphql(text: str) -> bool:
    return any(word in text for word in _GRAPHQL) and "($" in text.replace(" ", "")


def _outside(text: str, holes: list[tuple[int, int]]) -> Iterator[BareName]:
    """Yield the names between the expressions of a text; or the one that the whole text is."""
    whole = bare_path(text)
    if whole is not None:
        yield whole
        return
    at = 0
    for start, end in (*holes, (len(text), len(text))):
        yield from bare_names(text, at, start)
        at = end


def _meant(name: BareName, subject: Subject, schema: JsonSchema) -> _Meant | None:
    root = name.root
    if root.startswith("$"):
        if subject.names.set_somewhere(root):
            shape = subject.shapes.of(root)
            sure = not name.members or (shape is not None and shape.at(name.members) is not None)
            return _Meant(name.path, Effect.CAN_BREAK, sure)
        given = (each for each in subject.names.uses if subject.names.set_somewhere(each))
        near = closest(root, given)
        if near is not None:
            return _Meant(near + name.path[len(root) :], Provenance.ASSUMED)
    else:
        shape = subject.shapes.of(root)
        if shape is not None and shape.at(name.members) is not None and (name.braced or name.members):
            return _Meant(name.path, Effect.CAN_BREAK, name.braced)
        if name.braced and subject.names.set_somewhere(f"${root}"):
            return _Meant(f"${name.path}", Effect.CAN_BREAK)
    if name.braced and schema.get("x-kind") in _FOR_PEOPLE:
        return _Meant(None, Provenance.ASSUMED)
    return None


def _report(name: BareName, meant: _Meant, step: Step, scalar: Scalar, subject: Subject) -> Report:
    from callr_actions.language.offset_map import offset_map  # noqa: PLC0415 - only findings need it

    start, end = offset_map(subject.scenario.source, scalar).span(name.start, name.end)
    written = scalar.value[name.start : name.end]
    message = f"`{shown(written)}` stays as it is: only `${{{{ }}}}` is evaluated in a text"
    if meant.code is None:
        return Report(start, end, message, meant.weight, help="no variable has that name")
    right = f"${{{{ {meant.code} }}}}"
    if not scalar.style and _in_flow(scalar, step):
        # There `{` and `}` need quotes.
        text = scalar.value[: name.start] + right + scalar.value[name.end :]
        edits = ((scalar.start, scalar.end, quoted(text)),)
    else:
        edits = ((start, end, right),)
    mend = Mend(f"write `{right}`", meant.sure, edits)
    return Report(start, end, f"{message}; did you mean `{shown(right)}`?", meant.weight, mend=mend)


def _in_flow(scalar: Scalar, step: Step) -> bool:
    return any(
        isinstance(node, Mapping | Sequence) and node.flow and node.start <= scalar.start < node.end
        for node in walk(step.node)
    )


RULE = Rule(PAGE, check)
