"""What is due later: steps of an upload, of an SMS, of a task.

A resource writes down when its next step is due, in the transaction that starts it. No task in the background
could be lost: whoever comes next takes the steps that are due, each in a transaction of its own with what it
causes. With a virtual clock a request takes the next step that waits, whenever it is due, so that a client
that polls sees every state.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from callr_actions.account.call import Owner
from callr_actions.account.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from callr_actions.account.call import Call
    from callr_actions.account.clock import Clock
    from callr_actions.account.database import Database
    from callr_actions.account.names import Names
    from callr_actions.account.runs.sessions import Sessions

TABLES = Tables(
    "work",
    (
        """
create table due (
  id integer primary key, account integer not null references accounts (id), at integer not null,
  kind text not null, subject text not null
)
;
create index due_by_at on due (at)
""",
        """
alter table due add column calendar integer not null default 0
;
create index due_by_calendar on due (calendar, at)
""",
    ),
    ("due",),
)


@dataclass(frozen=True, slots=True)
class Job:
    """A step that is due, within its transaction.

    Attributes:
        owner: the account it is of.
        database: where it reads and writes.
        names: gives ids.
        clock: for what moves it.
        sessions: the runs at hand.
        now: the account's time in milliseconds since 1970.
        subject: what `later` was given.
    """

    owner: Owner
    database: Database
    names: Names
    clock: Clock
    sessions: Sessions
    now: int
    subject: dict[str, Any]


def later(
    cause: Call | Job,
    kind: str,
    milliseconds: int,
    *,
    calendar: bool = False,
    **subject: Any,  # noqa: ANN401 - JSON
) -> int:
    """Write a step down; return its number, by which it can be taken back.

    Args:
        cause: the request or the step that it comes from.
        kind: which of the `steps` of `Work`.
        milliseconds: how long from now, in the account's time.
        calendar: whether it waits for its day: nobody polls for it, so a virtual clock does not go on to it.
        subject: what the step is given; JSON.
    """
    row = cause.database.row(
        "insert into due (account, at, kind, subject, calendar) values (?, ?, ?, ?, ?) returning id",
        cause.owner.id,
        cause.now + milliseconds,
        kind,
        json.dumps(subject),
        calendar,
    )
    assert row is not None
    return int(row["id"])


class Work:
    """Takes steps that are due.

    Args:
        database: keeps them.
        clock: tells what is due.
        names: for the steps.
        sessions: for the steps.
        steps: what to do for each kind.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        names: Names,
        sessions: Sessions,
        steps: Mapping[str, Callable[[Job], None]],
    ) -> None:
        self._database = database
        self._clock = clock
        self._names = names
        self._sessions = sessions
        self._steps = steps

    def next_due(self) -> int | None:
        """Return when the next step is due, None when none waits but for a day that has not come."""
        first = self._first("select min(at) from due")
        if first is None or first <= self._clock.now():
            return first
        return self._first("select min(at) from due where calendar = 0")

    def _first(self, sql: str) -> int | None:
        row = self._database.row(sql)
        assert row is not None
        return None if row[0] is None else int(row[0])

    def take_due(self) -> None:
        """Take every step that is due by now; with a virtual clock, the next one in any case."""
        moment = self.next_due()
        if moment is None:
            return
        if self._clock.virtual:
            with self._database.transaction(writes=True):
                self._clock.reach(moment)
        while moment is not None and moment <= self._clock.now():
            self._take_one()
            moment = self.next_due()

    def _take_one(self) -> None:
        with self._database.transaction(writes=True):
            now = self._clock.now()
            row = self._database.row(
                "delete from due where id = (select id from due where at <= ? order by at, id limit 1)"
                " returning account, kind, subject",
                now,
            )
            if row is None:  # another process took it
                return
            account = self._database.row("select id, sid from accounts where id = ?", row["account"])
            assert account is not None
            owner = Owner(account["id"], account["sid"], main=account["id"] == 1)
            subject = json.loads(row["subject"])
            job = Job(owner, self._database, self._names, self._clock, self._sessions, now, subject)
            self._steps[row["kind"]](job)
