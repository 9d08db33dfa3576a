"""How a request type is declared: each field with its place on the wire and its constraint beside it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, StrEnum
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeVar, cast, dataclass_transform

from callr_actions.api import requests
from callr_actions.api.models.timestamp import Timestamp, rfc3339
from callr_actions.api.requests.violations import InvalidRequestError, Violation
from callr_actions.api.upload import AudioUpload, Form
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from callr_actions.api.requests.constraints import Constraint

T = TypeVar("T")
_KEY: Final = "parameter"


class Place(StrEnum):
    """Where a parameter stands in a request."""

    QUERY = "query"
    BODY = "body"
    FORM = "form"


class Certainty(StrEnum):
    """How sure a constraint is."""

    CERTAIN = "certain"
    INFERRED = "inferred"


class Parameter(NamedTuple):
    """One parameter of an operation.

    Attributes:
        field: its name in Python.
        wire: its name in the query or in the body.
        place: where it stands.
        constraint: what it may be.
        required: whether the API demands it.
        certainty: whether the constraint is stated by Callr, or inferred.
        nullable: whether null is a value of its own; None otherwise means "leave it out".
    """

    field: str
    wire: str
    place: Place
    constraint: Constraint
    required: bool
    certainty: Certainty
    nullable: bool


class Absent(Enum):
    """The value of a nullable parameter that is left out."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT


def parameter(
    place: Place,
    wire: str,
    constraint: Constraint,
    *,
    default: object = dataclasses.MISSING,
    default_factory: Callable[[], object] | None = None,
    certainty: Certainty = Certainty.CERTAIN,
) -> Any:  # noqa: ANN401 - as for dataclasses.field: the field's annotation says the type
    """Declare a field of a request; without a default it is required.

    The default None leaves the parameter out; with the default ABSENT None is sent as null.
    """
    required = default is dataclasses.MISSING and default_factory is None
    metadata = {_KEY: (wire, place, constraint, required, certainty, default is ABSENT)}
    if default_factory is not None:
        return field(default_factory=default_factory, metadata=metadata)
    return field(default=cast("Any", default), metadata=metadata)


def query(
    wire: str,
    constraint: Constraint,
    *,
    default: object = dataclasses.MISSING,
    certainty: Certainty = Certainty.CERTAIN,
) -> Any:  # noqa: ANN401
    """Declare a parameter of the query."""
    return parameter(Place.QUERY, wire, constraint, default=default, certainty=certainty)


def body(
    wire: str,
    constraint: Constraint,
    *,
    default: object = dataclasses.MISSING,
    certainty: Certainty = Certainty.CERTAIN,
) -> Any:  # noqa: ANN401
    """Declare a key of the JSON body."""
    return parameter(Place.BODY, wire, constraint, default=default, certainty=certainty)


@dataclass_transform(
    kw_only_default=True, frozen_default=True, field_specifiers=(parameter, query, body, field)
)
def request(kind: type[T]) -> type[T]:
    """Make a request type of a class whose fields are declared here."""
    return dataclass(frozen=True, kw_only=True)(kind)


class Inputs:
    """The query and the body of one operation, checked when it is built.

    Attributes:
        operation: the operation's id.

    Raises:
        InvalidRequestError: with every constraint that is not met.
    """

    operation: ClassVar[str]

    def __post_init__(self) -> None:
        """Check every parameter."""
        checked = (self._check(each) for each in parameters(type(self)))
        violations = [violation for violation in checked if violation is not None]
        # What concerns several parameters is only asked when each of them is good.
        violations = violations or list(self.contradictions())
        if violations:
            raise InvalidRequestError(type(self).__name__, violations)

    def contradictions(self) -> Iterator[Violation]:
        """Yield what is wrong with parameters that are good each by itself."""
        yield from ()

    def query(self) -> list[tuple[str, str]]:
        """Return the query as pairs, not yet percent-encoded; a list repeats its name."""
        return [
            (each.wire, _query_text(item))
            for each, value in self._given(Place.QUERY)
            for item in (value if isinstance(value, tuple | list) else (value,))
        ]

    def body(self) -> dict[str, object] | None:
        """Return the JSON body, or None for an operation without one."""
        if not any(each.place is Place.BODY for each in parameters(type(self))):
            return None
        return {each.wire: _body_value(value) for each, value in self._given(Place.BODY)}

    def form(self) -> Form | None:
        """Return the multipart body, or None for an operation without one."""
        given = [(each.wire, value) for each, value in self._given(Place.FORM)]
        texts = {wire: value for wire, value in given if isinstance(value, str)}
        files = {wire: value for wire, value in given if isinstance(value, AudioUpload)}
        return Form(texts, files) if given else None

    def _given(self, place: Place) -> Iterator[tuple[Parameter, object]]:
        for each in parameters(type(self)):
            value = getattr(self, each.field)
            if each.place is place and value is not (ABSENT if each.nullable else None):
                yield each, value

    def _check(self, each: Parameter) -> Violation | None:
        value = getattr(self, each.field)
        if value is ABSENT or (value is None and not each.required):
            return None
        fault = each.constraint.fault(value)
        return None if fault is None else Violation(each.wire, fault)


def parameters(kind: type[Inputs]) -> tuple[Parameter, ...]:
    """Return the parameters of a request type, in the order in which they are sent."""
    fields = dataclasses.fields(cast("Any", kind))
    return tuple(Parameter(each.name, *each.metadata[_KEY]) for each in fields if _KEY in each.metadata)


def request_types() -> list[type[Inputs]]:
    """Import every tag and return its request types, for those who list them all: documentation and tests."""
    for module in iter_modules(requests.__path__):
        import_module(f"{requests.__name__}.{module.name}")
    return sorted(_with_operation(Inputs), key=lambda kind: (kind.operation, kind.__name__))


def _with_operation(kind: type[Inputs]) -> Iterator[type[Inputs]]:
    for each in kind.__subclasses__():
        if hasattr(each, "operation"):
            yield each
        yield from _with_operation(each)


def _query_text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.wire if isinstance(value, Timestamp) else rfc3339(value)
    return str(value)


def _body_value(value: object) -> object:
    return value.value if isinstance(value, StrEnum) else value
