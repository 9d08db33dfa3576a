"""The two made-up schemas, and `found`: what a schema has against a scenario, one line each."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from callr_actions.language.adopted.load import load_schema, schema_from_bytes
from callr_actions.language.adopted.schema import AdoptedSchema
from callr_actions.language.adopted.violations import violations
from callr_actions.language.document import parse_document
from callr_actions.language.scenario import Scenario
from callr_actions.language.scenario_reader import read_scenario
from callr_actions.language.source import Source

SCHEMAS = Path(__file__).parent / "schemas"


@pytest.fixture(scope="session")
def tree() -> AdoptedSchema:
    return load_schema(SCHEMAS / "tree.yaml", "tree.yaml")


@pytest.fixture(scope="session")
def conditions() -> AdoptedSchema:
    return load_schema(SCHEMAS / "conditions.json", "conditions.json")


@pytest.fixture(scope="session")
def made() -> Callable[..., AdoptedSchema]:
    def make(data: Any, shown: str = "made.json") -> AdoptedSchema:
        return schema_from_bytes(json.dumps(data).encode(), shown)

    return make


@pytest.fixture(scope="session")
def scenario() -> Callable[[str], Scenario]:
    def read(text: str) -> Scenario:
        document = parse_document(Source("flow.yaml", text))
        assert not document.problems, document.problems
        return read_scenario(document)

    return read


@pytest.fixture(scope="session")
def found(scenario: Callable[[str], Scenario]) -> Callable[[AdoptedSchema, str], list[str]]:
    def find(schema: AdoptedSchema, text: str) -> list[str]:
        read = scenario(text)
        lines = []
        for each in violations(schema, read):
            line, column, _ = read.source.position(each.node.start)
            advice = f" ({each.help})" if each.help else ""
            lines.append(f"{line}:{column} {each.kind.value}: {each.message}{advice}")
        return lines

    return find


@pytest.fixture(scope="session")
def in_step(
    found: Callable[[AdoptedSchema, str], list[str]],
) -> Callable[[AdoptedSchema, str], list[str]]:
    """What is found in one step, written in braces; its columns count from its first brace."""

    def find(schema: AdoptedSchema, step: str) -> list[str]:
        lines = found(schema, f"branches:\n  inbound-call:\n    actions:\n      - {step}\n")
        moved = []
        for line in lines:
            place, _, rest = line.partition(" ")
            row, _, column = place.partition(":")
            moved.append(f"{int(column) - 8} {rest}" if row == "4" else line)
        return moved

    return find
