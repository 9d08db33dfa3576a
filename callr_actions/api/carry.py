"""Between a request as it is to be sent and httpx: the same for the sync and the async client."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import httpx
from httpx_retries import RetryTransport

from callr_actions.api.failures import Answered
from callr_actions.api.pace import Pacer
from callr_actions.api.upload import AudioUpload, opened
from callr_actions.api.wire import Wire
from callr_actions.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.api.connection import Connection
    from callr_actions.api.exchange import Outgoing
    from callr_actions.api.retries import Attempts

USER_AGENT = f"callr-actions/{__version__}"
_JSON = {"content-type": "application/json"}


def options(connection: Connection) -> dict[str, Any]:
    """Return the arguments of an httpx client; redirects are never followed, credentials stay here."""
    headers = {"user-agent": USER_AGENT, "accept": "application/json"}
    if connection.credentials is not None:
        name, value = connection.credentials.header()
        headers[name] = value
    connect, read, write = connection.timeouts
    return {
        "headers": headers,
        # Who waits for a free connection of their own waits as long as it takes.
        "timeout": httpx.Timeout(connect=connect, read=read, write=write, pool=None),
        "follow_redirects": False,
        # Proxies and certificates are looked up by `network`; httpx would also read .netrc.
        "trust_env": False,
    }


def stack(connection: Connection, inner: httpx.BaseTransport | httpx.AsyncBaseTransport) -> RetryTransport:
    """Return the transports of a client: retries above the single attempts above what sends."""
    limit = connection.rate_limit
    pacer = None if limit is None else Pacer(limit)
    return RetryTransport(transport=Wire(inner, pacer, connection.masker, connection.edge))


@contextmanager
def sending(outgoing: Outgoing, connection: Connection, attempts: Attempts) -> Iterator[dict[str, Any]]:
    """Give the arguments of `build_request`; a file to be uploaded is open as long as this lasts.

    Raises:
        CallrActionsError: the file cannot be read any more.
    """
    arguments: dict[str, Any] = {
        "method": outgoing.method,
        "url": connection.url + outgoing.target,
        "extensions": {"retry": attempts},
    }
    body = outgoing.body
    if isinstance(body, AudioUpload):
        with opened(body) as form:
            yield arguments | form
        return
    if body is not None:
        arguments |= {"content": body, "headers": _JSON}
    yield arguments


def answered(response: httpx.Response, attempts: Attempts) -> Answered:
    """Return an answer as a value."""
    return Answered(response.status_code, response.headers, response.content, attempts.made, attempts.allowed)
