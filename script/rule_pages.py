"""Write docs/rules/ from the pages that `callr-actions explain` shows; with --check, say what is stale."""

from __future__ import annotations

import sys
from pathlib import Path

from made_files import bring_up_to_date

from callr_actions.cli.catalogue import pages
from callr_actions.linter.pages import markdown_index, markdown_page

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "rules"


def wanted() -> dict[str, str]:
    """Return every file of the folder with its text."""
    files = {f"{page.code}.md": markdown_page(page) for page in pages()}
    return files | {"README.md": markdown_index(pages())}


if __name__ == "__main__":
    sys.exit(bring_up_to_date(FOLDER, wanted(), ".md"))
