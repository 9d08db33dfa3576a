"""How fast a client asks: the limit, the burst, and what a 429 does to both."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callr_actions.api.pace import Pacer, RateLimit
from callr_actions.api.resources import system
from tests.api.loopback import Loopback, Time, connection, reply
from tests.api.test_client import BOTH, PONG


def test_a_burst_goes_at_once_and_the_rest_in_turn() -> None:
    pacer = Pacer(RateLimit(2, burst=3))
    assert [pacer.reserve(0.0) for _ in range(5)] == [0, 0, 0, 0.5, 1.0]


def test_a_pause_fills_the_burst_again_and_no_more() -> None:
    pacer = Pacer(RateLimit(2, burst=2))
    assert [pacer.reserve(0.0) for _ in range(2)] == [0, 0]
    assert [pacer.reserve(100.0) for _ in range(3)] == [0, 0, 0.5]


def test_a_refusal_halves_the_rate_and_answers_win_it_back() -> None:
    pacer = Pacer(RateLimit(10, burst=5))
    pacer.refused(0.0, retry_after=3.0)
    pacer.refused(0.1, retry_after=3.0)
    assert pacer.rate == 5
    assert [round(pacer.reserve(0.1), 3) for _ in range(3)] == [3.0, 3.2, 3.4]
    for _ in range(100):
        pacer.accepted()
    assert pacer.rate == 10


def test_the_rate_has_a_floor() -> None:
    pacer = Pacer(RateLimit(32))
    for number in range(20):
        pacer.refused(number * 1000.0)
    assert pacer.rate == 1


@pytest.mark.parametrize("limit", [RateLimit(0), RateLimit(-1), RateLimit(1, burst=0)])
def test_a_limit_that_lets_nothing_through(limit: RateLimit) -> None:
    with pytest.raises(ValueError, match="a rate limit is above 0"):
        Pacer(limit)


@given(st.floats(0.1, 100), st.integers(1, 20), st.lists(st.floats(0, 5), min_size=1, max_size=60))
def test_no_window_holds_more_than_the_limit(rate: float, burst: int, gaps: list[float]) -> None:
    pacer = Pacer(RateLimit(rate, burst))
    now, sent = 0.0, []
    for gap in gaps:
        now += gap
        sent.append(now + pacer.reserve(now))
    assert sent == sorted(sent)
    for first, start in enumerate(sent):
        for last in range(first, len(sent)):
            assert last - first + 1 <= burst + rate * (sent[last] - start) + 1e-6


@BOTH
def test_a_client_keeps_to_it(send: object) -> None:
    clock = Time()
    with Loopback(reply(429, retry_after="2"), PONG) as server:
        to = connection(server.url, clock=clock, rate_limit=RateLimit(1, burst=1))
        assert send(to, system.ping()).pong == "pong"  # type: ignore[operator]
    assert clock.waits == [2.0]
