"""Texts that a command is given: in a file, through standard input, as `name=value`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from callr_actions.cli.sessions.session import standard_input
from callr_actions.errors import CallrActionsError
from callr_actions.terminal import printable

STDIN = "-"


def read_text(file: str) -> str:
    """Return what is in a file, or comes through standard input for `-`; without a byte order mark.

    Raises:
        CallrActionsError: it cannot be read, or is not UTF-8.
    """
    text = standard_input("-") if file == STDIN else text_of_file(file)
    return text.removeprefix("\ufeff")


def text_of_file(file: str) -> str:
    """Return what is in a file, to the letter.

    Raises:
        CallrActionsError: it cannot be read, or is not UTF-8.
    """
    try:
        # Line endings stay as they are: that is what is sent.
        return Path(file).read_bytes().decode("utf-8")
    except OSError as error:
        from callr_actions.file_errors import unreadable

        raise unreadable(file, error) from error
    except UnicodeDecodeError as error:
        raise CallrActionsError(
            f"is not UTF-8: {error.reason}", file=file, hint="save it as UTF-8"
        ) from error


def for_output(text: str) -> str:
    """Return a text of the account as it is, or on a terminal without what could steer that."""
    return printable(text) if sys.stdout is not None and sys.stdout.isatty() else text


def pair(text: str, *, option: str) -> tuple[str, str]:
    """Split `name=value`.

    Raises:
        CallrActionsError: there is no name or no `=`.
    """
    name, equals, value = text.partition("=")
    if not equals or not name:
        example = "'$name=value'" if option == "--var" else f"{name or 'name'}=value"
        raise CallrActionsError(
            f"{option}: `{text}` is not of the form NAME=VALUE", hint=f"write {option} {example}"
        )
    return name, value


def json_or_text(value: str) -> object:
    """Return a value as JSON where it is JSON (`5`, `true`, `{"a": 1}`, `"5"`), else as the text it is."""
    try:
        found: object = json.loads(value, parse_constant=_no_json)
    except (ValueError, RecursionError):
        return value
    return found


def _no_json(name: str) -> object:
    """Refuse `NaN` and the infinities, which Python takes for JSON and nobody else does."""
    raise ValueError(name)


def json_object(text: str, *, option: str) -> dict[str, object]:
    """Return a JSON object that is given as text.

    Raises:
        CallrActionsError: it is not JSON, or not an object.
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CallrActionsError(
            f"{option}: not JSON: {str(error).lower()}", hint=f'write {option} \'{{"city": "Paris"}}\''
        ) from error
    if not isinstance(found, dict):
        raise CallrActionsError(
            f"{option}: not a JSON object", hint=f'write {option} \'{{"city": "Paris"}}\''
        )
    return found


def variables_of(pairs: tuple[str, ...]) -> dict[str, object]:
    """Return the variables of a run from `$name=value` texts.

    Raises:
        CallrActionsError: one has no `=`, or comes twice.
    """
    found: dict[str, object] = {}
    for text in pairs:
        name, value = pair(text, option="--var")
        if name in found:
            raise CallrActionsError(f"--var: `{name}` comes twice", hint="leave one of them out")
        found[name] = json_or_text(value)
    return found
