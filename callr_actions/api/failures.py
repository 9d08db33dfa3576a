"""From a bad answer, or none, to the typed error that says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from callr_actions.api.errors import (
    ApiError,
    AuthenticationError,
    Circumstances,
    ConflictError,
    NetworkError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
    UnexpectedAnswerError,
    ValidationError,
)
from callr_actions.api.hiding import hidden, one_line
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from callr_actions.api.operations import Operation
    from callr_actions.masking import Masker

# None is documented; these are what servers and their front doors use.
_REQUEST_IDS = ("x-request-id", "request-id", "x-correlation-id", "x-amzn-requestid", "x-amz-cf-id")
_REPEATABLE = ("GET", "PUT", "DELETE")


class Asked(NamedTuple):
    """A request as an error names it."""

    operation: Operation
    method: str
    path: str
    masker: Masker

    def circumstances(self) -> Circumstances:
        """Return the part that is known before anything came back."""
        sent = hidden(f"{self.method} {self.path}", self.masker)
        return Circumstances(self.operation.name, sent)

    @property
    def repeatable(self) -> bool:
        """Whether it means the same when it arrives twice."""
        return self.method in _REPEATABLE


class Answered(NamedTuple):
    """An answer, whole.

    Attributes:
        headers: names in lower case or a mapping that does not care.
        attempts, allowed_attempts: how often the request was sent for it, and the most it may be.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    attempts: int = 1
    allowed_attempts: int = 1

    def __repr__(self) -> str:
        """Without what the server sent: a traceback can show this, and a server may repeat a key."""
        return f"Answered({self.status}, {len(self.body)} bytes)"


class Fault(NamedTuple):
    """No answer, or not all of it.

    Attributes:
        what: what happened, lower case.
        hint: what to do now.
        sent: whether the request, or a part of it, may have arrived.
    """

    what: str
    hint: str
    sent: bool
    attempts: int = 1
    allowed_attempts: int = 1


class _Said(msgspec.Struct):
    """The API's own form of an error (Callr, reference, errors): both are text."""

    code: str = ""
    message: str = ""


_SAID = msgspec.json.Decoder(_Said)


def failure(came: Answered, asked: Asked) -> ApiError:
    """Return the error for an answer that is not a success. Any body is survived."""
    said = _said(came, asked.masker)
    at = asked.circumstances()._replace(
        status=came.status,
        code=said.code or None,
        message=said.message or None,
        request_id=_request_id(came, asked.masker),
        attempts=came.attempts,
        allowed_attempts=came.allowed_attempts,
        uncertain=came.status >= 500 and not asked.repeatable,
        retry_after=_retry_after(came),
    )
    if came.status == 401:
        return AuthenticationError(
            "the account does not accept the credentials",
            at,
            hint="check the API key and, where `account` is set, the SID; keys are made at "
            "https://app.callr.com/api/keys",
        )
    if came.status == 403:
        return PermissionDeniedError(
            "not permitted",
            at,
            hint="the key may not do this, or the account's state does not allow it, or the credentials are "
            "wrong",
        )
    if came.status == 404:
        return NotFoundError("not found", at, hint=_not_found_hint(came, asked))
    if came.status in (400, 413, 415, 422):
        return ValidationError("the account refuses the request as it is", at)
    if came.status in (409, 412, 423):
        return ConflictError("the present state does not allow it", at, hint="look at it again, then repeat")
    if came.status == 429:
        return RateLimitError("too many requests", at, hint=_rate_hint(came))
    if came.status >= 500:
        return ServerError("the account's side failed", at, hint="try again later; the request was not wrong")
    return _unexpected(came, at, asked)


def _unexpected(came: Answered, at: Circumstances, asked: Asked) -> ApiError:
    if 300 <= came.status < 400:
        to = one_line(hidden(came.headers.get("location", ""), asked.masker)) or "an unnamed address"
        return UnexpectedAnswerError(
            f"redirected to {to}; credentials do not follow a redirect",
            at,
            hint="if that is the account's new address, put it into `url`",
        )
    if came.status == 405:
        return UnexpectedAnswerError(
            "the address is right, the method is not", at, hint=_address_hint(asked.operation)
        )
    return UnexpectedAnswerError("an answer that Callr does not document", at)


def fault_error(fault: Fault, asked: Asked) -> ApiError:
    """Return the error for a request without an answer."""
    at = asked.circumstances()._replace(
        attempts=fault.attempts,
        allowed_attempts=fault.allowed_attempts,
        uncertain=fault.sent and not asked.repeatable,
    )
    return NetworkError(one_line(hidden(fault.what, asked.masker)), at, hint=fault.hint)


def not_understood(what: str, came: Answered, asked: Asked) -> ApiError:
    """Return the error for a success whose body is not what it should be."""
    kind = one_line(came.headers.get("content-type", "")) or "no content type"
    shown = one_line(hidden(came.body.decode("utf-8", "replace"), asked.masker))
    at = asked.circumstances()._replace(
        status=came.status,
        request_id=_request_id(came, asked.masker),
        attempts=came.attempts,
        allowed_attempts=came.allowed_attempts,
        uncertain=not asked.repeatable,
    )
    found = f"{len(came.body)} bytes of {kind}: {shown}" if came.body else "an empty body"
    return UnexpectedAnswerError(
        f"the answer is not what the API describes: {one_line(what)}; it has {found}",
        at,
        hint="check that `url` is the address of an API and not of a page in front of it",
    )


def _said(came: Answered, masker: Masker) -> _Said:
    """Return what the server said; a body in another form is its message, cut short."""
    try:
        said = _SAID.decode(came.body)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        said = _Said("", came.body.decode("utf-8", "replace"))
    return _Said(one_line(hidden(said.code, masker)), one_line(hidden(said.message, masker)))


def _request_id(came: Answered, masker: Masker) -> str | None:
    found = (came.headers.get(name) for name in _REQUEST_IDS)
    return next((one_line(hidden(value, masker)) for value in found if value), None)


def _not_found_hint(came: Answered, asked: Asked) -> str | None:
    if asked.method == "DELETE" and came.attempts > 1:
        return "an earlier attempt, whose answer was lost, may have deleted it"
    return _address_hint(asked.operation)


def _address_hint(operation: Operation) -> str | None:
    if operation.certainty == "documented":
        return None
    other = f"`{operation.otherwise}`" if operation.otherwise else "another one"
    return (
        f"Callr does not publish this address, it is {operation.certainty}: if it is {other}, write it in "
        f"callr.yaml under `operations: {{{operation.name}: …}}`"
    )


def _retry_after(came: Answered) -> float:
    from httpx_retries import Retry  # noqa: PLC0415 - it is loaded where anything was sent

    try:
        return Retry().parse_retry_after(came.headers.get("retry-after", ""))
    except ValueError:
        return 0.0


def _rate_hint(came: Answered) -> str:
    after = one_line(came.headers.get("retry-after", ""))
    wait = f"the account says: try again after {after}{' s' if after.isdigit() else ''}; " if after else ""
    return f"{wait}a lower `rate-limit` in the account's settings avoids it"
