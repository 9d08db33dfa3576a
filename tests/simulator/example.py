"""Running scenarios in tests: from files, or from a piece of text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from callr_actions.language.bundled import bundled
from callr_actions.language.document import parse_document, read_document
from callr_actions.language.scenario_reader import read_scenario
from callr_actions.language.source import Source
from callr_actions.simulator.program import Program
from callr_actions.simulator.session import Session
from callr_actions.simulator.start import ApiRun, InboundCall, InboundSms
from callr_actions.simulator.transcript import Transcript
from callr_actions.simulator.world.model import World
from callr_actions.simulator.world.read import read_world, world_of
from tests.simulator.quickjs_evaluator import QuickJsEvaluator

if TYPE_CHECKING:
    from callr_actions.language.scenario import Scenario
    from callr_actions.simulator.start import Start

ROOT = Path(__file__).resolve().parents[2]


def parse(text: str) -> Scenario:
    return read_scenario(parse_document(Source("scenario.yaml", text)))


def world(text: str) -> World:
    found = world_of(parse_document(Source("world.yaml", text)))
    assert found.world is not None, found.findings
    return found.world


def session(
    scenario: Scenario, around: World | None = None, start: Start | None = None, **more: Any
) -> Session:
    around = around or World()
    return Session(
        Program(scenario, bundled()), around, start or start_of(scenario, around), QuickJsEvaluator(), **more
    )


def start_of(scenario: Scenario, around: World) -> Start:
    """The start for which the scenario has a branch: a call, else an SMS, else the API."""
    caller = around.caller
    if "inbound-sms" in scenario.branches and "inbound-call" not in scenario.branches:
        return InboundSms(caller.number, caller.to, caller.text)
    if "api-initiated" in scenario.branches and "inbound-call" not in scenario.branches:
        return ApiRun()
    return InboundCall(caller.number, caller.to, caller.script, caller.name, caller.restricted)


def run(scenario: Path, world_file: Path, **more: Any) -> Session:
    found = read_world(world_file, world_file.name)
    assert found.world is not None, found.findings
    made = session(read_scenario(read_document(scenario, scenario.name)), found.world, **more)
    made.run()
    return made


def play(text: str, around: str = "{}", start: Start | None = None, **more: Any) -> Session:
    """Run a scenario given as text to its end."""
    made = session(parse(text), world(around), start, **more)
    made.run()
    return made


def transcript(made: Session, *, trace: bool = False) -> str:
    lines = Transcript(trace=trace)
    return "".join(f"{line}\n" for event in made.events if (line := lines.line(event)) is not None)
