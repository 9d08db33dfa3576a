"""Run the fault campaign of sync over many schedules, in several processes; say what was done, what broke."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import NamedTuple

from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import get_state_machine_test

from tests.sync.campaign.machine import Campaign

BATCH = 100


class Batch(NamedTuple):
    """What came of some schedules.

    Attributes:
        broken: what broke a law, None where nothing did.
        census: what was done, and which faults hit what.
    """

    broken: str | None
    census: Counter[str]


def batch(first: int, *, steps: int) -> Batch:
    """Run some schedules.

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
    Campaign.census.clear()
    broken = None
    try:
        seed(first)(get_state_machine_test(Campaign, settings=chosen))()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what was looked for
        broken = "\n".join(
            (f"seed {first}: {type(error).__name__}: {error}", *getattr(error, "__notes__", ()))
        )
    return Batch(broken, Campaign.census.copy())


def main() -> int:
    """Run all of them; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schedules", type=int, default=10_000)
    parser.add_argument("--steps", type=int, default=5)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    seeds = range(asked.seed, asked.seed + max(1, asked.schedules // BATCH))
    started, broken = time.monotonic(), 0
    census: Counter[str] = Counter()
    with ProcessPoolExecutor(asked.jobs) as pool:
        for done, found in enumerate(pool.map(partial(batch, steps=asked.steps), seeds), start=1):
            census.update(found.census)
            if found.broken is not None:
                broken += 1
                sys.stdout.write(f"{found.broken}\n")
            sys.stdout.write(
                f"{done} of {len(seeds)} batches, {census['schedules']:,} schedules, "
                f"{sum(hits for what, hits in census.items() if ' on ' in what):,} faults hit, "
                f"{broken} broken, {time.monotonic() - started:.0f} s\n"
            )
            sys.stdout.flush()
    sys.stdout.writelines(f"{count:>9,}  {what}\n" for what, count in sorted(census.items()))
    verdict = "no law was broken" if not broken else f"{broken} seeds broke a law"
    said = f"{census['schedules']:,} schedules from seed {asked.seed}, at most {asked.steps} steps each"
    sys.stdout.write(f"{said}: {verdict}\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
