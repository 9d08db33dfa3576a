"""What the folder has to say about a scenario or a number before a command changes it past `deploy`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.sync.marker import read_marker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.api.models.scenarios import Scenario
    from callr_actions.cli.sessions.session import Session


def deployed_lines(scenario: Scenario, then: str) -> tuple[str, ...]:
    """Return whose a scenario is, as a line of a question; none for one that nobody has deployed.

    Args:
        scenario: as the account has it.
        then: what the next deploy makes of the change.
    """
    mark = read_marker(scenario.script).mark
    return () if mark is None else (f"deployed from the file of `{mark.key}`: {then}",)


def listed_lines(session: Session, number: str, *, but: str | None = None) -> tuple[str, ...]:
    """Return which scenario callr.yaml lists a number for, as a line of a question.

    Args:
        session: the account.
        number: the number.
        but: the key of the scenario that is to have it; where the file says the same, there is no line.
    """
    return tuple(
        f"callr.yaml lists {number} for `{key}`: the next deploy attaches it there again"
        for key in listed_for(session, number)
        if key != but
    )


def key_here(session: Session, text: str) -> str | None:
    """Return the key that a user means by a key or by a name of callr.yaml; None for anything else."""
    if text in session.project.settings:
        return text
    named = (key for key, settings in session.project.settings.items() if settings.shown_name == text)
    return next(named, None)


def listed_for(session: Session, number: str) -> Iterator[str]:
    """Yield the keys that callr.yaml lists a number for, in this account."""
    for key, settings in session.project.settings.items():
        if number in settings.numbers.get(session.account.name, ()):
            yield key
