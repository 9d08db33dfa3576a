"""What a run begins with."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from callr_actions.simulator.behaviour import Script


class InboundCall(NamedTuple):
    """A call comes in.

    Attributes:
        script: what the caller does; None for a caller who is told while the call lasts.
    """

    from_number: str
    to_number: str
    script: Script | None = ()
    name: str = ""
    restricted: bool = False

    @property
    def branch(self) -> str:
        """The branch that it begins with."""
        return "inbound-call"

    @property
    def type(self) -> str:
        """The run's type, as the variable `run` has it."""
        return "inbound-call"


class InboundSms(NamedTuple):
    """A text message comes in."""

    from_number: str
    to_number: str
    text: str

    @property
    def branch(self) -> str:
        """The branch that it begins with."""
        return "inbound-sms"

    @property
    def type(self) -> str:
        """The run's type, as the variable `run` has it."""
        return "inbound-sms"


class ApiRun(NamedTuple):
    """The API starts a run.

    Attributes:
        variables: user variables that it is given, `$` included.
    """

    variables: Mapping[str, Any] = MappingProxyType({})

    @property
    def branch(self) -> str:
        """The branch that it begins with."""
        return "api-initiated"

    @property
    def type(self) -> str:
        """The run's type, as the variable `run` has it."""
        return "api"


Start: TypeAlias = InboundCall | InboundSms | ApiRun
