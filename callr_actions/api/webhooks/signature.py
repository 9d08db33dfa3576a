"""The signature of a delivery: an HMAC over its raw bytes.

Callr documents that deliveries are signed but names neither header nor algorithm for version 2.0; those of
version 1 are taken, and each can be set.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import TYPE_CHECKING, Final, Literal

from callr_actions.errors import CallrActionsError
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

ALGORITHMS: Final = ("sha256", "sha384", "sha512", "sha1", "md5")
ENCODINGS: Final = ("base64", "hex")


class Scheme(NamedTuple):
    """How deliveries are signed.

    Attributes:
        header: the header that holds the signature; case does not count.
        algorithm: one of `ALGORITHMS`; case and dashes do not count (`SHA-256`).
        encoding: how the signature is written.
    """

    header: str = "X-CALLR-HmacSignature"
    algorithm: str = "sha256"
    encoding: Literal["base64", "hex"] = "base64"


V1: Final = Scheme()


def sign(body: bytes, secret: str | bytes, scheme: Scheme = V1) -> str:
    """Return the signature of a body.

    Args:
        body: the raw bytes as they are sent.
        secret: the webhook's secret; text stands for its UTF-8.
        scheme: algorithm and encoding.

    Raises:
        CallrActionsError: the secret is empty, or the scheme is not known.
    """
    algorithm = scheme.algorithm.lower().replace("-", "")
    if algorithm not in ALGORITHMS:
        raise CallrActionsError(
            f"unknown signature algorithm `{scheme.algorithm}`", allowed=ALGORITHMS, found=scheme.algorithm
        )
    if scheme.encoding not in ENCODINGS:
        raise CallrActionsError(
            f"unknown signature encoding `{scheme.encoding}`", allowed=ENCODINGS, found=scheme.encoding
        )
    key = secret.encode() if isinstance(secret, str) else secret
    if not key:
        raise CallrActionsError(
            "the secret of the webhook's signature is empty, so anybody could sign",
            hint="give the secret that the webhook was made with",
        )
    digest = hmac.new(key, body, getattr(hashlib, algorithm)).digest()
    return digest.hex() if scheme.encoding == "hex" else base64.b64encode(digest).decode()


def is_signed(body: bytes, signature: str, secrets: Sequence[str | bytes], scheme: Scheme = V1) -> bool:
    """Tell whether a signature is that of a body under one of the secrets, in constant time.

    Args:
        body: the raw bytes as they came: JSON that was read and written again has another signature.
        signature: the value of the header.
        secrets: one, or the old and the new one while they change.
        scheme: algorithm and encoding.

    Raises:
        CallrActionsError: there is no secret, one is empty, or the scheme is not known.
    """
    if not secrets:
        raise CallrActionsError(
            "no secret to check the webhook's signature with",
            hint="give the secret that the webhook was made with",
        )
    given = signature.strip()
    if scheme.encoding == "hex":
        given = given.lower()
    found = given.encode(errors="backslashreplace")
    # Every secret is tried, so that the time does not tell which one fits.
    fits = [hmac.compare_digest(sign(body, secret, scheme).encode(), found) for secret in secrets]
    return any(fits)
