"""The way to the account's host: proxy, certificates, and faults in words."""

from __future__ import annotations

import functools
import os
import ssl
from typing import TYPE_CHECKING, Any
from urllib.request import getproxies, proxy_bypass

import httpx

from callr_actions.api.failures import Fault
from callr_actions.api.hiding import hidden
from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode

if TYPE_CHECKING:
    from callr_actions.api.connection import Connection
    from callr_actions.api.retries import Attempts

_LOOPBACK = ("localhost", "::1")


def sync_transport(connection: Connection) -> httpx.HTTPTransport:
    """Return what sends, for the sync client."""
    try:
        return httpx.HTTPTransport(**_options(connection, connections=connection.connections))
    except ImportError:
        pass
    raise _socks()


def async_transport(connection: Connection) -> httpx.AsyncHTTPTransport:
    """Return what sends over one connection, for the async client."""
    try:
        return httpx.AsyncHTTPTransport(**_options(connection, connections=1))
    except ImportError:
        pass
    raise _socks()


def _options(connection: Connection, *, connections: int) -> dict[str, Any]:
    url = httpx.URL(connection.url)
    proxy = proxy_of(url)
    if proxy is not None:
        password = httpx.URL(proxy).password
        connection.masker.add(password)
    limits = httpx.Limits(max_connections=connections, max_keepalive_connections=connections)
    # A context takes 20 ms to make, and without TLS nobody looks at it.
    verify = (
        _trusted(os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))
        if _secure(url, proxy)
        else False
    )
    return {"verify": verify, "proxy": proxy, "limits": limits, "trust_env": False}


def _secure(url: httpx.URL, proxy: str | None) -> bool:
    return url.scheme == "https" or (proxy is not None and proxy.startswith("https:"))


def proxy_of(url: httpx.URL) -> str | None:
    """Return the proxy that the environment (or the system) sets for an address; none to this machine.

    HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY, in either case.
    """
    if url.host in _LOOPBACK or url.host.startswith("127.") or proxy_bypass(url.host):
        return None
    proxies = getproxies()
    found = proxies.get(url.scheme) or proxies.get("all")
    return found if not found or "://" in found else f"http://{found}"


@functools.lru_cache(maxsize=4)
def _trusted(file: str | None, folder: str | None) -> ssl.SSLContext:
    """Return what certificates are checked against: SSL_CERT_FILE, SSL_CERT_DIR, else certifi's."""
    if file is None and folder is None:
        return httpx.create_ssl_context(trust_env=False)
    problem = ""
    try:
        return ssl.create_default_context(cafile=file, capath=folder)
    except OSError as wrong:  # ssl.SSLError is one
        problem = wrong.strerror or str(wrong)
    raise CallrActionsError(
        f"the certificates that SSL_CERT_FILE or SSL_CERT_DIR names cannot be read: {problem}",
        file=file or folder,
        hint="unset it to trust the usual authorities",
    )


def _socks() -> CallrActionsError:
    return CallrActionsError(
        "the environment sets a SOCKS proxy, and the package that speaks to one is missing",
        hint="pip install httpx[socks], or set HTTPS_PROXY to an HTTP proxy",
        exit_code=ExitCode.ACCOUNT,
    )


def fault_of(error: httpx.HTTPError, connection: Connection, attempts: Attempts) -> Fault:
    """Return a fault of the network in words; the error itself, whose frames know the key, is let go."""
    host = httpx.URL(connection.url).netloc.decode("ascii")
    times = (attempts.made, attempts.allowed)
    said = hidden(str(error), connection.masker)
    seconds = connection.timeouts
    if isinstance(error, httpx.ConnectTimeout):
        what = f"no connection to {host} within {seconds.connect:g} s"
        return Fault(what, "check the network, the proxy and the address", False, *times)
    if isinstance(error, httpx.ProxyError):
        what = f"the proxy does not connect to {host}: {said}"
        return Fault(what, "check HTTPS_PROXY and NO_PROXY", False, *times)
    if isinstance(error, httpx.ConnectError):
        if "CERTIFICATE_VERIFY" in str(error):
            hint = "behind a company's proxy, set SSL_CERT_FILE to the company's certificates"
            return Fault(f"the certificate of {host} is not trusted: {said}", hint, False, *times)
        what = f"no connection to {host}: {said}"
        return Fault(what, "check the network, the proxy and the address", False, *times)
    if isinstance(error, httpx.ReadTimeout):
        return Fault(f"{host} did not answer within {seconds.read:g} s", "try again later", True, *times)
    if isinstance(error, httpx.DecodingError):
        return Fault(f"{host} sent an answer that cannot be unpacked", "try again later", True, *times)
    what = f"the connection to {host} broke off: {said or type(error).__name__}"
    return Fault(what, "check the network, then try again", True, *times)
