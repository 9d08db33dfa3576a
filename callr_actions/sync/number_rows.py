"""Numbers: which are attached, moved or detached. A move says who loses the number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.closest import closest
from callr_actions.named_tuple import NamedTuple
from callr_actions.sync.obstacle import Obstacle
from callr_actions.sync.plan import Holder, Note, NumberRow, Op

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from callr_actions.sync.desired import Desired, DesiredScenario
    from callr_actions.sync.matching import Matches
    from callr_actions.sync.remote import Remote, RemoteScenario


class NumberRows(NamedTuple):
    """What is to be done about numbers, known about them, and mended first."""

    rows: tuple[NumberRow, ...]
    notes: tuple[Note, ...]
    obstacles: tuple[Obstacle, ...]


def number_rows(
    desired: Desired, remote: Remote, matches: Matches, takes: Callable[[str], bool], *, prune: bool
) -> NumberRows:
    """Return what makes each number be answered by the scenario that lists it.

    Args:
        desired: what the account should be.
        remote: what it is.
        matches: which scenario belongs to which key.
        takes: whether a key is meant.
        prune: whether a number that is listed nowhere is detached from a scenario that has a list.
    """
    rows = _Rows(desired, remote, matches, prune)
    managed = [(each, each.numbers) for each in desired.scenarios if takes(each.key)]
    for each, numbers in managed:
        rows.wanted(each, numbers or ())
    for each, numbers in managed:
        if numbers is not None:
            rows.unlisted(each, numbers)
    return NumberRows(tuple(rows.rows), tuple(rows.notes), tuple(rows.obstacles))


class _Rows:
    def __init__(self, desired: Desired, remote: Remote, matches: Matches, prune: bool) -> None:
        self.rows: list[NumberRow] = []
        self.notes: list[Note] = []
        self.obstacles: list[Obstacle] = []
        self._account = desired.account
        self._owned = remote.numbers
        self._holders = remote.holders
        self._prune = prune
        self._matches = matches
        self._keys = dict(self._ours(matches))
        self._listed = {number: each.key for each in desired.scenarios for number in each.numbers or ()}

    def _ours(self, matches: Matches) -> Iterator[tuple[str, str]]:
        for key, found in matches.of.items():
            yield found.scenario.sid, key
        for orphan in matches.orphans:
            assert orphan.mark is not None
            yield orphan.sid, orphan.mark.key

    def wanted(self, each: DesiredScenario, numbers: tuple[str, ...]) -> None:
        """Attach or move what the scenario lists and does not answer."""
        found = self._matches.of.get(each.key)
        sid = None if found is None else found.scenario.sid
        for number in numbers:
            if self._owned is not None and number not in self._owned:
                self.obstacles.append(self._not_here(each, number))
                continue
            holder = self._holders.get(number)
            after = Holder(sid, each.key, each.name)
            if holder is None:
                self.rows.append(NumberRow(Op.ATTACH, each.key, number, None, after))
            elif holder.sid != sid:
                self.rows.append(
                    NumberRow(Op.MOVE, each.key, number, self._holder(holder), after, self._why(holder))
                )

    def unlisted(self, each: DesiredScenario, numbers: tuple[str, ...]) -> None:
        """Detach, or only name, what the scenario answers and does not list."""
        found = self._matches.of.get(each.key)
        if found is None:
            return
        for number in found.scenario.numbers:
            if number in numbers:
                continue
            other = self._listed.get(number)
            if other is not None:
                if not any(row.number == number for row in self.rows):
                    self.notes.append(
                        Note(f"{number} is answered by `{each.key}` and listed for `{other}`", each.key)
                    )
            elif self._prune:
                self.rows.append(
                    NumberRow(
                        Op.DETACH,
                        each.key,
                        number,
                        self._holder(found.scenario),
                        None,
                        "listed for no scenario: nobody will answer it",
                    )
                )
            else:
                self.notes.append(
                    Note(
                        f"{number} is answered by `{each.key}` and listed for no scenario",
                        each.key,
                        "list it in callr.yaml; `--prune` detaches it",
                    )
                )

    def _holder(self, there: RemoteScenario) -> Holder:
        return Holder(there.sid, self._keys.get(there.sid), there.name)

    def _why(self, holder: RemoteScenario) -> str:
        return "" if holder.sid in self._keys else "taken from a scenario that is not in the folder"

    def _not_here(self, each: DesiredScenario, number: str) -> Obstacle:
        near = closest(number, self._owned or ())
        return Obstacle(
            f"{number} is listed for `{each.key}`, and the account `{self._account}` does not have it",
            each.key,
            None,
            f"did you mean {near}?" if near is not None else "`callr-actions numbers list` shows what it has",
        )
