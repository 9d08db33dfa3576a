"""Each attempt of a request: wait for its turn, write it to the log, read the whole answer.

This stands below the retries, so that a retry waits for its turn as well, is seen in the log, and an answer
that breaks off in the middle counts as failed.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import httpx

from callr_actions.api.hiding import SECRET_HEADERS, hidden
from callr_actions.masking import MASK
from callr_actions.terminal import printable

if TYPE_CHECKING:
    from callr_actions.api.edge import Edge
    from callr_actions.api.pace import Pacer
    from callr_actions.api.retries import Attempts
    from callr_actions.masking import Masker

# Shown by `-v`: a line for each request and answer; with `-vv` (debug) headers and bodies, too.
LOG = logging.getLogger("callr_actions.api")
_MOST_LOGGED = 4000
# These write what a server sends as it comes, and a server may repeat a key. Who sets their level means it.
for _name in ("httpcore", "httpx_retries"):
    if logging.getLogger(_name).level == logging.NOTSET:
        logging.getLogger(_name).setLevel(logging.WARNING)
_TOO_MANY = 429


class Wire(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """A transport around the one that really sends.

    Args:
        inner: sends; sync or async as the client above is.
        pacer: None for an account without a limit, such as one in this process.
        masker: the secrets that no log line may hold.
    """

    def __init__(
        self,
        inner: httpx.BaseTransport | httpx.AsyncBaseTransport,
        pacer: Pacer | None,
        masker: Masker,
        edge: Edge,
    ) -> None:
        self._inner = inner
        self._pacer = pacer
        self._masker = masker
        self._edge = edge

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send once, for the sync client."""
        assert isinstance(self._inner, httpx.BaseTransport)
        wait = self._turn()
        if wait > 0:
            self._edge.sleep(wait)
        started = self._before(request)
        try:
            response = self._inner.handle_request(request)
            response.read()
        except httpx.HTTPError as fault:
            self._failed(fault, started)
            raise
        return self._after(request, response, started)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send once, for the async client."""
        assert isinstance(self._inner, httpx.AsyncBaseTransport)
        wait = self._turn()
        if wait > 0:
            await self._edge.asleep(wait)
        started = self._before(request)
        try:
            response = await self._inner.handle_async_request(request)
            await response.aread()
        except httpx.HTTPError as fault:
            self._failed(fault, started)
            raise
        return self._after(request, response, started)

    def close(self) -> None:
        """Close the connections."""
        assert isinstance(self._inner, httpx.BaseTransport)
        self._inner.close()

    async def aclose(self) -> None:
        """Close the connections."""
        assert isinstance(self._inner, httpx.AsyncBaseTransport)
        await self._inner.aclose()

    def _turn(self) -> float:
        return 0.0 if self._pacer is None else self._pacer.reserve(self._edge.clock())

    def _before(self, request: httpx.Request) -> float:
        if LOG.isEnabledFor(logging.INFO):
            attempts: Attempts = request.extensions["retry"]
            again = f" (attempt {attempts.made} of {attempts.allowed})" if attempts.made > 1 else ""
            LOG.info("> %s %s%s", request.method, self._safe(str(request.url)), again)
            self._log_headers(">", request.headers)
            kind = request.headers.get("content-type", "")
            if kind.startswith("multipart/"):
                LOG.debug("> (a form of %s bytes)", request.headers.get("content-length", "?"))
            else:
                self._log_body(">", request.content)
        return self._edge.clock()

    def _after(self, request: httpx.Request, response: httpx.Response, started: float) -> httpx.Response:
        if LOG.isEnabledFor(logging.INFO):
            took = self._edge.clock() - started
            LOG.info("< %d in %.3f s", response.status_code, took)
            self._log_headers("<", response.headers)
            self._log_body("<", response.content)
        attempts: Attempts = request.extensions["retry"]
        asked = attempts.look_at(response) if "retry-after" in response.headers else 0.0
        if self._pacer is not None:
            if response.status_code == _TOO_MANY:
                self._pacer.refused(self._edge.clock(), asked)
            else:
                self._pacer.accepted()
        return response

    def _failed(self, fault: httpx.HTTPError, started: float) -> None:
        if LOG.isEnabledFor(logging.INFO):
            took = self._edge.clock() - started
            LOG.info("! %s: %s after %.3f s", type(fault).__name__, self._safe(str(fault)), took)

    def _log_headers(self, direction: str, headers: httpx.Headers) -> None:
        for name, value in headers.items():
            shown = MASK if name.lower() in SECRET_HEADERS else self._safe(value)
            LOG.debug("%s %s: %s", direction, name, shown)

    def _log_body(self, direction: str, body: bytes) -> None:
        if body:
            text = self._safe(body.decode("utf-8", "replace"))
            rest = f"… ({len(body)} bytes in all)" if len(text) > _MOST_LOGGED else ""
            LOG.debug("%s %s%s", direction, text[:_MOST_LOGGED], rest)

    def _safe(self, text: str) -> str:
        return printable(hidden(text, self._masker))
