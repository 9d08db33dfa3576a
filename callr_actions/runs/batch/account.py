"""What a batch asks of an account: to start a run, and to say how one ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from callr_actions.errors import CallrActionsError
    from callr_actions.runs.batch.states import Outcome


class End(NamedTuple):
    """How a run ended.

    Attributes:
        outcome: in one word.
        why: what the word does not say.
        variables: of the run, as JSON; None where nobody looked.
    """

    outcome: Outcome
    why: str = ""
    variables: bytes | None = None


class RefusedError(Exception):
    """The account did not start a run, for a reason in the row; another row may do. `str()` says why."""


class NothingBeganError(Exception):
    """No run began, and the same row may do later.

    Args:
        error: what happened.
        final: whether it is no use to go on: a wrong key, a scenario that is gone.
    """

    def __init__(self, error: CallrActionsError, *, final: bool = False) -> None:
        self.error = error
        self.final = final
        super().__init__(str(error))


class UnknownError(Exception):
    """Whether a run began is not known. `str()` says what happened."""


class Account(Protocol):
    """Starts runs and follows them."""

    async def start(self, variables: bytes) -> str:
        """Start a run with these variables, a JSON object; return its id.

        Raises:
            RefusedError, NothingBeganError, UnknownError: what is known of a failure.
        """

    async def follow(self, run: str, since: float, variables: bytes) -> End:
        """Wait for the end of a run.

        Args:
            run: its id.
            since: when it was started, in seconds since 1970.
            variables: what it was started with.

        Raises:
            CallrActionsError: the account cannot be asked at all.
        """

    async def cancel(self, run: str) -> None:
        """Stop a run; one that has ended is no error."""
