"""Requests about recordings."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Final, Literal

from callr_actions.api.requests.constraints import Boolean, Choice, Integer, Many, Text, Time
from callr_actions.api.requests.identifiers import CALL_ID, PHONE_NUMBER, SID
from callr_actions.api.requests.inputs import Certainty, Inputs, body, query, request
from callr_actions.api.requests.search import Search
from callr_actions.api.requests.violations import Fault, Violation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

SIDS: Final = Many(SID, 100)


@request
class SearchRecordings(Search):
    """Recordings.

    Attributes:
        type: such as `call`, `recording`, `voicemail`.
        min_duration: seconds (that it is seconds is inferred).
    """

    operation = "recordingsSearch"

    sid: str | None = query("sid", SID, default=None)
    type: str | None = query("type", Text(), default=None)
    caller: str | None = query("caller", PHONE_NUMBER, default=None)
    callee: str | None = query("callee", PHONE_NUMBER, default=None)
    call_id: int | None = query("callid", CALL_ID, default=None)
    read: bool | None = query("read", Boolean(), default=None)
    read_after: datetime | str | None = query("readAfter", Time(), default=None)
    read_before: datetime | str | None = query("readBefore", Time(), default=None)
    created_after: datetime | str | None = query("createdAfter", Time(), default=None)
    created_before: datetime | str | None = query("createdBefore", Time(), default=None)
    min_duration: int | None = query("minDuration", Integer(0), default=None)
    sort: Literal["created"] | None = query("sort", Choice(("created",)), default=None)


@request
class UpdateRecording(Inputs):
    """Whether a recording counts as read."""

    operation = "recordingsUpdate"

    read: bool | None = body("read", Boolean(), default=None)


class _Bulk(Inputs):
    """Many recordings at once: without a SID the API takes all of the account, so that must be said."""

    sids: tuple[str, ...]
    all: bool

    def contradictions(self) -> Iterator[Violation]:
        """Yield a request for all that does not say so, or says both."""
        # Only True itself says so: "no" and 1 are true as well.
        if not self.sids and self.all is not True:
            found = "empty, which means every recording of the account"
            yield Violation("sid", Fault(found, "1 to 100 SIDs, or `all=True`"))
        elif self.sids and self.all is not False:
            yield Violation("sid", Fault(f"a list of {len(self.sids)}, with `all`", "one of the two"))


@request
class UpdateRecordings(_Bulk):
    """Whether many recordings count as read.

    Attributes:
        sids: at most 100.
        read: what they become; that the API demands it is inferred.
        all: every recording of the account, instead of `sids`.
    """

    operation = "recordingsUpdateBulk"

    sids: tuple[str, ...] = query("sid", SIDS, default=())
    read: bool = body("read", Boolean(), certainty=Certainty.INFERRED)
    all: bool = field(default=False)


@request
class DeleteRecordings(_Bulk):
    """Many recordings to delete.

    Attributes:
        sids: at most 100.
        all: every recording of the account, instead of `sids`.
    """

    operation = "recordingsDeleteBulk"

    sids: tuple[str, ...] = query("sid", SIDS, default=())
    all: bool = field(default=False)
