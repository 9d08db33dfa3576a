"""Platform facts as values: what is known about an action, a variable or a key, and how well.

Values only, no loading. They are built from the bundled catalog, by hand in tests, or from a schema
that the user adopted, so every field that such a schema can't tell has a sensible default.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from callr_actions.closest import closest
from callr_actions.language.finding import Provenance
from callr_actions.named_tuple import NamedTuple

JsonSchema = Mapping[str, Any]
Path = Sequence[str | int]

_Value_co = TypeVar("_Value_co", covariant=True)


class Tolerance(Enum):
    """What to do with a parameter that the catalog does not name."""

    OPEN = "open"
    """Partly documented: an unknown parameter may exist; near a known name it is a likely slip."""
    ANY = "any"
    """Known by name only: every parameter is accepted."""
    CLOSED = "closed"
    """Completely known, as in an adopted schema: an unknown parameter is wrong."""


class Need(Enum):
    """What a step needs to run on."""

    ANSWERED_LEG = "answered-leg"
    LEG = "leg"
    NONE = "none"


class Context(Enum):
    """Where a step runs, as far as it decides which predefined variables exist there."""

    INBOUND_CALL = "inbound-call"
    """The branch of that name and what it reaches by `goto`; the next three likewise."""
    INBOUND_SMS = "inbound-sms"
    API_INITIATED = "api-initiated"
    HANGUP = "hangup"
    ANSWERED_FROM_CALL = "answered-from-inbound-call"
    """A branch that `answerOnBranch` started in a run that an inbound call began."""
    ANSWERED_FROM_API = "answered-from-api"
    """A branch that `answerOnBranch` started in a run that no call began."""
    EVENTS_READY = "events.ready"
    """The handlers of a recording's `ready`."""


class Fact(NamedTuple, Generic[_Value_co]):
    """One value, where it comes from, and the page that says so.

    Attributes:
        value: what is known.
        unit: of a number: `seconds`, `characters`, `MiB` and so on.
        description: one sentence for people, or empty.
    """

    value: _Value_co
    provenance: Provenance = Provenance.SCHEMA
    source: str | None = None
    unit: str | None = None
    description: str = ""


def sub_schema(schema: JsonSchema, path: Path) -> JsonSchema | None:
    """Return the schema of the value at a path inside `schema`, or None where nothing is known.

    A number in the path is an index into a list; a name is a property or, where the object is a map
    from free names, one of those.
    """
    for step in path:
        if isinstance(step, int):
            inner = schema.get("items")
        else:
            inner = schema.get("properties", {}).get(step, schema.get("additionalProperties"))
        if not isinstance(inner, (dict, Mapping)):  # most are dicts, and the abstract class is slow to ask
            return None
        schema = inner
    return schema


def meant_name(name: str, fields: Mapping[str, JsonSchema]) -> str | None:
    """Return the field that an unknown name stands for: by the facts' words for each, else the nearest."""
    folded = name.casefold()
    for known, schema in fields.items():
        if any(word.casefold() == folded for word in schema.get("x-instead-of", ())):
            return known
    return closest(name, fields)


def stated(schema: JsonSchema | None, fact: str, otherwise: Provenance) -> Provenance:
    """Return how well one fact of a schema node is known: `x-provenance`, else `otherwise`."""
    provenances = schema.get("x-provenance", {}) if schema else {}
    return Provenance(provenances[fact]) if fact in provenances else otherwise


class EventFacts(NamedTuple):
    """An event for which a step may hold handlers, and the variables its handlers can read."""

    name: str
    provenance: Provenance = Provenance.SCHEMA
    source: str | None = None
    description: str = ""
    variables: Mapping[str, Provenance] = MappingProxyType({})


class ActionFacts(NamedTuple):
    """What is known about one version of an action.

    Attributes:
        summary: one line: what it does.
        provenance: of its existence under this name and version.
        params: JSON Schema of the `params` map; the `x-` keys say how well each fact is known
            (`x-provenance`, `x-source`), the unit (`x-unit`) and what a text means (`x-kind`).
        needs: what it has to run on.
        waits: whether the branch stands still, in real time, until it is done.
        answers: whether the leg that runs the branch is answered after it.
        ends_leg: whether it ends that leg, so that no step after it runs.
        jumps: whether it starts another branch, as `answerOnBranch` does.
        result: JSON Schema of the value that `result:` stores; None when it is not known to have one.
        events: the events it may have handlers for, by name.
    """

    name: str
    version: int
    summary: str = ""
    provenance: Provenance = Provenance.SCHEMA
    source: str | None = None
    tolerance: Tolerance = Tolerance.CLOSED
    params: JsonSchema = MappingProxyType({})
    needs: Fact[Need] = Fact(Need.NONE, Provenance.ASSUMED)
    waits: Fact[bool] = Fact(value=False, provenance=Provenance.ASSUMED)
    answers: Fact[bool] = Fact(value=False, provenance=Provenance.ASSUMED)
    ends_leg: Fact[bool] = Fact(value=False, provenance=Provenance.ASSUMED)
    jumps: Fact[bool] = Fact(value=False, provenance=Provenance.ASSUMED)
    result: JsonSchema | None = None
    events: Mapping[str, EventFacts] = MappingProxyType({})

    @property
    def id(self) -> str:
        """The text that stands in a scenario: `say@v2`."""
        return f"{self.name}@v{self.version}"

    def parameter_schema(self, path: Path) -> JsonSchema | None:
        """Return the schema at a path such as `("targets", 0, "number")`, or None if unknown."""
        return sub_schema(self.params, path)

    def provenance_of(self, path: Path, fact: str = "name") -> Provenance:
        """Return how well one fact about a parameter is known.

        The facts are `name`, `type`, `required`, `unit`, `default`, `values` and `range`. One that nobody
        stated is assumed, or certain when the whole action comes from a schema.
        """
        return stated(self.parameter_schema(path), fact, self._unstated)

    def result_schema(self, path: Path = ()) -> JsonSchema | None:
        """Return the schema at a path inside the result, or None if unknown."""
        return None if self.result is None else sub_schema(self.result, path)

    def result_provenance_of(self, path: Path, fact: str = "name") -> Provenance:
        """Return how well a fact about a field of the result is known; as `provenance_of`."""
        return stated(self.result_schema(path), fact, self._unstated)

    @property
    def _unstated(self) -> Provenance:
        return Provenance.SCHEMA if self.provenance is Provenance.SCHEMA else Provenance.ASSUMED


class PredefinedVariable(NamedTuple):
    """A variable that the platform sets.

    Attributes:
        available: where it exists and how well that is known; a context that is not named has it not.
        deprecated_for: the newer name of the same thing.
    """

    name: str
    schema: JsonSchema = MappingProxyType({})
    provenance: Provenance = Provenance.SCHEMA
    source: str | None = None
    available: Mapping[Context, Provenance] = MappingProxyType({})
    deprecated_for: str | None = None

    def field_schema(self, path: Path) -> JsonSchema | None:
        """Return the schema of a field such as `("cdr", "status")`, or None if unknown."""
        return sub_schema(self.schema, path)

    def provenance_of(self, path: Path, fact: str = "name") -> Provenance:
        """Return how well a fact about a field is known; assumed when nobody stated it."""
        return stated(self.field_schema(path), fact, Provenance.ASSUMED)


class RenamedField(NamedTuple):
    """An old spelling of a field of a predefined variable or result, and the one that replaced it."""

    old: str
    new: str
    provenance: Provenance
    source: str | None = None


class KeyFacts(NamedTuple):
    """A key that the language gives a meaning, in one of its maps.

    Attributes:
        types: JSON types that its value may have.
        beside: the key that has to stand beside this one (`params` beside `action`), if any.
    """

    name: str
    provenance: Provenance = Provenance.SCHEMA
    source: str | None = None
    description: str = ""
    types: tuple[str, ...] = ()
    required: bool = False
    beside: Fact[str] | None = None
    schema: JsonSchema = MappingProxyType({})

    def provenance_of(self, fact: str) -> Provenance:
        """Return how well `name`, `type`, `required`, `default` or `values` is known."""
        return stated(self.schema, fact, self.provenance)


class SpecialBranch(NamedTuple):
    """A branch that the platform starts by itself: an entry, or the epilogue of one."""

    name: str
    entry: bool
    provenance: Provenance = Provenance.SCHEMA
    source: str | None = None
    description: str = ""
