"""The scenario that a batch runs, as the account has it: its branch and its variables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from callr_actions.cli.sessions.references import Named
    from callr_actions.cli.sessions.session import Session


class Remote(NamedTuple):
    """A scenario of the account.

    Attributes:
        name: as people are told.
        variables: those that it declares or mentions; None where its script cannot be read.
    """

    sid: str
    name: str
    variables: frozenset[str] | None


async def read_remote(session: Session, named: Named) -> Remote:
    """Read a scenario.

    Raises:
        CallrActionsError: the account does not have it, or it has nothing that a run begins with.
    """
    from callr_actions.api.resources import scenarios
    from callr_actions.language.bundled import bundled
    from callr_actions.language.document import document_from_bytes
    from callr_actions.language.expressions import find_expressions
    from callr_actions.language.scenario_reader import read_scenario
    from callr_actions.language.user_names import UserNames

    found = await session.send(scenarios.get(named.sid))
    shown = f"`{found.name}` ({found.sid})"
    document = document_from_bytes(found.script.encode("utf-8", "replace"), shown)
    if document.mapping is None:
        return Remote(found.sid, shown, None)
    scenario = read_scenario(document)
    if "api-initiated" not in scenario.branches:
        raise CallrActionsError(
            f"{shown} has no branch `api-initiated`, where a run begins",
            hint="it answers calls or messages; a run needs that branch",
            exit_code=ExitCode.FINDINGS,
        )
    names = UserNames(scenario, find_expressions(scenario, bundled()))
    return Remote(found.sid, shown, frozenset(names.uses) | frozenset(names.mentioned))
