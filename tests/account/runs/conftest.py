from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from callr_actions.account.clock import Pace
from tests.account.client import Client

if TYPE_CHECKING:
    from collections.abc import Iterator

START = 1_713_980_548_000


class Live(Client):
    """An account whose time is real, and passes when a test says so."""

    def __init__(self) -> None:
        self.moment = START
        super().__init__(pace=Pace.REAL, wall_clock=lambda: self.moment)

    def let_pass(self, seconds: float) -> None:
        """Let time pass, and do what is due then."""
        self.moment += round(seconds * 1000)
        self.app.work.take_due()


@pytest.fixture
def live() -> Iterator[Live]:
    """An account in memory whose time passes when a test says so."""
    client = Live()
    yield client
    client.close()
