"""Where requests lead, who may send them, what is kept of them, and the server's life."""

from __future__ import annotations

import base64
import json
import socket
from dataclasses import replace
from http.client import HTTPConnection

import pytest

from tests.api.server import faults
from tests.api.server.declarations import operations
from tests.api.server.examples import Outgoing, minimal
from tests.api.server.exchange import send
from tests.api.server.server import ACCOUNT, KEY, SUB_ACCOUNT, CallrServer


def good(name: str) -> Outgoing:
    return minimal(operations()[name])[0].sent(operations()[name])


def basic(user: str, password: str) -> str:
    return f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}"


def signed(authorization: str) -> Outgoing:
    return good("systemPing").without_header("x-api-key").with_header("authorization", authorization)


@pytest.mark.parametrize("user", [ACCOUNT, SUB_ACCOUNT])
def test_takes_basic_authentication(callr_server: CallrServer, user: str) -> None:
    response, _ = send(callr_server, signed(basic(user, KEY)))
    assert response.status == 200
    assert callr_server.complaints == []
    assert callr_server.last.request.basic == (user, KEY)


@pytest.mark.parametrize(
    ("request_", "status", "complaint"),
    [
        (good("smsSend").without_header("x-api-key"), 401, "header x-api-key: is required, or authorization"),
        (good("smsSend").with_header("x-api-key", "old"), 401, "header x-api-key: not the key"),
        (signed(basic(ACCOUNT, "old")), 401, "header authorization: not Basic with the key as password"),
        (signed(f"Bearer {KEY}"), 401, "header authorization: not Basic with the key as password"),
        (signed("Basic %%%"), 401, "header authorization: not Basic with the key as password"),
        (signed("Basic /////w=="), 401, "header authorization: not Basic with the key as password"),
        (signed(basic("str4ngeR", KEY)), 403, "header authorization: not a user of this key"),
        (
            good("systemPing").with_header("authorization", basic(ACCOUNT, KEY)),
            401,
            "header authorization: sent together with x-api-key",
        ),
    ],
)
def test_refuses_everyone_else(
    callr_server: CallrServer, request_: Outgoing, status: int, complaint: str
) -> None:
    response, body = send(callr_server, request_)
    assert response.status == status
    assert json.loads(body)["code"] == {401: "unauthorized", 403: "forbidden"}[status]
    assert callr_server.complaints == [complaint]


@pytest.mark.parametrize(
    "path", ["/v2.0/", "/v2.0/calls", "/v1/ping", "/ping", "/v2.0/actions/k3v9q0zt/runs/"]
)
def test_unknown_paths(callr_server: CallrServer, path: str) -> None:
    response, body = send(callr_server, replace(good("systemPing"), target=path))
    assert response.status == 404
    assert json.loads(body) == {"code": "not-found", "message": f"path: there is no {path}"}


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", "/v2.0/ping", "GET"),
        ("GET", "/v2.0/numbers/store", "POST"),  # and not a number of this name
        ("DELETE", "/v2.0/webhooks/logs", "GET"),
        ("PUT", "/v2.0/actions/k3v9q0zt", "DELETE, GET, PATCH"),
        ("PUT", "/v2.0/audio-files/k3v9q0zt/file", "POST"),
    ],
)
def test_known_paths_with_another_method(
    callr_server: CallrServer, method: str, path: str, allowed: str
) -> None:
    response, body = send(callr_server, replace(good("systemPing"), method=method, target=path))
    assert (response.status, response.headers["allow"]) == (405, allowed)
    message = f"method: {method}, but {path} has only {allowed}"
    assert json.loads(body) == {"code": "method-not-allowed", "message": message}


def test_an_operation_can_be_moved_to_another_method_or_path(callr_server: CallrServer) -> None:
    callr_server.move("tasksGet", "POST /tasks/{taskid}")
    callr_server.move("callsHangup", "POST /calls/{callid}/hangup")
    response, _ = send(callr_server, good("tasksGet"))
    assert (response.status, response.headers["allow"]) == (405, "DELETE, POST")
    response, _ = send(callr_server, replace(good("tasksGet"), method="POST"))
    assert response.status == 200
    hang_up = replace(good("callsHangup"), method="POST", target="/v2.0/calls/17/hangup")
    assert send(callr_server, hang_up)[0].status == 204
    assert send(callr_server, good("callsHangup"))[0].status == 404


@pytest.mark.parametrize("colon", [":", "%3A", "%3a"])
def test_a_colon_in_a_path_may_be_encoded(callr_server: CallrServer, colon: str) -> None:
    target = f"/v2.0/actions/k3v9q0zt/runs/api{colon}4QX7T0ZD"
    assert send(callr_server, replace(good("actionsGetRun"), target=target))[0].status == 200


@pytest.mark.parametrize(
    ("target", "complaint"),
    [
        ("/v2.0/numbers/+33142000017", "path number: '+33142000017' is not percent-encoded UTF-8"),
        ("/v2.0/actions/k3v9q0zt/runs/a%FFb", "path runid: 'a%FFb' is not percent-encoded UTF-8"),
        ("/v2.0/actions/k3v9q0zt/runs/a%2", "path runid: 'a%2' is not percent-encoded UTF-8"),
        ("/v2.0/sms?to=+33142000017", "query to: 'to=+33142000017' is not percent-encoded UTF-8"),
        ("/v2.0/sms?contains=a+b", "query contains: 'contains=a+b' is not percent-encoded UTF-8"),
        ("/v2.0/sms?contains=%E9", "query contains: 'contains=%E9' is not percent-encoded UTF-8"),
        ("/v2.0/sms?contains", "query contains: 'contains' is not percent-encoded UTF-8"),
        ("/v2.0/sms?", "query: a question mark with nothing behind it"),
        ("/v2.0/sms?contains=a#b", "query: a fragment was sent"),
        ("/v2.0/recordings?sid[]=k3v9q0zt", "query sid[]: there is no such parameter"),
    ],
)
def test_what_is_not_encoded_as_it_must_be(callr_server: CallrServer, target: str, complaint: str) -> None:
    assert send(callr_server, replace(good("systemPing"), target=target))[0].status == 400
    assert complaint in callr_server.complaints


def test_items_of_a_list_are_not_joined(callr_server: CallrServer) -> None:
    target = "/v2.0/recordings?sid=k3v9q0zt,mainmenu"
    send(callr_server, replace(good("recordingsDeleteBulk"), target=target))
    assert callr_server.complaints == ["query sid[0]: 'k3v9q0zt,mainmenu' is too long"]


def test_everything_that_is_wrong_is_said_at_once(callr_server: CallrServer) -> None:
    request = Outgoing("POST", "/v2.0/sms?from=toolongasender&x=1", {}, b"Hello")
    response, body = send(callr_server, request)
    assert response.status == 401
    assert json.loads(body)["message"] == (
        "header x-api-key: is required, or authorization; query to: is required; "
        "query from: 'toolongasender' is not valid under any of the given schemas; "
        "query x: there is no such parameter; header accept: None, not application/json; "
        "header content-type: None, not application/json"
    )


def test_keeps_every_byte_of_a_request(callr_server: CallrServer) -> None:
    raw = (
        b"POST /v2.0/sms?to=%2B33142000017 HTTP/1.1\r\nHOST: callr\r\nX-Api-Key: not-a-real-key\r\n"
        b"accept: application/json\r\ncontent-type:application/json; charset=utf-8\r\n"
        b'transfer-encoding: chunked\r\n\r\n5\r\n{"tex\r\nb\r\nt": "\xc3\xa9\xc3\xa9"}\r\n0\r\n\r\n'
    )
    with socket.create_connection(("127.0.0.1", callr_server.port)) as client:
        client.sendall(raw)
        assert client.recv(12) == b"HTTP/1.1 201"
    request = callr_server.last.request
    assert callr_server.last.complaints == ()
    assert request.raw == raw
    assert request.body == '{"text": "éé"}'.encode()
    assert request.headers[:2] == (("HOST", "callr"), ("X-Api-Key", KEY))


def test_tells_connections_apart_and_keeps_them_open(callr_server: CallrServer) -> None:
    ping = good("systemPing")
    connection = HTTPConnection("127.0.0.1", callr_server.port)
    for _ in range(2):
        connection.request("GET", ping.target, headers=ping.headers)
        connection.getresponse().read()
    assert callr_server.connections == 1
    send(callr_server, ping)
    connection.close()
    assert [one.request.connection for one in callr_server.received] == [0, 0, 1]
    times = [one.request.at for one in callr_server.received]
    assert times == sorted(times)


def test_complains_of_what_is_no_http(callr_server: CallrServer) -> None:
    with socket.create_connection(("127.0.0.1", callr_server.port)) as client:
        client.sendall(b"HELLO\r\n\r\n")
        client.recv(1000)
    assert callr_server.complaints == [r"no HTTP: b'HELLO\r\n'"]
    callr_server.refuse()
    assert callr_server.complaints == [r"no HTTP: b'HELLO\r\n'"]


def test_does_not_count_a_request_of_which_a_part_is_missing(callr_server: CallrServer) -> None:
    with socket.create_connection(("127.0.0.1", callr_server.port)) as client:
        client.sendall(b"POST /v2.0/sms HTTP/1.1\r\ncontent-length: 100\r\n\r\n{")
        client.shutdown(socket.SHUT_WR)
        assert client.recv(1) == b""
    assert callr_server.received == []


def test_refuses_connections_and_takes_them_again(callr_server: CallrServer) -> None:
    ping = good("systemPing")
    idle = HTTPConnection("127.0.0.1", callr_server.port)
    idle.request("GET", ping.target, headers=ping.headers)
    idle.getresponse().read()
    callr_server.refuse()
    assert idle.sock.recv(1) == b""
    idle.close()
    with pytest.raises(ConnectionRefusedError):
        send(callr_server, ping)
    assert callr_server.connections == 0
    callr_server.accept()
    assert send(callr_server, ping)[0].status == 200
    assert callr_server.count("systemPing") == 2


def test_ends_a_connection_that_comes_while_it_closes(callr_server: CallrServer) -> None:
    assert callr_server._listener
    callr_server._listener.closing.set()
    with socket.create_connection(("127.0.0.1", callr_server.port)) as client:
        assert client.recv(1) == b""


def test_an_answer_can_be_set(callr_server: CallrServer) -> None:
    callr_server.answers("billingGetCredit", None)
    assert send(callr_server, good("billingGetCredit"))[1] == b"null"
    assert send(callr_server, good("systemPing"))[1] != b"null"


def test_a_failure_of_the_server_itself_is_no_silence() -> None:
    server = CallrServer()
    fault = faults.Fault("breaks", change=lambda answer: answer.with_header("x", answer.json["absent"]))
    server.next(fault)
    with pytest.raises((ConnectionError, OSError)):
        send(server, good("systemPing"))
    with pytest.raises(BaseExceptionGroup, match="the server failed"):
        server.close()
