"""What happens to a run, as values which terminal, `--json` and batches consume; and their machine form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from callr_actions.exit_codes import ExitCode
from callr_actions.named_tuple import NamedTuple
from callr_actions.runs.outcome import Outcome, exit_code_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from callr_actions.errors import CallrActionsError

FORMAT_VERSION: Final = 1


class Absent:
    """Stands for a variable that is not there; null is a value."""

    def __repr__(self) -> str:
        return "nothing"


ABSENT: Final = Absent()


class Started(NamedTuple):
    """The run has begun, or is picked up again.

    Attributes:
        at: seconds since the start; so in every event.
        run: its id.
        account: where it runs.
        sid, scenario: its scenario's SID and the name that people know it by.
        variables: what it began with; None where nobody here knows.
    """

    at: float
    run: str
    account: str
    sid: str
    scenario: str
    variables: Mapping[str, object] | None


class Changed(NamedTuple):
    """A variable has another value.

    Attributes:
        before, after: `ABSENT` where it was not, or is no longer, there.
    """

    at: float
    variable: str
    before: object
    after: object


class Waiting(NamedTuple):
    """It is asked again after a while; no part of the machine form.

    Attributes:
        polls: how often it was asked up to now.
        wait: seconds until the next time.
    """

    at: float
    polls: int
    wait: float


class Trouble(NamedTuple):
    """A question had no answer; it is asked again.

    Attributes:
        message: what went wrong.
        wait: seconds until it is asked again.
    """

    at: float
    message: str
    wait: float


class Recovered(NamedTuple):
    """The account answers again, after so many seconds."""

    at: float
    seconds: float


class Remark(NamedTuple):
    """Something that people should know, such as a condition that throws."""

    at: float
    message: str


class Ended(NamedTuple):
    """Nobody asks any more.

    Attributes:
        outcome: how it ended.
        reason: the condition that held, or why it was given up; empty where the outcome says it all.
        variables: the last that were seen; None where there never was an answer.
        outputs: what the run gives to the next step; None where there are none to give.
        polls: how often the account was asked.
        error: what ended it, for `LOST` and `UNREACHABLE`.
    """

    at: float
    outcome: Outcome
    reason: str
    variables: Mapping[str, object] | None
    outputs: Mapping[str, object] | None = None
    polls: int = 0
    error: CallrActionsError | None = None

    @property
    def exit_code(self) -> ExitCode:
        """What the program ends with."""
        return exit_code_of(self.outcome, self.error.exit_code if self.error else ExitCode.ACCOUNT)


Event: TypeAlias = "Started | Changed | Waiting | Trouble | Recovered | Remark | Ended"


def to_json(event: Event) -> dict[str, Any]:
    """Return the machine form of an event: version 1, to which fields are only ever added."""
    head = {"version": FORMAT_VERSION, "at": round(event.at, 3), "kind": type(event).__name__.lower()}
    match event:
        case Changed():
            body = {"variable": event.variable}
            sides = {"before": event.before, "after": event.after}
            return {**head, **body, **{name: value for name, value in sides.items() if value is not ABSENT}}
        case Ended():
            return {
                **head,
                "outcome": event.outcome.value,
                "reason": event.reason,
                "exit_code": int(event.exit_code),
                "polls": event.polls,
                "variables": event.variables,
                "outputs": event.outputs,
                "error": None if event.error is None else str(event.error),
            }
        case _:
            return {**head, **{name: value for name, value in event._asdict().items() if name != "at"}}
