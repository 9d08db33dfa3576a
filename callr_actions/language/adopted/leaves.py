"""The demands that look at one value alone: types, ranges, patterns. Each is left to jsonschema_rs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callr_actions.language.adopted.outcome import Fault, Outcome, Tally

if TYPE_CHECKING:
    import jsonschema_rs

    from callr_actions.language.adopted.schema import AdoptedSchema
    from callr_actions.language.adopted.values import Value

_WHOLE = frozenset(("const", "enum", "uniqueItems"))
_OUTER = frozenset(
    (
        *("type", "multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum"),
        *("maxLength", "minLength", "pattern", "format", "contentEncoding", "contentMediaType"),
        *("maxItems", "minItems", "maxProperties", "minProperties", "required"),
        *("dependentRequired", "dependencies"),
    )
)


class Leaves:
    """Checks values; keeps what it has compiled."""

    def __init__(self, schema: AdoptedSchema) -> None:
        self._schema = schema
        self._checks: dict[int, tuple[jsonschema_rs.Validator | None, jsonschema_rs.Validator | None]] = {}
        self._patterns: dict[str, jsonschema_rs.Validator] = {}

    def matches(self, pattern: str, text: str) -> bool:
        """Whether a pattern is found in a text, by the rules of ECMAScript."""
        known = self._patterns.get(pattern)
        if known is None:
            known = self._patterns[pattern] = self._schema.compiled({"pattern": pattern})
        return known.is_valid(text)

    def check(self, key: int, own: dict[str, Any], value: Value) -> Outcome | None:
        """Check one value.

        Args:
            key: the schema's identity.
            own: the schema, without what its draft ignores.
            value: the value.

        Returns:
            What came out, or None where the schema demands nothing of the value itself.
        """
        if key not in self._checks:
            self._checks[key] = self._compile(own)
        outer, whole = self._checks[key]
        if outer is None and whole is None:
            return None
        tally = Tally()
        if value.expressive and (whole is not None or not value.items):
            tally.undecided()
            whole = None
        if outer is not None and not (value.expressive and not value.items):
            _take(outer, value.plain(deep=False), own, value, tally)
        if whole is not None:
            _take(whole, value.plain(), own, value, tally)
        return tally.outcome()

    def _compile(
        self, own: dict[str, Any]
    ) -> tuple[jsonschema_rs.Validator | None, jsonschema_rs.Validator | None]:
        """Return the checks of a value's outside and of all of it."""
        outer = {keyword: own[keyword] for keyword in own if keyword in _OUTER}
        needed = outer.pop("dependencies", None)
        lists = {name: names for name, names in (needed or {}).items() if isinstance(names, list)}
        if lists:
            outer["dependencies"] = lists
        whole = {keyword: own[keyword] for keyword in own if keyword in _WHOLE}
        return (
            self._schema.compiled(outer) if outer else None,
            self._schema.compiled(whole) if whole else None,
        )


def _take(
    validator: jsonschema_rs.Validator, data: object, own: dict[str, Any], value: Value, tally: Tally
) -> None:
    """Add what a validator has against a value's data."""
    if not validator.is_valid(data):
        for error in validator.iter_errors(data):
            _take_error(error, own, value, tally)


def _take_error(
    error: jsonschema_rs.ValidationError, own: dict[str, Any], value: Value, tally: Tally
) -> None:
    from jsonschema_rs import ValidationErrorKind as Kind  # noqa: PLC0415 - compiled schemas have loaded it

    if isinstance(error.kind, Kind.BacktrackLimitExceeded | Kind.RegexEngineFailure):
        tally.undecided()
        return
    keyword, limit = error.kind.name, error.kind.value
    described = own.get("description")
    description = described if isinstance(described, str) else None
    if keyword == "required":
        tally.fault(Fault(value, keyword, name=str(limit)))
    else:
        tally.fault(Fault(value, keyword, limit, description=description))
