"""End users: who phone numbers are assigned to."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from callr_actions.api.models.end_users import EndUser
from callr_actions.api.models.paging import Page
from callr_actions.api.paging import Search
from callr_actions.api.request import NOTHING, answer, ask
from callr_actions.api.requests.end_users import SearchEndUsers

if TYPE_CHECKING:
    from callr_actions.api.request import Request
    from callr_actions.api.requests.end_users import CreateEndUser, UpdateEndUser

_END_USER = answer(EndUser)
_PAGE = answer(Page[EndUser])


def search(inputs: SearchEndUsers | None = None) -> Search[EndUser]:
    """List end users."""
    return Search.of("endUsersSearch", _PAGE, inputs or SearchEndUsers(), identity=attrgetter("sid"))


def create(inputs: CreateEndUser) -> Request[EndUser]:
    """Make an end user."""
    return ask("endUsersCreate", _END_USER, inputs)


def get(sid: str) -> Request[EndUser]:
    """Read an end user."""
    return ask("endUsersGet", _END_USER, sid=sid)


def update(sid: str, inputs: UpdateEndUser) -> Request[EndUser]:
    """Change an end user."""
    return ask("endUsersUpdate", _END_USER, inputs, sid=sid)


def delete(sid: str) -> Request[None]:
    """Delete an end user that no number is assigned to."""
    return ask("endUsersDelete", NOTHING, sid=sid)
