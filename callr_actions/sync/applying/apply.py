"""A plan carried out: scenarios first, then their numbers, then what goes, so that no live number is alone.

Rows that do not need each other go on when one fails. A network or an account that is gone, a key that is
refused and a disk that is full stop everything that has not begun.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

from callr_actions.api.errors import AuthenticationError, NetworkError, PermissionDeniedError
from callr_actions.api.resources import scenarios
from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.sync.applying.number_writes import NumberWrites
from callr_actions.sync.applying.outcome import Outcome, RowOutcome, Status
from callr_actions.sync.applying.scenario_writes import ANOTHER_TEXT, ScenarioWrites
from callr_actions.sync.applying.setting import rival
from callr_actions.sync.marker import State, text_hash
from callr_actions.sync.plan import NumberRow, Op, Row, ScenarioRow
from callr_actions.sync.remote import RemoteScenario

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping

    from callr_actions.sync.applying.setting import Setting
    from callr_actions.sync.plan import After, Plan

T = TypeVar("T", ScenarioRow, NumberRow)
_WRITES = (Op.CREATE, Op.ADOPT, Op.RENAME, Op.UPDATE)
_ATTACHES = (Op.ATTACH, Op.MOVE)
_STOPS = (NetworkError, AuthenticationError, PermissionDeniedError)


def refuse_other_values(plan: Plan, environ: Mapping[str, str]) -> None:
    """Make sure that the texts to be sent are those that the plan was made with.

    Raises:
        CallrActionsError: a value of the environment has changed, or is not set.
    """
    for row in plan.scenarios:
        template = None if row.after is None else row.after.template
        if row.after is not None and template is not None:
            found = text_hash(template.filled(environ))
            if found != row.after.hash:
                names = ", ".join(dict.fromkeys(hole.name for hole in template.holes)) or "nothing"
                raise CallrActionsError(
                    f"the script of `{row.key}` is no longer the one that the plan was made with",
                    hint=f"it takes {names} from the environment: set that as it was, or plan again",
                    exit_code=ExitCode.REFUSED,
                )


async def apply(plan: Plan, setting: Setting) -> Outcome:
    """Carry a plan out.

    Args:
        plan: without rows that are refused.
        setting: what comes from outside.

    Raises:
        CallrActionsError: nothing was begun, because texts are not those of the plan.
    """
    assert not plan.refused, "somebody has to decide about these first"
    refuse_other_values(plan, setting.environ)
    return await _Applier(plan, setting).run()


class _Applier:
    def __init__(self, plan: Plan, setting: Setting) -> None:
        self._plan = plan
        self._setting = setting
        self._journal = setting.journal
        self._scenarios = ScenarioWrites(setting)
        self._numbers = NumberWrites(setting)
        self._slots = asyncio.Semaphore(setting.at_once)
        self._outcomes: dict[Row, RowOutcome] = {}
        self._remarks: dict[str, None] = {}
        self._sids: dict[str, str] = {}
        self._taken: Mapping[str, RemoteScenario] = {}
        self._in_doubt: set[str] = set()
        self._unseen = False
        self._stopped: CallrActionsError | None = None

    async def run(self) -> Outcome:
        plan = self._plan
        await self._look_for_rivals()
        await self._all(_of(plan.scenarios, _WRITES), self._write)
        await self._take_back_doubles()
        await self._all(_of(plan.numbers, _ATTACHES), self._attach)
        await self._all(_of(plan.numbers, (Op.DETACH,)), self._detach)
        await self._all(_of(plan.scenarios, (Op.DELETE,)), self._delete)
        outcomes = tuple(self._outcomes.get(row) or self._untried(row) for row in plan.rows)
        return Outcome(outcomes, tuple(self._remarks), self._unseen)

    async def _all(self, rows: Iterable[T], do: Callable[[T], Awaitable[RowOutcome]]) -> None:
        async def one(row: T) -> None:
            async with self._slots:
                if self._stopped is None:
                    await self._one(row, do)

        async with asyncio.TaskGroup() as group:
            for row in rows:
                group.create_task(one(row))

    async def _one(self, row: T, do: Callable[[T], Awaitable[RowOutcome]]) -> None:
        self._setting.begun(row)
        try:
            outcome = await do(row)
            await self._note(outcome)
        except CallrActionsError as error:
            outcome = RowOutcome(row, Status.FAILED, str(error), error.hint, None, error.exit_code)
            if isinstance(error, _STOPS) or self._is_of_the_disk(error):
                self._stopped = self._stopped or error
            else:
                await self._note_failure(outcome)
        self._outcomes[row] = outcome
        self._setting.ended(outcome)

    @staticmethod
    def _is_of_the_disk(error: CallrActionsError) -> bool:
        return isinstance(error.__cause__, OSError)

    async def _note(self, outcome: RowOutcome) -> None:
        row = outcome.row
        number = row.number if isinstance(row, NumberRow) else None
        await self._journal.note(
            {
                "kind": "after",
                "op": row.op.value,
                "key": row.key,
                "sid": outcome.sid,
                "number": number,
                "status": outcome.status.value,
                "message": self._setting.hide(outcome.message),
            }
        )

    async def _note_failure(self, outcome: RowOutcome) -> None:
        try:
            await self._note(outcome)
        except CallrActionsError as error:
            self._stopped = self._stopped or error

    async def _write(self, row: ScenarioRow) -> RowOutcome:
        if row.op is Op.CREATE:
            if row.key in self._taken:
                raise rival(f"`{row.key}` was made by somebody else since the plan: {self._taken[row.key]}")
            written = await self._scenarios.create(row)
        else:
            written = await self._scenarios.update(row)
        if written.reformed:
            self._remarks[ANOTHER_TEXT] = None
        if written.in_doubt:
            self._in_doubt.add(row.key)
        assert written.scenario is not None, "it is there now"
        self._sids[row.key] = written.scenario.sid
        return RowOutcome(row, Status.DONE, written.remark, None, written.scenario.sid)

    async def _attach(self, row: NumberRow) -> RowOutcome:
        failed = self._failed_scenario(row.key)
        sid = self._sids.get(row.key) or (None if row.after is None else row.after.sid)
        if failed or sid is None:
            return self._untried(row, f"`{row.key}` is not as it should be")
        remark = await self._numbers.attach(row, sid)
        return RowOutcome(row, Status.DONE, remark, None, sid)

    async def _detach(self, row: NumberRow) -> RowOutcome:
        remark = await self._numbers.detach(row)
        return RowOutcome(row, Status.DONE, remark, None, row.before and row.before.sid)

    async def _delete(self, row: ScenarioRow) -> RowOutcome:
        waiting = [
            each.number
            for each in self._plan.numbers
            if each.before is not None and each.before.sid == row.sid and not self._is_done(each)
        ]
        if waiting:
            return self._untried(row, f"{', '.join(waiting)} would be left without a scenario")
        written = await self._scenarios.delete(row)
        return RowOutcome(row, Status.DONE, written.remark, None, row.sid)

    def _failed_scenario(self, key: str) -> bool:
        return any(
            row.key == key and row.op in _WRITES and not self._is_done(row) for row in self._plan.scenarios
        )

    def _is_done(self, row: Row) -> bool:
        outcome = self._outcomes.get(row)
        return outcome is not None and outcome.status is Status.DONE

    def _untried(self, row: Row, why: str = "") -> RowOutcome:
        if not why and self._stopped is not None:
            why = str(self._stopped)
        code = ExitCode.DONE if self._stopped is None else self._stopped.exit_code
        return RowOutcome(row, Status.NOT_TRIED, why, None, None, code)

    async def _there(self) -> dict[str, list[RemoteScenario]]:
        """Return the scenarios with a marker line, by key."""
        found: dict[str, list[RemoteScenario]] = {}
        for each in map(RemoteScenario.of, await self._setting.client.all(scenarios.search())):
            if each.mark is not None:
                found.setdefault(each.mark.key, []).append(each)
        return found

    async def _look_for_rivals(self) -> None:
        """See whether somebody has made meanwhile what is to be made: the question may have been long."""
        if any(row.op is Op.CREATE for row in self._plan.scenarios):
            self._taken = {key: found[0] for key, found in (await self._there()).items()}

    async def _take_back_doubles(self) -> None:
        """Where somebody else made the same at the same moment, the older one stays: both see it so."""
        made = [row for row in self._plan.scenarios if row.op is Op.CREATE and self._is_done(row)]
        if not made:
            return
        self._unseen = True
        if self._stopped is not None:
            return
        try:
            there = await self._there()
            for row in made:
                found = there.get(row.key, [])
                if len(found) > 1:
                    self._outcomes[row] = await self._settled(row, found)
            self._unseen = False
        except CallrActionsError as error:
            said = "whether somebody else made the same at the same time could not be seen"
            self._remarks[f"{said}: {error}"] = None

    async def _settled(self, row: ScenarioRow, found: list[RemoteScenario]) -> RowOutcome:
        assert row.after is not None, "it was made"
        first = min(found, key=lambda each: (each.created, each.sid))
        ours = [each for each in found if each is not first and self._is_ours(row, row.after, each)]
        for each in ours:
            await self._journal.note({"kind": "before", "op": "take back", "key": row.key, "sid": each.sid})
            await self._scenarios.remove(each.sid)
        if self._sids[row.key] not in {each.sid for each in ours}:
            return self._outcomes[row]
        said = f"{first} was made by somebody else at the same moment; ours was taken back"
        if first.name == row.after.name and first.mark is not None and first.mark.base == row.after.hash:
            self._sids[row.key] = first.sid
            return RowOutcome(row, Status.DONE, said, None, first.sid)
        del self._sids[row.key]
        error = rival(said)
        return RowOutcome(row, Status.FAILED, said, error.hint, None, error.exit_code)

    def _is_ours(self, row: ScenarioRow, after: After, there: RemoteScenario) -> bool:
        """Whether a scenario was made by this deploy, or may have been where an answer was lost."""
        if there.sid == self._sids[row.key]:
            return True
        if row.key not in self._in_doubt or there.numbers or there.mark is None:
            return False
        return there.name == after.name and there.mark.base == after.hash and there.state is State.UNTOUCHED


def _of(rows: Iterable[T], ops: tuple[Op, ...]) -> list[T]:
    return [row for row in rows if row.op in ops]
