"""From what should be and what is to the plan: a pure function, so that every plan can be made again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.sync.choices import Choices
from callr_actions.sync.disclosure import difference, without_values
from callr_actions.sync.flow_change import describe_change, describe_new
from callr_actions.sync.history import Ancestry, Everything
from callr_actions.sync.marker import State
from callr_actions.sync.matching import Bond, match
from callr_actions.sync.number_rows import number_rows
from callr_actions.sync.obstacle import Obstacle
from callr_actions.sync.plan import After, Before, Note, NumberRow, Op, Plan, Row, ScenarioRow
from callr_actions.sync.standing import Standing, standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from callr_actions.sync.desired import Desired, DesiredScenario
    from callr_actions.sync.history import History
    from callr_actions.sync.matching import Match, Matches
    from callr_actions.sync.remote import Remote, RemoteScenario


def make_plan(
    desired: Desired,
    remote: Remote,
    choices: Choices | None = None,
    history: History | None = None,
    *,
    holds: Callable[[DesiredScenario, RemoteScenario], bool] | None = None,
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
        created: when this is, RFC 3339.
        commit: of the folder.
    """
    choices = choices or Choices()
    planner = _Planner(desired, remote, choices, history or Everything(), holds or _never)
    return planner.plan()._replace(created=created, commit=commit)


def _never(_here: DesiredScenario, _there: RemoteScenario) -> bool:
    return False


class _Planner:
    def __init__(
        self,
        desired: Desired,
        remote: Remote,
        choices: Choices,
        history: History,
        holds: Callable[[DesiredScenario, RemoteScenario], bool],
    ) -> None:
        self._holds = holds
        self._desired = desired
        self._remote = remote
        self._choices = choices
        self._history = history
        self._matches: Matches = match(desired.scenarios, remote.scenarios)
        self._rows: list[Row] = []
        self._notes: list[Note] = []
        self._obstacles: list[Obstacle] = [
            each for each in desired.obstacles if each.key is None or choices.takes(each.key)
        ]

    def plan(self) -> Plan:
        unchanged = 0
        meant = [each for each in self._desired.scenarios if self._choices.takes(each.key)]
        self._doubles()
        self._same_names()
        for each in meant:
            if each.key in self._matches.doubles:
                continue
            if each.key in self._matches.namesakes:
                self._obstacles.append(
                    _namesakes(each, self._matches.namesakes[each.key], self._desired.account)
                )
                continue
            found = self._matches.of.get(each.key)
            row = self._create(each) if found is None else self._change(each, found)
            if row is None:
                unchanged += 1
            else:
                self._rows.append(row)
        self._orphans()
        numbers = number_rows(
            self._desired, self._remote, self._matches, self._choices.takes, prune=self._choices.prune
        )
        self._rows += numbers.rows
        self._notes += numbers.notes
        self._obstacles += numbers.obstacles
        rows = sorted(self._rows, key=_order)
        ours = len(self._matches.of) + len(self._matches.orphans)
        return Plan(
            self._desired.account, tuple(rows), unchanged, ours, tuple(self._notes), tuple(self._obstacles)
        )

    def _create(self, each: DesiredScenario) -> ScenarioRow:
        after = After(each.name, each.template, each.hash, each.commit)
        return ScenarioRow(Op.CREATE, each.key, None, after, flow=describe_new(each.template.text))

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
            _before(there),
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
        account = self._desired.account
        ask = f"`callr-actions pull {each.key} --account {account}` takes it"
        if how is Standing.BOTH and self._holds(each, there):
            return row._replace(reason=_joined(row.reason, "the file has what was edited on the account"))
        if how in {Standing.REMOTE, Standing.BOTH}:
            here = "and here, too" if how is Standing.BOTH else "while the file here is as it was deployed"
            return self._contested(row, f"edited on the account since our deploy, {here}", ask)
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

    def _contested(self, row: ScenarioRow, why: str, hint: str) -> ScenarioRow:
        if self._choices.ours:
            return row._replace(op=_overwriting(row.op), reason=_joined(row.reason, f"{why}: overwritten"))
        hint = f"{hint}; `--ours` overwrites it"
        return row._replace(op=Op.CONFLICT, reason=_joined(row.reason, why), refused=why, hint=hint)

    def _newer(self, row: ScenarioRow, commit: str, ancestry: Ancestry) -> ScenarioRow:
        why = f"deployed from {commit}, which this folder's commit does not come from"
        hint = "somebody may have deployed something newer: get it into this branch"
        if ancestry is Ancestry.UNKNOWN:
            why = f"deployed from {commit}, which this clone does not have"
            hint = "fetch it (a shallow clone has only the last commits: `git fetch --unshallow`)"
        if self._choices.ours:
            return row._replace(reason=_joined(row.reason, f"{why}: overwritten"))
        hint = f"{hint}; `--ours` deploys all the same"
        return row._replace(reason=_joined(row.reason, why), refused=why, hint=hint)

    def _doubles(self) -> None:
        names = {each.key: each.name for each in self._desired.scenarios}
        for key, found in sorted(self._matches.doubles.items()):
            if not self._choices.takes(key):
                continue
            copies = _exact_copies(found, names.get(key))
            if copies and self._choices.prune:
                self._rows += [
                    ScenarioRow(Op.DELETE, key, _before(each), reason="an exact copy, without a number")
                    for each in copies
                ]
                continue
            named = " and ".join(map(str, found))
            hint = "delete the copy, or its last line, which begins with `# callr-actions`"
            if copies:
                hint = f"they are the same; `--prune` deletes {', '.join(each.sid for each in copies)}"
            self._obstacles.append(
                Obstacle(f"`{key}` stands in the marker lines of {named}", key, None, hint)
            )

    def _same_names(self) -> None:
        """Note files that would give two scenarios one name, unless the account has it so already."""
        first: dict[str, DesiredScenario] = {}
        for each in self._desired.scenarios:
            other = first.setdefault(each.name, each)
            if other is each or not self._choices.takes(each.key):
                continue
            found = [self._matches.of.get(one.key) for one in (other, each)]
            there = {match.scenario.sid for match in found if match and match.scenario.name == each.name}
            if len(there) < len(found):
                self._obstacles.append(
                    Obstacle(
                        f"`{each.key}` and `{other.key}` would both be named `{each.name}`",
                        each.key,
                        each.file,
                        "by name people and this program find them: give one another `name` in callr.yaml",
                    )
                )

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

    def _delete(self, key: str, there: RemoteScenario) -> ScenarioRow:
        row = ScenarioRow(Op.DELETE, key, _before(there), reason="no longer in the folder")
        if there.state is State.EDITED:
            return self._contested(
                row, "edited on the account since our deploy", f"`callr-actions pull {key}` takes it"
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


def _before(there: RemoteScenario) -> Before:
    key = None if there.mark is None else there.mark.key
    return Before(there.sid, there.name, there.fingerprint, key, there.script, there.numbers)


def _overwriting(op: Op) -> Op:
    return Op.UPDATE if op is Op.ADOPT else op


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


def _namesakes(each: DesiredScenario, found: Sequence[RemoteScenario], account: str) -> Obstacle:
    return Obstacle(
        f"the account has {len(found)} scenarios named `{each.name}` that nobody has deployed "
        f"({', '.join(scenario.sid for scenario in found)}): which one is `{each.key}`?",
        each.key,
        each.file,
        f"rename all but one there, as with `callr-actions scenarios update {found[-1].sid} --name NAME "
        f"--account {account}`, and give its file the same `name` in callr.yaml; or delete what nobody needs",
    )


def _exact_copies(found: Sequence[RemoteScenario], name: str | None) -> list[RemoteScenario]:
    """Return the scenarios that can go without a loss: all but one, where all have one script."""
    if len({each.script for each in found}) > 1 or any(each.state is not State.UNTOUCHED for each in found):
        return []
    if sum(bool(each.numbers) for each in found) > 1:
        return []
    kept = min(found, key=lambda each: (not each.numbers, each.name != name, each.created, each.sid))
    return [each for each in found if each is not kept]


def _order(row: Row) -> tuple[int, str, str]:
    return row.op.rank, row.key, row.number if isinstance(row, NumberRow) else row.sid or ""
