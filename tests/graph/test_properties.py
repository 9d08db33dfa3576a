"""What holds for the graph of any scenario, and for its picture."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from callr_actions.graph.layout.arrange import arrange
from callr_actions.graph.layout.model import Block, Link
from callr_actions.graph.outputs import OUTPUTS, renderer
from callr_actions.graph.outputs.style import Style
from callr_actions.language.bundled import bundled
from callr_actions.language.flow import Flow
from callr_actions.language.path_finder import find_paths
from callr_actions.terminal import width
from tests.graph.graphs import bare_graph
from tests.language.test_paths import scenarios

if TYPE_CHECKING:
    from callr_actions.graph.layout.model import Arrangement, Place
    from callr_actions.language.scenario import Scenario

SVG = "{http://www.w3.org/2000/svg}"


@given(scenarios)
def test_each_step_is_there_once_and_each_edge_has_its_ends(scenario: Scenario) -> None:
    graph = bare_graph(scenario)

    lines = {line.id: line for line in graph.lines}
    boxes = {box.id: box for box in graph.boxes}

    assert sorted(line.step for line in graph.lines if line.step) == list(range(1, len(scenario.steps) + 1))
    assert len(lines) == len(list(graph.lines))
    assert len(boxes) == len(graph.boxes)
    for edge in graph.edges:
        assert lines[edge.line] in boxes[edge.box].lines
        assert edge.to in boxes
    assert len(graph.edges) == len(Flow(scenario, bundled()).jumps) + sum(
        step.goto is not None and step.goto.target is None for _, step in scenario.steps
    )


@given(scenarios)
def test_a_line_is_reached_where_a_run_gets_to_its_step(scenario: Scenario) -> None:
    paths = find_paths(scenario, bundled(), Flow(scenario, bundled()))
    everything = paths.open_ended or not paths.starts
    reached = paths.reach(paths.entries.values() if everything else paths.starts)

    lines = {line.step: line for line in bare_graph(scenario).lines if line.step}

    for number, (_, step) in enumerate(scenario.steps, 1):
        if step in paths.steps and step.condition is None and "if" not in step.entries:
            assert lines[number].reached == (paths.steps[step] in reached)


@given(scenarios)
def test_the_tree_has_each_step_on_a_line_and_keeps_to_the_width(scenario: Scenario) -> None:
    graph = bare_graph(scenario)

    tree = renderer("text")(graph, Style(width=40, ascii=True)).splitlines()

    assert sum("|- " in line or "`- " in line for line in tree) == sum(len(box.lines) for box in graph.boxes)
    assert all(line.isascii() for line in tree)


@given(scenarios)
def test_the_svg_is_xml_with_everything_inside_it(scenario: Scenario) -> None:
    graph = bare_graph(scenario)

    root = ElementTree.fromstring(renderer("svg")(graph, Style()))

    _, _, wide, high = map(float, root.attrib["viewBox"].split())
    steps = [int(each.attrib["data-step"]) for each in root.iter() if "data-step" in each.attrib]
    assert sorted(steps) == list(range(1, len(scenario.steps) + 1))
    sheet = next(each for each in root.findall(f"{SVG}g") if "transform" in each.attrib)
    for box in sheet.findall(f"{SVG}g"):
        frame = next(each for each in box if each.attrib.get("class") == "frame")
        x, y = (a + b for a, b in zip(moved(sheet), moved(box), strict=True))
        box_wide, box_high = float(frame.attrib["width"]), float(frame.attrib["height"])
        assert x >= 0
        assert x + box_wide <= wide
        assert y >= 0
        assert y + box_high <= high
        for text in box.iter(f"{SVG}text"):
            shown = "".join(
                part for each in text.iter() if each.tag != f"{SVG}title" for part in [each.text or ""]
            )
            middle = text.attrib.get("class") == "keyname"
            left = float(text.attrib["x"]) - (width(shown) * 3.7 if middle else 0)
            assert left >= 0
            assert left + width(shown) * 7.3 <= box_wide
            assert 0 <= float(text.attrib["y"]) <= box_high


def moved(element: ElementTree.Element) -> tuple[float, float]:
    found = re.fullmatch(r"translate\((\S+) (\S+)\)", element.attrib["transform"])
    assert found
    return float(found[1]), float(found[2])


@given(scenarios)
def test_every_format_is_the_same_each_time(scenario: Scenario) -> None:
    first, second = bare_graph(scenario), bare_graph(scenario)

    for kind in OUTPUTS:
        assert renderer(kind)(first, Style()) == renderer(kind)(second, Style())
    assert json.loads(renderer("json")(first, Style()))["version"] == 1


# --- The layout alone --------------------------------------------------------------------------------

blocks = st.builds(Block, st.integers(60, 400).map(float), st.integers(40, 400).map(float), st.just(18.0))


@st.composite
def drawings(draw: st.DrawFn) -> tuple[list[Block], list[Link]]:
    found = draw(st.lists(blocks, min_size=1, max_size=12))
    at = st.integers(0, len(found) - 1)
    ends = draw(st.lists(st.tuples(at, at, st.sampled_from(("goto", "answer"))), max_size=24))
    ports: dict[int, float] = {}
    links: list[Link] = []
    for source, target, kind in ends:
        ports[source] = ports.get(source, 24.0) + 12.0
        if ports[source] < found[source].height:
            links.append(Link(source, ports[source], target, kind))
    return found, links


def within(place: Place, x: float, y: float) -> bool:
    return place.x < x < place.x + place.width and place.y < y < place.y + place.height


def crosses(place: Place, start: tuple[float, float], end: tuple[float, float]) -> bool:
    (x1, y1), (x2, y2) = start, end
    if abs(y1 - y2) < 0.05:
        left, right = sorted((x1, x2))
        inside = left < place.x + place.width - 0.1 and right > place.x + 0.1
        return inside and place.y < y1 < place.y + place.height
    low, high = sorted((y1, y2))
    return place.x < x1 < place.x + place.width and low < place.y + place.height and high > place.y


@given(drawings())
def test_blocks_keep_apart_and_lines_run_between_them(drawing: tuple[list[Block], list[Link]]) -> None:
    found, links = drawing

    made: Arrangement = arrange(found, links)

    for index, place in enumerate(made.places):
        assert place.x >= 0
        assert place.y >= 0
        assert place.x + place.width <= made.width + 0.01
        assert place.y + place.height <= made.height + 0.01
        assert place.width >= found[index].width
        for other in made.places[index + 1 :]:
            apart = (
                place.x + place.width <= other.x
                or other.x + other.width <= place.x
                or place.y + place.height <= other.y
                or other.y + other.height <= place.y
            )
            assert apart
    for link, route in zip(links, made.routes, strict=True):
        assert route is not None
        source, target = made.places[link.source], made.places[link.target]
        assert route[0][0] in (source.x, source.x + source.width)
        assert abs(route[0][1] - source.y - link.port) < 0.05
        assert route[-1][0] in (target.x, target.x + target.width)
        assert abs(route[-1][1] - target.y - found[link.target].entry) < 0.05
        for start, end in pairwise(route):
            assert abs(start[0] - end[0]) < 0.05 or abs(start[1] - end[1]) < 0.05
            assert not any(crosses(place, start, end) for place in made.places)
            assert 0 <= start[0] <= made.width
            assert 0 <= start[1] <= made.height
