"""Reading an account: by lists only, and never believing one that does not add up."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import httpx
import pytest

from callr_actions.api.errors import IncompleteListError, NetworkError
from callr_actions.api.requests.audio_files import CreateAudioFile
from callr_actions.api.requests.scenarios import CreateScenario
from callr_actions.api.resources import audio_files, scenarios
from callr_actions.sync.marker import State, write_marker
from callr_actions.sync.remote import Remote, read_remote
from tests.sync.accounts import an_account

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.sync.accounts import AnAccount

BODY = "branches: {}\n"


async def fill(account: AnAccount, count: int) -> None:
    for index in range(count):
        script = write_marker(BODY, f"s{index:03}", None)
        await account.send(scenarios.create(CreateScenario(name=f"s{index:03}", script=script)))


def test_lists_are_all_it_asks_for() -> None:
    async def work() -> tuple[Remote, list[str]]:
        async with an_account() as account:
            await fill(account, 201)
            return await read_remote(account.reader), account.sent

    remote, sent = asyncio.run(work())
    assert sorted(sent) == ["GET /actions", "GET /actions", "GET /actions", "GET /numbers"]
    assert [each.name for each in remote.scenarios] == [f"s{index:03}" for index in range(201)]
    assert {each.state for each in remote.scenarios} == {State.UNTOUCHED}
    assert remote.numbers == ()
    assert remote.audio is None


def test_audio_files_by_name() -> None:
    async def work() -> Remote:
        async with an_account() as account:
            for name in ("Welcome", "Bye", "Welcome"):
                await account.send(audio_files.create(CreateAudioFile(name=name)))
            return await read_remote(account.reader, numbers=False, audio=True)

    remote = asyncio.run(work())
    assert remote.numbers is None
    assert remote.audio is not None
    assert {name: len(sids) for name, sids in remote.audio.items()} == {"Welcome": 2, "Bye": 1}


def test_a_page_that_comes_back_short_is_an_error() -> None:
    async def short(request: httpx.Request, go_on: Callable[[], Awaitable[httpx.Response]]) -> httpx.Response:
        answer = await go_on()
        content = json.loads(await answer.aread())
        content["hits"] = content["hits"][:1]
        content["hasMore"] = False
        return httpx.Response(200, json=content)

    async def work() -> None:
        async with an_account() as account:
            await fill(account, 3)
            account.transport.meddler = short
            with pytest.raises(IncompleteListError) as raised:
                await read_remote(account.reader, numbers=False)
            assert str(raised.value) == "actionsSearch: the account says that there are 3, and 1 came, twice"

    asyncio.run(work())


def test_a_network_that_is_gone_is_one_error_and_no_group() -> None:
    async def gone(request: httpx.Request, _: object) -> httpx.Response:
        raise httpx.ConnectError("no route", request=request)

    async def work() -> None:
        async with an_account() as account:
            account.transport.meddler = gone
            with pytest.raises(NetworkError):
                await read_remote(account.reader, audio=True)

    asyncio.run(work())


def test_a_reader_sends_nothing_that_writes() -> None:
    async def work() -> list[str]:
        async with an_account() as account:
            for request in (
                scenarios.delete("abcd1234"),
                scenarios.create(CreateScenario(name="a", script="a")),
            ):
                with pytest.raises(TypeError, match="only reads"):
                    await account.reader.get(request)
            return account.sent

    assert asyncio.run(work()) == []


def test_who_answers_which_number() -> None:
    async def work() -> Remote:
        async with an_account() as account:
            await fill(account, 1)
            return await read_remote(account.reader)

    (scenario,) = asyncio.run(work()).scenarios
    scenario.numbers = ("+33199000101",)
    remote = Remote((scenario,))
    assert remote.holders == {"+33199000101": scenario}
    assert remote.by_sid == {scenario.sid: scenario}
    assert (str(scenario), scenario.body) == (f"`s000` ({scenario.sid})", BODY)
    assert "untouched" in repr(scenario)
