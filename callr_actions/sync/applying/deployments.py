"""The deploys of one account that this folder has seen: the one that runs, and records of those before."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from callr_actions.errors import CallrActionsError
from callr_actions.file_errors import reason
from callr_actions.named_tuple import NamedTuple
from callr_actions.sync.applying.journal import VERSION, FileJournal, read_journal
from callr_actions.sync.memory import remember

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from callr_actions.sync.applying.journal import Entry
    from callr_actions.sync.applying.outcome import Outcome
    from callr_actions.sync.memory import Memory
    from callr_actions.sync.plan import Plan

FOLDER = "deployments"
_RUNNING = "running.jsonl"
MOST_KEPT = 200


class Author(NamedTuple):
    """Who deploys, where, and when.

    Attributes:
        at: RFC 3339.
        id: tells two deploys of the same second apart.
    """

    who: str
    host: str
    at: str
    id: str


class Interrupted(NamedTuple):
    """A deploy that was ended in the middle.

    Attributes:
        at: when it began.
        done: how many of its rows were done.
        rows: how many it had.
        pending: keys of what had begun and not ended.
    """

    at: str
    done: int
    rows: int
    pending: tuple[str, ...]

    def __str__(self) -> str:
        text = f"the deploy of {self.at} was ended in the middle, after {self.done} of {self.rows} rows"
        if self.pending:
            text += f", while it was at {', '.join(f'`{key}`' for key in self.pending)}"
        return text


class Deployments:
    """The deploys of one account.

    Args:
        state: the project's `.callr`.
        account: the account's name.
    """

    def __init__(self, state: Path, account: str) -> None:
        self._folder = state / FOLDER / quote(account, safe="")
        self._journal: FileJournal | None = None

    def settle(self) -> Interrupted | None:
        """Make a record of a deploy that was ended in the middle; return what is known of it.

        Only with the account's lock: the deploy that runs looks the same.

        Raises:
            CallrActionsError: it cannot be read or kept.
        """
        path = self._folder / _RUNNING
        try:
            if not path.exists():
                return None
            entries = read_journal(path)
            self._keep(path, entries)
        except OSError as error:
            raise self._unusable(error) from error
        return _interrupted(entries)

    def known(self) -> Mapping[str, str]:
        """Return the SIDs that deploys have left, by key; of a deleted one none."""
        return _left(self.records())

    def memory(self) -> Memory:
        """Return what is left of deploys that did not come to their end, the one that runs included."""
        path = self._folder / _RUNNING
        try:
            running = [read_journal(path)] if path.exists() else []
        except OSError:
            running = []
        records = list(self.records())
        return remember((*records, *running))._replace(left=_left(records))

    def records(self) -> Iterator[list[Entry]]:
        """Yield the entries of each deploy that has ended, the oldest first, of those that can be read."""
        if not self._folder.is_dir():
            return
        for path in sorted(self._folder.glob("*.jsonl")):
            if path.name == _RUNNING:
                continue
            try:
                yield read_journal(path)
            except OSError:
                continue

    def begin(self, plan: Plan, author: Author) -> FileJournal:
        """Begin a deploy; return its journal.

        Raises:
            CallrActionsError: its file cannot be made.
        """
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise self._unusable(error) from error
        self._journal = FileJournal(self._folder / _RUNNING)
        self._head = _head(plan, author)
        return self._journal

    async def head(self) -> None:
        """Write down who deploys what."""
        assert self._journal is not None, "it has begun"
        await self._journal.note(self._head)

    async def end(self, outcome: Outcome) -> None:
        """End a deploy that came to its end, whatever came of it: its journal is its record."""
        assert self._journal is not None, "it has begun"
        counts = {status.value: count for status, count in outcome.counts.items()}
        await self._journal.note({"kind": "end", "counts": counts, "unseen": outcome.unseen})
        self.close()
        path = self._folder / _RUNNING
        try:
            self._keep(path, [self._head])
        except OSError as error:
            raise self._unusable(error) from error

    def close(self) -> None:
        """Close the journal; without `end` the next deploy finds it."""
        if self._journal is not None:
            self._journal.close()
            self._journal = None

    def _keep(self, path: Path, entries: list[Entry]) -> None:
        head = next((entry for entry in entries if entry.get("kind") == "deploy"), {})
        at = "".join(char for char in str(head.get("at", "unknown")) if char.isalnum())
        path.replace(self._folder / f"{at}-{quote(str(head.get('id', '')), safe='')}.jsonl")
        kept = sorted(each for each in self._folder.glob("*.jsonl") if each.name != _RUNNING)
        for old in kept[:-MOST_KEPT]:
            old.unlink(missing_ok=True)

    def _unusable(self, error: OSError) -> CallrActionsError:
        return CallrActionsError(
            f"the records of deploys cannot be used: {reason(error)}",
            file=str(self._folder),
            hint="check the permissions of the folder and the room on the disk",
        )


def _left(records: Iterable[list[Entry]]) -> dict[str, str]:
    sids: dict[str, str] = {}
    for entries in records:
        for entry in entries:
            key, sid = entry.get("key"), entry.get("sid")
            if entry.get("kind") != "after" or entry.get("status") != "done" or entry.get("number"):
                continue
            if entry.get("op") == "delete":
                sids = {each: other for each, other in sids.items() if other != sid}
            elif isinstance(key, str) and isinstance(sid, str):
                sids[key] = sid
    return sids


def _head(plan: Plan, author: Author) -> Entry:
    rows = [{"op": row.op.value, "key": row.key, "number": getattr(row, "number", None)} for row in plan.rows]
    return {
        "kind": "deploy",
        "version": VERSION,
        "account": plan.account,
        "commit": plan.commit,
        **author._asdict(),
        "rows": rows,
    }


def _interrupted(entries: list[Entry]) -> Interrupted | None:
    head = next((entry for entry in entries if entry.get("kind") == "deploy"), None)
    if head is None or any(entry.get("kind") == "end" for entry in entries):
        return None
    begun = {_which(entry) for entry in entries if entry.get("kind") == "before"}
    ended = [_which(entry) for entry in entries if entry.get("kind") == "after"]
    done = sum(entry.get("status") == "done" for entry in entries if entry.get("kind") == "after")
    pending = sorted({number or key for key, number in begun - set(ended)})
    return Interrupted(str(head.get("at", "")), done, len(head.get("rows", ())), tuple(pending))


def _which(entry: Entry) -> tuple[str, str]:
    return str(entry.get("key", "")), str(entry.get("number") or "")
