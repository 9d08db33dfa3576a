"""How fast JavaScript is evaluated in a worker, and what contexts cost. Prints the best of several turns."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from callr_actions.javascript.evaluation.outcome import Code
from callr_actions.javascript.evaluation.pool import Pool
from callr_actions.javascript.model import Form

if TYPE_CHECKING:
    from collections.abc import Callable

    from callr_actions.javascript.evaluation.values import Value

TURNS = 5
CONTEXTS = 1000
CALL: Value = {
    "fromNumber": "+33639980042",
    "toNumber": "+33123456789",
    "fromType": "MOBILE",
    "cdr": {"status": "answered", "durationAnswered": 4, "billingDebit": "0.8925"},
}
PREDEFINED: dict[str, Value] = {"call": CALL, "run": {"id": "inbound-call:1", "type": "inbound-call"}}
VARIABLES: dict[str, Value] = {
    "$api": {
        "ok": True,
        "json": {"results": [{"name": "Ana", "balance": 12.5}, {"name": "Bob", "balance": 3}]},
    },
    "$dtmf": "12",
    "$repeat": 3,
}
EXPRESSIONS = [
    Code("!$api.ok || !$api?.json?.results?.length"),
    Code("$api.json.results.map(r => `${r.name}: ${r.balance}`).join(', ')", as_text=True),
    Code("$dtmf === '12' && call.fromType.match(/MOBILE/)"),
    Code("$repeat = $repeat - 1; $repeat > 0", Form.PROGRAM),
    Code("call.cdr.status", as_text=True),
]


def best(action: Callable[[], object], times: int) -> float:
    """Return the shortest time of one call in microseconds, over several turns of so many calls."""
    took = []
    for _ in range(TURNS):
        started = time.perf_counter()
        for _ in range(times):
            action()
        took.append((time.perf_counter() - started) / times)
    return min(took) * 1e6


def resident(pid: int) -> float | None:
    """Return the memory of a process in MiB, or None where nobody tells."""
    try:
        with open(f"/proc/{pid}/status") as file:  # noqa: PTH123
            line = next(line for line in file if line.startswith("VmRSS"))
    except OSError:
        return None
    return int(line.split()[1]) / 1024


def show(name: str, figure: float | None, unit: str) -> None:
    """Print one figure."""
    text = "?" if figure is None else f"{figure:10.1f}"
    sys.stdout.write(f"{name:48} {text} {unit}\n")


def start_and_evaluate() -> None:
    """Start a worker, evaluate once, end it."""
    with Pool() as pool, pool.context(1) as context:
        context.evaluate("1", predefined={}, now_ms=0)


def main() -> None:
    """Measure and print."""
    show("start a worker, evaluate once, end it", best(start_and_evaluate, 3) / 1000, "ms")
    with Pool() as pool:
        context = pool.context(1)
        for name, value in VARIABLES.items():
            context.assign(name, value)

        def one() -> None:
            context.evaluate("1 + 1", predefined=PREDEFINED, now_ms=0)

        def many(count: int) -> Callable[[], object]:
            codes = EXPRESSIONS * (count // len(EXPRESSIONS))
            return lambda: context.evaluate_many(codes, predefined=PREDEFINED, now_ms=0)

        single = best(one, 500)
        show("one expression, a round trip each", single, "us")
        show("one expression, a round trip each", 1e6 / single, "a second")
        for count in (5, 15, 100):
            took = best(many(count), 100)
            show(f"{count} expressions of a flow in a round trip", took, "us")
            show(f"{count} expressions of a flow in a round trip", count * 1e6 / took, "a second")

        def fresh() -> None:
            with pool.context(1) as other:
                other.evaluate("1 + 1", predefined=PREDEFINED, now_ms=0)

        show("a new context and one expression", best(fresh, 100), "us")
        before = resident(pool.processes[0])
        contexts = [pool.context(seed) for seed in range(CONTEXTS)]
        for other in contexts:
            other.evaluate("$x = call.fromNumber", Form.PROGRAM, predefined=PREDEFINED, now_ms=0)
        after = resident(pool.processes[0])
        if before is not None and after is not None:
            show(f"memory of each of {CONTEXTS} contexts", (after - before) * 1024 / CONTEXTS, "KiB")
            show(f"memory of the worker with {CONTEXTS} contexts", after, "MiB")


if __name__ == "__main__":
    main()
