"""How fast calls are simulated: calls and events a second, a thousand legs at once, and the memory it takes.

Run it with `script/bench simulate`. The flow has 30 steps and 15 expressions; the aim is 500 calls a
second on one core. Those 15 are what most scenarios have: comparisons, a text, a counter, which need no
JavaScript engine. The same flow is then measured with a third and with all of them written so that they do.
`script/bench simulate --long` simulates 100,000 calls for the memory, of this process and of the engine's.
"""

from __future__ import annotations

import argparse
import resource
import sys
from pathlib import Path
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
_MANY = 100_000
_LEGS = 1_000
_ROUNDS = 5
_LEVELS = 5

_HEAD = """\
variables: {$tries: 0, $caller: ""}
branches:
  inbound-call:
    actions:
"""
# Six steps and three expressions on each of five levels; the expressions are filled in.
_LEVEL = """\
      - {{action: say@v2, params: {{what: "This is level {level}."}}}}
      - {{action: javascript@v1, params: {{code: "{count}"}}}}
      - {{action: gather@v2, params: {{maxDigits: 1, prompt: {{what: Press 1.}}}}, result: $key}}
      - {{if: {again}, goto: {{branch: inbound-call}}}}
      - {{action: log@v1, params: {{message: "pressed ${{{{ {shown} }}}} on level {level}"}}}}
      - {{action: say@v2, params: {{what: Thank you.}}}}
"""
_PLAIN = {"count": "$tries = $tries + 1", "again": "$key.digits === '2'", "shown": "$key.digits"}
_FLOWS = {
    "plain": _PLAIN,
    "a third by the engine": {**_PLAIN, "count": "$tries = Math.min($tries + 1, 99)"},
    "all by the engine": {
        "count": "$tries = Math.min($tries + 1, 99)",
        "again": "Number($key.digits) === 2",
        "shown": "$key.digits.trim()",
    },
}
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


def _flow(expressions: dict[str, str]) -> Program:
    return _program(_HEAD + "".join(_LEVEL.format(level=level, **expressions) for level in range(_LEVELS)))


def _engine_memory(pool: Pool) -> float:
    """Return what the workers of a pool hold now, in MiB; 0 where the system does not tell."""
    held = 0
    for process in pool.processes:
        try:
            pages = Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]
        except OSError:
            return 0
        held += int(pages) * resource.getpagesize()
    return held / 1024**2


def _rates() -> None:
    """Measure and print how many calls and events there are in a second, for each of the flows."""
    for name, expressions in _FLOWS.items():
        flow = _flow(expressions)
        with Pool() as pool:
            _calls(flow, pool, 20)
            ran = [_calls(flow, pool, _CALLS) for _ in range(_ROUNDS)]
        wall, cpu = min(each[0] for each in ran), min(each[1] for each in ran)
        events = ran[0][2]
        print(  # noqa: T201
            f"{name:22} {_CALLS / wall:6,.0f} calls a second ({_CALLS / cpu:,.0f} of this process's time),"
            f" {events / wall:,.0f} events a second, {events // _CALLS} a call"
        )


def _memories(count: int) -> None:
    """Simulate calls by the engine, and print the memory before and after."""
    flow = _flow(_FLOWS["a third by the engine"])
    with Pool() as pool:
        _calls(flow, pool, 200)
        before, engine = _memory(), _engine_memory(pool)
        _calls(flow, pool, count)
        print(  # noqa: T201
            f"memory: {before:.1f} MiB before, {_memory():.1f} after {count:,} calls;"
            f" of the engine {engine:.1f}, then {_engine_memory(pool):.1f}"
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--long", action="store_true", help="simulate 100,000 calls for the memory")
    asked = parser.parse_args()
    _rates()
    _memories(_MANY if asked.long else _CALLS * _ROUNDS)
    with Pool() as pool:
        seconds = _legs(_program(_DIALLING), pool)
        print(f"{_LEGS:,} legs side by side: {seconds:.2f} s, {_memory():.1f} MiB")  # noqa: T201


if __name__ == "__main__":
    main()
