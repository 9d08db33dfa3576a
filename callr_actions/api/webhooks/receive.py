"""One function that any web framework can call with the headers and the raw body of a delivery."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from callr_actions.api.webhooks.event import UnexpectedEventError, idempotency_key, read_event
from callr_actions.api.webhooks.signature import V1, Scheme, is_signed
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from callr_actions.api.webhooks.event import AnyEvent

Headers: TypeAlias = Mapping[str, str] | Iterable[tuple[str | bytes, str | bytes]]


class Received(NamedTuple):
    """A delivery that may be acted on.

    Attributes:
        event: what happened.
        key: see `idempotency_key`.
        status: what to answer, within five seconds: act later when it takes longer.
    """

    event: AnyEvent
    key: str
    status: int = 204


class Rejected(NamedTuple):
    """A delivery that must not be acted on.

    Attributes:
        status: what to answer; Callr tries again after any but 2xx.
        reason: for your log; nothing of it is secret.
    """

    status: int
    reason: str


def receive(
    headers: Headers,
    body: bytes,
    *,
    secrets: Sequence[str | bytes] | None,
    scheme: Scheme = V1,
) -> Received | Rejected:
    """Check the signature of a delivery and read it.

    Args:
        headers: a mapping, or pairs of text or bytes; case does not count.
        body: the raw bytes of the request, before any JSON was read.
        secrets: the webhook's secret, or the old and the new one; None takes unsigned deliveries, from
            anybody who finds the address.
        scheme: where the signature stands and how it is made.

    Raises:
        TypeError: the body is text: its bytes can have been others, so no signature could be checked.
        CallrActionsError: `secrets` is empty or holds an empty one, or the scheme is not known.
    """
    if not isinstance(body, bytes):
        raise TypeError("a webhook's body is checked as raw bytes, not as text")
    if secrets is not None:
        wrong = _why_not_signed(headers, body, secrets, scheme)
        if wrong is not None:
            return Rejected(401, wrong)
    try:
        event = read_event(body)
    except UnexpectedEventError as error:
        return Rejected(400, str(error))
    return Received(event, idempotency_key(event))


def _why_not_signed(
    headers: Headers, body: bytes, secrets: Sequence[str | bytes], scheme: Scheme
) -> str | None:
    signatures = _values(headers, scheme.header)
    if len(signatures) != 1:
        count = "no" if not signatures else f"{len(signatures)} times the"
        return f"{count} header `{scheme.header}`; one signature is expected"
    if not is_signed(body, signatures[0], secrets, scheme):
        return (
            f"the signature in `{scheme.header}` is not that of the body: another secret, another algorithm "
            f"than {scheme.algorithm}, or a body that was changed on the way"
        )
    return None


def _values(headers: Headers, name: str) -> list[str]:
    pairs = headers.items() if isinstance(headers, Mapping) else headers
    return [_text(value) for header, value in pairs if _text(header).lower() == name.lower()]


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value
