"""The states of a row and the ways between them: the one place that says what may follow what.

    waiting ──> starting ──> started ──> ended
       │  ^        │ │ │                   ^
       │  └────────┘ │ └───────────────────┘ refused by the account
       v  proof that │
    skipped  nothing └──> uncertain ──> waiting, only when the user says so
             began

**Starting** is on the disk before the request leaves. From there the only way back to waiting is an answer,
or the lack of a connection, that proves that nothing began. No answer, a broken one or a server's fault prove
nothing: the row is *uncertain*. So is each row that is still starting when the state is opened again: the
process that sent the request, or was about to, is gone.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from callr_actions.named_tuple import NamedTuple


class State(StrEnum):
    """Where a row stands."""

    WAITING = "waiting"
    """Nothing was sent for it, or what was sent is known to have begun nothing."""
    STARTING = "starting"
    """A request may be under way. This is durable before the request leaves."""
    STARTED = "started"
    """The account answered with the run's id."""
    ENDED = "ended"
    """There is an outcome; nothing follows."""
    UNCERTAIN = "uncertain"
    """A request was sent, or may have been, and nobody knows what came of it."""
    SKIPPED = "skipped"
    """Nothing was sent for it and nothing will be."""


WAYS: Final = (
    (State.WAITING, State.STARTING),
    (State.WAITING, State.SKIPPED),
    (State.STARTING, State.WAITING),
    (State.STARTING, State.STARTED),
    (State.STARTING, State.ENDED),
    (State.STARTING, State.UNCERTAIN),
    (State.STARTED, State.ENDED),
    (State.UNCERTAIN, State.WAITING),
)


class Outcome(StrEnum):
    """How a row ended. The words of a single run, and those that only a batch knows."""

    REACHED = "reached"
    FAILED = "failed"
    TIMED_OUT = "timed-out"
    STARTED = "started"
    """Started, and no condition says when it is over."""
    REFUSED = "refused"
    """The account did not start it."""
    LOST = "lost"
    """The account no longer knows the run."""
    UNREACHABLE = "unreachable"
    """At the end of the time the account did not answer."""
    CANCELLED = "cancelled"


GOOD: Final = frozenset({Outcome.REACHED, Outcome.STARTED})


class Starting(NamedTuple):
    """A request is about to be sent for a row."""

    row: int


class Returned(NamedTuple):
    """What was sent is known to have begun nothing."""

    row: int


class Started(NamedTuple):
    """The account started a run.

    Attributes:
        run: its id.
        at: seconds since 1970.
    """

    row: int
    run: str
    at: float


class Doubted(NamedTuple):
    """Nobody knows whether a run was started; `why` says what happened."""

    row: int
    why: str


class Ended(NamedTuple):
    """A row is over.

    Attributes:
        at: seconds since 1970.
        why: what the outcome does not say by itself.
        variables: of the run, as JSON; None where there are none.
    """

    row: int
    outcome: Outcome
    at: float
    why: str = ""
    variables: bytes | None = None


Change = Starting | Returned | Started | Doubted | Ended
