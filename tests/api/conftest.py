"""The server that clients are tested against: `callr_server` is a fresh one for each test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.api.server.server import CallrServer

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def callr_server() -> Iterator[CallrServer]:
    """Callr's API on loopback."""
    server = CallrServer()
    yield server
    server.close()


@pytest.fixture
def other_server() -> Iterator[CallrServer]:
    """A second one, where nothing of the first one's business must ever arrive."""
    server = CallrServer()
    yield server
    server.close()
