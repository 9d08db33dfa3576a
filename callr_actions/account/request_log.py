"""One line for each request that the served account answers."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from callr_actions.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from callr_actions.account.request import App, Message, Receive, Scope, Send

_LONGEST = 200


class RequestLog:
    """Around an ASGI app.

    Args:
        app: answers.
        say: takes each line, such as `POST /v2.0/actions 201 in 0.8 ms`.
    """

    def __init__(self, app: App, say: Callable[[str], None]) -> None:
        self._app = app
        self._say = say

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, and say how."""
        status = 0

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        started = time.perf_counter()
        try:
            await self._app(scope, receive, noting)
        finally:
            took = (time.perf_counter() - started) * 1000
            query = f"?{scope['query_string'].decode('ascii', 'replace')}" if scope["query_string"] else ""
            path = f"{scope['raw_path'].decode('ascii', 'replace')}{query}"
            cut = path if len(path) <= _LONGEST else f"{path[:_LONGEST]}…"
            outcome = str(status) if status else "no answer"
            self._say(printable(f"{scope['method']} {cut} {outcome} in {took:.1f} ms"))
