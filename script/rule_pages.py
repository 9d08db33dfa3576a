"""Write docs/rules/ from the pages that `callr-actions explain` shows; with --check, say what is stale."""

from __future__ import annotations

import sys
from pathlib import Path

from callr_actions.cli.catalogue import pages
from callr_actions.linter.pages import markdown_index, markdown_page

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "rules"


def wanted() -> dict[str, str]:
    """Return every file of the folder with its text."""
    files = {f"{page.code}.md": markdown_page(page) for page in pages()}
    return files | {"README.md": markdown_index(pages())}


def main() -> int:
    """Write or check; return the exit code."""
    files = wanted()
    FOLDER.mkdir(parents=True, exist_ok=True)
    present = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    stale = sorted(name for name in files.keys() | present.keys() if files.get(name) != present.get(name))
    if "--check" in sys.argv[1:]:
        for name in stale:
            sys.stderr.write(f"stale: docs/rules/{name}; run script/generate\n")
        return 1 if stale else 0
    for name in stale:
        if name in files:
            (FOLDER / name).write_text(files[name], encoding="utf-8")
        else:
            (FOLDER / name).unlink()
        sys.stdout.write(f"docs/rules/{name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
