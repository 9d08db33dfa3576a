"""Write docs/pictures/, a picture of each example scenario; with --check, say what is stale."""

from __future__ import annotations

import sys
from pathlib import Path

from made_files import bring_up_to_date

from callr_actions.graph.build import build_graph
from callr_actions.graph.outputs import renderer
from callr_actions.graph.outputs.style import Style
from callr_actions.language.document import read_document
from callr_actions.language.scenario_reader import read_scenario
from callr_actions.linter.context import LintContext
from callr_actions.linter.engine import check_document
from callr_actions.linter.selection import Selection
from callr_actions.masking import Masker

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pictures"


def wanted() -> dict[str, str]:
    """Return every file of the folder with its text."""
    found = {}
    for path in sorted((ROOT / "scenarios").glob("*.yaml")):
        document = read_document(path, path.relative_to(ROOT).as_posix())
        context = LintContext()
        checked = check_document(document, context, Selection())
        graph = build_graph(
            read_scenario(document),
            context.catalog,
            checked.findings,
            name=path.stem,
            masker=Masker().with_more(checked.secrets),
        )
        found[f"{path.stem}.svg"] = renderer("svg")(graph, Style())
    return found


if __name__ == "__main__":
    sys.exit(bring_up_to_date(FOLDER, wanted(), ".svg"))
