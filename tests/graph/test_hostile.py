"""Scenarios that nobody would write: they are drawn in bounded time, and harm no destination."""

from __future__ import annotations

import json
import re
import time
from typing import Any
from xml.etree import ElementTree

import pytest

from callr_actions.graph.layout.flow import MOST_LANES
from callr_actions.graph.outputs import OUTPUTS, renderer
from callr_actions.graph.outputs.style import Style
from callr_actions.terminal import printable
from tests.graph.graphs import FLOWS, graph_of

# Measured: below two seconds, all formats together; what grows by the square takes minutes.
MOST_SECONDS = 20


def scenario(branches: dict[str, list[Any]]) -> str:
    return json.dumps({"branches": {name: {"actions": steps} for name, steps in branches.items()}})


def goto(name: str) -> dict[str, Any]:
    return {"goto": {"branch": name}}


def nested(levels: int) -> dict[str, Any]:
    step: dict[str, Any] = {"action": "log@v1"}
    for _ in range(levels):
        step = {"if": "$x", "then": [step]}
    return step


CASES = {
    "many-steps": scenario({"inbound-call": [{"action": "say@v2", "params": {"what": "Hi"}}] * 500}),
    "long-text": scenario({"inbound-call": [{"action": "say@v2", "params": {"what": "wide 漢 " * 4_600}}]}),
    "long-word": scenario({"x" * 9_000: [{"action": "y" * 9_000, "result": "$" + "z" * 9_000}]}),
    "many-holes": scenario({"inbound-call": [{"action": "say@v2", "params": {"what": "${{a}}" * 5_000}}]}),
    "braces": scenario({"inbound-call": [{"action": "say@v2", "params": {"what": "${{" + "}}" * 15_000}}]}),
    "chain": scenario({f"b{n}": [goto(f"b{n + 1}")] for n in range(900)}),
    "all-back": scenario({f"b{n}": [goto(f"b{n + 1}"), goto(f"b{n // 2}")] for n in range(500)}),
    "star": scenario(
        {"inbound-call": [goto(f"b{n}") for n in range(700)]} | {f"b{n}": [] for n in range(700)}
    ),
    "loose": scenario({f"b{n}": [] for n in range(700)}),
    "all-to-all": scenario({f"b{n}": [goto(f"b{m}") for m in range(36)] for n in range(36)}),
    "deep": scenario({"inbound-call": [nested(45)]}),
}


@pytest.mark.no_cover  # the same lines over and over
@pytest.mark.parametrize("name", CASES)
def test_hostile_scenarios_take_bounded_time(name: str) -> None:
    graph = graph_of(CASES[name], findings=False)

    started = time.process_time()
    for kind in OUTPUTS:
        text = renderer(kind)(graph, Style())
        if kind == "svg":
            ElementTree.fromstring(text)

    assert time.process_time() - started < MOST_SECONDS


def test_jumps_that_there_is_no_room_for_are_named_and_counted() -> None:
    graph = graph_of(CASES["all-back"], findings=False)

    svg = renderer("svg")(graph, Style())

    note = re.search(r"([\d,]+) jumps are named in the boxes and not drawn", svg)
    assert note
    drawn = svg.count('class="port ')
    assert drawn + int(note[1].replace(",", "")) == len(graph.edges)
    assert drawn > MOST_LANES / 10


def test_strange_names_stay_text() -> None:
    graph = graph_of((FLOWS / "strange.yaml").read_text(encoding="utf-8"), "strange")
    texts = {kind: renderer(kind)(graph, Style(colour=False)) for kind in OUTPUTS}

    assert all(printable(line) == line for text in texts.values() for line in text.split("\n"))
    root = ElementTree.fromstring(texts["svg"])
    assert {each.tag.rpartition("}")[2] for each in root.iter()} == {
        *("svg", "title", "desc", "style", "rect", "g", "path", "circle", "text", "tspan")
    }
    for line in texts["mermaid"].splitlines()[2:]:
        assert set(re.findall(r"</?(\w+)", line)) <= {"b", "i", "br"}
        assert "```" not in line


def test_secrets_of_the_file_stay_out_of_every_format() -> None:
    key = "sk_live_4eC39HqLyjWDarjtT1zdp7dc"
    text = scenario(
        {
            "inbound-call": [
                {
                    "action": "fetch@v2",
                    "params": {
                        "url": f"https://example.com/?key={key}",
                        "headers": {"authorization": f"Bearer {key}"},
                    },
                },
                {"action": "log@v1", "params": {"message": f"the key is {key}"}},
            ]
        }
    )

    graph = graph_of(text)

    for kind in OUTPUTS:
        assert key not in renderer(kind)(graph, Style(width=500))
