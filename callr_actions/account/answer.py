"""An answer, and how it goes to ASGI."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from callr_actions.account.problem import Problem
    from callr_actions.account.request import Send

JSON = "application/json"
# Nothing here is meant for a browser: what is sent is never guessed at, framed or kept.
_ALWAYS = ((b"x-content-type-options", b"nosniff"), (b"cache-control", b"no-store"))
_JSON = (*_ALWAYS, (b"content-type", JSON.encode()))
_encode = msgspec.json.Encoder().encode


class Answer(NamedTuple):
    """An answer.

    Attributes:
        status: the HTTP status.
        body: what is sent.
        headers: all but the body's length.
    """

    status: int
    body: bytes
    headers: tuple[tuple[bytes, bytes], ...]

    async def send(self, send: Send) -> None:
        """Hand it over to ASGI."""
        length = (b"content-length", b"%d" % len(self.body))
        # An answer 204 has no body, and so must not say how long it is: RFC 9110, section 8.6.
        headers = self.headers if self.status == 204 else (*self.headers, length)
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": self.body})


def without_body(status: int) -> Answer:
    """Return an answer that is its status alone."""
    return Answer(status, b"", _ALWAYS)


def of_json(status: int, content: Any) -> Answer:  # noqa: ANN401 - what a handler made
    """Return an answer in JSON."""
    return Answer(status, _encode(content), _JSON)


def of_media(status: int, content: bytes | str, media: str) -> Answer:
    """Return an answer in another media type, or in JSON that is encoded already."""
    body = content.encode() if isinstance(content, str) else content
    return Answer(status, body, (*_ALWAYS, (b"content-type", media.encode())))


def refusing(problem: Problem) -> Answer:
    """Return the answer that tells a problem."""
    content = {"code": problem.code, "message": problem.message}
    further = ((name.encode(), value.encode()) for name, value in problem.headers)
    return Answer(problem.status, _encode(content), (*_JSON, *further))
