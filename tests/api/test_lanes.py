"""A connection for each request that is under way, and a queue for the others."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from callr_actions.api.lanes import Lanes

REQUEST = httpx.Request("GET", "http://api.example/")


class Lane(httpx.AsyncBaseTransport):
    """Says when it is used and answers when it is told to."""

    def __init__(self, number: int, used: list[int]) -> None:
        self.number = number
        self._used = used
        self.fault: Exception | None = None
        self.answers = asyncio.Event()
        self.closed = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self._used.append(self.number)
        await self.answers.wait()
        self.answers.clear()
        if self.fault is not None:
            raise self.fault
        return httpx.Response(200, request=request)

    async def aclose(self) -> None:
        self.closed = True


class Road:
    """Two lanes at most."""

    def __init__(self) -> None:
        self.made: list[Lane] = []
        self.used: list[int] = []
        self.lanes = Lanes(self._lane, 2)

    def _lane(self) -> Lane:
        self.made.append(Lane(len(self.made), self.used))
        return self.made[-1]

    def send(self) -> asyncio.Task[httpx.Response]:
        return asyncio.create_task(self.lanes.handle_async_request(REQUEST))

    async def used_by(self, count: int) -> list[int]:
        """Which lane each request has got, when so many have one."""
        while len(self.used) < count:
            await asyncio.sleep(0)
        for _ in range(5):  # nobody else gets one
            await asyncio.sleep(0)
        return self.used


def test_only_as_many_as_are_needed_and_the_last_one_again() -> None:
    async def main() -> None:
        road = Road()
        assert len(road.made) == 1
        for _ in range(3):
            task = road.send()
            road.made[0].answers.set()
            await task
        assert road.used == [0, 0, 0]
        first, second = road.send(), road.send()
        assert await road.used_by(5) == [0, 0, 0, 0, 1]
        road.made[0].answers.set()
        await first
        road.made[1].answers.set()
        await second
        road.made[1].answers.set()
        await road.send()
        assert road.used[-1] == 1
        await road.lanes.aclose()
        assert [each.closed for each in road.made] == [True, True]

    asyncio.run(main())


def test_the_others_wait_in_the_order_in_which_they_came() -> None:
    async def main() -> None:
        road = Road()
        tasks = [road.send() for _ in range(4)]
        assert await road.used_by(2) == [0, 1]
        road.made[1].answers.set()
        assert await road.used_by(3) == [0, 1, 1]
        assert [task.done() for task in tasks] == [False, True, False, False]
        road.made[1].answers.set()
        assert await road.used_by(4) == [0, 1, 1, 1]
        assert [task.done() for task in tasks] == [False, True, True, False]
        for each in road.made:
            each.answers.set()
        await asyncio.gather(*tasks)

    asyncio.run(main())


def test_a_fault_and_an_interruption_give_the_connection_back() -> None:
    async def main() -> None:
        road = Road()
        broken, interrupted, waiting = road.send(), road.send(), road.send()
        assert await road.used_by(2) == [0, 1]
        road.made[0].fault = httpx.ReadError("reset")
        road.made[0].answers.set()
        with pytest.raises(httpx.ReadError):
            await broken
        assert await road.used_by(3) == [0, 1, 0]
        interrupted.cancel()
        with pytest.raises(asyncio.CancelledError):
            await interrupted
        road.made[1].answers.set()
        assert (await road.send()).status_code == 200
        waiting.cancel()
        assert road.used == [0, 1, 0, 1]
        assert len(road.made) == 2

    asyncio.run(main())
