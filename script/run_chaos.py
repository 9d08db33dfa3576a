"""Run the fault campaign of sync over many schedules, in several processes."""

from __future__ import annotations

import argparse
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import get_state_machine_test

from tests.sync.campaign.machine import Campaign

BATCH = 100


def batch(first: int, *, steps: int) -> str | None:
    """Run some schedules; return what broke a law, None where nothing did.

    Args:
        first: the seed of all of them.
        steps: how many there are at most in a schedule.
    """
    chosen = settings(
        max_examples=BATCH,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        print_blob=False,
        suppress_health_check=list(HealthCheck),
    )
    try:
        seed(first)(get_state_machine_test(Campaign, settings=chosen))()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what was looked for
        return "\n".join((f"seed {first}: {type(error).__name__}: {error}", *getattr(error, "__notes__", ())))
    return None


def main() -> int:
    """Run all of them; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schedules", type=int, default=10_000)
    parser.add_argument("--steps", type=int, default=8)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    seeds = range(asked.seed, asked.seed + max(1, asked.schedules // BATCH))
    started, done, broken = time.monotonic(), 0, 0
    with ProcessPoolExecutor(asked.jobs) as pool:
        for found in pool.map(partial(batch, steps=asked.steps), seeds):
            done += BATCH
            if found is not None:
                broken += 1
                sys.stdout.write(f"{found}\n")
            if done % 1_000 == 0:
                sys.stdout.write(f"{done:,} schedules, {time.monotonic() - started:.0f} s\n")
            sys.stdout.flush()
    verdict = "no law was broken" if not broken else f"{broken} seeds broke a law"
    sys.stdout.write(
        f"{done:,} schedules from seed {asked.seed}, at most {asked.steps} steps each: {verdict}\n"
    )
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
