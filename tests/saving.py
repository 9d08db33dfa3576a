"""Saves a file as most editors do: at once, so that nobody who watches sees it empty or half written."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def save(file: Path, text: str) -> None:
    """Write a new file under a name that means nothing, and let it take the place of the old one."""
    beside = file.with_name(f".{file.name}.tmp")
    beside.write_text(text, encoding="utf-8")
    beside.replace(file)
