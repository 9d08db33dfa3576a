"""What `callr-actions explain` says about the findings in a world. Its examples are run by a test."""

from __future__ import annotations

from functools import partial

from callr_actions.language.explanation import Explanation

# Each example is a whole world: the bad one gives this code and no other, the good one nothing.
_page = partial(Explanation, file="world")

WORLD_PAGES: tuple[Explanation, ...] = (
    _page(
        code="CA951",
        name="world-value",
        summary="A value in a world has the wrong type or form, or one that is needed is missing.",
        why="A world says what happens around a simulated run. Where it cannot be read, the run would show "
        "something that nobody has asked for; so nothing is run.",
        bad="""\
numbers:
  "+33199001234": bussy
""",
        good="""\
numbers:
  "+33199001234": busy
""",
        fix="Write what the message names. Keys and phone numbers need quotes: else YAML reads a number.",
    ),
    _page(
        code="CA952",
        name="world-unknown-key",
        summary="A key that worlds do not have.",
        why="A misspelt key would be left out without a word, and the run would go on without what it says.",
        bad="""\
caller:
  script:
    - hang-up
""",
        good="""\
caller:
  does:
    - hang-up
""",
        fix="Correct the spelling; the message lists the keys that may stand there.",
    ),
)
