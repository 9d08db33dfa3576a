"""SMS messages."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from callr_actions.api.models.paging import Page
from callr_actions.api.models.sms import Sms
from callr_actions.api.paging import Search
from callr_actions.api.request import answer, ask
from callr_actions.api.requests.sms import SearchSms

if TYPE_CHECKING:
    from callr_actions.api.request import Request
    from callr_actions.api.requests.sms import SendSms

_SMS = answer(Sms)
_PAGE = answer(Page[Sms])


def search(inputs: SearchSms | None = None) -> Search[Sms]:
    """List messages, in and out."""
    return Search.of("smsSearch", _PAGE, inputs or SearchSms(), identity=attrgetter("sid"))


def send(inputs: SendSms) -> Request[Sms]:
    """Send a message: this costs money, and is never sent twice by itself."""
    return ask("smsSend", _SMS, inputs)


def get(sid: str) -> Request[Sms]:
    """Read a message and what became of it."""
    return ask("smsGet", _SMS, sid=sid)
