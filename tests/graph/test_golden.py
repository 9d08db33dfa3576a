"""Small scenarios with every kind of line and edge, drawn in every format."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from callr_actions.graph.outputs import OUTPUTS, renderer
from callr_actions.graph.outputs.phrases import Piece, fitted, shortened
from callr_actions.graph.outputs.style import Style
from tests.graph.graphs import FLOWS, graph_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ENDINGS = {"text": "txt", "mermaid": "mmd", "dot": "dot", "svg": "svg", "json": "json"}
NAMES = sorted(path.stem for path in FLOWS.glob("*.yaml"))
STYLES = {
    "ascii": Style(ascii=True, width=60),
    "plain": Style(plain=True, width=72),
    "narrow": Style(width=24),
    "colour": Style(colour=True),
}


def drawn(name: str, kind: str, style: Style) -> str:
    text = (FLOWS / f"{name}.yaml").read_text(encoding="utf-8")
    return renderer(kind)(graph_of(text, name), style)


def test_every_format_has_an_ending() -> None:
    assert ENDINGS.keys() == OUTPUTS.keys()


@pytest.mark.parametrize("kind", OUTPUTS)
@pytest.mark.parametrize("name", NAMES)
def test_formats(name: str, kind: str, golden: Callable[[Path, str], None]) -> None:
    golden(FLOWS / f"{name}.{ENDINGS[kind]}", drawn(name, kind, Style()))


@pytest.mark.parametrize("style", STYLES)
def test_terminals(style: str, golden: Callable[[Path, str], None]) -> None:
    golden(FLOWS / f"jumps.{style}.txt", drawn("jumps", "text", STYLES[style]))


def test_a_text_that_cannot_be_cut_further_stays() -> None:
    found = [Piece("word", "otherwise"), Piece("code", "$x")]

    assert fitted(found, 3) == found
    assert shortened("abcdef", 1) == "…"
