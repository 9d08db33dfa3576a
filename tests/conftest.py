"""For every test: golden files (`--update-golden`), how much properties try and cost, what comes first."""

from __future__ import annotations

import faulthandler
import gc
import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from coverage import Coverage
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Callable

# No test asks the keyring of whoever runs it, also not from a process of its own.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"

# The same examples on every machine and every run; no deadline, because CI machines stall.
settings.register_profile(
    "repeatable",
    max_examples=40,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.differing_executors],
)
# Others in every run, and many: what fails is printed with the line that brings it back.
settings.register_profile(
    "campaign",
    settings.get_profile("repeatable"),
    max_examples=2_000,
    derandomize=False,
    print_blob=True,
)
settings.load_profile("repeatable")

# Seconds; coverage reports and workers that are slow to go take a few.
_LONGEST_GOODBYE = 120
_HERE = Path(__file__).parent
# Single tests of these take seconds. They begin first: in the end no worker waits for another's last one.
_LONG = tuple(
    str(_HERE / each)
    for each in (
        "sync/campaign",
        "packaging",
        "docs",
        "cli/deploying/test_real_kills.py",
        "cli/test_lint_batch.py",
        "cli/api/test_sync.py",
        "api/test_faults_everywhere.py",
        "javascript/evaluation/test_hostile_scripts.py",
    )
)


def pytest_configure() -> None:
    """Undo that a shell lets what runs in the background ignore Ctrl-C: programs under test inherit it.

    And look for no garbage while tests are collected: what they are made of stays.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    gc.disable()


def pytest_collection_finish() -> None:
    """Look for garbage from here on, but not among the tests, and not every moment."""
    gc.freeze()
    gc.set_threshold(20_000, 10, 50)
    gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """End a process of tests that hangs where the last test is over: no timeout watches it any more."""
    faulthandler.dump_traceback_later(_LONGEST_GOODBYE, exit=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """End what pytest-cov starts in each worker as if it were the first process, and never reads.

    It would go on tracing whenever the worker's own measuring pauses, and `no_cover` would save nothing.
    """
    unread = Coverage.current() if hasattr(session.config, "workerinput") else None
    if unread is not None:
        unread.stop()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let long tests begin, and don't measure what properties cover.

    That doubles their time, and examples have to cover everything. Other tests that do much over and over say
    so themselves, with `no_cover`.
    """
    items.sort(key=lambda item: not str(item.path).startswith(_LONG))
    if config.pluginmanager.hasplugin("_cov"):
        for item in items:
            if item.get_closest_marker("hypothesis"):
                item.add_marker("no_cover")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with a file, byte for byte; with --update-golden, write it there."""

    def compare(path: Path, actual: str) -> None:
        if request.config.getoption("--update-golden"):
            path.write_text(actual, encoding="utf-8", newline="")
        assert path.exists(), f"{path} is missing: run pytest --update-golden and read what it wrote"
        assert actual == path.read_bytes().decode("utf-8")

    return compare
