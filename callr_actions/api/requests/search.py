"""What all lists have in common: the order and the page."""

from __future__ import annotations

from typing import Literal

from callr_actions.api.requests.constraints import Choice, Integer
from callr_actions.api.requests.inputs import Inputs, query, request

ORDER = Choice(("asc", "desc"))
OFFSET = Integer(0)
LIMIT = Integer(1, 100)


@request
class Search(Inputs):
    """A page of a list; without these the API sends the first 10, the latest first.

    Attributes:
        order: `asc` or `desc`.
        offset: the zero-based index of the first item.
        limit: how many items, 1 to 100.
    """

    order: Literal["asc", "desc"] | None = query("order", ORDER, default=None)
    offset: int | None = query("offset", OFFSET, default=None)
    limit: int | None = query("limit", LIMIT, default=None)
