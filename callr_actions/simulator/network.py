"""The real network, for hosts that the user has allowed: one request, one vetted address, nothing kept."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from callr_actions.simulator.address import Refused, vetted
from callr_actions.simulator.world.model import Reply

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import httpx

    from callr_actions.simulator.outside import Request

_TIMEOUT = 10.0
_MOST_REDIRECTS = 5
_LARGEST_BODY = 1024 * 1024
_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_SEE_OTHER = 303
# They belong to one host and never follow to another.
_CREDENTIALS = frozenset(("authorization", "cookie", "proxy-authorization", "x-api-key"))
# What the transport says itself.
_OWN_HEADERS = frozenset(("host", "content-length", "transfer-encoding", "connection"))


class Network:
    """Sends requests to allowed hosts.

    Args:
        allowed: hosts, with a port or without; addresses inside the house have to be named as addresses.
    """

    def __init__(self, allowed: Collection[str]) -> None:
        self._allowed = frozenset(host.lower().strip("[]") for host in allowed)

    def reply(self, request: Request) -> Reply | None:
        """Return what a server answers, or why none did; None for a host that is not allowed."""
        if not self._is_allowed(request.url):
            return None
        import httpx  # noqa: PLC0415 - 100 ms that only the real network costs

        began = perf_counter()
        try:
            answer = self._send(request)
        except Refused as error:
            return Reply(takes=0.0, fault=str(error))
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            reason = str(error) or type(error).__name__
            return Reply(takes=round(perf_counter() - began, 3), fault=reason)
        return answer._replace(takes=round(perf_counter() - began, 3))

    def _is_allowed(self, url: str) -> bool:
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port or _PORTS.get(parts.scheme)
        except ValueError:
            return False
        return host is not None and port is not None and bool({host, f"{host}:{port}"} & self._allowed)

    def _send(self, request: Request) -> Reply:
        import httpx  # noqa: PLC0415 - as above

        method, url, body = request.method, request.url, request.body
        headers = {name: value for name, value in request.headers.items() if name.lower() not in _OWN_HEADERS}
        timeout = httpx.Timeout(min(request.timeout or _TIMEOUT, _TIMEOUT))
        with httpx.HTTPTransport(verify=True, trust_env=False, retries=0) as transport:
            for _ in range(_MOST_REDIRECTS + 1):
                answer = self._ask(transport, method, url, headers, body=body, timeout=timeout)
                location = answer.headers.get("location")
                if answer.status not in _REDIRECTS or location is None:
                    return answer
                following = str(httpx.URL(url).join(location))
                if not self._is_allowed(following):
                    raise Refused(f"it redirects to {following}, whose host is not allowed")
                if httpx.URL(following).host != httpx.URL(url).host:
                    headers = {
                        name: each for name, each in headers.items() if name.lower() not in _CREDENTIALS
                    }
                if answer.status == _SEE_OTHER or (answer.status in (301, 302) and method == "POST"):
                    method, body = "GET", None
                url = following
        raise Refused(f"it redirects more than {_MOST_REDIRECTS} times")

    def _ask(
        self,
        transport: httpx.HTTPTransport,
        method: str,
        url: str,
        headers: Mapping[str, str],
        *,
        body: str | None,
        timeout: httpx.Timeout,
    ) -> Reply:
        """Send one request to the address that was vetted, under the name that was asked for."""
        import httpx  # noqa: PLC0415 - as above

        asked = httpx.URL(url)
        if asked.scheme not in _PORTS:
            raise Refused(f"only http and https are sent, not {asked.scheme}")
        found = vetted(asked.host, asked.port or _PORTS[asked.scheme], self._allowed)
        message = httpx.Request(
            method,
            asked.copy_with(host=found.address, port=found.port, fragment=None, userinfo=b""),
            headers={**headers, "host": asked.netloc.decode("ascii"), "accept-encoding": "identity"},
            content=None if body is None else body.encode(),
            extensions={"sni_hostname": asked.host, "timeout": timeout.as_dict()},
        )
        response = transport.handle_request(message)
        try:
            content = b""
            for piece in response.iter_raw():
                content += piece
                if len(content) > _LARGEST_BODY:
                    raise Refused(f"the answer has more than {_LARGEST_BODY:,} bytes")
        finally:
            response.close()
        kept = {name: value for name, value in response.headers.items() if name != "set-cookie"}
        text = content.decode(response.charset_encoding or "utf-8", errors="replace")
        return Reply(response.status_code, response.reason_phrase, kept, text)
