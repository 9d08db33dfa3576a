"""Requests about end users."""

from __future__ import annotations

from typing import Final, Literal

from callr_actions.api.requests.constraints import Choice, Text
from callr_actions.api.requests.inputs import Inputs, body, query, request
from callr_actions.api.requests.json_objects import Object
from callr_actions.api.requests.search import Search

NAME: Final = Text(1, 32)
COMMENT: Final = Text(most=255)


@request
class SearchEndUsers(Search):
    """End users whose name holds a text."""

    operation = "endUsersSearch"

    name: str | None = query("name", Text(most=32), default=None)
    sort: Literal["name", "created", "updated"] | None = query(
        "sort", Choice(("name", "created", "updated")), default=None
    )


@request
class CreateEndUser(Inputs):
    """A new end user.

    Attributes:
        address: its keys are not documented.
    """

    operation = "endUsersCreate"

    name: str = body("name", NAME)
    address: dict[str, object] = body("address", Object())
    comment: str | None = body("comment", COMMENT, default=None)


@request
class UpdateEndUser(Inputs):
    """What changes of an end user; what is None stays as it is."""

    operation = "endUsersUpdate"

    name: str | None = body("name", NAME, default=None)
    address: dict[str, object] | None = body("address", Object(), default=None)
    comment: str | None = body("comment", COMMENT, default=None)
