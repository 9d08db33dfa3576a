"""What the local account answers when it refuses: a status, a machine's code and a reason for people.

Callr documents the shape `{"code": …, "message": …}` and the statuses 400, 401, 403, 405, 500 and 429. The
codes themselves, and 404, 408, 409, 413, 415, 431 and 503, are the local account's choice.
"""

from __future__ import annotations

CODES = {
    400: "bad-request",
    401: "unauthorized",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    408: "too-slow",
    409: "conflict",
    413: "too-large",
    415: "unsupported-media-type",
    429: "too-many-requests",
    500: "internal-error",
    431: "too-large",
    501: "not-implemented",
    503: "busy",
}
VALIDATION = "validation-error"


class Problem(Exception):  # noqa: N818 - it is an answer, not a fault of the program
    """An answer that refuses.

    Args:
        status: the HTTP status.
        message: what was found, why it is refused and what is allowed.
        code: the machine's code; by default the one of the status.
        headers: further headers of the answer.
    """

    def __init__(
        self, status: int, message: str, *, code: str | None = None, headers: tuple[tuple[str, str], ...] = ()
    ) -> None:
        self.status = status
        self.message = message
        self.code = code or CODES[status]
        self.headers = headers
        super().__init__(message)


def not_found(what: str, name: object) -> Problem:
    """Return the answer for something that this account does not have."""
    return Problem(404, f"there is no {what} `{name}` on this account")
