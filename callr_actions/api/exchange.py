"""One request from value to value, without sending anything: what both clients share.

`exchange` is a generator: it yields what is to be sent, is given what came of it, and returns the answer as
a value or raises the typed error. The clients only carry.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec

from callr_actions.api.failures import Answered, Asked, Fault, failure, fault_error, not_understood
from callr_actions.api.hiding import hidden
from callr_actions.api.models.mismatch import MismatchError
from callr_actions.api.request import query_string
from callr_actions.api.upload import Form
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from callr_actions.api.operations import Method, Operation
    from callr_actions.api.request import Request
    from callr_actions.masking import Masker

T = TypeVar("T")


class Outgoing(NamedTuple):
    """What a client is to send.

    Attributes:
        path: below the account's address, encoded.
        target: the path with its query.
        body: JSON, or a form with a file, or None.
        origin: scheme, host and port of what is not below the account's address.
    """

    method: Method
    path: str
    target: str
    body: bytes | Form | None
    origin: str | None = None


def exchange(
    request: Request[T], operations: Mapping[str, Operation], masker: Masker
) -> Generator[Outgoing, Answered | Fault, T]:
    """Carry out one request.

    Raises:
        ApiError: of the kind that fits.
        CallrActionsError: an argument cannot be one.
    """
    operation = operations[request.operation]
    outgoing = _outgoing(request, operation)
    came = yield outgoing
    if operation.alias is not None and isinstance(came, Answered) and came.status == 405:
        outgoing = outgoing._replace(method=operation.alias)
        came = yield outgoing
    asked = Asked(operation, outgoing.method, outgoing.path, masker)
    if isinstance(came, Fault):
        raise fault_error(came, asked)
    if not 200 <= came.status < 300:
        raise failure(came, asked)
    return _decoded(request, came, asked)


def _outgoing(request: Request[T], operation: Operation) -> Outgoing:
    path = operation.address(request.arguments)
    target = f"{path}?{query_string(request.query)}" if request.query else path
    body: bytes | Form | None = None
    if isinstance(request.body, Form):
        body = request.body
    elif request.body is not None:
        body = msgspec.json.encode(request.body)
    return Outgoing(operation.method, path, target, body)


def _decoded(request: Request[T], came: Answered, asked: Asked) -> T:
    read = request.answer.read
    if read is None:
        return None  # type: ignore[return-value] # T is None there, which the type checker cannot see
    try:
        return read(came.body)
    except MismatchError as problem:
        what = hidden(str(problem.mismatch), asked.masker)
    raise not_understood(what, came, asked)
