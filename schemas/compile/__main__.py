"""Writes the compiled files, or says which of them are stale."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from schemas.compile.catalog import catalog_text
from schemas.compile.facts_error import FactsError
from schemas.compile.fidelity import fidelity_text
from schemas.compile.read import read_facts
from schemas.compile.scenario import scenario_schema_text

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parents[2]


def compiled(root: Path = ROOT) -> dict[str, str]:
    """Return the text of each compiled file, by its path from the root.

    Raises:
        FactsError: the facts are not in their form.
    """
    facts = read_facts(root / "schemas" / "catalog")
    return {
        "schemas/catalog.json": catalog_text(facts),
        "schemas/scenario.schema.json": scenario_schema_text(facts),
        "docs/fidelity.md": fidelity_text(facts),
    }


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Run the generator; return 1 when the facts are wrong or, with --check, when a file is stale."""
    parser = argparse.ArgumentParser(prog="python -m schemas.compile", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a file is stale")
    check = parser.parse_args(arguments).check
    try:
        files = compiled(root)
    except FactsError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    stale = [name for name, text in files.items() if _read(root / name) != text]
    for name in stale:
        if check:
            sys.stderr.write(f"{name} is stale; run script/generate\n")
        else:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(files[name], encoding="utf-8", newline="\n")
            sys.stdout.write(f"wrote {name}\n")
    return 1 if check and stale else 0


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


if __name__ == "__main__":
    sys.exit(main())
