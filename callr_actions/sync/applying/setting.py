"""What carrying out needs from outside, and what its parts share while they do it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from callr_actions.api.client import AsyncClient
    from callr_actions.api.edge import Edge
    from callr_actions.sync.applying.journal import Journal
    from callr_actions.sync.applying.outcome import RowOutcome
    from callr_actions.sync.plan import Row

AT_ONCE = 8


class Setting(NamedTuple):
    """Everything that comes from outside.

    Attributes:
        client: writes.
        edge: waits.
        journal: takes notes.
        environ: fills the holes of scripts.
        known: SIDs by key that earlier deploys have left; a key among them is not made anew without a look.
        at_once: how many rows at a time.
        allow_gap: whether a number may be answered by nobody for a moment.
        hide: covers known secrets in a script that is kept.
        begun, ended: are told of each row.
    """

    client: AsyncClient
    edge: Edge
    journal: Journal
    environ: Mapping[str, str]
    known: Mapping[str, str] = MappingProxyType({})
    at_once: int = AT_ONCE
    allow_gap: bool = False
    hide: Callable[[str], str] = lambda text: text
    begun: Callable[[Row], None] = lambda row: None  # noqa: ARG005 - nobody listens
    ended: Callable[[RowOutcome], None] = lambda outcome: None  # noqa: ARG005


def rival(message: str) -> CallrActionsError:
    """Return the error for what somebody else has changed since the plan was made."""
    return CallrActionsError(
        message, hint="somebody else works on the account: plan again", exit_code=ExitCode.REFUSED
    )
