"""Paths as URI references."""

from __future__ import annotations

from urllib.parse import quote

from callr_actions.lazy_pattern import lazy_pattern

_DRIVE = lazy_pattern(r"[A-Za-z]:/")
# Python keeps a byte of a file name that is not UTF-8 as one of U+DC80 to U+DCFF; other lone surrogates
# stand for nothing.
_NO_BYTE = lazy_pattern("[\ud800-\udc7f\udd00-\udfff]")


def is_absolute(path: str) -> bool:
    """Return whether a POSIX path begins at a root or at a Windows drive."""
    return path.startswith("/") or _DRIVE.match(path) is not None


def path_to_uri(path: str) -> str:
    """Return `file:` and the rest for an absolute path, else a relative reference; percent-encoded."""
    written = quote(_NO_BYTE.sub("\ufffd", path).encode("utf-8", "surrogateescape"), safe="/")
    if _DRIVE.match(path):
        return f"file:///{path[0]}:{written[len(path[0]) + len('%3A') :]}"
    return f"file://{written}" if path.startswith("/") else written
