"""Events as Callr delivers them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar, cast

from msgspec import field

from callr_actions.api.models.json import from_builtins, parse
from callr_actions.api.models.mismatch import MismatchError
from callr_actions.api.models.model import Model
from callr_actions.api.models.timestamp import Timestamp
from callr_actions.api.models.webhooks import WebhookType
from callr_actions.api.webhooks.payloads import payload_of
from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode

if TYPE_CHECKING:
    from callr_actions.api.models.audio_files import AudioFile
    from callr_actions.api.models.billing import CreditChange
    from callr_actions.api.models.calls import CallRecord
    from callr_actions.api.models.mismatch import Mismatch
    from callr_actions.api.models.numbers import NumberAssignment
    from callr_actions.api.models.recordings import Recording
    from callr_actions.api.models.sms import Sms
    from callr_actions.api.models.tasks import Task

P_co = TypeVar("P_co", covariant=True)


class Event(Model, Generic[P_co], frozen=True, kw_only=True):
    """An event, in one of up to 11 attempts to deliver it.

    Events can come twice and out of order: look at `idempotency_key` before acting, and at `at` for the
    order.

    Attributes:
        id: the event, the same in every attempt.
        at: when it happened.
        sid: the webhook that it is delivered for.
        attempt: 0 for the first, at most 10.
        payload: what it is about; a plain object when this version does not know the type.
    """

    id: str
    at: Timestamp
    sid: str
    type: WebhookType
    attempt: int = field(name="try")
    payload: P_co


AnyEvent: TypeAlias = (
    "Event[CallRecord] | Event[Sms] | Event[Recording] | Event[AudioFile] | Event[Task]"
    " | Event[NumberAssignment] | Event[CreditChange] | Event[dict[str, Any]]"
)


class UnexpectedEventError(CallrActionsError):
    """A delivery cannot be read.

    Attributes:
        mismatch: where and why.
    """

    def __init__(self, mismatch: Mismatch) -> None:
        self.mismatch = mismatch
        super().__init__(
            f"the webhook's body has an unexpected shape: {mismatch}", exit_code=ExitCode.ACCOUNT
        )


def read_event(body: bytes) -> AnyEvent:
    """Read a delivery; whether it comes from Callr only its signature tells.

    Raises:
        UnexpectedEventError: it is not JSON, or not of the shape of its type.
    """
    try:
        raw = parse(body)
        kind = raw.get("type") if isinstance(raw, dict) else None
        payload = payload_of(kind) if isinstance(kind, str) else None
        # Which one it is, only the text knows.
        event = from_builtins(cast("type[AnyEvent]", Event[payload or dict[str, Any]]), raw)  # type: ignore[misc]
    except MismatchError as error:
        raise UnexpectedEventError(error.mismatch) from error
    return event


def idempotency_key(event: Event[object]) -> str:
    """Return what is the same for every delivery of one event, and for no other event.

    Keep the keys of what you acted on for at least the time in which Callr tries again (how long that is,
    is not documented), and answer a key that you have with 2xx without acting again. Two webhooks that
    deliver the same event have the same key.
    """
    return event.id
