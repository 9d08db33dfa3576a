"""The real network: nothing is reached that was not allowed, and what was vetted is what is connected to."""

from __future__ import annotations

import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from callr_actions.simulator.address import Refused, Vetted, inside, vetted
from callr_actions.simulator.network import Network
from callr_actions.simulator.outside import Request

if TYPE_CHECKING:
    from collections.abc import Iterator


class Handler(BaseHTTPRequestHandler):
    seen: list[tuple[str, str, dict[str, str], str]] = []  # noqa: RUF012 - a log of one test

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0)).decode()
        self.seen.append((self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body))
        port = self.server.server_port  # type: ignore[attr-defined]
        targets = {
            "/away": "https://elsewhere.example.com/",
            "/metadata": "http://169.254.169.254/latest/",
            "/by-name": f"http://localhost:{port}/end",
            "/other": "/end",
            "/loop": "/loop",
            "/file": "file:///etc/passwd",
        }
        if self.path in targets:
            self.send_response(303 if self.path == "/other" else 302)
            self.send_header("location", targets[self.path])
            self.send_header("content-length", "0")
            self.end_headers()
            return
        content = b"x" * (2 << 20) if self.path == "/large" else "grüß".encode()
        self.send_response(200)
        self.send_header("content-type", "text/plain; charset=utf-8")
        self.send_header("set-cookie", "a=b")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_POST = do_GET  # noqa: N815 - the server's name

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    Handler.seen.clear()
    with HTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def ask(network: Network, url: str, method: str = "GET", body: str | None = None, **headers: str) -> Any:
    return network.reply(Request(method, url, headers, body, 5))


def test_an_allowed_address_is_asked(server: HTTPServer) -> None:
    port = server.server_port
    reply = ask(
        Network([f"127.0.0.1:{port}"]), f"http://127.0.0.1:{port}/a?b=1#c", "POST", "hello", host="evil"
    )
    assert (reply.status, reply.body, reply.fault) == (200, "grüß", None)
    assert "set-cookie" not in reply.headers
    method, path, headers, body = Handler.seen[0]
    assert (method, path, headers["host"], body) == ("POST", "/a?b=1", f"127.0.0.1:{port}", "hello")


@pytest.mark.parametrize(
    "url", ["http://example.com/", "http://127.0.0.1:1/", "nonsense", "http://[", "ftp://a/"]
)
def test_a_host_that_is_not_allowed_is_not_asked(url: str) -> None:
    assert ask(Network(["127.0.0.1:2", "other.example.com"]), url) is None


def test_a_name_is_looked_up_once_and_its_address_connected_to(
    server: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that changes its address between the look and the connection gains nothing."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def rebinding(host: Any, port: Any, *args: Any, **more: Any) -> Any:
        asked.append(str(host))
        return real("127.0.0.1", port, *args, **more)

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    port = server.server_port
    reply = ask(Network(["rebind.example.com", "127.0.0.1"]), f"http://rebind.example.com:{port}/")
    assert reply.status == 200
    assert Handler.seen[0][2]["host"] == f"rebind.example.com:{port}"
    assert [host for host in asked if host == "rebind.example.com"] == ["rebind.example.com"]


def test_an_allowed_name_that_leads_inside_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("10.0.0.7", 80))])
    reply = ask(Network(["rebind.example.com"]), "http://rebind.example.com/")
    assert reply.fault == (
        "rebind.example.com is 10.0.0.7, which is a private or reserved address; name the address itself to "
        "allow it: --allow-network 10.0.0.7"
    )


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("/away", "it redirects to https://elsewhere.example.com/, whose host is not allowed"),
        ("/metadata", "it redirects to http://169.254.169.254/latest/, whose host is not allowed"),
        ("/loop", "it redirects more than 5 times"),
        ("/file", "it redirects to file:/etc/passwd, whose host is not allowed"),
        ("/large", "the answer has more than 1,048,576 bytes"),
    ],
)
def test_what_a_redirect_leads_to_is_looked_at_again(server: HTTPServer, path: str, fault: str) -> None:
    host = f"127.0.0.1:{server.server_port}"
    reply = ask(Network(["127.0.0.1"]), f"http://{host}{path}")
    assert (reply.fault or "").startswith(fault)


def test_after_see_other_comes_a_get_without_a_body(server: HTTPServer) -> None:
    host = f"127.0.0.1:{server.server_port}"
    assert ask(Network(["127.0.0.1"]), f"http://{host}/other", "POST", "hello").status == 200
    assert [(method, path, body) for method, path, _, body in Handler.seen] == [
        ("POST", "/other", "hello"),
        ("GET", "/end", ""),
    ]


def test_credentials_do_not_follow_to_another_host(server: HTTPServer) -> None:
    host = f"127.0.0.1:{server.server_port}"
    network = Network(["127.0.0.1", "localhost"])
    assert ask(network, f"http://{host}/by-name", authorization="Bearer a", **{"x-own": "1"}).status == 200
    assert [("authorization" in headers, headers["x-own"]) for _, _, headers, _ in Handler.seen] == [
        (True, "1"),
        (False, "1"),
    ]


def test_only_http_is_sent() -> None:
    assert ask(Network(["127.0.0.1"]), "ftp://127.0.0.1:21/").fault == "only http and https are sent, not ftp"


def test_nobody_listens() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    assert "refused" in ask(Network(["127.0.0.1"]), f"http://127.0.0.1:{port}/").fault.lower()


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("127.0.0.1", "this machine"),
        ("::1", "this machine"),
        ("::ffff:127.0.0.1", "this machine"),
        ("10.1.2.3", "a private or reserved address"),
        ("192.168.1.1", "a private or reserved address"),
        ("100.64.0.1", "a private or reserved address"),
        ("fd00:ec2::254", "a private or reserved address"),
        ("169.254.169.254", "a link-local address"),
        ("fe80::1", "a link-local address"),
        ("::ffff:169.254.169.254", "a link-local address"),
        ("64:ff9b::7f00:1", "this machine"),
        ("2002:7f00:1::", "this machine"),
        ("100.100.100.200", "a cloud's metadata service"),
        ("168.63.129.16", "a cloud's metadata service"),
        ("0.0.0.0", "no address"),
        ("::", "no address"),
        ("224.0.0.1", "a multicast address"),
        ("8.8.8.8", None),
        ("2606:4700::1111", None),
        ("64:ff9b::808:808", None),
    ],
)
def test_what_is_inside_the_house(address: str, kind: str | None) -> None:
    assert inside(address) == kind


def test_teredo_is_the_machine_behind_it() -> None:
    assert inside("2001:0:4136:e378:8000:63bf:80ff:fffe") == "this machine"


def test_localhost_is_named_by_its_name() -> None:
    assert vetted("localhost", 80, {"localhost"}).port == 80
    assert vetted("127.0.0.1", 80, {"127.0.0.1"}) == Vetted("127.0.0.1", 80)
    with pytest.raises(Refused, match="this machine"):
        vetted("localhost", 80, set())


def test_a_name_without_an_address() -> None:
    with pytest.raises(Refused, match=r"the name nowhere\.invalid has no address"):
        vetted("nowhere.invalid", 80, set())
