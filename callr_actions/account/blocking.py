"""The local account in process, for a client that blocks: each request runs in an event loop of its own."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import httpx

from callr_actions.account.embedded import embedded
from callr_actions.account.runs.worlds import NO_FILES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from callr_actions.account.embedded import Embedded


class BlockingAccount(httpx.BaseTransport):
    """The account in a file, as the transport of a client that blocks; `close` drains and closes it.

    Args:
        path: the file.
        worlds: the world files around its runs, by scenario.

    Raises:
        CallrActionsError: the file cannot be used.
    """

    def __init__(self, path: Path, *, worlds: Mapping[str, Path] = NO_FILES) -> None:
        self._runner = asyncio.Runner()
        self._opening = embedded(path, worlds=worlds)
        try:
            self.account: Embedded = self._runner.run(self._opening.__aenter__())
        except BaseException:
            self._runner.close()
            raise

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer one request."""
        return self._runner.run(self._answer(request))

    def close(self) -> None:
        """Do what is due, and close the account."""
        try:
            self._runner.run(self._opening.__aexit__(None, None, None))
        finally:
            self._runner.close()

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        came = await self.account.transport.handle_async_request(request)
        content = await came.aread()
        return httpx.Response(came.status_code, headers=came.headers, content=content)
