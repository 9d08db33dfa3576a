"""The server that clients are tested against: `callr_server` is a fresh one for each test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.api.every_request import requests
from tests.api.server.server import CallrServer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.api.every_request import Every


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


@pytest.fixture(scope="session")
def every(tmp_path_factory: pytest.TempPathFactory) -> Every:
    """Per operation a request with the fewest arguments and one with all."""
    return requests(tmp_path_factory.mktemp("sounds"))
