"""What the work of a batch is given and what it tells: how fast, when, what others want, what happens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from callr_actions.runs.batch.account import End
    from callr_actions.runs.batch.states import State
    from callr_actions.runs.batch.windows import Windows


class Control(Protocol):
    """What others want of the process that works."""

    def wish(self) -> str:
        """Return `go`, `pause` or `cancel`."""


class Terms(NamedTuple):
    """How the work is done.

    Attributes:
        concurrency: the most runs under way at a time.
        rate: the most starts a second; None for no limit.
        windows: when people may be called.
    """

    concurrency: int
    rate: float | None
    windows: Windows


class Clock(NamedTuple):
    """Time, as it comes in from outside.

    Attributes:
        now: seconds since 1970; it may jump.
        steady: seconds that only go forward.
        sleep: waits some seconds.
    """

    now: Callable[[], float]
    steady: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]]


class Happening(NamedTuple):
    """What just happened to a row, for who shows it.

    Attributes:
        line: of the input.
        state: the row's state from now on.
        end: how it ended, where it did.
        run: the run's id, where there is one.
        why: what the state does not say.
    """

    line: int
    state: State
    end: End | None = None
    run: str | None = None
    why: str = ""


class Waiting(NamedTuple):
    """Nothing can be started until then: a window opens, or somebody says go on.

    Attributes:
        until: seconds since 1970; None where that is up to somebody.
        over: whether rows are started again.
    """

    until: float | None
    over: bool = False
