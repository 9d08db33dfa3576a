"""A request as a value: which operation, with what, and what the answer is. Nothing is sent here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar
from urllib.parse import quote, urlencode

import msgspec

if TYPE_CHECKING:
    from callr_actions.api.upload import AudioUpload

T_co = TypeVar("T_co", covariant=True)
T = TypeVar("T")

QueryValue: TypeAlias = str | int | bool | None
# A value that is None is left out; a list is repeated (`?sid=a&sid=b`).
Query: TypeAlias = Mapping[str, QueryValue | tuple[str, ...]]


class Answer(Generic[T_co]):
    """How an answer becomes a value; made once for each type.

    Args:
        decode: from a body to the value; None where there is no body.
    """

    __slots__ = ("decode",)

    def __init__(self, decode: Callable[[bytes], T_co] | None) -> None:
        self.decode = decode


def answer(kind: type[T]) -> Answer[T]:
    """Return the answer of a type, such as a model."""
    return Answer(msgspec.json.Decoder(kind).decode)


# The operations that answer without a body; a body that comes all the same is ignored.
NOTHING: Answer[None] = Answer(None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(Generic[T_co]):
    """One request, to be sent by a client.

    Attributes:
        operation: the operation id.
        answer: what a good answer is.
        arguments: values of the path's parameters.
        query: the query.
        body: what becomes the JSON body, an audio file, or None.
    """

    operation: str
    answer: Answer[T_co]
    arguments: Mapping[str, str | int] = field(default_factory=dict)
    query: Query = field(default_factory=dict)
    body: msgspec.Struct | Mapping[str, Any] | AudioUpload | None = None


def query_string(query: Query) -> str:
    """Return a query as it stands in an address, with `+` as `%2B` and a space as `%20`."""
    pairs: list[tuple[str, str]] = []
    for name, value in query.items():
        if isinstance(value, tuple):
            pairs.extend((name, each) for each in value)
        elif value is not None:
            pairs.append((name, _text(value)))
    return urlencode(pairs, quote_via=quote, safe="")


def _text(value: str | int) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
