"""Between a request as it is to be sent and httpx: the same for the sync and the async client.

httpx's transports are used without its clients: those would keep cookies, build the next request of a
redirect with the key in it, and take a third of the time.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpx
from httpx_retries import RetryTransport

from callr_actions.api.failures import Answered
from callr_actions.api.lanes import Lanes
from callr_actions.api.network import async_transport, sync_transport
from callr_actions.api.pace import Pacer
from callr_actions.api.upload import Form, opened
from callr_actions.api.wire import Wire
from callr_actions.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.api.connection import Connection
    from callr_actions.api.exchange import Outgoing
    from callr_actions.api.retries import Attempts

USER_AGENT = f"callr-actions/{__version__}"
_HEADERS = {"user-agent": USER_AGENT, "accept": "application/json", "accept-encoding": "gzip, deflate"}


class Outfit:
    """What every request of a client has in common."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._headers = httpx.Headers(_HEADERS)
        if connection.credentials is not None:
            name, value = connection.credentials.header()
            self._headers[name] = value
        self._json_headers = self._headers.copy()
        self._json_headers["content-type"] = "application/json"
        connect, read, write = connection.timeouts
        # Who waits for a free connection of their own waits as long as it takes.
        self._timeout = httpx.Timeout(connect=connect, read=read, write=write, pool=None).as_dict()

    @contextmanager
    def request(self, outgoing: Outgoing, attempts: Attempts) -> Iterator[httpx.Request]:
        """Give the request for httpx; a file to be uploaded is open as long as this lasts.

        Raises:
            CallrActionsError: the file cannot be read any more.
        """
        url = (outgoing.origin or self._connection.url) + outgoing.target
        extensions = {"timeout": self._timeout, "retry": attempts}
        body = outgoing.body
        if isinstance(body, Form):
            with opened(body) as parts:
                yield httpx.Request(
                    outgoing.method, url, headers=self._headers, extensions=extensions, **parts
                )
        elif body is None:
            yield httpx.Request(outgoing.method, url, headers=self._headers, extensions=extensions)
        else:
            yield httpx.Request(
                outgoing.method, url, headers=self._json_headers, content=body, extensions=extensions
            )


def blocking_stack(connection: Connection, given: httpx.BaseTransport | None) -> RetryTransport:
    """Return the transports of a client that blocks: retries above the single attempts above what sends.

    Args:
        connection: how to reach the account.
        given: sends in the place of the network.
    """
    inner = sync_transport(connection) if given is None else given
    return RetryTransport(transport=_wire(connection, inner, _pacer(connection)))


def stack(connection: Connection, given: httpx.AsyncBaseTransport | None) -> RetryTransport:
    """Return the transports of an async client: retries above the single attempts, each on its connection.

    Args:
        connection: how to reach the account.
        given: sends in the place of the network.
    """
    pacer = _pacer(connection)
    if given is not None:
        return RetryTransport(transport=_wire(connection, given, pacer))

    def lane() -> Wire:
        return _wire(connection, async_transport(connection), pacer)

    return RetryTransport(transport=Lanes(lane, connection.connections))


def _wire(
    connection: Connection, inner: httpx.BaseTransport | httpx.AsyncBaseTransport, pacer: Pacer | None
) -> Wire:
    return Wire(inner, pacer, connection.masker, connection.edge)


def _pacer(connection: Connection) -> Pacer | None:
    limit = connection.rate_limit
    return None if limit is None else Pacer(limit)


def answered(response: httpx.Response, attempts: Attempts) -> Answered:
    """Return an answer as a value."""
    return Answered(response.status_code, response.headers, response.content, attempts.made, attempts.allowed)
