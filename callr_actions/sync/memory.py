"""What journals remember of deploys that did not come to their end: what they made, what they had sent.

Only a help: without it, as on a fresh checkout, more is asked and nothing is done that would be wrong.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from callr_actions.named_tuple import NamedTuple
from callr_actions.sync.layout import same_but_for_layout
from callr_actions.sync.marker import State, text_hash

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from callr_actions.sync.desired import DesiredScenario
    from callr_actions.sync.remote import RemoteScenario


class Making(NamedTuple):
    """A scenario that a deploy has begun to make.

    Attributes:
        hash: of the text that it was sent.
        name: its name.
        sid: None where the answer never came.
    """

    hash: str
    name: str
    sid: str | None = None


class Sending(NamedTuple):
    """A text that a deploy has begun to send, and not finished with.

    Attributes:
        hash: of the text.
        kept: of what the account made of it; None where that was not written down any more.
    """

    hash: str
    kept: str | None = None


class Memory(NamedTuple):
    """What is remembered, by key.

    Attributes:
        making: what deploys may have made and nobody has seen since.
        sending: what they have sent and not finished with.
        left: the SIDs of what they have left on the account.
    """

    making: Mapping[str, Making] = MappingProxyType({})
    sending: Mapping[str, Sending] = MappingProxyType({})
    left: Mapping[str, str] = MappingProxyType({})

    def has_made(self, there: RemoteScenario) -> bool:
        """Whether a deploy from here that was ended in the middle has made a scenario, or may have."""
        making = None if there.mark is None else self.making.get(there.mark.key)
        if making is None or there.mark is None:
            return False
        if making.sid is not None:
            return making.sid == there.sid
        return (making.hash, making.name) == (there.mark.base, there.name)

    def left_unmarked(self, there: RemoteScenario, here: DesiredScenario | None = None) -> bool:
        """Whether a text that looks edited is only the account's form of what a deploy from here has sent.

        Args:
            there: the scenario.
            here: its file; where the account's answer was not written down, its text decides.
        """
        if there.mark is None or there.state is not State.EDITED or there.mark.sent is not None:
            return False
        sending = self.sending.get(there.mark.key)
        if sending is None or sending.hash != there.mark.hash:
            return False
        if sending.kept is not None:
            return sending.kept == text_hash(there.body)
        return here is not None and here.hash == sending.hash and same_but_for_layout(here.body, there.body)


NOTHING = Memory()


def nothing() -> Memory:
    """Remember nothing."""
    return NOTHING


def remember(records: Iterable[list[dict[str, Any]]]) -> Memory:
    """Return what journals say, the oldest first.

    A deploy that came to its end has seen what was made before: of what it left in doubt itself it remembers
    that, and of others nothing.
    """
    making: dict[str, Making] = {}
    sending: dict[str, Sending] = {}
    for entries in records:
        begun: dict[str, Making] = {}
        end: dict[str, Any] | None = None
        for entry in entries:
            kind, key = entry.get("kind"), str(entry.get("key"))
            done = kind == "after" and entry.get("status") == "done" and not entry.get("number")
            if kind == "end":
                end = entry
            elif kind in {"before", "marking"} and isinstance(entry.get("hash"), str):
                sending[key] = Sending(entry["hash"], entry.get("kept"))
                if kind == "before" and entry.get("op") == "create":
                    begun[key] = Making(entry["hash"], str(entry.get("name")))
            elif done:
                sending.pop(key, None)
                if key in begun:
                    begun[key] = begun[key]._replace(sid=entry.get("sid"))
        if end is not None:
            making = {}
            if not end.get("unseen"):
                begun = {key: each for key, each in begun.items() if each.sid is None}
        making |= begun
    return Memory(MappingProxyType(making), MappingProxyType(sending))
