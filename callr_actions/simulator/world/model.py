"""A world as values. An empty one works: everybody answers after three seconds and talks for thirty."""

from __future__ import annotations

from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from callr_actions.named_tuple import NamedTuple
from callr_actions.simulator.behaviour import Behaviour, Script

if TYPE_CHECKING:
    from collections.abc import Mapping

# A Monday morning, so that scenarios with opening hours are open.
START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


class Caller(NamedTuple):
    """Who calls or writes, and what they do.

    Attributes:
        number, to: in E.164 form. The first lies in a range that is kept for films.
        restricted: whether the number is withheld.
        script: what the caller does once the call has begun.
        text: what an SMS says.
    """

    number: str = "+33639980042"
    to: str = "+33199001234"
    name: str = ""
    restricted: bool = False
    script: Script = ()
    text: str = "Hello"


class Reply(NamedTuple):
    """What a web server answers, or what keeps it from answering.

    Attributes:
        body: as text.
        takes: seconds until the answer is there.
        fault: why there is none, such as `connection refused`; None where there is one.
    """

    status: int = 200
    status_text: str | None = None
    headers: Mapping[str, str] = MappingProxyType({})
    body: str = ""
    takes: float = 0.2
    fault: str | None = None


class Stub(NamedTuple):
    """Requests, and what they are answered with.

    Attributes:
        url: a pattern: `*` stands for anything within a part of the path, `**` for anything.
        method: upper case; None for every one.
        contains: texts that all have to stand in the request's body.
        replies: for the first such request, the second and so on; the last one for all that follow.
    """

    url: str
    replies: tuple[Reply, ...]
    method: str | None = None
    contains: tuple[str, ...] = ()


class ActionAnswer(NamedTuple):
    """What an action gives of which only the name is public.

    Attributes:
        when: parameters that it has to have; None counts for every step.
        takes: seconds.
        says: what the person hears meanwhile.
    """

    result: Any = None
    when: Any = None
    takes: float | None = None
    says: str | None = None


class Rate(NamedTuple):
    """What calls to some numbers cost.

    Attributes:
        prefix: what the numbers start with.
        destination, label: its id and its name in a call's detail record.
        cents: for a minute.
    """

    prefix: str
    destination: int
    label: str
    cents: float


class World(NamedTuple):
    """Everything outside the scenario.

    Attributes:
        start: the moment at which the run begins.
        numbers: by number or SIP address: how the first call to it goes, the second and so on.
        others: how calls to all other numbers go.
        actions: by id, such as `amd@v2`: the first answer that fits is given, each once; the last one always.
        scenario_sid, scenario_name: what the variable `scenario` says; None for what the file is called.
        integrations: the variable of that name.
        rates: what calls cost, the first that fits; without one that does, a made-up price.
    """

    start: datetime = START
    caller: Caller = Caller()
    numbers: Mapping[str, tuple[Behaviour, ...]] = MappingProxyType({})
    others: Behaviour = Behaviour()
    http: tuple[Stub, ...] = ()
    actions: Mapping[str, tuple[ActionAnswer, ...]] = MappingProxyType({})
    scenario_sid: str = "simulate"
    scenario_name: str | None = None
    integrations: Mapping[str, Any] = {}
    rates: tuple[Rate, ...] = ()
