"""`fetch@v1` and `fetch@v2`: an HTTP request, answered by the world."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from callr_actions.simulator import events
from callr_actions.simulator.actions.action import Action
from callr_actions.simulator.http import Request
from callr_actions.simulator.values import UNDEFINED

if TYPE_CHECKING:
    from callr_actions.simulator.scheduler import Activity
    from callr_actions.simulator.step_run import StepRun
    from callr_actions.simulator.world.model import Reply

_GET = "GET"


def run(step: StepRun) -> Activity:
    """Send the request and wait for its answer, or for the time to be over."""
    params = step.params
    headers = params.get("headers")
    request = Request(
        method=str(params.get("method") or _GET).upper(),
        url=params["url"],
        headers=dict(headers) if isinstance(headers, dict) else {},
        body=params.get("body"),
    )
    reply = step.session.http.reply(request, step)
    timeout = params.get("timeout")
    takes = reply.takes
    if isinstance(timeout, int | float) and takes > timeout:
        takes, reply = timeout, reply._replace(fault=f"no answer within {timeout:g} s")
    yield from step.sleep(round(takes * 1000))
    step.emit(
        events.Fetched,
        request.method,
        request.url,
        0 if reply.fault is not None else reply.status,
        takes,
        reply.fault,
        request.body,
    )
    return _result(reply)


def _result(reply: Reply) -> dict[str, Any]:
    if reply.fault is not None:
        return {"ok": False, "status": 0, "error": reply.fault}
    status_text = reply.status_text
    if status_text is None:
        status_text = HTTPStatus(reply.status).phrase if reply.status in _KNOWN else ""
    return {
        "ok": 200 <= reply.status <= 299,
        "status": reply.status,
        "statusText": status_text,
        "headers": {name.lower(): value for name, value in reply.headers.items()},
        "body": reply.body,
        "json": _decoded(reply.body),
    }


def _decoded(body: str) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return UNDEFINED


_KNOWN = frozenset(HTTPStatus)

ACTION = Action("fetch", (1, 2), run)
