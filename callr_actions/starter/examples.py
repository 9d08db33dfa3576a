"""The example scenarios that this version of the program comes with, each with its world and its settings."""

from __future__ import annotations

import re
from pathlib import Path

from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.named_tuple import NamedTuple

_PACKAGE = Path(__file__).resolve().parent.parent
# An installed package holds them itself; in a checkout they lie beside the package.
_INSTALLED, _CHECKOUT = _PACKAGE / "examples", _PACKAGE.parent
_ENTRY = lazy_pattern(r"^  (?P<key>[a-z-]+):\n(?:    .*\n)+", re.MULTILINE)


class Example(NamedTuple):
    """One example.

    Attributes:
        key: its path below the scenarios folder, without the extension.
        shows: what it teaches, in one sentence.
        script, world: the texts of its files.
        settings: its entry below `scenario-settings` in callr.yaml.
    """

    key: str
    shows: str
    script: str
    world: str
    settings: str


def example_keys() -> tuple[str, ...]:
    """Return the keys of all examples, sorted.

    Raises:
        CallrActionsError: the installation lacks them.
    """
    return tuple(sorted(path.stem for path in (_folder() / "scenarios").glob("*.yaml")))


def example(key: str) -> Example:
    """Return an example by its key.

    Raises:
        CallrActionsError: there is none; names the closest.
    """
    known = example_keys()
    if key not in known:
        raise CallrActionsError(f"there is no example `{key}`", allowed=known, found=key)
    folder = _folder()
    script = (folder / "scenarios" / f"{key}.yaml").read_text(encoding="utf-8")
    project = (folder / "callr.yaml").read_text(encoding="utf-8")
    return Example(
        key,
        _shows(script),
        script,
        (folder / "scenarios" / "worlds" / f"{key}.world.yaml").read_text(encoding="utf-8"),
        next(entry[0] for entry in _ENTRY.finditer(project) if entry["key"] == key),
    )


def _shows(script: str) -> str:
    """Return the first sentence of what the comment at the head of an example says."""
    head = " ".join(line[1:].strip() for line in script.splitlines()[2:8] if line.startswith("#"))
    return re.split(r"(?<=[.?])\s", head.removeprefix("Shows: "))[0]


def _folder() -> Path:
    for folder in (_INSTALLED, _CHECKOUT):
        if (folder / "scenarios").is_dir() and (folder / "callr.yaml").is_file():
            return folder
    raise CallrActionsError(
        "the bundled examples are missing",
        hint="install callr-actions again",
        exit_code=ExitCode.INTERNAL,
    )
