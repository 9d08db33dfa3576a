"""Write docs/pictures/, a picture of each example scenario; with --check, say what is stale."""

from __future__ import annotations

import sys
from pathlib import Path

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


def main() -> int:
    """Write or check; return the exit code."""
    files = wanted()
    FOLDER.mkdir(parents=True, exist_ok=True)
    present = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.svg")}
    stale = sorted(name for name in files.keys() | present.keys() if files.get(name) != present.get(name))
    if "--check" in sys.argv[1:]:
        for name in stale:
            sys.stderr.write(f"stale: docs/pictures/{name}; run script/generate\n")
        return 1 if stale else 0
    for name in stale:
        if name in files:
            (FOLDER / name).write_text(files[name], encoding="utf-8")
        else:
            (FOLDER / name).unlink()
        sys.stdout.write(f"docs/pictures/{name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
