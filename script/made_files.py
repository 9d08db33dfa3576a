"""Files that are made from others: a folder brought up to date, or said to be stale."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def bring_up_to_date(folder: Path, wanted: Mapping[str, str], ending: str) -> int:
    """Write what is missing or stale and delete what is too many; with --check, only say so.

    Args:
        folder: below docs/.
        wanted: every file of it with this ending, by name.
        ending: such as `.md`.

    Returns:
        The exit code.
    """
    folder.mkdir(parents=True, exist_ok=True)
    present = {path.name: path.read_text(encoding="utf-8") for path in folder.glob(f"*{ending}")}
    stale = sorted(name for name in wanted.keys() | present.keys() if wanted.get(name) != present.get(name))
    if "--check" in sys.argv[1:]:
        for name in stale:
            sys.stderr.write(f"stale: docs/{folder.name}/{name}; run script/generate\n")
        return 1 if stale else 0
    for name in stale:
        if name in wanted:
            (folder / name).write_text(wanted[name], encoding="utf-8")
        else:
            (folder / name).unlink()
        sys.stdout.write(f"docs/{folder.name}/{name}\n")
    return 0
