"""CA203: values of the wrong kind where the language wants another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.closest import Closest
from callr_actions.language.adopted.violation import ViolationKind
from callr_actions.language.explanation import Explanation
from callr_actions.language.finding import Provenance
from callr_actions.language.tree import Mapping, Scalar, kind_of, merged_entries, target, types_of
from callr_actions.linter.misplaced import misplaced_parameters
from callr_actions.linter.rule import Effect, Mend, Report, Rule
from callr_actions.linter.scalar_text import quoted, written_like
from callr_actions.linter.verdicts import schema_first
from callr_actions.linter.words import any_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as MappingType

    from callr_actions.language.facts import KeyFacts
    from callr_actions.language.tree import Entry, Node
    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA203",
    name="wrong-type",
    summary="A key of the language has a value of the wrong kind.",
    why="""\
`branches`, `actions` and steps each want a certain shape: a mapping, a list, a text. With another one the
platform has nothing to run, or refuses the script. An empty step, most often a lone comment behind a dash,
is an info; a branch that is a list without `actions` is a warning, because a published example has one.
""",
    bad="""\
branches:
  inbound-call:
    actions:
      action: hangup@v1
""",
    good="""\
branches:
  inbound-call:
    actions:
      - action: hangup@v1
""",
    fix="Write the shape that is named; a list of steps starts each one with `- `.",
)


def check(subject: Subject) -> Iterator[Report]:
    """Hold each value of the language's own keys against the types that the facts name."""
    scenario, known = subject.scenario, subject.catalog.structure
    if scenario.root is None:
        return
    yield from _wrong(scenario.entries, known.document_keys)
    for name, keys in (("defaults", known.defaults_keys), ("compat", known.compat_keys)):
        yield from _wrong(_inner(scenario.entries.get(name)), keys)
    for branch in scenario.branches.values():
        if branch.bare_list:
            message = f"the branch `{branch.name}` is a list; its steps belong below `actions`"
            yield Report.at(branch.key, message, known.tolerated["bare-list-branch"].provenance)
        elif branch.mapping is None:
            message = (
                f"the branch `{branch.name}` is a mapping with `actions`; this is {kind_of(branch.node)}"
            )
            yield Report.at(branch.key, message, Effect.BREAKS)
        else:
            entries = merged_entries(branch.mapping)
            yield from _wrong(entries, known.branch_keys)
            yield from _missing(branch.key, f"the branch `{branch.name}`", entries, known.branch_keys)
    for _, step in scenario.steps:
        if step.mapping is not None:
            misplaced = misplaced_parameters(step, subject.catalog)
            if misplaced:
                yield _not_indented(step.entries["params"], misplaced, subject)
            yield from _wrong(
                {name: entry for name, entry in step.entries.items() if name != "params" or not misplaced},
                known.step_keys,
            )
            if step.goto is not None and step.goto.mapping is not None:
                entries = merged_entries(step.goto.mapping)
                yield from _wrong(entries, known.goto_keys)
                yield from _missing(step.goto.entry.key, "`goto`", entries, known.goto_keys)
        elif kind_of(step.node) == "nothing":
            yield Report.at(step.node, "an empty step", Provenance.ASSUMED, help="delete the dash")
        else:
            yield Report.at(step.node, f"a step is a mapping; this is {kind_of(step.node)}", Effect.BREAKS)


def _inner(entry: Entry | None) -> MappingType[str, Entry]:
    value = target(entry.value) if entry is not None else None
    return merged_entries(value) if isinstance(value, Mapping) else {}


def _missing(
    place: Node, what: str, entries: MappingType[str, Entry], known: MappingType[str, KeyFacts]
) -> Iterator[Report]:
    """Report the keys that a map needs; a misspelt one is reported where it stands."""
    if all(name in entries for name, facts in known.items() if facts.required):
        return
    meant = Closest(known)
    written = {meant.to(name) for name in entries}
    for name, facts in known.items():
        if facts.required and name not in written:
            message = f"{what} has no `{name}`"
            yield Report.at(place, message, facts.provenance_of("required"), help=facts.description or None)


def _wrong(entries: MappingType[str, Entry], known: MappingType[str, KeyFacts]) -> Iterator[Report]:
    for name, entry in entries.items():
        facts = known.get(name)
        if facts is None or not facts.types or not types_of(entry.value).isdisjoint(facts.types):
            continue
        value = target(entry.value)
        if isinstance(value, Scalar) and "${{" in value.value:
            continue  # whether anything is evaluated there is another question
        if value is None:
            continue  # an alias of nothing, says CA101
        wanted = any_of(facts.types)
        found = kind_of(entry.value)
        message, place = f"`{name}` is {wanted}; this is {found}", entry.value
        if found == "nothing":
            message, place = f"`{name}` has no value; it is {wanted}", entry.key
        advice = _advice(name, facts, entry.value) or facts.description or None
        mend = _mend(name, facts, entry.value)
        yield Report.at(place, message, facts.provenance_of("type"), help=advice, mend=mend)


def _not_indented(params: Entry, misplaced: tuple[Entry, ...], subject: Subject) -> Report:
    """Report an empty `params` whose parameters stand beside it."""
    names = ", ".join(f"`{entry.name}`" for entry in misplaced)
    source = subject.scenario.source
    first = source.position(misplaced[0].key.start).line
    last = source.position(misplaced[-1].value.end).line
    starts = [
        source.line_starts[number - 1] for number in range(first, last + 1) if source.line(number).strip()
    ]
    return Report.at(
        params.key,
        f"`params` has no value: {names} below it must be indented deeper than it",
        subject.catalog.structure.step_keys["params"].provenance_of("type"),
        related=((misplaced[0].key.start, misplaced[0].key.end, "this stands beside it"),),
        mend=Mend("indent what belongs to it", True, tuple((start, start, "  ") for start in starts)),
    )


def _mend(name: str, facts: KeyFacts, node: Node) -> Mend | None:
    """Return the fix where a plain value only has to be written otherwise."""
    if not isinstance(node, Scalar) or node.is_null or node.tag is not None:
        return None
    if name == "goto" and node.is_string and node.style in ("", "'", '"'):
        right = f"{{branch: {written_like(node, node.value)}}}"
        return Mend(f"write `{right}`", True, ((node.start, node.end, right),))
    if facts.types == ("string",) and name not in ("action", "result") and not node.style:
        right = quoted(node.value)
        return Mend(
            f"write `{right}`",
            node.value in ("true", "false") or node.value.isdecimal(),
            ((node.start, node.end, right),),
        )
    return None


def _advice(name: str, facts: KeyFacts, node: Node) -> str | None:
    """Return how to write what was most likely meant."""
    value = target(node)
    if facts.types == ("array",) and isinstance(value, Mapping):
        return "start each step with `- `, even a single one"
    if not isinstance(value, Scalar) or value.is_null:
        return None
    if facts.types == ("string",) and name not in ("action", "result"):
        return "put it in quotes"
    if name == "goto":
        return f"write it as `goto: {{branch: {value.value[:60]}}}`"
    return None


RULE = Rule(PAGE, schema_first(ViolationKind.SHAPE, check))
