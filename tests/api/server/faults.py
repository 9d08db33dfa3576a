"""What goes wrong between client and server, to be queued with `server.next(…)`.

A fault turns the good answer into another one, or delivers it in another way, or both.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

from tests.api.server.answer import Answer, Wire

if TYPE_CHECKING:
    from collections.abc import Callable

HTML = b"<!DOCTYPE html>\n<html><head><title>Bad Gateway</title></head><body>nginx</body></html>\n"


def _unchanged(answer: Answer) -> Answer:
    return answer


def _plainly(wire: Wire, answer: Answer) -> None:
    wire.send(answer.head + answer.body)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing going wrong."""

    name: str
    change: Callable[[Answer], Answer] = _unchanged
    deliver: Callable[[Wire, Answer], None] = _plainly


NONE = Fault("none")


# Answers that say no.


def status(code: int, error: str = "internal-error", message: str = "something broke") -> Fault:
    """An error in the documented shape."""
    return instead(f"status {code}", Answer.error(code, error, message))


def too_many_requests(retry_after: str | datetime | None = None) -> Fault:
    """429, with `Retry-After` as seconds or whatever text, or as a date, or without."""
    return _busy(429, "too-many-requests", retry_after)


def unavailable(retry_after: str | datetime | None = None) -> Fault:
    """503, the same."""
    return _busy(503, "unavailable", retry_after)


def _busy(code: int, error: str, retry_after: str | datetime | None) -> Fault:
    answer = Answer.error(code, error, "come again later")
    if isinstance(retry_after, datetime):
        retry_after = format_datetime(retry_after.astimezone(UTC), usegmt=True)
    if retry_after is not None:
        answer = answer.with_header("retry-after", retry_after)
    return instead(f"status {code}, retry-after {retry_after}", answer)


def html_page(code: int = 502) -> Fault:
    """What a proxy in front of the API says."""
    return instead(f"html {code}", Answer(code, (("content-type", "text/html; charset=utf-8"),), HTML))


def empty_error(code: int = 500) -> Fault:
    """A status without a body and without a content type."""
    return instead(f"empty {code}", Answer(code))


def not_allowed(*methods: str) -> Fault:
    """405 with the methods that the path has."""
    answer = Answer.error(405, "method-not-allowed", "method not allowed")
    return instead(f"only {methods}", answer.with_header("allow", ", ".join(methods)))


def redirect(location: str, code: int = 302) -> Fault:
    """Sends the client elsewhere."""
    return instead(f"redirect {code}", Answer(code, (("location", location),)))


def instead(name: str, answer: Answer) -> Fault:
    """This answer in the place of the good one."""
    return Fault(name, change=lambda _good: answer)


# Good statuses with bad contents.


def truncated_json() -> Fault:
    """The first half of the JSON, with a length that says that this is all."""
    return Fault("truncated json", lambda good: replace(good, body=good.body[: max(1, len(good.body) // 2)]))


def not_utf8() -> Fault:
    """The JSON in Latin-1 and with a byte that no UTF-8 has."""
    return Fault("not utf-8", lambda good: replace(good, body=b'{"sid": "\xe9\xff"}'))


def wrong_types() -> Fault:
    """Every member of another JSON type: a number for a text, a text for an object, a list for the rest."""
    return Fault("wrong types", lambda good: _with_json(good, _of_other_type))


def missing_fields() -> Fault:
    """Every object of the answer is empty."""
    return Fault("missing fields", lambda good: _with_json(good, lambda _value: {}))


def unknown_fields() -> Fault:
    """Every object has a field that no documentation names: no fault, clients must let it pass."""
    return Fault("unknown fields", lambda good: _with_json(good, _with_more))


def wrong_content_type(content_type: str = "text/plain") -> Fault:
    """The good JSON, under another name."""
    return Fault("wrong content type", lambda good: good.with_header("content-type", content_type))


def empty_success() -> Fault:
    """The good status with no body where one is documented."""
    return Fault("empty success", lambda good: replace(good, body=b"", headers=()))


def _with_json(answer: Answer, change: Callable[[Any], Any]) -> Answer:
    return replace(answer, body=json.dumps(change(answer.json)).encode()) if answer.body else answer


def _of_other_type(value: Any) -> Any:
    """Turn every member of an object, and of the objects in a list of it, into another type."""
    match value:
        case dict() if value:
            return {
                key: _of_other_type(one) if isinstance(one, list) else _other(one)
                for key, one in value.items()
            }
        case list() if value:
            return [_of_other_type(one) for one in value]
        case _:
            return _other(value)


def _other(value: Any) -> Any:
    match value:
        case str():
            return 17
        case dict() | list():
            return "nothing"
        case _:
            return ["wrong"]


def _with_more(value: Any) -> Any:
    if isinstance(value, dict):
        return {**{key: _with_more(one) for key, one in value.items()}, "inventedLater": {"by": ["Callr"]}}
    return [_with_more(one) for one in value] if isinstance(value, list) else value


# Trouble on the wire.


def slow(seconds: float) -> Fault:
    """Silence before the answer."""

    def deliver(wire: Wire, answer: Answer) -> None:
        wire.wait(seconds)
        _plainly(wire, answer)

    return Fault(f"slow {seconds} s", deliver=deliver)


def drip(pause: float, size: int = 1) -> Fault:
    """The body in small pieces with pauses between them."""

    def deliver(wire: Wire, answer: Answer) -> None:
        wire.send(answer.head)
        for start in range(0, len(answer.body), size):
            wire.wait(pause)
            wire.send(answer.body[start : start + size])
            if not wire.is_open:
                return

    return Fault(f"drip {size} per {pause} s", deliver=deliver)


def reset_before_answer() -> Fault:
    """The request is taken, then the connection is reset: whether it had an effect can't be known."""
    return Fault("reset before the answer", deliver=lambda wire, _answer: wire.reset())


def reset_in_body() -> Fault:
    """Half of the body, then a reset."""

    def deliver(wire: Wire, answer: Answer) -> None:
        wire.send(answer.head + answer.body[: len(answer.body) // 2])
        wire.wait(0.01)  # a reset takes back what the client has not read yet
        wire.reset()

    return Fault("reset in the body", deliver=deliver)


def cut_short() -> Fault:
    """Half of the body, then a regular end."""

    def deliver(wire: Wire, answer: Answer) -> None:
        wire.send(answer.head + answer.body[: len(answer.body) // 2])
        wire.hang_up()

    return Fault("cut short", deliver=deliver)


def hang_up() -> Fault:
    """The request is taken, then the connection ends without an answer."""
    return Fault("hang up", deliver=lambda wire, _answer: wire.hang_up())


def close_behind() -> Fault:
    """A good answer, after which the connection ends without having said so."""

    def deliver(wire: Wire, answer: Answer) -> None:
        _plainly(wire, answer)
        wire.hang_up()

    return Fault("close behind", deliver=deliver)


def garbage() -> Fault:
    """Something that is no HTTP."""

    def deliver(wire: Wire, _answer: Answer) -> None:
        wire.send(b"SSH-2.0-OpenSSH_9.9\r\n\x00\x01\x02\r\n\r\n")
        wire.hang_up()

    return Fault("garbage", deliver=deliver)


# Unusual, but right.


def chunked() -> Fault:
    """The body in chunks of ten bytes."""

    def deliver(wire: Wire, answer: Answer) -> None:
        wire.send(answer.with_header("transfer-encoding", "chunked").head)
        for start in range(0, len(answer.body), 10):
            piece = answer.body[start : start + 10]
            wire.send(b"%x\r\n%s\r\n" % (len(piece), piece))
        wire.send(b"0\r\n\r\n")

    return Fault("chunked", deliver=deliver)


def gzipped() -> Fault:
    """The body compressed."""
    return Fault(
        "gzipped",
        lambda good: replace(good, body=gzip.compress(good.body)).with_header("content-encoding", "gzip"),
    )
