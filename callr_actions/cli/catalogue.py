"""Every page that `explain` can show: of the linter's rules, of baselines, project files and worlds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.linter.baseline.pages import PAGES
from callr_actions.linter.rules import every_rule
from callr_actions.project.explanations import EXPLANATIONS
from callr_actions.simulator.world.pages import WORLD_PAGES

if TYPE_CHECKING:
    from callr_actions.language.explanation import Explanation


def pages() -> tuple[Explanation, ...]:
    """Return them sorted by code."""
    every = (*(rule.page for rule in every_rule()), *PAGES, *EXPLANATIONS, *WORLD_PAGES)
    return tuple(sorted(every, key=lambda page: page.code))
