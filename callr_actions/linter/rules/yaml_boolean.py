"""CA110: words that YAML 1.1 takes for booleans, and YAML 1.2 for text."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from callr_actions.language.explanation import Explanation
from callr_actions.language.finding import Provenance
from callr_actions.language.tree import Mapping, Scalar, target
from callr_actions.linter.rule import Effect, Mend, Report, Rule
from callr_actions.linter.scalar_text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA110",
    name="yaml-boolean",
    summary="`yes`, `no`, `on`, `off`, `y` or `n` stands without quotes.",
    why="""\
YAML 1.1 readers take these words for booleans, YAML 1.2 readers for text, and no page says which one Callr
has. `what: No` may be spoken as "false". Where text is meant, quotes settle it; where a boolean is meant,
only `true` and `false` mean the same everywhere, so there the word is a warning.
""",
    bad="""\
branches:
  inbound-call:
    actions:
      - action: say@v2
        params:
          what: No
""",
    good="""\
branches:
  inbound-call:
    actions:
      - action: say@v2
        params:
          what: "No"
""",
    fix="Put text in quotes; write `true` or `false` for a boolean.",
)

_TRUE = frozenset(("y", "yes", "on"))
_SAME_IN_BOTH = frozenset(("true", "false"))


def check(subject: Subject) -> Iterator[Report]:
    """Look at every key and value as written; the facts say which type is meant."""
    fact = subject.catalog.structure.yaml_words.get("boolean")
    if fact is None or subject.scenario.root is None:
        return
    words = _written(tuple(fact.value))
    found = [
        node
        for node in subject.scenario.document.nodes
        if isinstance(node, Scalar) and not node.style and node.tag is None and node.value in words
    ]
    if found:
        meant = _meant(subject)
        for node in found:
            report = _report(node, meant.get(id(node), frozenset()))
            if report is not None:
                yield report


@lru_cache(8)
def _written(words: tuple[str, ...]) -> frozenset[str]:
    """Return all ways in which YAML 1.1 knows these words, without those that 1.2 knows, too."""
    return frozenset(
        form
        for word in words
        if word not in _SAME_IN_BOTH
        for form in (word, word.upper(), word.capitalize())
    )


def _meant(subject: Subject) -> dict[int, frozenset[str]]:
    """Return for nodes, by identity, the JSON types that they may have: keys are text."""
    meant: dict[int, frozenset[str]] = {}
    for given in subject.given:
        found = target(given.node)
        if isinstance(found, Scalar):
            meant[id(found)] = frozenset(given.types)
    for node in subject.scenario.document.nodes:
        if isinstance(node, Mapping):
            meant.update((id(entry.key), frozenset(("string",))) for entry in node.entries)
    return meant


def _report(node: Scalar, types: frozenset[str]) -> Report | None:
    word = node.value
    if types == {"boolean"}:
        value = "true" if word.lower() in _TRUE else "false"
        return Report.at(
            node,
            f"`{word}` is a boolean to YAML 1.1 and text to YAML 1.2; write `{value}`",
            Effect.CAN_BREAK,
            mend=Mend(f"write `{value}`", safe=False, edits=((node.start, node.end, value),)),
        )
    message = f"`{word}` without quotes is a boolean to YAML 1.1 and text to YAML 1.2"
    if "string" in types and "boolean" not in types:
        edits = ((node.start, node.end, quoted(word)),)
        mend = Mend("put it in quotes", safe=True, edits=edits)
        return Report.at(node, message, Provenance.ASSUMED, help=f"write {quoted(word)}", mend=mend)
    if types and "boolean" not in types:
        return None  # another type is meant, and the rules for types say so
    value = "true" if word.lower() in _TRUE else "false"
    return Report.at(
        node,
        message,
        Provenance.ASSUMED,
        help=f"write {quoted(word)} for the text, `{value}` for the boolean",
    )


RULE = Rule(PAGE, check)
