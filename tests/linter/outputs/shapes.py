"""Whether a text has the shape of its format: what its published description demands, in our words."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from xml.etree.ElementTree import Element

URI = re.compile(r"(?:[A-Za-z0-9/._~:!$&'()*+,;=@-]|%[0-9A-F]{2})*")
COMMAND = re.compile(r"::(error|warning|notice) ([^\n:]*)::(.*)")

# Element: its attributes (those with `!` are needed) and the elements in it.
Grammar = dict[str, tuple[set[str], set[str]]]
JUNIT: Grammar = {
    "testsuites": ({"name", "tests", "failures", "errors", "time"}, {"testsuite"}),
    "testsuite": ({"name!", "tests!", "failures!", "errors!", "time"}, {"testcase"}),
    "testcase": ({"name!", "classname!", "time"}, {"failure", "system-out"}),
    "failure": ({"type", "message"}, set()),
    "system-out": (set(), set()),
}
CHECKSTYLE: Grammar = {
    "checkstyle": ({"version"}, {"file"}),
    "file": ({"name!"}, {"error"}),
    "error": ({"line", "column", "severity", "message", "source"}, set()),
}


def json_lines(text: str) -> list[dict[str, Any]]:
    assert text.endswith("\n")
    lines = [json.loads(line) for line in text.removesuffix("\n").split("\n")]
    assert [line["kind"] for line in lines] == ["finding"] * (len(lines) - 1) + ["summary"]
    assert {line["version"] for line in lines} == {1}
    return lines


def machine(text: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(text)
    assert list(document) == ["version", "tool", "summary", "findings"]
    return document


def sarif(text: str) -> list[dict[str, Any]]:
    """Return the results."""
    log = json.loads(text)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    ids = [rule["id"] for rule in rules]
    assert len(set(ids)) == len(ids)
    for rule in rules:
        assert all(rule[key]["text"] for key in ("shortDescription", "fullDescription", "help"))
        assert rule["defaultConfiguration"]["level"] in {"error", "warning", "note"}
    for region in _every(run, "region", "deletedRegion"):
        assert region["startLine"] >= 1
        assert min(region["charOffset"], region["charLength"]) >= 0
    for place in _every(run, "artifactLocation"):
        assert URI.fullmatch(place["uri"])
        assert place.get("uriBaseId", "PROJECT") in run["originalUriBaseIds"]
    for message in _every(run, "message"):
        assert message["text"]
    results: list[dict[str, Any]] = run["results"]
    for result in results:
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert len(result["locations"]) == 1
        for change in (change for fix in result.get("fixes", ()) for change in fix["artifactChanges"]):
            assert change["replacements"]
    prints = [result["partialFingerprints"]["callrActions/v1"] for result in results]
    assert len(set(prints)) == len(prints)
    return results


def _every(value: Any, *keys: str) -> Iterator[Any]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key in keys:
                yield item
            yield from _every(item, *keys)
    elif isinstance(value, list):
        for item in value:
            yield from _every(item, *keys)


def gitlab(text: str) -> list[dict[str, Any]]:
    report: list[dict[str, Any]] = json.loads(text)
    for entry in report:
        assert set(entry) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert entry["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert entry["location"]["lines"]["begin"] >= 1
        assert entry["location"]["lines"]["end"] >= entry["location"]["lines"]["begin"]
    assert len({entry["fingerprint"] for entry in report}) == len(report)
    return report


def github(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Return command, properties and message of each line, read as the runner reads them."""
    assert text == "" or text.endswith("\n")
    commands = []
    for line in text.splitlines():
        command = COMMAND.fullmatch(line)
        assert command, line
        pairs = (pair.partition("=") for pair in command[2].split(","))
        properties = {
            key: _unescaped(value.replace("%3A", ":").replace("%2C", ",")) for key, _, value in pairs
        }
        commands.append((command[1], properties, _unescaped(command[3])))
    return commands


def _unescaped(text: str) -> str:
    return text.replace("%0A", "\n").replace("%25", "%")


def junit(text: str) -> Element:
    root = _xml(text, JUNIT, "testsuites")
    for element in (root, *root):
        assert int(element.attrib["tests"]) == len(list(element.iter("testcase")))
        assert int(element.attrib["failures"]) == len(list(element.iter("failure")))
    return root


def checkstyle(text: str) -> Element:
    root = _xml(text, CHECKSTYLE, "checkstyle")
    for error in root.iter("error"):
        assert error.attrib["severity"] in {"error", "warning", "info"}
        assert min(int(error.attrib["line"]), int(error.attrib["column"])) >= 1
    return root


def _xml(text: str, grammar: Grammar, top: str) -> Element:
    root = ElementTree.fromstring(text.encode("utf-8"))
    assert root.tag == top
    for element in root.iter():
        attributes, children = grammar[element.tag]
        assert {name[:-1] for name in attributes if name.endswith("!")} <= set(element.attrib)
        assert set(element.attrib) <= {name.removesuffix("!") for name in attributes}
        assert {child.tag for child in element} <= children
    return root


def markdown(text: str) -> list[list[str]]:
    """Return the cells of each row that is not a table's head."""
    assert len(text) <= 65_000
    rows = [line for line in text.split("\n") if line.startswith("|")]
    assert all(row.count("|") == 5 for row in rows)
    assert text.count("|") == 5 * len(rows)
    outside_code = re.sub(r"<code>.*?</code>", "", text)
    assert re.search(r"[@#](?=\w)(?!\d+;)", outside_code) is None
    assert "://" not in text
    assert set(re.findall(r"<[^>]*>", text)) <= {"<code>", "</code>", "<br>"}
    assert text.count("<code>") == text.count("</code>")
    cells = [[cell.strip() for cell in row.split("|")[1:-1]] for row in rows]
    return [row for row in cells if row[0] not in {"place", "---"}]


def plain(text: str) -> str:
    assert text == "" or text.endswith("\n")
    return text


SHAPES: dict[str, Callable[[str], object]] = {
    "text": plain,
    "concise": plain,
    "json": machine,
    "jsonl": json_lines,
    "sarif": sarif,
    "github": github,
    "gitlab": gitlab,
    "junit": junit,
    "checkstyle": checkstyle,
    "markdown": markdown,
}
