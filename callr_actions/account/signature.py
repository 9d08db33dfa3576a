"""Signs what webhooks are sent, in the way that Callr's v1 documents and v2 seems to keep.

The header `X-CALLR-HmacSignature` holds the base64 of the HMAC of the raw body.
Source: docs.callr.com/webhooks.
"""

from __future__ import annotations

import hmac
from base64 import b64encode

# The first is the default.
ALGORITHMS = ("SHA256", "SHA512", "SHA384", "SHA224", "SHA1", "MD5")
SIGNATURE = "X-CALLR-HmacSignature"
EVENT_ID = "X-CALLR-EventId"


def sign(body: bytes, secret: str, algorithm: str) -> str:
    """Return the signature of a body."""
    return b64encode(hmac.digest(secret.encode(), body, algorithm.lower())).decode("ascii")
