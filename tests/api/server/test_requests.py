"""The server finds no fault with good requests, and with bad ones exactly the fault that they have."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.api.server.declarations import Operation, operations
from tests.api.server.examples import edges, maximal, minimal
from tests.api.server.exchange import send
from tests.api.server.violations import violations

if TYPE_CHECKING:
    from tests.api.server.server import CallrServer

every_operation = pytest.mark.parametrize("operation", operations().values(), ids=lambda one: one.name)


@every_operation
def test_good_requests_give_no_complaint(callr_server: CallrServer, operation: Operation) -> None:
    for arguments in [*minimal(operation), *maximal(operation), *edges(operation)]:
        response, body = send(callr_server, arguments.sent(operation))

        assert callr_server.complaints == [], arguments
        assert response.status == operation.status
        assert bool(body) == (operation.sample is not None)
        assert not body or json.loads(body) is not None
        assert callr_server.last.operation == operation.name
    assert callr_server.count(operation.name) == len(callr_server.received)


@every_operation
def test_every_broken_constraint_gives_its_complaint_and_no_other(
    callr_server: CallrServer, operation: Operation
) -> None:
    for violation in violations(operation):
        response, body = send(callr_server, violation.request)

        complaints = callr_server.last.complaints
        expected = [(violation.where, violation.constraint)]
        assert [(one.where, one.constraint) for one in complaints] == expected, violation
        assert response.status == 400
        assert json.loads(body) == {"code": "validation-error", "message": str(complaints[0])}
        assert callr_server.last.operation == operation.name
