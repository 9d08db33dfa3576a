"""CA201: keys that the language does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.closest import closest
from callr_actions.language.adopted.violation import ViolationKind
from callr_actions.language.explanation import Explanation
from callr_actions.language.finding import Provenance
from callr_actions.language.tree import Mapping, target, types_of
from callr_actions.linter.misplaced import misplaced_parameters
from callr_actions.linter.rule import Mend, Report, Rule
from callr_actions.linter.verdicts import schema_first

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as MappingType

    from callr_actions.language.facts import KeyFacts
    from callr_actions.language.tree import Entry, Node
    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA201",
    name="unknown-key",
    summary="A key that scenarios, branches or steps do not have.",
    why="""\
A misspelt key is not an error to YAML: the step just lacks what was meant. A key close to a known one is
an error. Another unknown one is a warning, because Callr's documentation may not show every key. A key
that is only assumed to exist, such as `else`, is an info: no page shows it.
""",
    bad="""\
descripton: Says hello.
branches:
  inbound-call:
    actions:
      - action: say@v2
        params:
          what: Hello.
""",
    good="""\
description: Says hello.
branches:
  inbound-call:
    actions:
      - action: say@v2
        params:
          what: Hello.
""",
    fix="Use the known key that is named, or delete the key.",
)


def check(subject: Subject) -> Iterator[Report]:
    """Compare the keys of every map that the language defines with the known ones."""
    scenario, known = subject.scenario, subject.catalog.structure
    if scenario.root is not None:
        yield from _no_names(subject)
        yield from _unknown(scenario.root, known.document_keys, "a scenario")
        for name, keys in (("defaults", known.defaults_keys), ("compat", known.compat_keys)):
            yield from _unknown(_value(scenario.entries.get(name)), keys, f"`{name}`")
    for branch in scenario.branches.values():
        yield from _unknown(branch.mapping, known.branch_keys, "a branch")
    for _, step in scenario.steps:
        misplaced = misplaced_parameters(step, subject.catalog)
        yield from _unknown(step.mapping, known.step_keys, "a step", misplaced)
        if step.goto is not None:
            yield from _unknown(step.goto.mapping, known.goto_keys, "`goto`")


def _no_names(subject: Subject) -> Iterator[Report]:
    """Report keys that are none, or may be none, wherever they stand."""
    document = subject.scenario.document
    if document.key_texts.isdisjoint((None, "<<")):
        return
    # Of some mappings another rule says that they should be none at all.
    reported = {id(fault.node) for fault in subject.parameter_faults}
    for mapping in document.nodes:
        for entry in mapping.entries if isinstance(mapping, Mapping) and id(mapping) not in reported else ():
            if entry.name is None:
                message = "a key is text; this is a list or a mapping"
                yield Report.at(entry.key, message, Provenance.INFERRED)
            elif entry.name == "<<":
                message = "`<<` merges keys in YAML 1.1 only; whether Callr reads it is not documented"
                yield Report.at(entry.key, message, Provenance.ASSUMED, help="write the keys out")


def _value(entry: Entry | None) -> Node | None:
    return entry.value if entry is not None else None


def _unknown(
    node: Node | None, known: MappingType[str, KeyFacts], what: str, reported: tuple[Entry, ...] = ()
) -> Iterator[Report]:
    mapping = target(node) if node is not None else None
    if not isinstance(mapping, Mapping) or not known:
        return
    for entry in mapping.entries:
        name = entry.name
        if name is None or name == "<<" or entry in reported:
            continue
        if name not in known:
            present = {each.name for each in mapping.entries}
            yield _report(entry, name, [key for key in known if key not in present], known, what)
        elif known[name].provenance is Provenance.ASSUMED:
            yield Report.at(
                entry.key,
                f"`{name}` is not in Callr's documentation; it is assumed to work",
                Provenance.ASSUMED,
                help=known[name].description or None,
            )


def _report(
    entry: Entry, name: str, missing: list[str], known: MappingType[str, KeyFacts], what: str
) -> Report:
    near = closest(name, missing)
    if near is None:
        allowed = ", ".join(f"`{key}`" for key in known)
        return Report.at(
            entry.key, f"{what} has no key `{name}`", Provenance.INFERRED, help=f"known keys: {allowed}"
        )
    key = target(entry.key)
    written = entry.key if key is entry.key else None
    mend = None
    # A name that is near by chance (`action` for `actions`) holds something else: renaming would not help.
    fits = not known[near].types or types_of(entry.value) & set(known[near].types)
    if written is not None and fits:
        mend = Mend(f"rename it to `{near}`", safe=False, edits=((written.start, written.end, near),))
    return Report.at(
        entry.key, f"{what} has no key `{name}`; did you mean `{near}`?", Provenance.DOCUMENTED, mend=mend
    )


RULE = Rule(PAGE, schema_first(ViolationKind.KEY, check))
