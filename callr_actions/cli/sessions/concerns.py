"""What a change of a scenario or number concerns, as lines of a question: who is live, what the folder says.

Commands and raw requests take their lines from here, so that none of them asks for less.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.cli.sessions.ownership import deployed_lines, listed_for, listed_lines

if TYPE_CHECKING:
    from callr_actions.api.models.numbers import PhoneNumber
    from callr_actions.api.models.scenarios import Scenario
    from callr_actions.cli.sessions.session import Session


def of_updating(scenario: Scenario, *, script: bool) -> tuple[str, ...]:
    """Return what another name or script of a scenario concerns."""
    if not script:
        return deployed_lines(scenario, "the next deploy gives it its name again")
    then = "for the next deploy this is an edit, which it does not overwrite"
    return (*_live(scenario, "answered by the new script at once"), *deployed_lines(scenario, then))


def of_deleting(scenario: Scenario) -> tuple[str, ...]:
    """Return what the end of a scenario concerns."""
    live = _live(scenario, "nothing may answer its callers any more")
    return (*live, *deployed_lines(scenario, "the next deploy makes it again"))


def of_attaching(session: Session, number: PhoneNumber, sid: str, key: str | None) -> tuple[str, ...]:
    """Return what it concerns that a scenario is to answer a number.

    Args:
        session: the account.
        number: as it is now.
        sid: the scenario's.
        key: the scenario's in the folder; None for one that is not of it.
    """
    now = number.scenario
    lines = (attached(number),) if now is not None and now.sid != sid else ()
    return (*lines, *listed_lines(session, number.e164, but=key))


def of_detaching(session: Session, number: PhoneNumber) -> tuple[str, ...]:
    """Return what it concerns that nobody is to answer a number."""
    return (attached(number), *listed_lines(session, number.e164))


def of_removing(session: Session, number: PhoneNumber) -> tuple[str, ...]:
    """Return what it concerns that a number is given back."""
    listed = (f"callr.yaml lists {number.e164} for `{key}`" for key in listed_for(session, number.e164))
    return (
        attached(number),
        *listed,
        "this cannot be undone, and what is left of its contract is billed",
    )


def attached(number: PhoneNumber) -> str:
    """Return what a number is attached to."""
    scenario = number.scenario
    if scenario is None:
        return f"{number.e164} is attached to no scenario, as far as the account says"
    name = f"`{scenario.name}` ({scenario.sid})" if scenario.name else scenario.sid or "without a name"
    return f"live: {number.e164} is attached to the scenario {name}, which answers it now"


def _live(scenario: Scenario, what: str) -> tuple[str, ...]:
    return tuple(f"live: {each.e164} is attached to it; {what}" for each in scenario.numbers)
