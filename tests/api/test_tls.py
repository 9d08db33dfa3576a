"""HTTPS to a real server on loopback: whom the environment lets the clients trust, and whom not."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING, Any

import pytest
import trustme

from callr_actions.api.errors import NetworkError
from callr_actions.api.resources import system
from callr_actions.errors import CallrActionsError
from tests.api.loopback import Loopback, Time, connection
from tests.api.test_client import BOTH, PONG

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PING = system.ping()


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.delenv("SSL_CERT_DIR", raising=False)


@pytest.fixture
def bundle(authority: trustme.CA, tmp_path: Path) -> str:
    """A file with the certificate of the authority."""
    file = tmp_path / "authorities.pem"
    authority.cert_pem.write_to_path(str(file))
    return str(file)


def context(authority: trustme.CA, *names: str) -> ssl.SSLContext:
    """What a server with such names shows."""
    of_server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(of_server)
    return of_server


@pytest.fixture
def server(authority: trustme.CA) -> Iterator[Loopback]:
    with Loopback(PONG, tls=context(authority, "127.0.0.1", "localhost")) as listening:
        yield listening


@BOTH
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_the_bundle_of_the_environment_is_trusted(
    server: Loopback, bundle: str, monkeypatch: pytest.MonkeyPatch, send: Any, host: str
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", bundle)
    assert send(connection(server.url.replace("127.0.0.1", host)), PING).pong == "pong"
    [request] = server.received
    assert request.headers["x-api-key"]


@BOTH
def test_who_is_not_trusted_gets_nothing_and_is_asked_once(server: Loopback, send: Any) -> None:
    clock = Time()
    with pytest.raises(NetworkError) as caught:
        send(connection(server.url, clock=clock), PING)
    assert str(caught.value).startswith(
        f"GET /ping (systemPing): the certificate of 127.0.0.1:{server.port} is not trusted: "
        "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate"
    )
    assert caught.value.hint == ("behind a company's proxy, set SSL_CERT_FILE to the company's certificates")
    assert (server.received, clock.waits) == ([], [])


@BOTH
def test_another_host_s_certificate_is_not_trusted(
    authority: trustme.CA, bundle: str, monkeypatch: pytest.MonkeyPatch, send: Any
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", bundle)
    with (
        Loopback(PONG, tls=context(authority, "api.callr.com")) as other,
        pytest.raises(NetworkError, match=r"is not trusted: .*IP address mismatch"),
    ):
        send(connection(other.url), PING)
    assert other.received == []


@BOTH
def test_a_bundle_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, send: Any) -> None:
    file = tmp_path / "authorities.pem"
    file.write_text("no certificate")
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with pytest.raises(CallrActionsError) as caught:
        send(connection("https://127.0.0.1:9/v2.0"), PING)
    assert str(caught.value).startswith(
        f"{file}: the certificates that SSL_CERT_FILE or SSL_CERT_DIR names cannot be read: "
    )
