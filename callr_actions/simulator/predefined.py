"""The variables that the platform sets: which of them exist where, and what they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callr_actions.simulator.leg import Direction
from callr_actions.simulator.start import InboundSms
from callr_actions.simulator.world.model import Rate
from callr_actions.telephony.cdr import Cdr
from callr_actions.telephony.gsm0338 import Capacity, size
from callr_actions.telephony.number_kind import number_kind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from callr_actions.simulator.interpreter import Frame
    from callr_actions.simulator.leg import Leg
    from callr_actions.simulator.session import Session
    from callr_actions.simulator.world.model import World

# The prices of a made-up account: cents a minute for a call that goes out, cents for a part of a message.
# What an account pays is its contract's matter, so nothing but the form of the amounts is Callr's.
_CENTS_A_MINUTE = 0.8925
_BILLED_BY = 60
_NETWORK = "20801"


class Predefined:
    """Makes the predefined variables of one run.

    Attributes:
        epoch: the start of the run in milliseconds since 1970.
        scenario: what the variable `scenario` holds.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        world = session.world
        self.epoch = round(world.start.timestamp() * 1000)
        file = session.program.file.rpartition("/")[2].rpartition(".")[0]
        self.scenario = {"sid": world.scenario_sid, "name": world.scenario_name or file or "scenario"}
        # The evaluator takes one and the same object for unchanged, so that what is made once is sent once.
        run = {"id": session.run_id, "type": session.start.type}
        self._sms_value: dict[str, Any] | None = None
        self._call_value: tuple[tuple[object, ...], dict[str, Any]] | None = None
        self._makers: dict[str, Callable[[Frame], Any]] = {
            "run": lambda frame: run,  # noqa: ARG005
            "scenario": lambda frame: self.scenario,  # noqa: ARG005
            "app": lambda frame: self.scenario,  # noqa: ARG005
            "integrations": lambda frame: world.integrations,  # noqa: ARG005
            "call": lambda frame: self._call(),  # noqa: ARG005
            "sms": lambda frame: self._sms(),  # noqa: ARG005
            "recording": lambda frame: frame.recording,
        }

    def values(self, names: Collection[str], frame: Frame) -> dict[str, Any]:
        """Return the values of those names that are predefined variables in the frame's context."""
        found: dict[str, Any] = {}
        for name in names:
            maker = self._makers.get(name)
            if maker is not None and self.exists(name, frame):
                found[name] = maker(frame)
        return found

    def exists(self, name: str, frame: Frame) -> bool:
        """Return whether a predefined variable exists in a frame's context."""
        variable = self._session.program.catalog.variables.get(name)
        if variable is None or frame.context not in variable.available:
            return False
        # Handlers see the call only where there was one.
        return name != "call" or self._session.exchange.caller is not None

    def _call(self) -> dict[str, Any]:
        leg = self._session.exchange.caller
        assert leg is not None, "asked for only where it exists"
        state = (self._session.scheduler.now, leg.answered, leg.ended)
        if self._call_value is not None and self._call_value[0] == state:
            return self._call_value[1]
        number = "" if leg.restricted else leg.caller
        value = {
            "fromNumber": number,
            "toNumber": leg.callee,
            **_kind("from", number),
            **_kind("to", leg.callee),
            "cdr": cdr_of(self._session, leg),
        }
        self._call_value = (state, value)
        return value

    def _sms(self) -> dict[str, Any]:
        session, start = self._session, self._session.start
        assert isinstance(start, InboundSms), "asked for only where it exists"
        if self._sms_value is not None:
            return self._sms_value
        limit = session.program.catalog.limit
        taken = size(
            start.text,
            Capacity(int(limit("sms-gsm-single")), int(limit("sms-gsm-part"))),
            Capacity(int(limit("sms-unicode-single")), int(limit("sms-unicode-part"))),
        )
        received = session.timestamp(0)
        self._sms_value = {
            "sid": session.sms_sid,
            "direction": "inbound",
            "fromNumber": start.from_number,
            **_kind("from", start.from_number),
            "toNumber": start.to_number,
            **_kind("to", start.to_number),
            "status": "delivered",
            "encoding": taken.encoding.value,
            "bodyText": start.text,
            "parts": taken.parts,
            "billingDebit": "0.00",
            "billingPaymentType": "prepaid",
            "network": _NETWORK,
            "createdAt": received,
            "updatedAt": received,
            "deliveredAt": received,
            "sentAt": None,
        }
        return self._sms_value


def _kind(side: str, number: str) -> dict[str, str]:
    kind = number_kind(number)
    return {f"{side}Type": kind.type, f"{side}Country": kind.country, f"{side}Location": kind.location}


def cdr_of(session: Session, leg: Leg) -> dict[str, Any]:
    """Return a leg's detail record as it is at this moment, in the API's spelling."""
    now = session.scheduler.now
    end = now if leg.ended is None else leg.ended
    answered = 0 if leg.answered is None else _seconds(end - leg.answered)
    outbound = leg.direction is Direction.OUTBOUND
    billed = -(-answered // _BILLED_BY) * _BILLED_BY if leg.ended is not None else 0
    rate = _rate(session.world, leg.callee)
    debit = billed / 60 * rate.cents if outbound else 0.0
    ending = leg.ending
    status = ending.status if ending else "answered" if leg.answered is not None else None
    return Cdr(
        direction=leg.direction.value,
        callid=leg.callid,
        caller_name=leg.caller_name,
        caller_number="" if leg.restricted else leg.caller,
        caller_restricted=leg.restricted,
        callee=leg.callee,
        started=session.timestamp(leg.started),
        answered=None if leg.answered is None else session.timestamp(leg.answered),
        ended=None if leg.ended is None else session.timestamp(leg.ended),
        status=status,
        hangup_source=leg.source.value if leg.source else None,
        hangup_cause=ending.cause if ending else None,
        hangup_tech=ending.tech if ending else None,
        duration_total=_seconds(end - leg.started),
        duration_answered=answered,
        duration_billed=billed,
        billing_destination_label=rate.label,
        billing_destination_id=rate.destination if outbound else 0,
        billing_debit=f"{debit:.4f}",
        billing_credit="0.0000",
        billing_payment_type="prepaid",
        scenario_sid=session.predefined.scenario["sid"],
        scenario_name=session.predefined.scenario["name"],
    ).to_json()


def _seconds(milliseconds: int) -> int:
    """Return whole seconds, as the network bills them: every one that has begun."""
    return -(-milliseconds // 1000)


def _rate(world: World, number: str) -> Rate:
    for rate in world.rates:
        if number.startswith(rate.prefix):
            return rate
    return Rate("", 1, _destination(number), _CENTS_A_MINUTE)


def _destination(number: str) -> str:
    if not number.startswith("+"):
        return "SIP"
    kind = number_kind(number)
    return "-".join(part for part in (kind.country, kind.type.replace("_", "-")) if part)
