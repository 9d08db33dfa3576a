"""The account's phone numbers."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from callr_actions.api.models.numbers import PhoneNumber
from callr_actions.api.models.paging import Page
from callr_actions.api.paging import Search
from callr_actions.api.request import NOTHING, answer, ask
from callr_actions.api.requests.numbers import SearchNumbers

if TYPE_CHECKING:
    from callr_actions.api.request import Request
    from callr_actions.api.requests.numbers import UpdateNumber

_NUMBER = answer(PhoneNumber)
_PAGE = answer(Page[PhoneNumber])


def search(inputs: SearchNumbers | None = None) -> Search[PhoneNumber]:
    """List the account's numbers, in the order in which they were assigned to it."""
    given = inputs or SearchNumbers()
    return Search.of("numbersSearch", _PAGE, given, identity=attrgetter("e164"), sort="assigned")


def get(number: str) -> Request[PhoneNumber]:
    """Read a number."""
    return ask("numbersGet", _NUMBER, number=number)


def remove(number: str) -> Request[None]:
    """Give a number back, at once and for good; what is left of its contract is billed."""
    return ask("numbersRemove", NOTHING, number=number)


def update(number: str, inputs: UpdateNumber) -> Request[None]:
    """Change what a number is attached and assigned to."""
    return ask("numbersUpdate", NOTHING, inputs, number=number)


def attach(number: str, scenario: str) -> Request[None]:
    """Let a scenario answer a number."""
    return ask("numbersAttach", NOTHING, number=number, sid=scenario)


def detach(number: str, scenario: str | None = None) -> Request[None]:
    """Let nobody answer a number; it stays on the account, and its callers hear that it is not allocated.

    Args:
        number: the number.
        scenario: what it is attached to; only sent where a project's path of this operation has it.
    """
    named = {} if scenario is None else {"sid": scenario}
    return ask("numbersDetach", NOTHING, number=number, **named)


def assign(number: str, end_user: str) -> Request[None]:
    """Assign a number to an end user."""
    return ask("numbersAssign", NOTHING, number=number, sid=end_user)
