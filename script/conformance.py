"""Write docs/conformance.md from what the local account declares; with --check, say if it is stale."""

from __future__ import annotations

import sys
from pathlib import Path

from callr_actions.account.conformance import table
from callr_actions.account.operations import API

FILE = Path(__file__).resolve().parent.parent / "docs" / "conformance.md"


def main() -> int:
    """Write or check; return the exit code."""
    wanted = table(API)
    present = FILE.read_text(encoding="utf-8") if FILE.exists() else None
    if wanted == present:
        return 0
    if "--check" in sys.argv[1:]:
        sys.stderr.write("stale: docs/conformance.md; run script/generate\n")
        return 1
    FILE.write_text(wanted, encoding="utf-8")
    sys.stdout.write("docs/conformance.md\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
