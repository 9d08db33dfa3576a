"""A request as a value: which operation, with what, and what the answer is. Nothing is sent here."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar
from urllib.parse import quote, urlencode

from callr_actions.api.models.json import decode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from callr_actions.api.requests.inputs import Inputs
    from callr_actions.api.upload import Form

T_co = TypeVar("T_co", covariant=True)
T = TypeVar("T")

# Names and values, not yet encoded; a list is a name that comes several times.
Query: TypeAlias = tuple[tuple[str, str], ...]


class Answer(Generic[T_co]):
    """How an answer becomes a value.

    Args:
        read: from a body to the value; None where there is no body.
    """

    __slots__ = ("read",)

    def __init__(self, read: Callable[[bytes], T_co] | None) -> None:
        self.read = read


def answer(kind: type[T]) -> Answer[T]:
    """Return the answer that is of a type, such as a model or a page of them."""
    return Answer(partial(decode, kind))


# The operations that answer without a body; a body that comes all the same is ignored.
NOTHING: Answer[None] = Answer(None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(Generic[T_co]):
    """One request, to be sent by a client.

    Attributes:
        operation: the operation id.
        answer: what a good answer is.
        arguments: values of the path's parameters, not yet encoded.
        query: what stands in the query.
        body: what becomes the JSON body, a form with a file, or None.
    """

    operation: str
    answer: Answer[T_co]
    arguments: Mapping[str, str | int] = field(default_factory=dict)
    query: Query = ()
    body: Mapping[str, object] | Form | None = None


def ask(
    operation: str, answer: Answer[T], inputs: Inputs | None = None, /, **arguments: str | int
) -> Request[T]:
    """Return the request of an operation.

    Args:
        operation: the operation id.
        answer: what a good answer is.
        inputs: its query and body, checked when they were made.
        arguments: values of the path's parameters.
    """
    if inputs is None:
        return Request(operation=operation, answer=answer, arguments=arguments)
    return Request(
        operation=operation,
        answer=answer,
        arguments=arguments,
        query=tuple(inputs.query()),
        body=inputs.form() or inputs.body(),
    )


def query_string(query: Query) -> str:
    """Return a query as it stands in an address, with `+` as `%2B` and a space as `%20`."""
    return urlencode(query, quote_via=quote, safe="")
