"""From what should be and what is to the plan: a pure function, so that every plan can be made again."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from callr_actions.named_tuple import NamedTuple
from callr_actions.sync.choices import Choices
from callr_actions.sync.commands import Commands
from callr_actions.sync.disclosure import difference, without_values
from callr_actions.sync.double_rows import double_rows
from callr_actions.sync.flow_change import describe_change, describe_new
from callr_actions.sync.history import Ancestry, Everything
from callr_actions.sync.marker import State
from callr_actions.sync.matching import Bond, match
from callr_actions.sync.memory import nothing
from callr_actions.sync.number_rows import number_rows
from callr_actions.sync.obstacle import Obstacle
from callr_actions.sync.plan import After, Before, Note, NumberRow, Op, Plan, Row, ScenarioRow
from callr_actions.sync.same_names import given_twice, which_is_it
from callr_actions.sync.standing import Standing, standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from callr_actions.sync.desired import Desired, DesiredScenario
    from callr_actions.sync.history import History
    from callr_actions.sync.matching import Match, Matches
    from callr_actions.sync.memory import Memory
    from callr_actions.sync.remote import Remote, RemoteScenario

_HALF_DONE = "sent by a deploy that was ended before it had marked the account's form of it"


def make_plan(
    desired: Desired,
    remote: Remote,
    choices: Choices | None = None,
    history: History | None = None,
    *,
    holds: Callable[[DesiredScenario, RemoteScenario], bool] | None = None,
    memory: Callable[[], Memory] = nothing,
    command: Sequence[str] = ("deploy",),
    created: str = "",
    commit: str | None = None,
) -> Plan:
    """Return what makes the account as it should be.

    Args:
        desired: what it should be; all of the folder, also where only some scenarios are meant.
        remote: what it is.
        choices: what the user decided.
        history: knows the commits that stand on the account.
        holds: whether a file has everything that was edited on the account, as after a `pull` that merged.
        memory: what deploys from here have begun and not finished; asked only where that matters.
        command: what carries the plan out, as words.
        created: when this is, RFC 3339.
        commit: of the folder.
    """
    choices = choices or Choices()
    around = _Around(history or Everything(), holds or _never, cache(memory), command)
    return _Planner(desired, remote, choices, around).plan()._replace(created=created, commit=commit)


def _never(_here: DesiredScenario, _there: RemoteScenario) -> bool:
    return False


class _Around(NamedTuple):
    """What answers questions that come up on the way."""

    history: History
    holds: Callable[[DesiredScenario, RemoteScenario], bool]
    memory: Callable[[], Memory]
    command: Sequence[str]


class _Planner:
    def __init__(self, desired: Desired, remote: Remote, choices: Choices, around: _Around) -> None:
        self._history, self._holds, self._memory, command = around
        self._commands = Commands(desired.account, command)
        self._desired = desired
        self._remote = remote
        self._choices = choices
        self._rows: list[Row] = []
        doubles = double_rows(desired, remote, choices, self._memory, self._commands)
        self._rows += doubles.rows
        self._matches: Matches = match(
            desired.scenarios, [each for each in remote.scenarios if each.sid not in doubles.going]
        )
        self._notes: list[Note] = []
        self._obstacles: list[Obstacle] = [
            each for each in desired.obstacles if each.key is None or choices.takes(each.key)
        ]

    def plan(self) -> Plan:
        unchanged = 0
        meant = [each for each in self._desired.scenarios if self._choices.takes(each.key)]
        self._obstacles += given_twice(self._desired, self._matches, self._choices.takes)
        for each in meant:
            if each.key in self._matches.doubles:
                continue
            if each.key in self._matches.namesakes:
                several = self._matches.namesakes[each.key]
                self._obstacles.append(which_is_it(each, several, self._desired.account))
                continue
            found = self._matches.of.get(each.key)
            row = self._create(each) if found is None else self._change(each, found)
            if row is None:
                unchanged += 1
            else:
                self._rows.append(row)
        self._orphans()
        numbers = number_rows(
            self._desired, self._remote, self._matches, self._is_clear, prune=self._choices.prune
        )
        self._rows += numbers.rows
        self._notes += numbers.notes
        self._obstacles += numbers.obstacles
        self._keep_what_answers()
        rows = sorted(self._rows, key=_order)
        ours = len(self._matches.of) + len(self._matches.orphans)
        return Plan(
            self._desired.account, tuple(rows), unchanged, ours, tuple(self._notes), tuple(self._obstacles)
        )

    def _is_clear(self, key: str) -> bool:
        return self._choices.takes(key) and key not in self._matches.doubles

    def _create(self, each: DesiredScenario) -> ScenarioRow:
        after = After(each.name, each.template, each.hash, each.commit)
        was, why = self._memory().left.get(each.key), ""
        if was is not None and was not in self._remote.by_sid:
            why = f"deployed before, and deleted on the account (it was {was}): made anew"
        return ScenarioRow(Op.CREATE, each.key, None, after, why, describe_new(each.template.text))

    def _change(self, each: DesiredScenario, found: Match) -> ScenarioRow | None:
        there = found.scenario
        how = standing(each, there)
        renamed = found.bond is Bond.RENAMED
        same_name = each.name == there.name
        if how is Standing.SAME and same_name and not renamed:
            return None
        # A name and a key are changed without a look at the text; it is only sent where it has changed, or
        # where its marker line has to name another key.
        sent = how is not Standing.SAME or renamed
        row = ScenarioRow(
            Op.RENAME if renamed else Op.ADOPT if how is Standing.UNKNOWN else Op.UPDATE,
            each.key,
            Before.of(there),
            After(each.name, each.template if sent else None, each.hash, each.commit),
            "; ".join(_reasons(each, there, renamed=renamed, same_name=same_name)),
        )
        if how is not Standing.SAME:
            shown = without_values(there.body, each.template, each.body)
            row = row._replace(
                flow=describe_change(shown, each.template.text), diff=difference(shown, each.template.text)
            )
        return self._judged(row, each, there, how)

    def _judged(
        self, row: ScenarioRow, each: DesiredScenario, there: RemoteScenario, how: Standing
    ) -> ScenarioRow:
        """Return the row, and what stands against it unless `--ours` says otherwise."""
        ask = f"{self._commands.typed('pull', each.key)} takes it"
        if how in {Standing.REMOTE, Standing.BOTH}:
            if self._memory().left_unmarked(there, each):
                return row._replace(reason=_joined(row.reason, _HALF_DONE))
            if how is Standing.REMOTE:
                return self._contested(
                    row,
                    "edited on the account since our deploy, while the file here is as it was deployed",
                    ask,
                )
            if self._holds(each, there):
                return row._replace(reason=_joined(row.reason, "the file has what was edited on the account"))
            return self._contested(
                row,
                "edited on the account since our deploy, and here, too",
                f"{self._commands.typed('pull', each.key)} merges it into the file",
                "where the file has it already, ",
            )
        if there.state is State.DAMAGED:
            return self._contested(
                row, "its marker line is damaged: what was edited on the account cannot be told", ask
            )
        commit = None if there.mark is None else there.mark.commit
        if how is Standing.LOCAL and commit is not None:
            ancestry = self._history.ancestry(commit)
            if ancestry is not Ancestry.BEHIND:
                return self._newer(row, commit, ancestry)
        return row

    def _contested(self, row: ScenarioRow, why: str, hint: str, where: str = "") -> ScenarioRow:
        if self._choices.ours:
            return row._replace(op=_overwriting(row.op), reason=_joined(row.reason, f"{why}: overwritten"))
        what = "deletes" if row.after is None else "overwrites"
        hint = f"{hint}; {where}{self._by_force(row)} {what} it"
        return row._replace(op=Op.CONFLICT, reason=_joined(row.reason, why), refused=why, hint=hint)

    def _by_force(self, row: ScenarioRow) -> str:
        prune = ("--prune",) if row.after is None else ()
        return self._commands.doing(row.key, *prune, "--ours")

    def _newer(self, row: ScenarioRow, commit: str, ancestry: Ancestry) -> ScenarioRow:
        why = f"deployed from {commit}, which this folder's commit does not come from"
        hint = "somebody may have deployed something newer: get it into this branch"
        if ancestry is Ancestry.UNKNOWN:
            why = f"deployed from {commit}, which this clone does not have"
            hint = "fetch it (a shallow clone has only the last commits: `git fetch --unshallow`)"
        if self._choices.ours:
            return row._replace(reason=_joined(row.reason, f"{why}: overwritten"))
        hint = f"{hint}; {self._by_force(row)} goes on all the same"
        return row._replace(reason=_joined(row.reason, why), refused=why, hint=hint)

    def _orphans(self) -> None:
        # A file that cannot be read is still there.
        unread = {each.key for each in self._desired.obstacles}
        for there in self._matches.orphans:
            assert there.mark is not None, "that is where its key comes from"
            key = there.mark.key
            if not self._choices.takes(key) or key in unread:
                continue
            live = f", answers {', '.join(there.numbers)}" if there.numbers else ""
            if not self._choices.prune:
                said = f"{there} is no longer in the folder (it was `{key}`{live})"
                self._notes.append(Note(said, key, "`--prune` deletes it"))
            else:
                self._rows.append(self._delete(key, there))
        if self._choices.prune and not self._desired.scenarios:
            self._rows = [row for row in self._rows if row.op is not Op.DELETE]
            self._obstacles.append(
                Obstacle(
                    "the folder has no scenario: that is never taken to mean that all are to be deleted",
                    hint="is this the right folder, and is everything checked out?",
                )
            )

    def _keep_what_answers(self) -> None:
        """Take out what would delete the holder of a number that this plan gives to nobody else."""
        listed = {number: each.key for each in self._desired.scenarios for number in each.numbers or ()}
        moved = {row.number for row in self._rows if isinstance(row, NumberRow)}
        for row in [each for each in self._rows if each.op is Op.DELETE]:
            assert isinstance(row, ScenarioRow)
            assert row.before is not None, "there is something to delete"
            left = [each for each in row.before.numbers if each in listed and each not in moved]
            if left:
                self._rows.remove(row)
                key = listed[left[0]]
                said = f"`{row.key}` ({row.sid}) stays: it answers {left[0]}, which is listed for `{key}`"
                self._notes.append(Note(said, row.key, f"it can go when `{key}` answers that"))

    def _delete(self, key: str, there: RemoteScenario) -> ScenarioRow:
        row = ScenarioRow(Op.DELETE, key, Before.of(there), reason="no longer in the folder")
        if there.state is State.EDITED:
            if self._memory().left_unmarked(there):
                return row._replace(reason=_joined(row.reason, _HALF_DONE))
            return self._contested(
                row, "edited on the account since our deploy", f"{self._commands.typed('pull', key)} takes it"
            )
        commit = None if there.mark is None else there.mark.commit
        if commit is not None:
            ancestry = self._history.ancestry(commit)
            if ancestry is not Ancestry.BEHIND:
                return self._newer(row, commit, ancestry)
        return row


def _reasons(
    each: DesiredScenario, there: RemoteScenario, *, renamed: bool, same_name: bool
) -> Iterator[str]:
    if renamed and there.mark is not None:
        yield f"was `{there.mark.key}`"
    if there.state is State.NONE:
        yield "made there by somebody else, and of the same name"
    if not same_name:
        yield f"name `{there.name}` becomes `{each.name}`"


def _overwriting(op: Op) -> Op:
    return Op.UPDATE if op is Op.ADOPT else op


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


def _order(row: Row) -> tuple[int, str, str]:
    return row.op.rank, row.key, row.number if isinstance(row, NumberRow) else row.sid or ""
