"""HTTP as a run sees it: requests are answered by the world's stubs."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from callr_actions.named_tuple import NamedTuple
from callr_actions.simulator.world.model import Reply

if TYPE_CHECKING:
    from collections.abc import Mapping

    from callr_actions.simulator.step_run import StepRun
    from callr_actions.simulator.surroundings import Surroundings
    from callr_actions.simulator.world.model import Stub


class Request(NamedTuple):
    """One request; `method` in upper case."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: str | None


class Http:
    """Answers the requests of a run."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._surroundings = surroundings

    def reply(self, request: Request, step: StepRun) -> Reply:
        """Return what a request is answered with; without a stub it fails, and a warning says so."""
        for stub in self._surroundings.world.http:
            if _fits(stub, request):
                return self._surroundings.reply(stub)
        step.warn(
            f"the world has no answer for {request.method} {request.url}, so the request fails",
            f"put one into the world: `http: [{{method: {request.method}, url: {_quoted(request.url)}, "
            "status: 200}]`",
        )
        return Reply(takes=0.0, fault=f"no stub for {request.method} {request.url}")


def _fits(stub: Stub, request: Request) -> bool:
    if stub.method is not None and stub.method != request.method:
        return False
    if any(part not in (request.body or "") for part in stub.contains):
        return False
    return _pattern(stub.url).fullmatch(request.url) is not None


@lru_cache(1_024)
def _pattern(url: str) -> re.Pattern[str]:
    """Return a stub's URL as a regular expression."""
    pieces = re.split(r"(\*\*|\*)", url)
    wild = {"*": "[^/?#]*", "**": ".*"}
    return re.compile("".join(wild.get(piece) or re.escape(piece) for piece in pieces), re.DOTALL)


def _quoted(url: str) -> str:
    return f'"{url}"'
