"""Asking again and again until something has ended, less and less often."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

import click

from callr_actions.cli.rendering.progress import ProgressLine
from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable

    from callr_actions.api.request import Request
    from callr_actions.cli.sessions.session import Session

T = TypeVar("T")
_UNITS = {"": 1, "s": 1, "m": 60, "h": 3600}
_GROWTH, _LONGEST = 1.5, 10.0


def duration(value: str) -> float:
    """Return the seconds of a time span such as `90`, `90s`, `10m` or `1h`.

    Raises:
        click.BadParameter: it is none.
    """
    found = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)([smh]?)", value)
    if found is None:
        raise click.BadParameter(f"`{value}` is not a time span; write 90s, 10m or 1h")
    return float(found[1]) * _UNITS[found[2]]


timeout_option = click.option(
    "--timeout",
    type=duration,
    default="10m",
    metavar="TIME",
    show_default=True,
    help="Wait no longer: 90s, 10m. Ends with 5.",
)


async def wait_until(
    session: Session,
    request: Request[T],
    done: Callable[[T], bool],
    *,
    seconds: float,
    what: str,
    state: Callable[[T], str],
    first_wait: float = 1.0,
) -> T:
    """Send a request until its answer is the last one, and return that.

    Args:
        session: the account.
        request: what to ask.
        done: whether an answer is the last one.
        seconds: the longest time.
        what: what is waited for, such as `task 1234`.
        state: how far an answer says it is.
        first_wait: seconds before the second time.

    Raises:
        CallrActionsError: it takes longer than `seconds`.
    """
    edge = session.connection.edge
    end = edge.clock() + seconds
    wait = first_wait
    with ProgressLine(wanted=not session.target.quiet) as line:
        while True:
            answer = await session.send(request)
            if done(answer):
                return answer
            line.show(f"{what}: {state(answer)}")
            left = end - edge.clock()
            if left <= 0:
                raise CallrActionsError(
                    f"{what} has not ended within {seconds:g} s: {state(answer)}",
                    hint="it goes on; wait for it again, or longer with --timeout",
                    exit_code=ExitCode.TIMED_OUT,
                )
            await edge.asleep(min(wait, left))
            wait = min(wait * _GROWTH, _LONGEST)
