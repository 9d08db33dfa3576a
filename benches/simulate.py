"""How fast calls are simulated: calls and events a second, a thousand legs at once, and the memory it takes.

Run it with `script/bench simulate`. The flow has 30 steps and 15 expressions; the aim is 500 calls a
second on one core.
"""

from __future__ import annotations

import resource
import sys
from time import perf_counter, process_time

from callr_actions.javascript.evaluation.pool import Pool
from callr_actions.language.bundled import bundled
from callr_actions.language.document import parse_document
from callr_actions.language.scenario_reader import read_scenario
from callr_actions.language.source import Source
from callr_actions.simulator.behaviour import Asked, Press
from callr_actions.simulator.program import Program
from callr_actions.simulator.session import Session
from callr_actions.simulator.start import ApiRun, InboundCall
from callr_actions.simulator.worker_evaluator import WorkerEvaluator
from callr_actions.simulator.world.model import World

_CALLS = 500
_LEGS = 1_000
_ROUNDS = 5
_LEVELS = 5

_HEAD = """\
variables: {$tries: 0, $caller: ""}
branches:
  inbound-call:
    actions:
"""
# Six steps and three expressions on each of five levels.
_LEVEL = """\
      - {{action: say@v2, params: {{what: "This is level {level}."}}}}
      - {{action: javascript@v1, params: {{code: $tries = $tries + 1}}}}
      - {{action: gather@v2, params: {{maxDigits: 1, prompt: {{what: Press 1.}}}}, result: $key}}
      - {{if: $key.digits === "2", goto: {{branch: inbound-call}}}}
      - {{action: log@v1, params: {{message: "pressed ${{{{ $key.digits }}}} on level {level}"}}}}
      - {{action: say@v2, params: {{what: Thank you.}}}}
"""
_DIALLING = """\
branches:
  api-initiated:
    actions:
      - action: dial@v1
        params: {targets: [{number: "+33199001234"}], answerOnBranch: talk}
  talk:
    actions:
      - {action: say@v2, params: {what: "Hello, this is a message for ${{ run.id }}."}}
"""


def _program(text: str) -> Program:
    return Program(read_scenario(parse_document(Source("scenario.yaml", text))), bundled())


def _memory() -> float:
    """Return the most memory this process has taken so far, in MiB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024 if sys.platform != "darwin" else peak / 1024**2


def _calls(program: Program, pool: Pool, count: int) -> tuple[float, float, int]:
    """Simulate calls one after the other; return seconds on the clock and of this process, and the events."""
    start = InboundCall("+33639980042", "+33199001234", (Asked(), Press("1")) * _LEVELS)
    world = World()
    events = 0
    wall, cpu = perf_counter(), process_time()
    for number in range(count):
        evaluator = WorkerEvaluator(pool.context(number))
        session = Session(program, world, start, evaluator, seed=number, keep=False)
        outcome = session.run()
        assert outcome == "completed", outcome
        events += session.ids.events
    return perf_counter() - wall, process_time() - cpu, events


def _legs(program: Program, pool: Pool) -> float:
    """Let a thousand runs with a leg each go on side by side; return the seconds."""
    world = World()
    began = perf_counter()
    sessions = [
        Session(program, world, ApiRun(), WorkerEvaluator(pool.context(number)), seed=number, keep=False)
        for number in range(_LEGS)
    ]
    for moment in range(0, 10_000, 500):
        for session in sessions:
            session.advance(moment)
    for session in sessions:
        assert session.run() == "completed"
    return perf_counter() - began


def main() -> None:
    """Measure and print."""
    flow = _program(_HEAD + "".join(_LEVEL.format(level=level) for level in range(_LEVELS)))
    with Pool() as pool:
        _calls(flow, pool, 20)
        walls, cpus, before = [], [], _memory()
        for _ in range(_ROUNDS):
            wall, cpu, events = _calls(flow, pool, _CALLS)
            walls.append(wall)
            cpus.append(cpu)
        rate = _CALLS / min(walls)
        print(f"{rate:,.0f} calls a second ({_CALLS / min(cpus):,.0f} of this process's time)")  # noqa: T201
        print(f"{events / min(walls):,.0f} events a second, {events // _CALLS} a call")  # noqa: T201
        print(f"memory: {before:.1f} MiB before, {_memory():.1f} after {_ROUNDS * _CALLS:,} calls")  # noqa: T201
        seconds = _legs(_program(_DIALLING), pool)
        print(f"{_LEGS:,} legs side by side: {seconds:.2f} s, {_memory():.1f} MiB")  # noqa: T201


if __name__ == "__main__":
    main()
