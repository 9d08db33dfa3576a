"""`--output`: what a run gives, for people's programs, for a shell, for the next step of a pipeline."""

from __future__ import annotations

import json
import os
import secrets
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from callr_actions.cli.helping import Rare
from callr_actions.cli.places import Place, in_order, place_of
from callr_actions.cli.rendering.hiding import without_secrets
from callr_actions.cli.rendering.show import write
from callr_actions.cli.session import MASKER
from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.file_errors import unwritable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

OUTPUTS, ENV, GITHUB, EVENTS = "outputs", "env", "github", "json"
FORMATS: Final = (OUTPUTS, ENV, GITHUB, EVENTS)
GITHUB_OUTPUT: Final = "GITHUB_OUTPUT"


_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--output",
        "-o",
        "outputs",
        multiple=True,
        metavar="FORMAT[=FILE]",
        help="outputs: a JSON object, the default; env: NAME=VALUE for a shell; github: into $GITHUB_OUTPUT; "
        "json: events, one a line. Repeatable.",
    ),
    click.option("--json", "events", cls=Rare, is_flag=True, help="The same as --output json."),
)


def result_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--output` and `--json`, as the argument `places`."""
    from functools import wraps

    @wraps(command)
    def packed(*arguments: object, outputs: tuple[str, ...], events: bool, **others: object) -> object:
        return command(*arguments, places=_places((*outputs, *([EVENTS] if events else []))), **others)

    decorated: Callable[..., Any] = packed
    for option in reversed(_OPTIONS):
        decorated = option(decorated)
    return decorated


def _places(asked: Iterable[str]) -> tuple[Place, ...]:
    places = (_filled(place_of(each, FORMATS)) for each in asked)
    return in_order(places, hint="--output {}=FILE", default=OUTPUTS)


def _filled(place: Place) -> Place:
    """Return a place with the file that GitHub Actions names, where that is what is wanted."""
    if place.format != GITHUB or place.file is not None:
        return place
    file = os.environ.get(GITHUB_OUTPUT)
    if not file:
        raise CallrActionsError(
            f"--output github: {GITHUB_OUTPUT} is not set, so this is no step of GitHub Actions",
            hint="write github=FILE, or another format",
        )
    return place._replace(file=file)


def check_names(names: Iterable[str], places: Iterable[Place]) -> None:
    """Refuse names that a shell would not tell apart, before anything is started.

    Raises:
        CallrActionsError: two of them are one in the environment.
    """
    if not any(place.format == ENV for place in places):
        return
    seen: dict[str, str] = {}
    for name in names:
        other = seen.setdefault(_shell_name(name), name)
        if other != name:
            raise CallrActionsError(
                f"--output env: `{other}` and `{name}` are one name in a shell",
                hint="--output outputs writes both as JSON",
            )


def write_results(outputs: Mapping[str, object], places: Iterable[Place]) -> None:
    """Write what a run gives in every form that is wanted but events.

    Raises:
        CallrActionsError: a file cannot be written, or a value has a NUL.
    """
    plain = without_secrets(dict(outputs), MASKER, by_name=False)
    assert isinstance(plain, dict)
    for place in places:
        match place.format:
            case "outputs":
                write(json.dumps(plain, ensure_ascii=False, indent=2) + "\n", place.file)
            case "env":
                write("".join(_shell(name, value) for name, value in plain.items()), place.file)
            case "github":
                assert place.file is not None
                _append(place.file, "".join(_github(name, value) for name, value in plain.items()))


def _shell(name: str, value: object) -> str:
    return f"{_shell_name(name)}={shlex.quote(_text(name, value))}\n"


def _shell_name(name: str) -> str:
    return name.replace("-", "_")


def _github(name: str, value: object) -> str:
    """Return one output; its delimiter cannot be guessed, so that no value can end there and add others."""
    text = _text(name, value)
    delimiter = f"end_{secrets.token_hex(16)}"
    return f"{name}<<{delimiter}\n{text}\n{delimiter}\n"


def _text(name: str, value: object) -> str:
    text = "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if "\0" in text:
        raise CallrActionsError(
            f"the output `{name}` has a NUL character, which neither a shell nor GitHub Actions can hold",
            hint="--output outputs writes it as JSON",
            exit_code=ExitCode.FINDINGS,
        )
    return text


def _append(file: str, text: str) -> None:
    try:
        with Path(file).open("a", encoding="utf-8", errors="backslashreplace", newline="") as target:
            target.write(text)
    except OSError as error:
        raise unwritable(file, error) from error
