"""The exact bytes of every format, for a rich result and for an empty one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from callr_actions.linter.outputs import OUTPUTS, renderer
from callr_actions.version import __version__
from tests.linter.outputs.example import EMPTY, SECRET, rich, style
from tests.linter.outputs.shapes import SHAPES

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER = Path(__file__).parent / "golden"
EXTENSIONS = {
    "json": "json",
    "jsonl": "jsonl",
    "sarif": "sarif.json",
    "gitlab": "gitlab.json",
    "junit": "junit.xml",
    "checkstyle": "checkstyle.xml",
    "markdown": "md",
}
# Forms in which the secret could come through: as it is, and escaped by JSON, XML, URIs.
LEAKS = (SECRET, "s3cr3t")


def unversioned(text: str) -> str:
    """A release must not change golden files."""
    return text.replace(f'"version": "{__version__}"', '"version": "0.0.0"')


@pytest.mark.parametrize("name", OUTPUTS)
def test_rich_result(name: str, golden: Callable[[Path, str], None]) -> None:
    text = renderer(name)(rich(), style())
    SHAPES[name](text)
    golden(FOLDER / f"rich.{EXTENSIONS.get(name, name)}", unversioned(text))


@pytest.mark.parametrize("name", OUTPUTS)
def test_empty_result(name: str, golden: Callable[[Path, str], None]) -> None:
    text = renderer(name)(EMPTY, style())
    SHAPES[name](text)
    golden(FOLDER / f"empty.{EXTENSIONS.get(name, name)}", unversioned(text))


@pytest.mark.parametrize("name", OUTPUTS)
def test_no_secret_and_no_control_character_comes_through(name: str) -> None:
    text = renderer(name)(rich(), style())
    assert not any(leak in text for leak in LEAKS)
    assert not any(mark in text for mark in "\x1b\x07\u202e\ud83d")


@pytest.mark.parametrize("name", OUTPUTS)
def test_same_result_same_bytes(name: str) -> None:
    render = renderer(name)
    assert render(rich(), style()).encode() == render(rich(), style()).encode()
