"""The way to the host: proxies and certificates of the environment, and faults in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import certifi
import httpx
import pytest

from callr_actions.api.connection import Timeouts
from callr_actions.api.network import async_transport, fault_of, proxy_of, sync_transport
from callr_actions.api.resources import system
from callr_actions.api.retries import Attempts, RetryPolicy
from callr_actions.errors import CallrActionsError
from tests.api.loopback import KEY, Loopback, Time, connection
from tests.api.test_client import PONG, send_sync

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR")


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


def test_the_environment_s_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    url = httpx.URL("https://api.callr.com/v2.0")
    assert proxy_of(url) is None
    monkeypatch.setenv("ALL_PROXY", "proxy.example:3128")
    assert proxy_of(url) == "http://proxy.example:3128"
    monkeypatch.setenv("HTTPS_PROXY", "http://other.example:1")
    assert proxy_of(url) == "http://other.example:1"
    assert proxy_of(httpx.URL("http://127.0.0.1:8080")) is None
    assert proxy_of(httpx.URL("http://localhost")) is None
    monkeypatch.setenv("NO_PROXY", "callr.com")
    assert proxy_of(url) is None


def test_a_request_goes_through_the_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    with Loopback(PONG) as proxy:
        password = KEY[::-1]
        monkeypatch.setenv("HTTP_PROXY", f"http://me:{password}@127.0.0.1:{proxy.port}")
        to = connection("http://api.example/v2.0")
        assert send_sync(to, system.ping()).pong == "pong"
    assert proxy.received[0].target == "http://api.example/v2.0/ping"
    assert to.masker.mask(password) == "••••"


def test_a_socks_proxy_needs_a_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:1080")
    for transport in (sync_transport, async_transport):
        with pytest.raises(CallrActionsError, match="the environment sets a SOCKS proxy, and the package"):
            transport(connection("http://api.example"))


def test_certificates_of_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    sync_transport(connection("https://api.callr.com")).close()
    monkeypatch.setenv("SSL_CERT_FILE", certifi.where())
    sync_transport(connection("https://api.callr.com")).close()
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    with pytest.raises(CallrActionsError) as caught:
        sync_transport(connection("https://api.callr.com"))
    assert str(caught.value) == (
        f"{tmp_path / 'none.pem'}: the certificates that SSL_CERT_FILE or SSL_CERT_DIR names cannot be read: "
        "No such file or directory"
    )


@pytest.mark.parametrize(
    ("error", "what", "sent"),
    [
        (httpx.ConnectTimeout("x"), "no connection to api.example:8443 within 10 s", False),
        (httpx.ProxyError("407 no"), "the proxy does not connect to api.example:8443: 407 no", False),
        (
            httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] x"),
            "the certificate of api.example:8443 is not trusted: [SSL: CERTIFICATE_VERIFY_FAILED] x",
            False,
        ),
        (httpx.ConnectError("refused"), "no connection to api.example:8443: refused", False),
        (httpx.ReadTimeout("x"), "api.example:8443 did not answer within 30 s", True),
        (httpx.DecodingError("x"), "api.example:8443 sent an answer that cannot be unpacked", True),
        (httpx.WriteError(""), "the connection to api.example:8443 broke off: WriteError", True),
    ],
)
def test_faults_in_words(error: httpx.HTTPError, what: str, sent: bool) -> None:
    to = connection("https://api.example:8443/v2.0", timeouts=Timeouts())
    attempts = Attempts(RetryPolicy(), "GET", Time().edge())
    fault = fault_of(error, to, attempts)
    assert (fault.what, fault.sent, fault.attempts, fault.allowed_attempts) == (what, sent, 1, 5)


def test_a_certificate_is_not_tried_again() -> None:
    attempts = Attempts(RetryPolicy(), "GET", Time().edge())
    assert attempts.is_retryable_exception(httpx.ConnectError("refused"))
    assert not attempts.is_retryable_exception(httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] x"))
