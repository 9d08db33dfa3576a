"""What a script says about its runs: whether one can begin, and with which variables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from callr_actions.language.scenario import Scenario

ENTRY = "api-initiated"


class Script(NamedTuple):
    """A script as far as its runs are concerned.

    Attributes:
        scenario: its branches and steps.
        initial: the variables that it declares, with their first values.
        known: the variables that it declares, sets or reads; None where some of its code cannot be read.
    """

    scenario: Scenario
    initial: Mapping[str, object]
    known: frozenset[str] | None


def read_script(text: str, shown: str) -> Script | None:
    """Read a script; None where it cannot be read: then only the account can say what is wrong.

    Args:
        text: the script.
        shown: what people call it.

    Raises:
        CallrActionsError: it has no branch that the API starts.
    """
    from callr_actions.language.bundled import bundled  # noqa: PLC0415 - --help reads no script
    from callr_actions.language.document import parse_document  # noqa: PLC0415
    from callr_actions.language.expressions import find_expressions  # noqa: PLC0415
    from callr_actions.language.scenario_reader import read_scenario  # noqa: PLC0415
    from callr_actions.language.source import Source  # noqa: PLC0415
    from callr_actions.language.user_names import UserNames  # noqa: PLC0415
    from callr_actions.simulator.program import Program  # noqa: PLC0415

    document = parse_document(Source(shown, text))
    if document.mapping is None:
        return None
    scenario = read_scenario(document)
    if ENTRY not in scenario.branches:
        there = ", ".join(f"`{name}`" for name in scenario.branches) or "none"
        raise CallrActionsError(
            f"{shown} has no branch `{ENTRY}`, with which a run begins; its branches: {there}",
            hint=f"add `{ENTRY}` under `branches`; `callr-actions call` tries one for calls that come in",
            exit_code=ExitCode.FINDINGS,
        )
    catalog = bundled()
    names = UserNames(scenario, find_expressions(scenario, catalog))
    known = frozenset(names.uses) | frozenset(names.mentioned) if names.complete else None
    return Script(scenario, Program(scenario, catalog).variables, known)
