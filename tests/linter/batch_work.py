"""What test_batch gives to workers; a new interpreter that imports it loads nothing else."""

from __future__ import annotations

import os
import signal


def square(number: int) -> int:
    return number * number


def die_at_five(number: int) -> int:
    if number == 5:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def leave_at_five(number: int) -> int:
    if number == 5:
        os._exit(3)
    return number


def refuse_five(number: int) -> int:
    if number == 5:
        raise ValueError("five")
    return number


class OddError(Exception):
    def __init__(self, one: int, other: int) -> None:
        super().__init__(f"{one} {other}")


def fail_oddly(number: int) -> int:
    raise OddError(number, number)


def process_of(_number: int) -> int:
    return os.getpid()


def long_text(number: int) -> str:
    return str(number) * 200_000


def leave(_number: int) -> None:
    raise SystemExit
