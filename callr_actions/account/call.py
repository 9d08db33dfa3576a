"""One request as its handler sees it: checked values in, and all that it may use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from callr_actions.account.clock import Clock
    from callr_actions.account.database import Database
    from callr_actions.account.names import Names
    from callr_actions.account.runs.sessions import Sessions


class Owner(NamedTuple):
    """The account or sub-account on whose behalf a request is made.

    Attributes:
        id: its number in the file.
        sid: its short id.
        main: whether it is the main account.
    """

    id: int
    sid: str
    main: bool


@dataclass(slots=True)
class Call:
    """A request that passed every check.

    Attributes:
        owner: whose things it may see and change.
        database: within the request's transaction.
        clock: for what moves it.
        names: gives ids.
        sessions: the runs at hand.
        now: the account's time in milliseconds since 1970.
        at: the path parameters.
        query: the query parameters, with defaults; those left out are missing.
        body: the body's known keys; those left out are missing.
        media: the media type of the body, "" for none.
    """

    owner: Owner
    database: Database
    clock: Clock
    names: Names
    sessions: Sessions
    now: int
    at: dict[str, Any]
    query: dict[str, Any]
    body: dict[str, Any]
    media: str
