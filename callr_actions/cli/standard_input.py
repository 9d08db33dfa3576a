"""`-`: a scenario from standard input, under the name that its file would have."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from callr_actions.errors import CallrActionsError
from callr_actions.file_errors import reason
from callr_actions.language.document import LARGEST_FILE_BYTES, document_from_bytes
from callr_actions.project.discovery import shown_path

if TYPE_CHECKING:
    from callr_actions.cli.project import FoundProject
    from callr_actions.language.document import Document


def stdin_document(name: str | None, found: FoundProject) -> Document:
    """Read and parse standard input.

    Args:
        name: what findings call it, a path; None for `<stdin>`.
        found: the project whose paths are shown short.

    Raises:
        CallrActionsError: it is closed or cannot be read.
    """
    return document_from_bytes(_content(), _shown(name, found))


def _content() -> bytes:
    try:
        return sys.stdin.buffer.read(LARGEST_FILE_BYTES + 1)
    except AttributeError:
        raise CallrActionsError("standard input is closed") from None
    except OSError as error:
        raise CallrActionsError(f"standard input cannot be read: {reason(error)}") from error


def _shown(name: str | None, found: FoundProject) -> str:
    if name is None:
        return "<stdin>"
    return shown_path(os.path.abspath(name), found.project.root, Path.cwd())  # noqa: PTH100
