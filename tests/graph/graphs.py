"""Graphs for tests: of files, of texts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from callr_actions.graph.build import build_graph
from callr_actions.language.bundled import bundled
from callr_actions.language.document import document_from_bytes
from callr_actions.language.scenario_reader import read_scenario
from callr_actions.linter.context import LintContext
from callr_actions.linter.engine import check_document
from callr_actions.linter.selection import Selection
from callr_actions.masking import Masker

if TYPE_CHECKING:
    from callr_actions.graph.model import Graph
    from callr_actions.language.scenario import Scenario

FLOWS = Path(__file__).parent / "flows"


def graph_of(text: str, name: str = "flow", *, findings: bool = True) -> Graph:
    document = document_from_bytes(text.encode(), f"{name}.yaml")
    checked = check_document(document, LintContext(), Selection()) if findings else None
    return build_graph(
        read_scenario(document),
        bundled(),
        checked.findings if checked else (),
        name=name,
        masker=Masker().with_more(checked.secrets if checked else ()),
    )


def bare_graph(scenario: Scenario) -> Graph:
    return build_graph(scenario, bundled(), (), name="flow", masker=Masker())
