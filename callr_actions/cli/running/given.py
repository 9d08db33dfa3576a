"""`--var` and `--vars`: the variables of a run, from the command line, files and standard input."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from callr_actions.cli.texts import STDIN, read_text, variables_of
from callr_actions.errors import CallrActionsError

if TYPE_CHECKING:
    from collections.abc import Sequence


def given_variables(pairs: tuple[str, ...], files: Sequence[str]) -> dict[str, object]:
    """Return the variables that were given; a later file wins over an earlier one, `--var` over all files.

    Raises:
        CallrActionsError: a text has no `=`, or a file cannot be read as a mapping.
    """
    for text in pairs:
        if text.startswith("="):
            raise CallrActionsError(
                f"--var: `{text}` names no variable: the shell has put a value of its own there",
                hint="write it in single quotes: --var '$name=value'",
            )
    if list(files).count(STDIN) > 1:
        raise CallrActionsError("--vars: standard input can be read only once")
    found: dict[str, object] = {}
    for file in files:
        found.update(_from_file(file))
    return {**found, **variables_of(pairs)}


def _from_file(file: str) -> dict[str, object]:
    from callr_actions.language.document import parse_document
    from callr_actions.language.source import Source
    from callr_actions.language.tree import plain_data

    text = read_text(file)
    shown = "--vars: standard input" if file == STDIN else file
    if text.lstrip().startswith("{"):
        try:
            return dict(json.loads(text, object_pairs_hook=lambda pairs: _once(pairs, shown)))
        except (ValueError, RecursionError):
            pass  # YAML in braces may be meant; if not, its parser says where the fault is
    source = Source(shown, text)
    document = parse_document(source, what="a file of variables")
    if document.mapping is None or document.problems:
        problem = document.problems[0]
        place = source.position(problem.start)
        raise CallrActionsError(
            f"line {place.line}, column {place.column}: {problem.message}", file=shown, hint=problem.help
        )
    data = plain_data(document.mapping)
    assert isinstance(data, dict)
    return dict(data)


def _once(pairs: Sequence[tuple[str, object]], shown: str) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in pairs:
        if name in found:
            raise CallrActionsError(f"`{name}` comes twice", file=shown)
        found[name] = value
    return found
