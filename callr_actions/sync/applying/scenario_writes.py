"""Scenarios: made, changed, deleted; each looked at again right before, and after an answer that was lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.api.errors import ApiError, NotFoundError
from callr_actions.api.requests.scenarios import CreateScenario, SearchScenarios, UpdateScenario
from callr_actions.api.resources import scenarios
from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.named_tuple import NamedTuple
from callr_actions.sync.applying.setting import rival
from callr_actions.sync.marker import State, read_marker, text_hash, write_marker
from callr_actions.sync.remote import RemoteScenario

if TYPE_CHECKING:
    from callr_actions.sync.applying.journal import Entry
    from callr_actions.sync.applying.setting import Setting
    from callr_actions.sync.plan import After, Before, ScenarioRow

ANOTHER_TEXT = (
    "the account keeps another text than it was sent; that is taken for its form of ours, and marked so"
)
# How often a request whose answer was lost is sent again, when a look says that it had no effect.
_AGAIN = 2
_FIRST_WAIT = 0.5


class Written(NamedTuple):
    """What a row came to.

    Attributes:
        scenario: as it is now; None for one that is deleted.
        remark: what is special about it; may be empty.
        reformed: whether the account keeps another text than it was sent.
        in_doubt: whether an answer to a create was lost, so that it may have made more than this.
    """

    scenario: RemoteScenario | None
    remark: str = ""
    reformed: bool = False
    in_doubt: bool = False


class ScenarioWrites:
    """Does one row at a time."""

    def __init__(self, setting: Setting) -> None:
        self._client = setting.client
        self._edge = setting.edge
        self._journal = setting.journal
        self._environ = setting.environ
        self._known = setting.known
        self._hide = setting.hide

    async def create(self, row: ScenarioRow) -> Written:
        """Make a scenario; where the answer is lost, look for it before it is made again."""
        after = _after(row)
        await self._refuse_known(row.key)
        script = self._script(row)
        assert script is not None, "a new scenario has a text"
        request = scenarios.create(CreateScenario(name=after.name, script=script))
        for again in range(_AGAIN + 1):
            await self._journal.note(_entry("before", row, hash=after.hash, name=after.name))
            try:
                made = RemoteScenario.of(await self._client.send(request))
            except ApiError as error:
                if not error.uncertain:
                    raise
                found = await self._look(row.key, after, patience=again)
                if found is not None:
                    return (await self._kept(row, found))._replace(in_doubt=True)
                if again == _AGAIN:
                    raise
            else:
                return (await self._kept(row, made))._replace(in_doubt=again > 0)
        raise AssertionError("the last turn returns or raises")

    async def update(self, row: ScenarioRow) -> Written:
        """Change a scenario that is as it was when the plan was made."""
        before, after = _before(row), _after(row)
        script = self._script(row)
        inputs = UpdateScenario(name=after.name if after.name != before.name else None, script=script)
        for again in range(_AGAIN + 1):
            now = await self._now(before, row)
            if now.name == after.name and (script is None or now.script == script):
                return Written(now, "" if again else "it was so already")
            if again and script is not None and now.mark is not None and now.mark.hash == after.hash:
                return await self._kept(row, now)
            if now.fingerprint != before.fingerprint:
                raise rival(
                    f"`{row.key}` ({before.sid}) was changed since the plan was made; it is left alone"
                )
            sent = None if script is None else after.hash
            await self._journal.note(_entry("before", row, hash=sent, previous=self._previous(now)))
            try:
                made = RemoteScenario.of(await self._client.send(scenarios.update(before.sid, inputs)))
            except ApiError as error:
                if not error.uncertain or again == _AGAIN:
                    raise
                await self._edge.asleep(_FIRST_WAIT * 2**again)
                continue
            return Written(made) if script is None else await self._kept(row, made)
        raise AssertionError("the last turn returns or raises")

    async def delete(self, row: ScenarioRow) -> Written:
        """Delete a scenario that is as it was, and see that it is gone."""
        before = _before(row)
        if row.instead is not None:
            await self._refuse_last(row, row.instead)
        try:
            now = await self._get(before)
        except NotFoundError:
            return Written(None, "it was gone already")
        if now.fingerprint != before.fingerprint:
            raise rival(f"`{row.key}` ({before.sid}) was changed since the plan was made; it is not deleted")
        more = [number for number in now.numbers if number not in before.numbers]
        if more:
            given = f"{', '.join(more)} was given to `{row.key}` ({before.sid}) since the plan was made"
            raise rival(f"{given}; it is not deleted")
        await self._journal.note(_entry("before", row, previous=self._previous(now)))
        await self.remove(before.sid)
        return Written(None)

    def _previous(self, now: RemoteScenario) -> Entry:
        return {"name": now.name, "script": self._hide(now.script), "numbers": list(now.numbers)}

    async def remove(self, sid: str) -> None:
        """Delete a scenario and see that it is gone."""
        try:
            await self._client.send(scenarios.delete(sid))
        except NotFoundError:
            return
        try:
            await self._client.send(scenarios.get(sid))
        except NotFoundError:
            return
        raise CallrActionsError(
            f"the account says that {sid} is deleted, and still has it", exit_code=ExitCode.ACCOUNT
        )

    async def _refuse_known(self, key: str) -> None:
        """Make sure that a scenario which an earlier deploy has made is really gone.

        Raises:
            CallrActionsError: it is there, and only the list lacks it.
        """
        sid = self._known.get(key)
        if sid is None:
            return
        try:
            found = RemoteScenario.of(await self._client.send(scenarios.get(sid)))
        except NotFoundError:
            return
        if found.mark is None or found.mark.key != key:
            return
        raise CallrActionsError(
            f"the account's list lacks `{key}`, and its scenario {sid} is there: the list is wrong",
            hint="nothing is made twice; deploy again when the list is whole",
            exit_code=ExitCode.ACCOUNT,
        )

    async def _refuse_last(self, row: ScenarioRow, sid: str) -> None:
        """Make sure that the scenario of which another is a copy is there, and is of its key.

        Raises:
            CallrActionsError: it is not.
        """
        try:
            kept = RemoteScenario.of(await self._client.send(scenarios.get(sid)))
        except NotFoundError:
            kept = None
        if kept is None or kept.mark is None or kept.mark.key != row.key:
            raise rival(f"{sid}, of which {_before(row).sid} is a copy, is gone; the copy is not deleted")

    async def _now(self, before: Before, row: ScenarioRow) -> RemoteScenario:
        try:
            return await self._get(before)
        except NotFoundError as error:
            raise rival(f"`{row.key}` ({before.sid}) was deleted since the plan was made") from error

    async def _get(self, before: Before) -> RemoteScenario:
        """Return a scenario as it is now.

        That a scenario can be asked for by itself is inferred: where that finds nothing, the list has to say
        so, too.

        Raises:
            NotFoundError: it is gone.
        """
        try:
            return RemoteScenario.of(await self._client.send(scenarios.get(before.sid)))
        except NotFoundError:
            named = await self._client.all(scenarios.search(SearchScenarios(name=before.name)))
            for each in named:
                if each.sid == before.sid:
                    return RemoteScenario.of(each)
            raise

    async def _look(self, key: str, after: After, *, patience: int) -> RemoteScenario | None:
        """Return the scenario that a lost answer may have been about; look twice, as it may come late.

        Raises:
            CallrActionsError: there is one of the key that was sent another text.
        """
        other: RemoteScenario | None = None
        for wait in (0.0, _FIRST_WAIT * 2**patience):
            await self._edge.asleep(wait)
            named = await self._client.all(scenarios.search(SearchScenarios(name=after.name)))
            for each in map(RemoteScenario.of, named):
                if each.mark is not None and each.mark.key == key:
                    if each.mark.base == after.hash:
                        return each
                    other = each
        if other is not None:
            raise rival(f"`{key}` was made by somebody else since the plan: {other}")
        return None

    def _script(self, row: ScenarioRow) -> str | None:
        after = _after(row)
        if after.template is None:
            return None
        return write_marker(after.template.filled(self._environ), row.key, after.commit)

    async def _kept(self, row: ScenarioRow, made: RemoteScenario) -> Written:
        """See that the account keeps what it was sent; mark the text that it keeps where that is another.

        Raises:
            CallrActionsError: it keeps no marker line, or makes another text of each that it is sent.
        """
        after = _after(row)
        marked = made.marked
        if marked.state is State.UNTOUCHED and marked.mark is not None and marked.mark.base == after.hash:
            return Written(made)
        if marked.mark is None:
            raise CallrActionsError(
                f"the account has dropped or changed the last line of `{row.key}` ({made.sid}), by which a "
                "deployed script is known again",
                hint="on an account that keeps no comments nothing can be deployed safely",
                exit_code=ExitCode.ACCOUNT,
            )
        script = write_marker(marked.body, row.key, after.commit, sent=after.hash)
        kept = text_hash(marked.body)
        await self._journal.note(_entry("marking", row, sid=made.sid, hash=after.hash, kept=kept))
        request = scenarios.update(made.sid, UpdateScenario(script=script))
        again = RemoteScenario.of(await self._client.send(request))
        if read_marker(again.script).state is not State.UNTOUCHED:
            raise CallrActionsError(
                f"the account makes another text of `{row.key}` ({made.sid}) each time it is sent one",
                hint="what was deployed cannot be told from what was edited there",
                exit_code=ExitCode.ACCOUNT,
            )
        return Written(again, reformed=True)


def _after(row: ScenarioRow) -> After:
    assert row.after is not None, "only a delete has none"
    return row.after


def _before(row: ScenarioRow) -> Before:
    assert row.before is not None, "only a create has none"
    return row.before


def _entry(kind: str, row: ScenarioRow, **more: object) -> Entry:
    return {"kind": kind, "op": row.op.value, "key": row.key, "sid": row.sid, "number": None, **more}
