from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.account.client import Client

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def api() -> Iterator[Client]:
    """An account in memory with seed 1, new for each test."""
    client = Client()
    yield client
    client.close()
