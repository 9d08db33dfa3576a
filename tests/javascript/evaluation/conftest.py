"""One pool for the tests that don't end processes, and a context of it for each test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from callr_actions.javascript.evaluation.gaps import Gaps
from callr_actions.javascript.evaluation.pool import Pool
from callr_actions.language.bundled import bundled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from callr_actions.javascript.evaluation.context import Context
    from callr_actions.javascript.evaluation.outcome import Outcome

NOW = 1_700_000_000_000


@pytest.fixture(scope="session")
def gaps() -> Gaps:
    return Gaps.of({name: fact.value for name, fact in bundled().javascript.items()})


@pytest.fixture(scope="session")
def pool(gaps: Gaps) -> Iterator[Pool]:
    with Pool(gaps) as pool:
        yield pool


@pytest.fixture
def context(pool: Pool) -> Iterator[Context]:
    with pool.context(1) as context:
        yield context


@pytest.fixture
def evaluate(context: Context) -> Callable[..., Outcome]:
    """Evaluate at a fixed time and without predefined variables, unless told otherwise."""

    def evaluate(code: str, *arguments: Any, **options: Any) -> Outcome:
        return context.evaluate(code, *arguments, **{"predefined": {}, "now_ms": NOW, **options})

    return evaluate
