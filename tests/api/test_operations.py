"""All 58 operations through both clients, against a server that knows them from the documentation alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.api.calling import connection, send_async, send_sync
from tests.api.server import faults
from tests.api.server.declarations import operations
from tests.api.server.server import ACCOUNT, SUB_ACCOUNT

if TYPE_CHECKING:
    from tests.api.every_request import Every
    from tests.api.server.server import CallrServer

pytestmark = pytest.mark.no_cover  # the same over and over; others cover it

BOTH = pytest.mark.parametrize("send", [send_sync, send_async])
EVERY = pytest.mark.parametrize("name", operations())


def test_every_operation_is_asked_for(every: Every) -> None:
    assert set(every) == set(operations())


@BOTH
@EVERY
def test_the_fewest_arguments(callr_server: CallrServer, every: Every, name: str, send: Any) -> None:
    value = send(connection(callr_server), every[name][0])
    assert callr_server.complaints == []
    assert callr_server.count(name) == len(callr_server.received) == 1
    assert (value is None) == (operations()[name].sample is None)


@BOTH
@EVERY
def test_all_arguments(callr_server: CallrServer, every: Every, name: str, send: Any) -> None:
    send(connection(callr_server, account=SUB_ACCOUNT), every[name][1])
    assert callr_server.complaints == []
    assert callr_server.count(name) == len(callr_server.received) == 1
    operation, request = operations()[name], callr_server.last.request
    assert {key for key, _ in request.query} == set(operation.query)
    if operation.body and operation.body.multipart is None:
        assert operation.body.json
        assert set(json.loads(request.body)) == set(operation.body.json["properties"])
    assert request.basic
    assert request.basic[0] == SUB_ACCOUNT != ACCOUNT


@EVERY
def test_answers_in_unusual_forms_are_understood(callr_server: CallrServer, every: Every, name: str) -> None:
    request = every[name][0]
    usual = send_sync(connection(callr_server), request)
    has_body = operations()[name].sample is not None
    forms = (faults.chunked(), faults.gzipped(), faults.wrong_content_type()) if has_body else ()
    for fault in forms:
        callr_server.next(fault)
        assert send_sync(connection(callr_server), request) == usual, fault.name
    callr_server.next(faults.unknown_fields())
    send_sync(connection(callr_server), request)
