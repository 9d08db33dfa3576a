"""The plan as a value: what a deploy would do, row by row.

Texts of a row that people read (diff, flow, reason) hold no value of an environment variable; `after` of a
scenario keeps its holes open, and is filled again when it is sent.
"""

from __future__ import annotations

from collections import Counter
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from callr_actions.sync.holes import HoledText
    from callr_actions.sync.obstacle import Obstacle
    from callr_actions.sync.remote import RemoteScenario

VERSION = 1


class Op(Enum):
    """What a row does. The order is that of the rows in a plan, and of their doing."""

    CONFLICT = "conflict"
    CREATE = "create"
    ADOPT = "adopt"
    RENAME = "rename"
    UPDATE = "update"
    ATTACH = "attach"
    MOVE = "move"
    DETACH = "detach"
    DELETE = "delete"

    @property
    def rank(self) -> int:
        """The place in the order."""
        return _RANKS[self]


_RANKS = {op: rank for rank, op in enumerate(Op)}


class Before(NamedTuple):
    """A scenario as it was on the account when the plan was made.

    Attributes:
        fingerprint: of its name and script.
        key: what its marker line says, None without one.
        script: whole; None in a plan that was read from a file, which keeps no script of an account.
    """

    sid: str
    name: str
    fingerprint: str
    key: str | None = None
    script: str | None = None
    numbers: tuple[str, ...] = ()

    @classmethod
    def of(cls, there: RemoteScenario) -> Before:
        """Return a scenario as it is now."""
        key = None if there.mark is None else there.mark.key
        return cls(there.sid, there.name, there.fingerprint, key, there.script, there.numbers)


class After(NamedTuple):
    """A scenario as it will be.

    Attributes:
        template: its text without the marker line, with open holes; None where the text stays.
        hash: of the text with its holes filled.
        commit: for the marker line.
    """

    name: str
    template: HoledText | None
    hash: str
    commit: str | None = None


class Holder(NamedTuple):
    """Which scenario answers a number.

    Attributes:
        sid: None for a scenario that the plan creates.
        key: None for a scenario that is not ours.
    """

    sid: str | None
    key: str | None
    name: str

    def __str__(self) -> str:
        if self.key is not None:
            return f"`{self.key}`"
        return f"`{self.name}` ({self.sid})"


class ScenarioRow(NamedTuple):
    """A change of one scenario.

    Attributes:
        before: None for one that is created.
        after: None for one that is deleted.
        reason: why, or what about it is special; may be empty.
        flow: what changes in the flow, in one line.
        diff: the lines that change, as a unified diff without its head.
        refused: why this is not done without `--ours`; None where nothing stands against it. Without `before`
            somebody has to say which of several scenarios is meant.
        hint: what to do about that.
        instead: of a copy that is deleted, the SID of the scenario that stays.
    """

    op: Op
    key: str
    before: Before | None = None
    after: After | None = None
    reason: str = ""
    flow: str = ""
    diff: str = ""
    refused: str | None = None
    hint: str | None = None
    instead: str | None = None

    @property
    def sid(self) -> str | None:
        """The scenario's SID, where it has one already."""
        return None if self.before is None else self.before.sid

    @property
    def name(self) -> str:
        """Its name afterwards; of one that is deleted, before."""
        if self.after is not None:
            return self.after.name
        return self.key if self.before is None else self.before.name


class NumberRow(NamedTuple):
    """A change of what answers one number.

    Attributes:
        key: of the scenario that gets it; where none does, of the one that loses it.
        before, after: who answers it; None for nobody.
    """

    op: Op
    key: str
    number: str
    before: Holder | None = None
    after: Holder | None = None
    reason: str = ""
    refused: str | None = None


Row: TypeAlias = ScenarioRow | NumberRow


class Note(NamedTuple):
    """Something to know before the plan is carried out; no row of its own."""

    message: str
    key: str | None = None
    hint: str | None = None


class Plan(NamedTuple):
    """What a deploy would do.

    Attributes:
        account: its name.
        rows: in the order of `Op`, then by key and number.
        unchanged: how many of the scenarios that were looked at are as they should be.
        ours: how many scenarios of the account are ours, for the thresholds.
        notes: what is to be known.
        obstacles: what has to be mended first.
        created: when the plan was made, RFC 3339.
        commit: of the folder, None where it is in none.
        protected: whether the account asks for its name; None for the local one, which needs no protection.
    """

    account: str
    rows: tuple[Row, ...] = ()
    unchanged: int = 0
    ours: int = 0
    notes: tuple[Note, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    created: str = ""
    commit: str | None = None
    protected: bool | None = None

    @property
    def scenarios(self) -> tuple[ScenarioRow, ...]:
        """The rows about scenarios."""
        return tuple(row for row in self.rows if isinstance(row, ScenarioRow))

    @property
    def numbers(self) -> tuple[NumberRow, ...]:
        """The rows about numbers."""
        return tuple(row for row in self.rows if isinstance(row, NumberRow))

    @property
    def refused(self) -> tuple[Row, ...]:
        """The rows that are not done without `--ours`."""
        return tuple(row for row in self.rows if row.refused is not None)

    @property
    def counts(self) -> Mapping[Op, int]:
        """How many rows of each kind, in their order; kinds without a row left out."""
        counted = Counter(row.op for row in self.rows)
        return {op: counted[op] for op in Op if counted[op]}

    @property
    def fingerprints(self) -> Mapping[str, str]:
        """What it rests on: by SID the content, by number the SID of who answers it, empty for nobody."""
        found = {row.before.sid: row.before.fingerprint for row in self.scenarios if row.before is not None}
        held = {row.number: (row.before.sid or "") if row.before else "" for row in self.numbers}
        return {**found, **held}

    def without_refused(self) -> Plan:
        """Return the plan that leaves to the account what `--ours` would overwrite."""
        return self._replace(rows=tuple(row for row in self.rows if row.refused is None))
