"""Checking a scenario's values against a schema so that every demand that is not met can be named.

Works without recursion (checks are generators on a stack) and never checks one value against one
schema twice, so that alternatives inside alternatives cost no more than their number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from callr_actions.language.adopted.admission import Admission
from callr_actions.language.adopted.alternatives import choose, no_alternative
from callr_actions.language.adopted.outcome import GOOD, Fault, Outcome, Tally, Verdict
from callr_actions.language.adopted.shape import mentions_expressions, shape_of
from callr_actions.language.adopted.values import name_value

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

    from callr_actions.language.adopted.schema import AdoptedSchema
    from callr_actions.language.adopted.values import Value

_MOST_CHECKS = 100_000  # about a second
_MERE_CONDITION = frozenset(("if", "then", "description", "title", "$comment"))
_ONE_OF = ("anyOf", "oneOf")

_Check: TypeAlias = "Generator[tuple[Any, Value], Outcome, Outcome]"
_Part: TypeAlias = "Generator[tuple[Any, Value], Outcome, None]"


class TooMuchError(Exception):
    """The check was given up: it would take too long."""


class Evaluation:
    """Checks values against the schemas of one document."""

    def __init__(self, schema: AdoptedSchema) -> None:
        self._references = schema.references
        self._leaves = schema.leaves
        self._admissions = schema.admissions
        self._results: dict[tuple[int, int], Outcome] = {}
        # What the results are remembered by: it has to live as long as they do.
        self._kept: list[Value] = []
        self._expressive: dict[int, bool] = {}

    def run(self, schema: Any, value: Value) -> Outcome:  # noqa: ANN401 - a schema is a dict or a bool
        """Check a value.

        Raises:
            TooMuchError: it was given up.
        """
        checks = 0
        result: Outcome | None = None
        stack: list[tuple[tuple[int, int], _Check]] = []
        wanted: tuple[Any, Value] | None = (schema, value)
        while True:
            if wanted is not None:
                result = self._known(*wanted)
                if result is None:
                    checks += 1
                    if checks > _MOST_CHECKS:
                        raise TooMuchError
                    key = (id(wanted[0]), id(wanted[1]))
                    self._results[key] = GOOD  # for a schema that refers to itself
                    stack.append((key, self._check(*wanted)))
            if not stack:
                assert result is not None, "the last check has ended"
                return result
            key, check = stack[-1]
            try:
                wanted = check.send(result) if result is not None else next(check)
            except StopIteration as ended:
                stack.pop()
                result = self._results[key] = ended.value
                wanted = None

    def _known(self, schema: object, value: Value) -> Outcome | None:
        if schema is False:
            return Outcome(Verdict.BAD, (Fault(value, "false"),))
        if not isinstance(schema, dict):
            return GOOD
        return self._results.get((id(schema), id(value)))

    def _check(self, schema: dict[str, Any], value: Value) -> _Check:
        own = self._references.own(schema)
        tally = Tally()
        leaf = self._leaves.check(id(schema), own, value)
        if leaf is not None:
            tally.add(leaf)
        yield from self._same_value(schema, own, value, tally)
        if value.is_mapping:
            yield from self._members(own, value, tally)
            yield from self._names(own, value, tally)
            yield from self._unevaluated(own.get("unevaluatedProperties"), value, tally)
        elif value.is_list:
            yield from self._items(own, value, tally)
            yield from self._contains(own, value, tally)
            yield from self._unevaluated(own.get("unevaluatedItems"), value, tally)
        return tally.outcome()

    def _same_value(self, schema: dict[str, Any], own: dict[str, Any], value: Value, tally: Tally) -> _Part:
        for target in self._references.targets(schema):
            tally.add((yield target, value), same_value=True)
        for each in own.get("allOf", ()):
            if not self._is_idle(each, value):
                tally.add((yield each, value), same_value=True)
        for keyword in _ONE_OF:
            if keyword in own:
                outcome = yield from self._one_of(own, keyword, value)
                tally.add(outcome, same_value=True)
        if "if" in own:
            yield from self._condition(own, value, tally)
        if "not" in own:
            refused = yield own["not"], value
            _take_refused(own["not"], refused.verdict, value, tally)
        for keyword in ("dependentSchemas", "dependencies"):
            for name, inner in own.get(keyword, {}).items():
                if value.is_mapping and name in value.items and not isinstance(inner, list):
                    tally.add((yield inner, value), same_value=True)

    def _one_of(self, own: dict[str, Any], keyword: str, value: Value) -> _Check:
        alternatives: list[Any] = own[keyword]
        hopeless: set[int] = set()
        action = value.items.get("action") if value.is_mapping else None
        refused = {index for index, each in enumerate(alternatives) if self._is_refused(each, value)}
        if action is None:
            hopeless = refused
        elif len(refused) == len(alternatives):
            return no_alternative(value, action)
        else:
            alternatives = [each for index, each in enumerate(alternatives) if index not in refused]
        outcomes: dict[int, Outcome] = {}
        for index, each in enumerate(alternatives):
            if index not in hopeless:
                outcomes[index] = yield each, value
        if not any(_fits_outside(each, value) for each in outcomes.values()):
            # Perhaps the key `action` is only misspelt.
            for index, each in enumerate(alternatives):
                if index not in outcomes:
                    outcomes[index] = yield each, value
        meant = [
            outcome
            for index, outcome in sorted(outcomes.items())
            if outcome.verdict is not Verdict.BAD or not self._for_expressions(alternatives[index])
        ]
        return choose(value, meant or list(outcomes.values()), exclusive=keyword == "oneOf")

    def _for_expressions(self, schema: object) -> bool:
        """Whether an alternative only lets expressions in: what is none was hardly meant as one."""
        known = self._expressive.get(id(schema))
        if known is None:
            facts = shape_of(schema, self._references).facts
            known = self._expressive[id(schema)] = mentions_expressions(facts.get("pattern"))
        return known

    def _condition(self, own: dict[str, Any], value: Value, tally: Tally) -> _Part:
        if self._is_refused(own["if"], value):
            tally.add((yield own.get("else", True), value), same_value=True)
            return
        condition = yield own["if"], value
        if condition.verdict is Verdict.OPEN:
            tally.undecided()
            for keyword in ("then", "else"):
                possible = yield own.get(keyword, True), value
                tally.note(possible.seen, possible.known)
            return
        if condition.verdict is Verdict.GOOD:
            tally.note(condition.seen, condition.known)
        branch = "then" if condition.verdict is Verdict.GOOD else "else"
        tally.add((yield own.get(branch, True), value), same_value=True)

    def _is_idle(self, schema: object, value: Value) -> bool:
        """Whether a schema is a condition on the action that does not hold, and nothing else."""
        return (
            isinstance(schema, dict)
            and schema.keys() <= _MERE_CONDITION
            and "if" in schema
            and self._is_refused(schema["if"], value)
        )

    def _is_refused(self, schema: object, value: Value) -> bool:
        """Whether a schema refuses a step for its action alone: of sixty conditions all but one."""
        action = value.items.get("action") if value.is_mapping else None
        if action is None:
            return value.is_mapping and self._admissions.demands_action(schema)
        written = action.text()
        return written is not None and self._admissions.of_step(schema, written) is Admission.EXCLUDES

    def _members(self, own: dict[str, Any], value: Value, tally: Tally) -> _Part:
        properties, patterns = own.get("properties", {}), own.get("patternProperties", {})
        others = own.get("additionalProperties")
        tally.note((), properties)
        for name, member in value.items.items():
            schemas = [properties[name]] if name in properties else []
            schemas += [patterns[each] for each in patterns if self._leaves.matches(each, str(name))]
            if schemas or others is not None:
                tally.seen.add(name)
            if not schemas and others is False:
                tally.fault(_unknown(value, str(name), properties, patterns))
            elif not schemas and others is not None:
                schemas = [others]
            for schema in schemas:
                tally.add((yield schema, member))

    def _names(self, own: dict[str, Any], value: Value, tally: Tally) -> _Part:
        demanded = own.get("propertyNames")
        if not isinstance(demanded, dict):
            if demanded is False:
                for name in value.items:
                    tally.fault(_unknown(value, str(name)))
            return
        for name, member in value.items.items():
            assert member.key is not None, "a mapping's members have keys"
            key = name_value(str(name), member.key, member.path)
            self._kept.append(key)
            tally.add((yield demanded, key))

    def _items(self, own: dict[str, Any], value: Value, tally: Tally) -> _Part:
        first, rest = own.get("prefixItems", ()), own.get("items")
        if isinstance(rest, list):
            first, rest = rest, own.get("additionalItems")
        for index, item in value.items.items():
            assert isinstance(index, int), "a list's members are numbered"
            schema = first[index] if index < len(first) else rest
            if schema is not None:
                tally.seen.add(index)
                tally.add((yield schema, item))

    def _contains(self, own: dict[str, Any], value: Value, tally: Tally) -> _Part:
        if "contains" not in own:
            return
        certain = possible = 0
        for index, item in value.items.items():
            verdict = (yield own["contains"], item).verdict
            certain += verdict is Verdict.GOOD
            possible += verdict is not Verdict.BAD
            if verdict is not Verdict.BAD:
                tally.seen.add(index)
        if possible < own.get("minContains", 1) or certain > own.get("maxContains", certain):
            tally.fault(Fault(value, "contains"))

    def _unevaluated(self, schema: object, value: Value, tally: Tally) -> _Part:
        if schema is None:
            return
        for name, member in value.items.items():
            if name in tally.seen:
                continue
            tally.seen.add(name)
            if schema is False and value.is_mapping:
                tally.fault(_unknown(value, str(name), tally.known))
            else:
                tally.add((yield schema, member))


def _unknown(value: Value, name: str, known: Iterable[str] = (), patterns: Iterable[str] = ()) -> Fault:
    patterns = ", ".join(f"`{each}`" for each in patterns)
    description = f"keys that match {patterns}" if patterns else None
    return Fault(value, "unknown", name=name, known=tuple(sorted(known)), description=description)


def _fits_outside(outcome: Outcome, value: Value) -> bool:
    """Whether what is wrong, if anything, is wrong inside the value's members."""
    return not any(fault.value is value for fault in outcome.faults)


def _take_refused(schema: object, verdict: Verdict, value: Value, tally: Tally) -> None:
    """Add what a `not` comes to."""
    if verdict is Verdict.OPEN:
        tally.undecided()
    elif verdict is Verdict.GOOD:
        tally.fault(Fault(value, "not", schema))
