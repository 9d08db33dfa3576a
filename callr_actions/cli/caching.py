"""The linter's cache of a project: what callr.yaml says, and which codes exist, without parsing or rules."""

from __future__ import annotations

import os
import sys
from hashlib import sha256
from typing import TYPE_CHECKING

from callr_actions.cli.project import FoundProject, find_file, load_found, own_numbers
from callr_actions.cli.selection import patterns_of
from callr_actions.cli.session import MASKER
from callr_actions.language.document import read_content, source_from_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from callr_actions.linter.cache import Cache
    from callr_actions.linter.selection import Selection
    from callr_actions.project.project import Project

PROJECT = "project"
CODES = "codes"


def find_project_and_cache(named: str | None, *, use_cache: bool) -> tuple[FoundProject, Cache | None]:
    """Return the project as `find_project` does, and its cache; no cache without a callr.yaml.

    Raises:
        CallrActionsError: the named file does not exist.
    """
    file = find_file(named)
    if file is None or not use_cache:
        return load_found(file), None
    from callr_actions.linter.cache import Cache
    from callr_actions.linter.stamp import program_stamp

    cache = Cache(file.parent, program_stamp(), MASKER)
    content = read_content(file)
    digest = None if isinstance(content, str) else sha256(content.data + _user_says()).hexdigest()
    found = None if isinstance(content, str) else _recalled(cache, file, content.data, digest)
    if found is None:
        found = load_found(file)
        # Whoever has findings or secrets in callr.yaml wants it read again, whole.
        if not found.findings and not MASKER.knows_any:
            from callr_actions.project.lint_view import view_to_json

            cache.note(PROJECT, {"digest": digest, "view": view_to_json(found.project)})
    return found, cache if _set_context(cache, found.project) else None


def known_codes(cache: Cache | None) -> set[str]:
    """Return codes and names that earlier runs have found to exist."""
    codes = cache.notes.get(CODES) if cache is not None else None
    return {code for code in codes if isinstance(code, str)} if isinstance(codes, list) else set()


def note_codes(cache: Cache | None, selection: Selection) -> None:
    """Remember that every code and name of a selection exists."""
    if cache is not None:
        cache.note(CODES, sorted(known_codes(cache) | patterns_of(selection)))


def _user_says() -> bytes:
    """Return what findings of callr.yaml depend on beside its text: whose hosts the user allows."""
    from callr_actions.project.user_config import ALLOW_HOST, user_config_file

    allowed = os.environ.get(ALLOW_HOST, "").encode("utf-8", "surrogateescape")
    try:
        return b"\0" + allowed + b"\0" + user_config_file(os.environ, sys.platform).read_bytes()
    except OSError:
        # Reading callr.yaml says what is wrong, unless there is no such file.
        return b"\0" + allowed


def _recalled(cache: Cache, file: Path, content: bytes, digest: str | None) -> FoundProject | None:
    note = cache.notes.get(PROJECT)
    if not isinstance(note, dict) or note.get("digest") != digest:
        return None
    from callr_actions.project.lint_view import project_from_view

    try:
        project = project_from_view(note["view"], file)
        source = source_from_bytes(content, file.name)
    except (KeyError, TypeError, ValueError):
        return None
    return None if project is None or project.shown != file.name else FoundProject(project, (), source, file)


def _set_context(cache: Cache, project: Project) -> bool:
    """Tell the cache what findings depend on; return False where that cannot be read."""
    schema = None
    if project.schema is not None:
        content = read_content(project.schema)
        if isinstance(content, str) or content.size != len(content.data):
            return False
        schema = [os.path.relpath(project.schema), sha256(content.data).hexdigest()]
    cache.set_context([sorted(own_numbers(project)), schema])
    return True
