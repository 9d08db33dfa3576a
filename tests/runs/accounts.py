"""An account that tells of one run what a test has written down, and a clock that only its waits move."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from callr_actions.api.errors import (
    AuthenticationError,
    Circumstances,
    NetworkError,
    NotFoundError,
    RateLimitError,
    ServerError,
    UnexpectedAnswerError,
)
from callr_actions.runs.events import Waiting
from callr_actions.runs.following import Patience, follow
from callr_actions.runs.judge import Judge
from callr_actions.runs.wanted import Expression, Wanted
from tests.api.loopback import Time

if TYPE_CHECKING:
    from collections.abc import Mapping

    from callr_actions.runs.events import Event

ASKED = Circumstances("actionsGetRun", "GET /actions/abcd1234/runs/api:9MNAB2H6")
OFFLINE = NetworkError("no connection to example.com: refused", ASKED)
BROKEN = ServerError("the account's side failed", ASKED._replace(status=503))
BUSY = RateLimitError("too many requests", ASKED._replace(status=429, retry_after=7.0))
GONE = NotFoundError("not found", ASKED._replace(status=404))
DENIED = AuthenticationError("the account does not accept the credentials", ASKED._replace(status=401))
A_PAGE = UnexpectedAnswerError("the answer is not what the API describes", ASKED._replace(status=200))
MOVED = UnexpectedAnswerError("redirected to an unnamed address", ASKED._replace(status=302))


class Account:
    """Answers each question with the next of its answers, the last one again and again."""

    def __init__(self, *answers: Mapping[str, Any] | Exception) -> None:
        self._answers = list(answers)
        self.polls = 0

    async def ask(self) -> Mapping[str, Any]:
        self.polls += 1
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


def wanted(until: str | None = None, fail_if: str | None = None, **more: Any) -> Wanted:
    outputs = {name: Expression(code, "callr.yaml:9:9") for name, code in more.pop("outputs", {}).items()}
    return Wanted(
        until=None if until is None else Expression(until, "--until"),
        fail_if=None if fail_if is None else Expression(fail_if, "--fail-if"),
        outputs=outputs,
        **more,
    )


def followed(
    account: Account, by: Wanted, timeout: float = 60.0, clock: Time | None = None, **more: Any
) -> list[Event]:
    """Every event of a run that is followed to its end."""

    async def main() -> list[Event]:
        edge = (clock or Time()).edge(random=0.0)
        with Judge(by) as judge:
            found = [each async for each in follow(account.ask, judge, Patience(timeout), edge, **more)]
            return [each for each in found if not isinstance(each, Waiting)]

    return asyncio.run(main())
