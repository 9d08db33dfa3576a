"""What this program is, in one number: results of another version, or of edited code, are never served."""

from __future__ import annotations

import os
import sys
from hashlib import sha256
from importlib.machinery import PathFinder
from pathlib import Path

from callr_actions.version import __version__

PACKAGE = Path(__file__).resolve().parent.parent
CATALOG = "catalog.json"
# What findings depend on besides the program itself.
LIBRARIES = (
    *("yaml", "tree_sitter", "tree_sitter_javascript", "_quickjs", "jsonschema_rs", "jsonschema"),
    *("phonenumbers", "langcodes", "regex", "rapidfuzz"),
)


def program_stamp(package: Path = PACKAGE) -> str:
    """Return a digest of the program's version, its files' sizes and times, its facts and its libraries."""
    digest = sha256(f"{__version__} {sys.version}".encode())
    for line in sorted(_files(str(package))):
        digest.update(line.encode("utf-8", "surrogateescape"))
    for folder in (package / "schemas", package.parent / "schemas"):
        try:
            digest.update(sha256((folder / CATALOG).read_bytes()).digest())
        except OSError:
            continue
        break
    for name in LIBRARIES:
        digest.update(_library(name).encode())
    return digest.hexdigest()


def _files(folder: str) -> list[str]:
    """Return path, size and time of every Python file below a folder."""
    found: list[str] = []
    with os.scandir(folder) as listing:
        for entry in listing:
            if entry.name.endswith(".py"):
                status = entry.stat()
                found.append(f"{entry.path} {status.st_size} {status.st_mtime_ns}\n")
            elif entry.name != "__pycache__" and entry.is_dir():
                found += _files(entry.path)
    return found


def _library(name: str) -> str:
    """Return path, size and time of a library's first file, which is found without importing it."""
    spec = PathFinder.find_spec(name)
    if spec is None or spec.origin is None:
        return f"{name} -\n"
    status = os.stat(spec.origin)  # noqa: PTH116 - plain text all the way
    return f"{spec.origin} {status.st_size} {status.st_mtime_ns}\n"
