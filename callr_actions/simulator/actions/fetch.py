"""`fetch@v1` and `fetch@v2`: an HTTP request, answered by the world."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from callr_actions.simulator import events
from callr_actions.simulator.actions.action import Action
from callr_actions.simulator.outside import Request
from callr_actions.simulator.values import UNDEFINED
from callr_actions.simulator.world.model import Reply

if TYPE_CHECKING:
    from callr_actions.simulator.scheduler import Activity
    from callr_actions.simulator.step_run import StepRun

_GET = "GET"


def run(step: StepRun) -> Activity:
    """Send the request and wait for its answer, or for the time to be over."""
    params = step.params
    headers = params.get("headers")
    timeout = params.get("timeout")
    request = Request(
        method=str(params.get("method") or _GET).upper(),
        url=params["url"],
        headers=dict(headers) if isinstance(headers, dict) else {},
        body=params.get("body"),
        timeout=timeout if isinstance(timeout, int | float) else None,
    )
    reply = step.session.outside.reply(request) or _unknown(request, step)
    takes = reply.takes
    if request.timeout is not None and takes > request.timeout:
        takes, reply = request.timeout, reply._replace(fault=f"no answer within {request.timeout:g} s")
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


def _unknown(request: Request, step: StepRun) -> Reply:
    step.warn(
        f"the world has no answer for {request.method} {request.url}, so the request fails",
        f'put one into the world: `http: [{{method: {request.method}, url: "{request.url}", status: 200}}]`',
    )
    return Reply(takes=0.0, fault=f"no stub for {request.method} {request.url}")


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
