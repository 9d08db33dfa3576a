"""Each fault as a client sees it that has no opinion of its own."""

from __future__ import annotations

import gzip
import json
import time
from datetime import UTC, datetime
from http.client import BadStatusLine, HTTPConnection, IncompleteRead, RemoteDisconnected
from typing import TYPE_CHECKING

import pytest

from tests.api.server import faults
from tests.api.server.declarations import operations
from tests.api.server.examples import minimal
from tests.api.server.exchange import send

if TYPE_CHECKING:
    from tests.api.server.server import CallrServer

SMS = operations()["smsGet"]
GET = minimal(SMS)[0].sent(SMS)


def test_takes_one_fault_for_each_request_and_then_behaves(callr_server: CallrServer) -> None:
    callr_server.next(faults.status(500), faults.status(503, "busy", "later"))
    seen = [send(callr_server, GET) for _ in range(3)]
    assert [response.status for response, _ in seen] == [500, 503, 200]
    assert json.loads(seen[1][1]) == {"code": "busy", "message": "later"}
    assert [one.fault for one in callr_server.received] == ["status 500", "status 503", "none"]
    assert callr_server.count("smsGet") == 3


def test_can_go_on_for_ever(callr_server: CallrServer) -> None:
    callr_server.always(faults.empty_error(500))
    callr_server.next(faults.NONE)
    assert [send(callr_server, GET)[0].status for _ in range(4)] == [200, 500, 500, 500]


@pytest.mark.parametrize(
    ("retry_after", "header"),
    [
        (None, None),
        ("2", "2"),
        ("soon", "soon"),
        (datetime(2025, 11, 24, 8, 30, tzinfo=UTC), "Mon, 24 Nov 2025 08:30:00 GMT"),
    ],
)
def test_says_when_to_come_again(
    callr_server: CallrServer, retry_after: str | datetime | None, header: str | None
) -> None:
    callr_server.next(faults.too_many_requests(retry_after), faults.unavailable(retry_after))
    for status in (429, 503):
        response, body = send(callr_server, GET)
        assert (response.status, response.headers["retry-after"]) == (status, header)
        assert json.loads(body)["message"] == "come again later"


def test_errors_without_the_documented_body(callr_server: CallrServer) -> None:
    callr_server.next(faults.html_page(), faults.empty_error(503))
    response, body = send(callr_server, GET)
    assert (response.status, response.headers["content-type"]) == (502, "text/html; charset=utf-8")
    assert body.startswith(b"<!DOCTYPE html>")
    response, body = send(callr_server, GET)
    assert (response.status, response.headers["content-type"], body) == (503, None, b"")


def test_elsewhere_and_otherwise(callr_server: CallrServer, other_server: CallrServer) -> None:
    callr_server.next(faults.not_allowed("PUT", "GET"), faults.redirect(f"{other_server.url}/ping", 307))
    response, _ = send(callr_server, GET)
    assert (response.status, response.headers["allow"]) == (405, "PUT, GET")
    response, body = send(callr_server, GET)
    assert (response.status, response.headers["location"]) == (307, f"{other_server.url}/ping")
    assert body == b""
    assert other_server.received == []


def test_json_that_ends_too_early(callr_server: CallrServer) -> None:
    callr_server.next(faults.truncated_json())
    response, body = send(callr_server, GET)
    assert response.headers["content-length"] == str(len(body))
    with pytest.raises(json.JSONDecodeError):
        json.loads(body)


def test_text_that_is_no_utf8(callr_server: CallrServer) -> None:
    callr_server.next(faults.not_utf8())
    with pytest.raises(UnicodeDecodeError):
        send(callr_server, GET)[1].decode()


def test_every_value_of_another_type(callr_server: CallrServer) -> None:
    callr_server.next(faults.wrong_types())
    wrong = json.loads(send(callr_server, GET)[1])
    assert list(wrong) == list(SMS.sample)
    for key, value in SMS.sample.items():
        if not (isinstance(value, dict | list) and value):
            assert type(wrong[key]) is not type(value), key
    assert wrong["body"] == "nothing"
    assert wrong["statusHistory"][0] == {"before": 17, "after": 17, "at": 17}
    assert wrong["delivered"] == ["wrong"]


def test_empty_values_of_another_type(callr_server: CallrServer) -> None:
    callr_server.answers("smsGet", {"options": {}, "items": []})
    callr_server.next(faults.wrong_types())
    assert json.loads(send(callr_server, GET)[1]) == {"options": "nothing", "items": "nothing"}


def test_fewer_and_more_fields(callr_server: CallrServer) -> None:
    callr_server.next(faults.missing_fields(), faults.unknown_fields(), faults.empty_success())
    assert json.loads(send(callr_server, GET)[1]) == {}
    more = json.loads(send(callr_server, GET)[1])
    assert set(more) - set(SMS.sample) == {"inventedLater"}
    assert set(more["statusHistory"][0]) == {"before", "after", "at", "inventedLater"}
    response, body = send(callr_server, GET)
    assert (response.status, body) == (200, b"")


def test_json_under_another_name(callr_server: CallrServer) -> None:
    callr_server.next(faults.wrong_content_type("text/html"))
    response, body = send(callr_server, GET)
    assert response.headers.get_all("content-type") == ["text/html"]
    assert json.loads(body) == SMS.sample


def test_slowness(callr_server: CallrServer) -> None:
    callr_server.next(faults.slow(0.1), faults.slow(600))
    begin = time.monotonic()
    assert send(callr_server, GET)[0].status == 200
    assert time.monotonic() - begin >= 0.1
    with pytest.raises(TimeoutError):
        send(callr_server, GET, timeout=0.05)
    while callr_server.count("smsGet") < 2:  # who waits so briefly is sooner than the server's record
        time.sleep(0.001)


def test_slowness_ends_with_the_server(callr_server: CallrServer) -> None:
    callr_server.next(faults.slow(600))
    with pytest.raises(TimeoutError):
        send(callr_server, GET, timeout=0.05)
    begin = time.monotonic()
    callr_server.refuse()
    assert time.monotonic() - begin < 50


def test_dripping(callr_server: CallrServer) -> None:
    callr_server.next(faults.drip(0.001, size=50), faults.drip(0.01))
    assert json.loads(send(callr_server, GET)[1]) == SMS.sample
    connection = HTTPConnection("127.0.0.1", callr_server.port)
    connection.request("GET", GET.target, headers=GET.headers)
    assert connection.getresponse().read(3) == b'{"d'
    connection.close()  # and the server stops


def test_a_reset_before_the_answer(callr_server: CallrServer) -> None:
    callr_server.next(faults.reset_before_answer())
    with pytest.raises(ConnectionResetError):
        send(callr_server, GET)
    assert callr_server.count("smsGet") == 1


def test_a_reset_in_the_body(callr_server: CallrServer) -> None:
    callr_server.next(faults.reset_in_body())
    with pytest.raises(ConnectionResetError):
        send(callr_server, GET)
    assert callr_server.last.status == 200


def test_a_body_cut_short(callr_server: CallrServer) -> None:
    callr_server.next(faults.cut_short())
    with pytest.raises(IncompleteRead) as caught:
        send(callr_server, GET)
    assert caught.value.expected


def test_no_answer_at_all(callr_server: CallrServer) -> None:
    callr_server.next(faults.hang_up())
    with pytest.raises(RemoteDisconnected):
        send(callr_server, GET)


def test_a_connection_that_ends_behind_a_good_answer(callr_server: CallrServer) -> None:
    callr_server.next(faults.close_behind())
    connection = HTTPConnection("127.0.0.1", callr_server.port)
    connection.request("GET", GET.target, headers=GET.headers)
    response = connection.getresponse()
    assert json.loads(response.read()) == SMS.sample
    assert response.headers["connection"] is None
    assert connection.sock.recv(1) == b""
    connection.close()


def test_something_that_is_no_http(callr_server: CallrServer) -> None:
    callr_server.next(faults.garbage())
    with pytest.raises(BadStatusLine):
        send(callr_server, GET)


def test_unusual_ways_of_sending_a_good_answer(callr_server: CallrServer) -> None:
    callr_server.next(faults.chunked(), faults.gzipped())
    response, body = send(callr_server, GET)
    assert (response.headers["transfer-encoding"], response.headers["content-length"]) == ("chunked", None)
    assert json.loads(body) == SMS.sample
    response, body = send(callr_server, GET)
    assert response.headers["content-encoding"] == "gzip"
    assert json.loads(gzip.decompress(body)) == SMS.sample


def test_a_fault_does_not_hide_what_is_wrong_with_the_request(callr_server: CallrServer) -> None:
    callr_server.next(faults.status(503))
    response, _ = send(callr_server, GET.with_query("x=1"))
    assert response.status == 503
    assert callr_server.complaints == ["query x: there is no such parameter"]
