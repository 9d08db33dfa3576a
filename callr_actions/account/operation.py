"""An operation of the API as the local account serves it: the one declaration that everything comes from.

Requests are checked against it, `/openapi.json` and the conformance table are made of it, and its handler
does the work.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from callr_actions.account.certainty import Certainty
from callr_actions.account.values import Choice, Text, Value, Whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from callr_actions.account.call import Call

SID = Text(8, 8, "[a-z0-9]{8}", "be 8 lower-case letters and digits", "callrsid")
PHONE = Text(
    pattern=r"\+[1-9][0-9]{5,32}",
    means="be a phone number: a plus sign and 6 to 33 digits",
    example="+33199001234",
    telephone=True,
)
COUNTRY = Text(pattern="[A-Z]{2}", means="be the two capital letters of a country", example="FR")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named place in a path, a query or a body.

    Attributes:
        name: how it is written.
        value: what may stand there.
        required: whether it may be missing.
        default: what stands there when it is missing.
        says: what it does, where the name does not tell.
        certainty: where its constraints come from.
    """

    name: str
    value: Value
    required: bool = False
    default: Any = None
    says: str = ""
    certainty: Certainty = Certainty.DOCUMENTED


@dataclass(frozen=True, slots=True)
class Body:
    """The body of a request in one media type; its object's keys are parameters.

    Attributes:
        fields: the known keys; others are ignored.
        media: `application/json` or `multipart/form-data`.
        required: whether a request may come without one.
    """

    fields: tuple[Parameter, ...]
    media: str = "application/json"
    required: bool = True


@dataclass(frozen=True, slots=True)
class Alias:
    """Another method and path that the documentation names, or may mean, for an operation.

    Attributes:
        method: the HTTP method.
        path: below the base path.
        why: where it comes from.
        at: path parameters that only this path has.
    """

    method: str
    path: str
    why: str
    at: tuple[Parameter, ...] = ()


@dataclass(frozen=True, slots=True)
class Behaviour:
    """One thing that an operation does beyond its parameters, and how sure it is."""

    says: str
    certainty: Certainty = Certainty.ASSUMED


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation.

    Attributes:
        id: its name in OpenAPI.
        tag: the group it belongs to.
        summary: what it does.
        method: the HTTP method.
        path: below the base path, with `{name}` for each path parameter.
        handler: does it; returns the body of the answer, None for none.
        success: the HTTP status when it worked.
        answer: the JSON Schema of the body; None when there is none.
        at: the path parameters, in the order of the path.
        query: the query parameters.
        bodies: the body in each media type that is taken; empty when none is.
        aliases: further methods and paths.
        certainty: of the method and the path.
        behaviours: what else it does.
        media: the media type of the answer.
        writes: whether it changes anything: every method but GET.
        control: whether it is no operation of Callr's, but one to control the local account.
    """

    id: str
    tag: str
    summary: str
    method: str
    path: str
    handler: Callable[[Call], Any]
    success: int = 200
    answer: dict[str, Any] | None = None
    at: tuple[Parameter, ...] = ()
    query: tuple[Parameter, ...] = ()
    bodies: tuple[Body, ...] = ()
    aliases: tuple[Alias, ...] = ()
    certainty: Certainty = Certainty.DOCUMENTED
    behaviours: tuple[Behaviour, ...] = ()
    control: bool = False
    media: str = "application/json"
    writes: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "writes", self.method != "GET")


def sid_in_path(says: str) -> Parameter:
    """Return the path parameter `sid`."""
    return Parameter("sid", SID, required=True, says=says)


NUMBER_IN_PATH = Parameter("number", PHONE, required=True, says="the phone number")


def paging(*sorts: str, default: str) -> tuple[Parameter, ...]:
    """Return the four parameters of every search; `sorts` are the fields it can be sorted by."""
    return (
        Parameter("sort", Choice(sorts), default=default, says="sort by one field"),
        Parameter("order", Choice(("asc", "desc")), default="desc", says="ascending or descending"),
        Parameter("offset", Whole(0), default=0, says="the first item, counted from 0"),
        Parameter("limit", Whole(1, 100), default=10, says="the most items"),
    )


def page_of(item: dict[str, Any]) -> dict[str, Any]:
    """Return the JSON Schema of a page of items."""
    return record(
        offset={"type": "integer"},
        total={"type": "integer"},
        hasMore={"type": "boolean"},
        hits={"type": "array", "items": item},
    )


def record(**properties: dict[str, Any]) -> dict[str, Any]:
    """Return the JSON Schema of an object that has all of these keys."""
    return {"type": "object", "properties": properties, "required": list(properties)}
