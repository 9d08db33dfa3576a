"""Sends requests without any client library's opinion about them."""

from __future__ import annotations

from http.client import HTTPConnection, HTTPResponse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.api.server.examples import Outgoing
    from tests.api.server.server import CallrServer


def send(server: CallrServer, request: Outgoing, timeout: float = 10) -> tuple[HTTPResponse, bytes]:
    """One request over a connection of its own; what came back, with its body."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=timeout)
    try:
        connection.putrequest(request.method, request.target, skip_accept_encoding=True)
        for name, value in request.headers.items():
            connection.putheader(name, value)
        if request.body is not None:
            connection.putheader("content-length", str(len(request.body)))
        connection.endheaders(request.body)
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()
