"""Requests about the account's phone numbers."""

from __future__ import annotations

from typing import Literal

from callr_actions.api.models.number_kinds import NumberClass, NumberType
from callr_actions.api.requests.constraints import Boolean, Choice, Text
from callr_actions.api.requests.identifiers import SID
from callr_actions.api.requests.inputs import ABSENT, Absent, Inputs, body, query, request
from callr_actions.api.requests.search import Search


@request
class SearchNumbers(Search):
    """The account's numbers.

    Attributes:
        contains: digits; with a `+` before them, the beginning of the number.
        detached: True for those without a scenario; the API takes no False.
    """

    operation = "numbersSearch"

    sid: str | None = query("sid", SID, default=None)
    class_: NumberClass | str | None = query("class", Choice.of(NumberClass), default=None)
    type: NumberType | str | None = query("type", Choice.of(NumberType), default=None)
    contains: str | None = query(
        "contains",
        Text(1, 34, r"^(\+[1-9])?[0-9]{1,32}$", like="1 to 32 digits, or `+`, a digit and 1 to 32 digits"),
        default=None,
    )
    detached: Literal[True] | None = query("detached", Boolean(only_true=True), default=None)
    sort: Literal["assigned", "e164"] | None = query("sort", Choice(("assigned", "e164")), default=None)


@request
class UpdateNumber(Inputs):
    """What changes of a number.

    Attributes:
        scenario: the scenario to attach to; None sends null, which detaches (inferred).
        end_user: whom to assign to.
    """

    operation = "numbersUpdate"

    scenario: str | Absent | None = body("scenario", SID, default=ABSENT)
    end_user: str | None = body("enduser", SID, default=None)
