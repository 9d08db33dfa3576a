"""Faults on purpose: how they are written, whom they meet, and what a client sees of them."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from callr_actions.account.fault_rules import read_rule
from callr_actions.account.faults import Faults
from callr_actions.account.served import Address, served
from callr_actions.errors import CallrActionsError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

BODY = {"name": "A", "script": "a: 1"}
OPERATIONS = ("actionsCreate", "actionsGet")


def with_faults(rules: tuple[str, ...], work: Callable[[httpx.AsyncClient], Awaitable[None]]) -> Faults:
    """Serve an account with faults, and do something with it; the faults, for what happened."""
    made: list[Faults] = []

    def around(app: Any) -> Faults:
        made.append(Faults(app, rules, 1))
        return made[0]

    async def scenario() -> None:
        async with (
            served(None, Address(port=0), seed=1, around=around) as account,
            httpx.AsyncClient(
                base_url=account.base_url, headers={"x-api-key": account.key}, trust_env=False, timeout=None
            ) as http,
        ):
            await work(http)

    asyncio.run(scenario())
    return made[0]


@pytest.mark.parametrize(
    ("rule", "status", "done"),
    [("500-before", 500, 0), ("500-after", 500, 1), ("429=7", 429, 0), ("delay=0.05", 201, 1)],
)
def test_an_answer_instead_of_the_right_one(rule: str, status: int, done: int) -> None:
    async def work(http: httpx.AsyncClient) -> None:
        started = time.perf_counter()
        answer = await http.post("/actions", json=BODY, headers={"x-local-fault": rule})
        assert answer.status_code == status
        assert answer.headers.get("retry-after") == ("7" if status == 429 else None)
        if status >= 400:
            assert answer.json()["message"] == f"a fault on purpose: {rule}"
        assert time.perf_counter() - started >= (0.05 if rule.startswith("delay") else 0)
        assert (await http.get("/actions")).json()["total"] == done

    faults = with_faults((), work)
    assert [tuple(each) for each in faults.happened] == [(1, "actionsCreate", rule)]


@pytest.mark.parametrize(("rule", "done"), [("drop-before", 0), ("drop-after", 1), ("truncate", 1)])
def test_a_connection_that_breaks(rule: str, done: int, caplog: pytest.LogCaptureFixture) -> None:
    async def work(http: httpx.AsyncClient) -> None:
        with pytest.raises((httpx.ReadError, httpx.RemoteProtocolError)) as caught:
            await http.post("/actions", json=BODY)
        if rule == "truncate":
            assert "incomplete message body" in str(caught.value) or "peer closed" in str(caught.value)
        assert (await http.get("/actions")).json()["total"] == done

    with_faults((f"actionsCreate:{rule}",), work)
    assert caplog.records == []


def test_only_the_requests_that_a_rule_takes() -> None:
    async def work(http: httpx.AsyncClient) -> None:
        statuses = [(await http.post("/actions", json=BODY)).status_code for _ in range(4)]
        assert statuses == [201, 500, 201, 500]
        assert (await http.get("/actions")).status_code == 200
        assert (await http.get("/nothing")).status_code == 404

    faults = with_faults(("actionsCreate:500-after@2,4",), work)
    assert [each.number for each in faults.happened] == [2, 4]


def test_a_share_is_the_same_each_time() -> None:
    rule = read_rule("500-before@25%", OPERATIONS)
    taken = [number for number in range(1, 4001) if rule.takes(7, number)]
    assert taken == [number for number in range(1, 4001) if rule.takes(7, number)]
    assert 850 < len(taken) < 1150
    assert taken != [number for number in range(1, 4001) if rule.takes(8, number)]
    assert not any(read_rule("truncate@0%", OPERATIONS).takes(7, number) for number in range(1, 100))
    assert all(read_rule("truncate", OPERATIONS).takes(7, number) for number in range(1, 100))


def test_the_control_route() -> None:
    async def work(http: httpx.AsyncClient) -> None:
        route = str(http.base_url.copy_with(path="/__local__/faults"))
        answer = await http.put(route, json={"rules": ["500-before@1"], "seed": 9})
        assert answer.json() == {"seed": 9, "rules": ["500-before@1"], "count": 0, "happened": []}
        assert (await http.get("/ping")).status_code == 500
        said = (await http.get(route)).json()
        assert (said["count"], said["happened"]) == (
            1,
            [{"number": 1, "operation": "systemPing", "rule": "500-before@1"}],
        )
        assert (await http.delete(route)).json()["rules"] == []
        for content, reason in (
            (b"{", "the body must be"),
            (b'{"rules": ["boom"]}', "`boom`: there is no fault `boom`; allowed: delay, 429"),
            (b'{"rules": ["delay@x"]}', "says not when; write a share"),
            (b" " * 70_000, "the body is larger than 65536 bytes"),
        ):
            refused = await http.put(route, content=content)
            assert refused.status_code in {400, 413}
            assert reason in refused.json()["message"]
        assert (await http.post(route)).headers["allow"] == "DELETE, GET, PUT"
        assert (await http.get(route, headers={"x-api-key": "wrong"})).status_code == 401

    with_faults((), work)


def test_the_header_is_for_those_who_may_ask() -> None:
    async def work(http: httpx.AsyncClient) -> None:
        wrong = await http.get("/ping", headers={"x-local-fault": "500-before", "x-api-key": "no"})
        assert wrong.status_code == 401
        unknown = await http.get("/ping", headers={"x-local-fault": "500-befor"})
        assert unknown.status_code == 400
        assert unknown.json()["message"] == (
            "x-local-fault: `500-befor`: there is no fault `500-befor`; did you mean `500-before`?"
        )
        assert (await http.get(str(http.base_url.copy_with(path="/openapi.json")))).status_code == 200

    assert with_faults((), work).happened == []


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("", "`` is no fault"),
        ("a b", "`a b` is no fault"),
        ("actionsCreat:truncate", "there is no operation `actionsCreat`; did you mean `actionsCreate`?"),
        ("truncate=1", "`truncate=1`: truncate takes no value"),
        ("delay=x", "`delay=x`: `x` is no number of seconds up to 600"),
        ("delay=601", "`601` is no number of seconds up to 600"),
        ("429@101%", "`101%` says not when"),
        ("429@0", "`0` says not when"),
    ],
)
def test_what_is_no_rule(rule: str, message: str) -> None:
    with pytest.raises(CallrActionsError) as caught:
        read_rule(rule, OPERATIONS)
    assert message in str(caught.value)


def test_a_run_starts_although_its_answer_is_lost() -> None:
    async def work(http: httpx.AsyncClient) -> None:
        script = "branches: {api-initiated: {actions: []}}"
        sid = (await http.post("/actions", json={"name": "A", "script": script})).json()["sid"]
        answers = [(await http.post(f"/actions/{sid}/runs")).status_code for _ in range(3)]
        assert answers == [500, 500, 201]
        runs = (await http.get(str(http.base_url).replace("/v2.0", "/__local__/runs"))).json()
        assert len(runs) == 2

    rules = ("actionsStart:500-before@1", "actionsStart:500-after@2")
    assert with_faults(rules, work).count == 2
