"""Scripts made ready to run, each once."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from callr_actions.account.problem import Problem

if TYPE_CHECKING:
    from callr_actions.simulator.program import Program


# A batch starts one scenario thousands of times.
@lru_cache(maxsize=32)
def program_of(name: str, script: str) -> Program:
    """Return a script, ready to run.

    Args:
        name: what places in it are called by.
        script: its text.

    Raises:
        Problem: 400 where it cannot be read as a scenario.
    """
    from callr_actions.language.bundled import bundled  # noqa: PLC0415 - only runs pay for it
    from callr_actions.language.document import parse_document  # noqa: PLC0415
    from callr_actions.language.scenario_reader import read_scenario  # noqa: PLC0415
    from callr_actions.language.source import Source  # noqa: PLC0415
    from callr_actions.simulator.program import Program  # noqa: PLC0415

    source = Source(name, script)
    document = parse_document(source)
    if document.mapping is None:
        problem = document.problems[0]
        place = source.position(problem.start)
        raise Problem(
            400,
            f"the script cannot be run: line {place.line}, column {place.column}: {problem.message}",
        )
    return Program(read_scenario(document), bundled())
