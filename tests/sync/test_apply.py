"""Plans carried out on an account that fails, forgets, and is used by others at the same time."""

from __future__ import annotations

import asyncio
import json
from functools import partial
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from callr_actions.api.requests.number_store import ReserveNumbers
from callr_actions.api.requests.numbers import UpdateNumber
from callr_actions.api.requests.scenarios import CreateScenario, UpdateScenario
from callr_actions.api.resources import number_store, numbers, scenarios
from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.sync.applying.apply import refuse_other_values
from callr_actions.sync.applying.outcome import Status
from callr_actions.sync.applying.scenario_writes import ANOTHER_TEXT
from callr_actions.sync.desired import Desired, DesiredScenario
from callr_actions.sync.holes import Hole, HoledText
from callr_actions.sync.marker import write_marker
from callr_actions.sync.plan import Op
from callr_actions.sync.remote import RemoteScenario, read_remote
from tests.sync.accounts import an_account
from tests.sync.deploying import Notes, Reforming, Times, carried_out, deployed, planned

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from callr_actions.sync.applying.outcome import Outcome
    from tests.sync.accounts import AnAccount
    from tests.sync.deploying import GoOn


def body(number: int, tail: str = "hangup@v1") -> str:
    return f"branches: {{inbound-call: {{actions: [{{action: {tail}}}]}}}} # {number}\n"


def wanted(*keys: str, text: int = 0, numbers: dict[str, tuple[str, ...]] | None = None) -> Desired:
    """Return an account with one scenario for each key."""
    held, script = numbers or {}, body(text)
    return Desired(
        "local",
        tuple(
            DesiredScenario(key, f"{key}.yaml", key, HoledText(script), script, held.get(key)) for key in keys
        ),
    )


def unlike(key: str, number: str) -> DesiredScenario:
    """Return a scenario with a number that no other one can be renamed to."""
    return DesiredScenario(key, f"{key}.yaml", key, HoledText("a: 1\n"), "a: 1\n", (number,))


def run(work: Callable[[AnAccount], Awaitable[Any]]) -> Any:
    """Do some work with a new account."""

    async def opened() -> Any:
        async with an_account() as account:
            return await work(account)

    return asyncio.run(opened())


async def there(account: AnAccount) -> dict[str, RemoteScenario]:
    account.transport.meddler = None
    found = (await read_remote(account.reader)).scenarios
    assert len({each.name for each in found}) == len(found), f"doubles: {found}"
    return {each.name: each for each in found}


async def a_number(account: AnAccount) -> str:
    """Buy a number."""
    wish = ReserveNumbers(country="FR", type="geographic")
    reserved = await account.send(number_store.reserve(wish))
    await account.send(number_store.buy(reserved.token))
    (found,) = await account.client.all(numbers.search())
    return found.e164


def messages(outcome: Outcome) -> list[str]:
    return [each.message for each in outcome.left]


@pytest.mark.parametrize("what", ["lost", "500-after", "gone", "500-before"])
@pytest.mark.parametrize("times", [1, 2])
def test_an_answer_that_is_lost_makes_no_double(what: str, times: int) -> None:
    async def work(account: AnAccount) -> None:
        account.transport.meddler = Times("POST /actions", what, times)
        outcome = await deployed(account, wanted("a", "b"))
        assert outcome.exit_code is ExitCode.DONE, messages(outcome)
        assert sorted(await there(account)) == ["a", "b"]
        assert (await planned(account, wanted("a", "b"))).rows == ()

    run(work)


def test_a_scenario_that_cannot_be_made_fails_alone() -> None:
    async def work(account: AnAccount) -> None:
        account.transport.meddler = Times("POST /actions", 400)
        outcome = await deployed(account, wanted("a", "b"))
        assert outcome.exit_code is ExitCode.PARTIAL
        (said,) = messages(outcome)
        assert said.startswith("POST /actions (actionsCreate): the account refuses the request as it is")
        assert list(await there(account)) == ["b"]

    run(work)


@pytest.mark.parametrize("what", ["lost", "500-after", "gone", "500-before"])
def test_an_update_whose_answer_is_lost_is_looked_at_again(what: str) -> None:
    async def work(account: AnAccount) -> None:
        await deployed(account, wanted("a"))
        account.transport.meddler = Times("PATCH /actions", what, 2)
        outcome = await deployed(account, wanted("a", text=1))
        assert outcome.exit_code is ExitCode.DONE, messages(outcome)
        assert outcome.rows[0].message == ""
        assert (await there(account))["a"].body == body(1)

    run(work)


def test_what_somebody_else_changes_after_the_plan_stays() -> None:
    async def work(account: AnAccount) -> None:
        await deployed(account, wanted("a", "b", "c"))
        plan = await planned(account, wanted("a", "b", "c", text=1))
        before = await there(account)
        await account.send(scenarios.update(before["a"].sid, UpdateScenario(script=body(9))))
        await account.send(scenarios.delete(before["b"].sid))
        outcome = await carried_out(account, plan)
        assert messages(outcome) == [
            f"`a` ({before['a'].sid}) was changed since the plan was made; it is left alone",
            f"`b` ({before['b'].sid}) was deleted since the plan was made",
        ]
        assert outcome.exit_code is ExitCode.PARTIAL
        after = await there(account)
        assert (after["a"].body, after["c"].body, sorted(after)) == (body(9), body(1), ["a", "c"])

    run(work)


def test_nothing_done_and_all_of_it_for_safety_ends_with_3() -> None:
    async def work(account: AnAccount) -> None:
        await deployed(account, wanted("a"))
        plan = await planned(account, wanted("a", text=1))
        await account.send(scenarios.delete((await there(account))["a"].sid))
        assert (await carried_out(account, plan)).exit_code is ExitCode.REFUSED

    run(work)


def test_a_rival_who_writes_the_same_is_no_rival() -> None:
    async def work(account: AnAccount) -> None:
        await deployed(account, wanted("a"))
        plan = await planned(account, wanted("a", text=1))
        await carried_out(account, plan)
        outcome = await carried_out(account, plan)
        assert [(each.status, each.message) for each in outcome.rows] == [(Status.DONE, "it was so already")]

    run(work)


def test_what_a_rival_has_made_since_the_plan_is_not_made_again() -> None:
    async def work(account: AnAccount) -> None:
        plan = await planned(account, wanted("a"))
        await deployed(account, wanted("a"))
        outcome = await carried_out(account, plan)
        (said,) = messages(outcome)
        assert said.startswith("`a` was made by somebody else since the plan: `a` (")
        assert list(await there(account)) == ["a"]

    run(work)


@pytest.mark.parametrize("text", [0, 1])
def test_two_that_make_the_same_at_the_same_moment_leave_one(text: int) -> None:
    async def work(account: AnAccount) -> None:
        one, other = await planned(account, wanted("a")), await planned(account, wanted("a", text=text))
        outcomes = await asyncio.gather(carried_out(account, one), carried_out(account, other))
        assert list(await there(account)) == ["a"]
        lost = [row for outcome in outcomes for row in outcome.rows if row.message]
        assert len(lost) == 1
        assert lost[0].message.endswith("was made by somebody else at the same moment; ours was taken back")
        assert lost[0].status is (Status.DONE if text == 0 else Status.FAILED)

    run(work)


class RivalFirst:
    """Before the first scenario is made, somebody else makes one; then ours is lost, or its answer is.

    Args:
        account: where.
        script: theirs.
        effect: whether ours arrives.
    """

    def __init__(self, account: AnAccount, script: str, *, effect: bool) -> None:
        self._account = account
        self._script = script
        self._effect = effect
        self._over = False

    async def __call__(self, request: httpx.Request, go_on: GoOn) -> httpx.Response:
        if self._over or request.method != "POST":
            return await go_on()
        self._over = True
        await self._account.send(scenarios.create(CreateScenario(name="a", script=self._script)))
        if self._effect:
            await (await go_on()).aread()
        raise httpx.ReadError("the line is dead", request=request)


@pytest.mark.parametrize("effect", [False, True])
def test_of_two_of_one_text_with_a_lost_answer_one_stays(effect: bool) -> None:
    async def work(account: AnAccount) -> None:
        account.transport.meddler = RivalFirst(account, write_marker(body(0), "a", None), effect=effect)
        outcome = await deployed(account, wanted("a"))
        assert outcome.exit_code is ExitCode.DONE, messages(outcome)
        assert list(await there(account)) == ["a"]
        assert (await planned(account, wanted("a"))).rows == ()

    run(work)


def test_the_text_of_a_rival_is_never_taken_for_the_account_s_form_of_ours() -> None:
    async def work(account: AnAccount) -> None:
        theirs = write_marker(body(7), "a", None)
        account.transport.meddler = RivalFirst(account, theirs, effect=False)
        (said,) = messages(await deployed(account, wanted("a")))
        assert said.startswith("`a` was made by somebody else since the plan: `a` (")
        assert (await there(account))["a"].script == theirs

    run(work)


def test_a_copy_goes_only_while_the_other_is_there() -> None:
    async def work(account: AnAccount) -> None:
        await deployed(account, wanted("a"))
        one = (await there(account))["a"]
        await account.send(scenarios.create(CreateScenario(name="copy", script=one.script)))
        plan = await planned(account, wanted("a"), prune=True)
        await account.send(scenarios.delete(one.sid))
        (said,) = messages(await carried_out(account, plan))
        assert said.startswith(f"{one.sid}, of which ")
        assert said.endswith(" is a copy, is gone; the copy is not deleted")
        assert list(await there(account)) == ["copy"]
        assert (await deployed(account, wanted("a"))).exit_code is ExitCode.DONE

    run(work)


def test_what_nobody_could_look_for_is_remembered() -> None:
    async def work(account: AnAccount) -> None:
        made = False

        async def blind(request: httpx.Request, go_on: GoOn) -> httpx.Response:
            nonlocal made
            made = made or request.method == "POST"
            if made and request.method == "GET":
                raise httpx.ConnectError("no route", request=request)
            return await go_on()

        plan = await planned(account, wanted("a"))
        account.transport.meddler = blind
        outcome = await carried_out(account, plan)
        assert (outcome.exit_code, outcome.unseen) == (ExitCode.DONE, True)
        assert outcome.remarks[0].startswith("whether somebody else made the same at the same time could not")
        account.transport.meddler = None
        assert not (await deployed(account, wanted("a", "b"))).unseen

    run(work)


def test_an_account_that_keeps_another_text_is_told_of_once_and_plans_are_empty() -> None:
    async def work(account: AnAccount) -> None:
        reform = Reforming(lambda script: script.replace("hangup@v1}", "hangup@v1 }").replace("#  ", "# "))
        account.transport.meddler = reform
        outcome = await deployed(account, wanted("a", "b"))
        assert outcome.remarks == (ANOTHER_TEXT,)
        assert (await planned(account, wanted("a", "b"))).rows == ()
        update = await planned(account, wanted("a", "b", text=1))
        assert [row.op for row in update.rows] == [Op.UPDATE, Op.UPDATE]
        account.transport.meddler = reform
        assert (await carried_out(account, update)).exit_code is ExitCode.DONE
        assert (await planned(account, wanted("a", "b", text=1))).rows == ()

    run(work)


@pytest.mark.parametrize(
    ("reform", "said"),
    [
        (
            lambda script: script.partition("# callr-actions")[0],
            "the account has dropped or changed the last line",
        ),
        (lambda script: f" \n{script}", "makes another text of `a`"),
    ],
)
def test_an_account_on_which_nothing_can_be_known_again(reform: Callable[[str], str], said: str) -> None:
    async def work(account: AnAccount) -> None:
        account.transport.meddler = Reforming(reform)
        outcome = await deployed(account, wanted("a"))
        assert said in messages(outcome)[0]
        assert outcome.exit_code is ExitCode.ACCOUNT

    run(work)


def test_a_network_that_goes_stops_what_has_not_begun_and_the_next_deploy_goes_on() -> None:
    keys = [f"s{index:02}" for index in range(20)]

    async def work(account: AnAccount) -> None:
        made = 0

        async def going(request: httpx.Request, go_on: GoOn) -> httpx.Response:
            nonlocal made
            made += request.method == "POST"
            if made > 9:
                raise httpx.ConnectError("no route", request=request)
            return await go_on()

        plan = await planned(account, wanted(*keys))
        account.transport.meddler = going
        outcome = await carried_out(account, plan)
        assert outcome.counts[Status.DONE] == 9
        assert outcome.counts[Status.NOT_TRIED] > 0
        assert outcome.exit_code is ExitCode.PARTIAL
        account.transport.meddler = None
        again = await planned(account, wanted(*keys))
        assert len(again.rows) == 11
        assert (await carried_out(account, again)).exit_code is ExitCode.DONE
        assert sorted(await there(account)) == keys

    run(work)


def test_nothing_is_changed_that_could_not_be_written_down() -> None:
    async def work(account: AnAccount) -> None:
        plan = await planned(account, wanted("a", "b"))
        before = len(account.sent)
        outcome = await carried_out(account, plan, Notes(room=0), at_once=1)
        assert [each.status for each in outcome.rows] == [Status.FAILED, Status.NOT_TRIED]
        assert "no space left on device" in outcome.rows[0].message
        assert outcome.exit_code is ExitCode.REFUSED
        assert not any(each.startswith("POST") for each in account.sent[before:])

    run(work)


def test_a_list_that_lacks_what_was_deployed_makes_nothing_twice() -> None:
    async def work(account: AnAccount) -> None:
        plan = await planned(account, wanted("a", "b"))
        await deployed(account, wanted("a"))
        sid = (await there(account))["a"].sid

        async def lacking(request: httpx.Request, go_on: GoOn) -> httpx.Response:
            if request.method == "GET" and request.url.path.endswith("/actions"):
                return httpx.Response(200, json={"offset": 0, "total": 0, "hasMore": False, "hits": []})
            return await go_on()

        account.transport.meddler = lacking
        outcome = await carried_out(account, plan, known={"a": sid, "b": "gone1234"})
        (said,) = messages(outcome)
        assert said == f"the account's list lacks `a`, and its scenario {sid} is there: the list is wrong"
        assert sorted(await there(account)) == ["a", "b"]

    run(work)


def test_numbers_come_after_their_scenario_and_before_what_goes() -> None:
    async def work(account: AnAccount) -> None:
        number = await a_number(account)
        await deployed(account, wanted("old", numbers={"old": (number,)}))
        sid = (await there(account))["old"].sid
        later = Desired("local", (unlike("new", number),))
        plan = await planned(account, later, prune=True)
        assert [row.op for row in plan.rows] == [Op.CREATE, Op.MOVE, Op.DELETE]
        before = len(account.sent)
        outcome = await carried_out(account, plan)
        assert outcome.exit_code is ExitCode.DONE, messages(outcome)
        writes = [each for each in account.sent[before:] if not each.startswith("GET")]
        made = (await there(account))["new"].sid
        assert writes == [
            "POST /actions",
            f"PUT /actions/{made}/numbers/{number}",
            f"DELETE /actions/{sid}",
        ]

    run(work)


def test_a_number_waits_for_a_scenario_that_failed_and_nothing_is_deleted_under_it() -> None:
    async def work(account: AnAccount) -> None:
        number = await a_number(account)
        await deployed(account, wanted("old", numbers={"old": (number,)}))
        plan = await planned(account, Desired("local", (unlike("new", number),)), prune=True)
        account.transport.meddler = Times("POST /actions", 400)
        outcome = await carried_out(account, plan)
        assert [each.status for each in outcome.rows] == [Status.FAILED, Status.NOT_TRIED, Status.NOT_TRIED]
        assert messages(outcome)[1:] == [
            "`new` is not as it should be",
            f"{number} would be left without a scenario",
        ]
        assert (await there(account))["old"].numbers == (number,)

    run(work)


@pytest.mark.parametrize("allow_gap", [False, True])
def test_an_account_that_does_not_move_a_number_in_one_step(allow_gap: bool) -> None:
    async def work(account: AnAccount) -> None:
        number = await a_number(account)
        await deployed(account, wanted("a", "b", numbers={"a": (number,)}))
        plan = await planned(account, wanted("a", "b", numbers={"a": (), "b": (number,)}))
        account.transport.meddler = Times("PUT", 409)
        outcome = await carried_out(account, plan, allow_gap=allow_gap)
        holder = "b" if allow_gap else "a"
        assert (await there(account))[holder].numbers == (number,)
        if allow_gap:
            assert outcome.rows[0].message == "detached first: for a moment nobody answered it"
        else:
            assert outcome.exit_code is ExitCode.REFUSED
            assert outcome.rows[0].hint is not None
            assert outcome.rows[0].hint.startswith("`--allow-gap` detaches it first")

    run(work)


def test_a_gap_that_cannot_be_closed_is_undone() -> None:
    async def work(account: AnAccount) -> None:
        number = await a_number(account)
        await deployed(account, wanted("a", "b", numbers={"a": (number,)}))
        plan = await planned(account, wanted("a", "b", numbers={"a": (), "b": (number,)}))
        account.transport.meddler = Times("PUT", 409, 2)
        outcome = await carried_out(account, plan, allow_gap=True)
        assert outcome.rows[0].status is Status.FAILED
        assert (await there(account))["a"].numbers == (number,)

    run(work)


def test_a_number_that_somebody_else_has_taken_stays_with_them() -> None:
    async def work(account: AnAccount) -> None:
        number = await a_number(account)
        await deployed(account, wanted("a", "b"))
        plan = await planned(account, wanted("a", "b", numbers={"a": (number,)}))
        other = (await there(account))["b"].sid
        await account.send(numbers.update(number, UpdateNumber(scenario=other)))
        outcome = await carried_out(account, plan)
        assert messages(outcome) == [
            f"{number} is answered by {other} since the plan was made; it is left alone"
        ]
        assert (await there(account))["b"].numbers == (number,)

    run(work)


def test_a_scenario_that_got_a_number_since_the_plan_is_not_deleted() -> None:
    async def work(account: AnAccount) -> None:
        number = await a_number(account)
        await deployed(account, wanted("a", "b"))
        plan = await planned(account, wanted("a"), prune=True)
        sid = (await there(account))["b"].sid
        await account.send(numbers.update(number, UpdateNumber(scenario=sid)))
        outcome = await carried_out(account, plan)
        assert messages(outcome) == [
            f"{number} was given to `b` ({sid}) since the plan was made; it is not deleted"
        ]
        assert sorted(await there(account)) == ["a", "b"]

    run(work)


def test_the_journal_has_what_was_there_before() -> None:
    async def work(account: AnAccount) -> None:
        await deployed(account, wanted("a", "b"))
        before = await there(account)
        notes = Notes()
        plan = await planned(account, wanted("a", text=1), prune=True)
        await carried_out(account, plan, notes)
        previous = {
            each["key"]: each["previous"]["script"] for each in notes.entries if each["kind"] == "before"
        }
        assert previous == {"a": before["a"].script, "b": before["b"].script}
        kinds = [(each["kind"], each["key"]) for each in notes.entries]
        assert kinds == [("before", "a"), ("after", "a"), ("before", "b"), ("after", "b")]

    run(work)


def test_values_that_are_not_those_of_the_plan_are_refused_before_anything_is_sent() -> None:
    text = HoledText('variables: {$a: "${TOKEN}"}\n', (Hole(17, "TOKEN"),))
    scenario = DesiredScenario("a", "a.yaml", "a", text, text.filled({"TOKEN": "one"}))

    async def work(account: AnAccount) -> None:
        plan = await planned(account, Desired("local", (scenario,)))
        before = len(account.sent)
        for environ in ({"TOKEN": "two"}, {}):
            with pytest.raises(CallrActionsError):
                await carried_out(account, plan, environ=environ)
        assert len(account.sent) == before
        with pytest.raises(CallrActionsError, match="is no longer the one that the plan was made with"):
            refuse_other_values(plan, {"TOKEN": "two"})
        await carried_out(account, plan, environ={"TOKEN": "one"})
        assert '"one"' in (await there(account))["a"].script

    run(work)


class Without:
    """An account that answers 404, or another thing, where a path ends so."""

    def __init__(self, kind: str, change: Callable[[dict[str, Any]], dict[str, Any] | None]) -> None:
        self._kind = kind
        self._change = change

    async def __call__(self, request: httpx.Request, go_on: GoOn) -> httpx.Response:
        path = request.url.path.removeprefix("/v2.0")
        answer = await go_on()
        if not f"{request.method} {path}".startswith(self._kind) or answer.status_code != 200:
            return answer
        changed = self._change(json.loads(await answer.aread()))
        if changed is None:
            return httpx.Response(404, json={"code": "not-found", "message": "no such address"})
        return httpx.Response(200, json=changed)


def test_an_account_without_the_address_of_one_scenario_is_asked_for_its_list() -> None:
    async def work(account: AnAccount) -> None:
        await deployed(account, wanted("a", "b"))
        plan = await planned(account, wanted("a", text=1), prune=True)
        account.transport.meddler = Without("GET /actions/", lambda _: None)
        outcome = await carried_out(account, plan)
        assert outcome.exit_code is ExitCode.DONE, messages(outcome)
        assert {key: each.body for key, each in (await there(account)).items()} == {"a": body(1)}

    run(work)


def test_an_account_that_says_deleted_and_is_not() -> None:
    async def work(account: AnAccount) -> None:
        await deployed(account, wanted("a", "b"))
        plan = await planned(account, wanted("a"), prune=True)
        account.transport.meddler = Times("DELETE", 204)
        outcome = await carried_out(account, plan)
        assert messages(outcome)[0].endswith("is deleted, and still has it")

    run(work)


def test_what_was_deleted_or_changed_since_the_plan_is_not_deleted_again() -> None:
    async def work(account: AnAccount) -> None:
        await deployed(account, wanted("a", "b", "c"))
        plan = await planned(account, wanted("a"), prune=True)
        now = await there(account)
        await account.send(scenarios.delete(now["b"].sid))
        await account.send(scenarios.update(now["c"].sid, UpdateScenario(name="other")))
        outcome = await carried_out(account, plan)
        assert [each.message for each in outcome.rows] == [
            "it was gone already",
            f"`c` ({now['c'].sid}) was changed since the plan was made; it is not deleted",
        ]

    run(work)


def test_a_key_whose_old_scenario_is_another_one_now_is_made_anew() -> None:
    async def work(account: AnAccount) -> None:
        await deployed(account, wanted("a"))
        sid = (await there(account))["a"].sid
        plan = await planned(account, wanted("a", "b"))
        assert (await carried_out(account, plan, known={"b": sid})).exit_code is ExitCode.DONE

    run(work)


def test_numbers_that_are_so_already() -> None:
    async def work(account: AnAccount) -> None:
        number = await a_number(account)
        await deployed(account, wanted("a"))
        attach = await planned(account, wanted("a", numbers={"a": (number,)}))
        assert (await carried_out(account, attach)).rows[0].message == ""
        assert (await carried_out(account, attach)).rows[0].message == "it was so already"
        detach = await planned(account, wanted("a", numbers={"a": ()}), prune=True)
        account.transport.meddler = Times("DELETE", "lost")
        assert (await carried_out(account, detach)).exit_code is ExitCode.DONE
        account.transport.meddler = None
        assert (await carried_out(account, detach)).rows[0].message == "it was so already"
        await account.send(numbers.remove(number))
        assert messages(await carried_out(account, attach)) == [f"{number} is no longer on the account"]

    run(work)


def test_an_account_that_does_not_tell_what_a_number_is_attached_to() -> None:
    def silent(number: dict[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in number.items() if key != "scenario"}

    async def work(account: AnAccount) -> None:
        number = await a_number(account)
        await deployed(account, wanted("a", "b"))
        attach = await planned(account, wanted("a", "b", numbers={"a": (number,)}))
        meddler = Without("GET /numbers/", silent)
        account.transport.meddler = meddler
        assert (await carried_out(account, attach)).exit_code is ExitCode.DONE
        move = await planned(account, wanted("a", "b", numbers={"a": (), "b": (number,)}))
        assert [row.op for row in move.rows] == [Op.MOVE]
        account.transport.meddler = meddler
        assert (await carried_out(account, move)).exit_code is ExitCode.DONE
        account.transport.meddler = meddler
        assert messages(await carried_out(account, move)) == [
            f"{number} is answered by nobody since the plan was made; it is left alone"
        ]
        assert (await there(account))["b"].numbers == (number,)

    run(work)


def test_an_update_of_an_account_that_keeps_another_text_and_loses_its_answer() -> None:
    async def work(account: AnAccount) -> None:
        await deployed(account, wanted("a"))
        reform, lose = (
            Reforming(lambda text: text.replace("hangup@v1}", "hangup@v1 }")),
            Times("PATCH", "lost"),
        )

        async def both(request: httpx.Request, go_on: GoOn) -> httpx.Response:
            async def reformed() -> httpx.Response:
                return await reform(request, go_on)

            return await lose(request, reformed)

        plan = await planned(account, wanted("a", text=1))
        account.transport.meddler = both
        outcome = await carried_out(account, plan)
        assert (outcome.exit_code, outcome.remarks) == (ExitCode.DONE, (ANOTHER_TEXT,)), messages(outcome)
        account.transport.meddler = None
        assert (await planned(account, wanted("a", text=1))).rows == ()

    run(work)


@pytest.mark.parametrize("kind", ["POST /actions", "PATCH /actions"])
def test_an_account_that_never_does_what_it_is_asked(kind: str) -> None:
    async def work(account: AnAccount) -> None:
        await deployed(account, wanted("a"))
        account.transport.meddler = Times(kind, "gone", 99)
        outcome = await deployed(account, wanted("a", "b", text=1))
        failed = [each.row.key for each in outcome.left if each.status is Status.FAILED]
        assert failed == (["b"] if kind.startswith("POST") else ["a"])

    run(work)


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.no_cover  # the same over and over
@pytest.mark.parametrize("effect", [False, True], ids=["before", "behind"])
def test_a_deploy_that_is_killed_at_any_request_is_finished_by_the_next(effect: bool) -> None:
    async def work(account: AnAccount, at: int) -> bool:
        number = await a_number(account)
        await deployed(account, wanted("a", "b", "gone", numbers={"a": (number,)}))
        moved = wanted("a", "b", text=1, numbers={"a": (), "b": (number,)})
        new = DesiredScenario("c", "c.yaml", "c", HoledText("a: 1\n"), "a: 1\n")
        later = Desired("local", (*moved.scenarios, new))
        count = 0

        async def killing(request: httpx.Request, go_on: GoOn) -> httpx.Response:
            nonlocal count
            count += 1
            if count == at and effect:
                await (await go_on()).aread()
            if count >= at:
                raise Killed
            return await go_on()

        plan = await planned(account, later, prune=True)
        account.transport.meddler = killing
        try:
            await carried_out(account, plan, at_once=1)
            ended = True
        except (Killed, BaseExceptionGroup):
            ended = False
        held = [each for each in (await there(account)).values() if number in each.numbers]
        assert len(held) == 1, "somebody answers the number at any moment"
        again = await deployed(account, later, prune=True)
        assert again.exit_code is ExitCode.DONE, messages(again)
        found = await there(account)
        assert {key: each.body for key, each in found.items()} == {"a": body(1), "b": body(1), "c": "a: 1\n"}
        assert found["b"].numbers == (number,)
        return ended

    at = 1
    while not run(partial(work, at=at)):
        at += 1
    assert at > 10


def test_a_create_request_is_checked_where_it_is_made() -> None:
    with pytest.raises(Exception, match="name"):
        scenarios.create(CreateScenario(name="1", script="a"))
