"""Takes a request's body off the wire, within bounds, and makes it a value."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from callr_actions.account.answer import JSON
from callr_actions.account.multipart import read_multipart
from callr_actions.account.problem import Problem
from callr_actions.account.values import shown

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from callr_actions.account.operation import Body, Operation
    from callr_actions.account.request import Request

T = TypeVar("T")
MULTIPART = "multipart/form-data"
# A script of 32,768 characters, each written as `\uXXXX` twice, takes 400 kB.
LARGEST_BYTES = {JSON: 1024 * 1024, MULTIPART: 20 * 1024 * 1024}
# Of all requests together.
_MOST_HELD_BYTES = 64 * 1024 * 1024
# From the end of the headers to the end of the body; the largest body at 700 kB a second.
_MOST_SECONDS = 30.0


class Bodies:
    """Reads bodies and holds no more of them at once than the memory that is set aside for them."""

    def __init__(self) -> None:
        self._held = 0

    async def take(self, request: Request, operation: Operation) -> tuple[Body | None, Any]:
        """Return the declaration that a request's body goes by, and its value.

        Raises:
            Problem: 400, 413 or 415 with what is wrong.
        """
        if not operation.bodies:
            return None, None
        content_type = request.header(b"content-type")
        media = content_type.partition(";")[0].strip().lower()
        body = next((each for each in operation.bodies if each.media == media), None)
        if body is None:
            if not await self._within_time(_empty(request)):
                said = shown(media) if media else "missing"
                allowed = " or ".join(each.media for each in operation.bodies)
                raise Problem(415, f"the content-type is {said}; it must be {allowed}")
            return self._without(operation)
        data = await self._within_time(self._read(request, LARGEST_BYTES[media]))
        if not data:
            return self._without(operation)
        if media == MULTIPART:
            return body, read_multipart(content_type, data, {field.name for field in body.fields})
        return body, _json(data)

    @staticmethod
    def _without(operation: Operation) -> tuple[Body | None, Any]:
        optional = next((each for each in operation.bodies if not each.required), None)
        if optional is None:
            raise Problem(400, f"the body is missing; send {operation.bodies[0].media}")
        return optional, {}

    @staticmethod
    async def _within_time(reading: Coroutine[Any, Any, T]) -> T:
        try:
            async with asyncio.timeout(_MOST_SECONDS):
                return await reading
        except TimeoutError:
            reason = f"the body took longer than {_MOST_SECONDS:g} seconds"
            raise Problem(408, reason, headers=(("connection", "close"),)) from None

    async def _read(self, request: Request, most: int) -> bytes:
        too_large = Problem(413, f"the body is larger than {most} bytes", headers=(("connection", "close"),))
        length = request.header(b"content-length")
        if length.isdigit() and int(length[:20]) > most:
            raise too_large
        chunks: list[bytes] = []
        size = 0
        try:
            async for chunk in request.chunks():
                size += len(chunk)
                self._held += len(chunk)
                if size > most:
                    raise too_large
                if self._held > _MOST_HELD_BYTES:
                    raise Problem(
                        429,
                        "too many large bodies are on their way at once; send them one after another",
                        headers=(("retry-after", "1"), ("connection", "close")),
                    )
                chunks.append(chunk)
        finally:
            self._held -= size
        return b"".join(chunks)


async def _empty(request: Request) -> bool:
    async for _ in request.chunks():
        return False
    return True


def _json(data: bytes) -> Any:  # noqa: ANN401 - whatever JSON holds
    try:
        return msgspec.json.decode(data)
    except msgspec.DecodeError as error:
        raise Problem(400, f"the body is not JSON: {error}") from None
    except RecursionError:
        raise Problem(400, "the body is nested too deeply") from None
    except UnicodeDecodeError:
        raise Problem(400, "the body is not UTF-8") from None
