"""Requests about SMS messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from callr_actions.api.models.directions import Direction
from callr_actions.api.models.sms import SmsEncoding, SmsStatus, TrafficType
from callr_actions.api.requests.constraints import Choice, PlainConstraint, Text, Time
from callr_actions.api.requests.identifiers import PHONE_NUMBER, SID
from callr_actions.api.requests.inputs import Certainty, Inputs, body, query, request
from callr_actions.api.requests.search import Search

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Sender(PlainConstraint):
    """A phone number, or a sender in letters.

    Attributes:
        most: characters of a sender in letters, at most.
    """

    most: int = 11

    @property
    def allowed(self) -> str:
        """What is accepted, in words."""
        return (
            f"a phone number such as +15551230000, or at most {self.most} characters with a letter among them"
        )

    def accepts(self, value: object) -> bool:
        """Tell whether it is either; whether a sender is approved for the account only the API knows."""
        # Callr's documentation: empty means that the API chooses.
        return value == "" or PHONE_NUMBER.accepts(value) or Text(1, self.most, letter=True).accepts(value)


@request
class SearchSms(Search):
    """Messages.

    Attributes:
        from_: the sender: a phone number, or letters.
        contains: a part of the text, at most 64 characters.
    """

    operation = "smsSearch"

    direction: Direction | str | None = query("direction", Choice.of(Direction), default=None)
    sid: str | None = query("sid", SID, default=None)
    from_: str | None = query("from", Text(), default=None)
    to: str | None = query("to", PHONE_NUMBER, default=None)
    contains: str | None = query("contains", Text(most=64), default=None)
    traffic_type: TrafficType | str | None = query("trafficType", Choice.of(TrafficType), default=None)
    status: SmsStatus | str | None = query("status", Choice.of(SmsStatus), default=None)
    created_after: datetime | str | None = query("createdAfter", Time(), default=None)
    created_before: datetime | str | None = query("createdBefore", Time(), default=None)
    sort: Literal["created", "updated"] | None = query("sort", Choice(("created", "updated")), default=None)


@request
class SendSms(Inputs):
    """A message to send.

    Attributes:
        to: whom to.
        text: 1 to 3,200 characters.
        from_: a phone number, or a sender in letters that Callr approved;
            that those hold a letter is inferred; chosen by the API without it.
        encoding: found out by the API without it.
        traffic_type: the API takes `marketing` without it.
    """

    operation = "smsSend"

    to: str = query("to", PHONE_NUMBER)
    from_: str | None = query("from", Sender(), default=None, certainty=Certainty.INFERRED)
    encoding: SmsEncoding | str | None = query("encoding", Choice.of(SmsEncoding), default=None)
    traffic_type: TrafficType | str | None = query("trafficType", Choice.of(TrafficType), default=None)
    text: str = body("text", Text(1, 3200))
