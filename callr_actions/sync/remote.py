"""What an account is, read by pages of its lists and nothing else: a thousand scenarios are ten requests.

A list that does not add up is an error and never "gone": the client compares the total with what came, and
reads again once.
"""

from __future__ import annotations

import asyncio
from functools import cached_property
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING

from callr_actions.named_tuple import NamedTuple
from callr_actions.sync.marker import read_marker

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from callr_actions.api.models.audio_files import AudioFile
    from callr_actions.api.models.numbers import PhoneNumber
    from callr_actions.api.models.scenarios import Scenario
    from callr_actions.sync.marker import Mark, Marked, State
    from callr_actions.sync.reader import Reader


class RemoteScenario:
    """A scenario of an account, as it was when it was read.

    Attributes:
        sid, name, script: as the account has them.
        numbers: what it answers, sorted.
        created, updated: RFC 3339, as the account wrote them.
    """

    def __init__(
        self,
        sid: str,
        name: str,
        script: str,
        numbers: Iterable[str] = (),
        *,
        created: str = "",
        updated: str = "",
    ) -> None:
        self.sid = sid
        self.name = name
        self.script = script
        self.numbers = tuple(sorted(numbers))
        self.created = created
        self.updated = updated

    @classmethod
    def of(cls, scenario: Scenario) -> RemoteScenario:
        """Take what the API answers."""
        return cls(
            scenario.sid,
            scenario.name,
            scenario.script,
            (each.e164 for each in scenario.numbers),
            created=scenario.created.wire,
            updated=scenario.updated.wire,
        )

    @cached_property
    def marked(self) -> Marked:
        """The script without its marker line, and what that says."""
        return read_marker(self.script)

    @property
    def body(self) -> str:
        """The script without its marker line, canonical."""
        return self.marked.body

    @property
    def mark(self) -> Mark | None:
        """The marker line, where it can be read."""
        return self.marked.mark

    @property
    def state(self) -> State:
        """What the marker line says about the script."""
        return self.marked.state

    @cached_property
    def fingerprint(self) -> str:
        """What tells this content from any other: name and script. Numbers are compared by themselves."""
        return sha256(f"{self.name}\0{self.script}".encode("utf-8", "surrogatepass")).hexdigest()

    def __repr__(self) -> str:
        return f"RemoteScenario({self.sid!r}, {self.name!r}, {self.state.value}, {self.numbers!r})"

    def __str__(self) -> str:
        return f"`{self.name}` ({self.sid})"


class Remote(NamedTuple):
    """An account at one moment.

    Attributes:
        scenarios: the oldest first.
        numbers: every number of the account, sorted; None where they were not asked for.
        audio: SIDs of audio files by name; None where they were not asked for.
    """

    scenarios: tuple[RemoteScenario, ...]
    numbers: tuple[str, ...] | None = None
    audio: Mapping[str, tuple[str, ...]] | None = None

    @property
    def by_sid(self) -> Mapping[str, RemoteScenario]:
        """The scenarios by SID."""
        return {each.sid: each for each in self.scenarios}

    @property
    def holders(self) -> Mapping[str, RemoteScenario]:
        """Which scenario answers each number that is attached to one."""
        return {number: each for each in self.scenarios for number in each.numbers}


NOTHING = Remote((), (), MappingProxyType({}))


async def read_remote(reader: Reader, *, numbers: bool = True, audio: bool = False) -> Remote:
    """Read an account.

    Args:
        reader: reads.
        numbers: whether its numbers are wanted; what is attached comes with the scenarios anyway.
        audio: whether its audio files are.

    Raises:
        IncompleteListError: a list does not add up, twice.
        ApiError: of the kind that fits.
    """
    from callr_actions.api.resources import audio_files, scenarios  # noqa: PLC0415
    from callr_actions.api.resources import numbers as number_lists  # noqa: PLC0415

    try:
        async with asyncio.TaskGroup() as group:
            found = group.create_task(reader.all(scenarios.search()))
            owned = group.create_task(reader.all(number_lists.search())) if numbers else None
            sounds = group.create_task(reader.all(audio_files.search())) if audio else None
    except BaseExceptionGroup as failures:  # the first one ended the others
        raise failures.exceptions[0] from None
    return Remote(
        tuple(map(RemoteScenario.of, found.result())),
        None if owned is None else _numbers(owned.result()),
        None if sounds is None else MappingProxyType(_by_name(sounds.result())),
    )


def _numbers(found: Sequence[PhoneNumber]) -> tuple[str, ...]:
    return tuple(sorted(each.e164 for each in found))


def _by_name(found: Sequence[AudioFile]) -> dict[str, tuple[str, ...]]:
    names: dict[str, tuple[str, ...]] = {}
    for each in found:
        names[each.name] = (*names.get(each.name, ()), each.sid)
    return names
