"""The one function for web frameworks: headers and raw body in, a verdict out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from callr_actions.api.models.tasks import Task
from callr_actions.api.webhooks.receive import Received, Rejected, receive
from callr_actions.api.webhooks.signature import Scheme
from callr_actions.errors import CallrActionsError
from tests.api.webhooks.test_signature import BODY, HEX, SECRET, SIGNATURES

if TYPE_CHECKING:
    from callr_actions.api.webhooks.receive import Headers

GOOD = SIGNATURES["sha256"]


@pytest.mark.parametrize(
    "headers",
    [
        {"X-CALLR-HmacSignature": GOOD},
        {"content-type": "application/json", "x-callr-hmacsignature": GOOD},
        [("host", "bakery.example"), ("X-Callr-Hmacsignature", GOOD)],
        [(b"x-callr-hmacsignature", GOOD.encode())],
        iter([("X-CALLR-HMACSIGNATURE", GOOD)]),
    ],
)
def test_takes_a_signed_delivery(headers: Headers) -> None:
    verdict = receive(headers, BODY, secrets=[SECRET])
    assert isinstance(verdict, Received)
    assert isinstance(verdict.event.payload, Task)
    assert (verdict.key, verdict.status) == ("a033", 204)


def test_takes_another_scheme() -> None:
    scheme = Scheme(header="X-Signature", algorithm="sha256", encoding="hex")
    assert isinstance(receive({"x-signature": HEX}, BODY, secrets=[SECRET], scheme=scheme), Received)


def test_takes_unsigned_deliveries_only_when_told() -> None:
    assert isinstance(receive({}, BODY, secrets=None), Received)
    with pytest.raises(CallrActionsError, match="no secret to check the webhook's signature with"):
        receive({"X-CALLR-HmacSignature": GOOD}, BODY, secrets=[])


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({}, "no header `X-CALLR-HmacSignature`; one signature is expected"),
        (
            [("X-CALLR-HmacSignature", GOOD), ("x-callr-hmacsignature", GOOD)],
            "2 times the header `X-CALLR-HmacSignature`; one signature is expected",
        ),
        (
            [(b"X-CALLR-HmacSignature", b"\xff")],
            (
                "the signature in `X-CALLR-HmacSignature` is not that of the body: another secret, another "
                "algorithm than sha256, or a body that was changed on the way"
            ),
        ),
    ],
)
def test_refuses_what_is_not_signed(headers: Headers, reason: str) -> None:
    assert receive(headers, BODY, secrets=[SECRET]) == Rejected(401, reason)


def test_refuses_json_that_was_read_and_written_again() -> None:
    import json

    again = json.dumps(json.loads(BODY)).encode()
    verdict = receive({"X-CALLR-HmacSignature": GOOD}, again, secrets=[SECRET])
    assert verdict.status == 401


def test_refuses_what_is_no_event() -> None:
    assert receive({}, b"[]", secrets=None) == Rejected(
        400, "the webhook's body has an unexpected shape: `$` is a list; expected an object"
    )


def test_text_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(TypeError, match=r"^a webhook's body is checked as raw bytes, not as text$"):
        receive({}, BODY.decode(), secrets=None)  # type: ignore[arg-type]
