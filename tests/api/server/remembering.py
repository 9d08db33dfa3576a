"""The server with a memory for scenarios and what they answer: what is made stays, and is found again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from tests.api.server.answer import Answer
from tests.api.server.server import CallrServer

if TYPE_CHECKING:
    from tests.api.server.declarations import Operation
    from tests.api.server.request import Request
    from tests.api.server.routing import Route


class Remembering(CallrServer):
    """Callr with an account in it.

    Attributes:
        scenarios: by SID, as the API writes them, the oldest first.
        holders: the SID of the scenario that answers each number, or None.
    """

    def __init__(self, *numbers: str) -> None:
        self.scenarios: dict[str, dict[str, Any]] = {}
        self.holders: dict[str, str | None] = dict.fromkeys(numbers)
        super().__init__()

    def _good(self, route: Route, request: Request) -> Answer:
        operation = route.operation
        assert operation is not None
        at = {name: unquote(value) for name, value in route.segments.items()}
        sid, number = at.get("sid", ""), at.get("number", "")
        if sid and operation.name.startswith("actions") and sid not in self.scenarios:
            return Answer.error(404, "not-found", f"there is no scenario {sid}")
        if number and number not in self.holders:
            return Answer.error(404, "not-found", f"there is no number {number}")
        match operation.name:
            case "actionsSearch":
                wanted = dict(request.query).get("name", "").lower()
                hits = [self._written(each) for each in self.scenarios if wanted in self._name(each)]
                return _page(operation, request, hits)
            case "numbersSearch":
                return _page(operation, request, [self._number(operation, each) for each in self.holders])
            case "numbersGet":
                return Answer.of_json(200, self._number(operation, number))
            case _:
                return self._changed(operation, request, sid, number)

    def _changed(self, operation: Operation, request: Request, sid: str, number: str) -> Answer:
        body = json.loads(request.body) if request.body else {}
        match operation.name:
            case "actionsCreate":
                sid = f"scen{len(self.scenarios):04}"
                self.scenarios[sid] = {**operation.sample, **body, "sid": sid, "numbers": []}
            case "actionsUpdate":
                self.scenarios[sid] |= body
            case "actionsDelete":
                del self.scenarios[sid]
                self.holders = {each: None if held == sid else held for each, held in self.holders.items()}
            case "actionsAttachNumber":
                self.holders[number] = sid
            case "actionsDetachNumber":
                self.holders[number] = None
        if operation.status == 204:
            return Answer(204)
        return Answer.of_json(operation.status, self._written(sid))

    def _name(self, sid: str) -> str:
        return str(self.scenarios[sid]["name"]).lower()

    def _written(self, sid: str) -> dict[str, Any]:
        short = {
            "class": "classic",
            "type": "geographic",
            "assigned": "2025-01-07T10:00:00Z",
            "country": "FR",
        }
        numbers = [{"e164": number, **short} for number, held in self.holders.items() if held == sid]
        return {**self.scenarios[sid], "numbers": numbers}

    def _number(self, operation: Operation, number: str) -> dict[str, Any]:
        held = self.holders[number]
        scenario = None if held is None else {"sid": held, "name": self.scenarios[held]["name"]}
        return {**operation.sample, "e164": number, "scenario": scenario}


def _page(operation: Operation, request: Request, hits: list[dict[str, Any]]) -> Answer:
    query = dict(request.query)
    offset, limit = int(query.get("offset", 0)), int(query.get("limit", 10))
    shown = hits[offset : offset + limit]
    more = offset + len(shown) < len(hits)
    return Answer.of_json(
        operation.status, {"offset": offset, "total": len(hits), "hasMore": more, "hits": shown}
    )
