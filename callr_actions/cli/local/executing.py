"""`dev exec`: a command with an account of its own, which lives in memory and goes with it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from callr_actions.account.clock import Pace
from callr_actions.account.served import Address, served
from callr_actions.cli.local.serving import Doorway, environment, worlds_for
from callr_actions.errors import CallrActionsError
from callr_actions.file_errors import reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from callr_actions.account.runs.worlds import Worlds
    from callr_actions.cli.local.options import Serving
    from callr_actions.project.project import Project

_FORWARDED = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2")
_FROM_TERMINAL = ("SIGINT", "SIGQUIT")
# What shells make of a command that a signal ended.
_SIGNALLED = 128


def execute(command: Sequence[str], serving: Serving, project: Project) -> int:
    """Run a command whose environment names a new local account, and return its exit code.

    Args:
        command: the program and its arguments.
        serving: how the account is served.
        project: names the worlds around its runs.

    Raises:
        CallrActionsError: the command cannot be started.
    """
    return asyncio.run(_execute(command, serving, worlds_for(serving, project)))


async def _execute(command: Sequence[str], serving: Serving, worlds: Worlds) -> int:
    doorway = Doorway(serving)
    async with served(
        None,
        Address(port=0),
        pace=Pace(serving.clock),
        seed=serving.seed,
        # Whoever tests a receiver of webhooks has it on this machine.
        local_endpoints=True,
        worlds=worlds,
        around=doorway,
    ) as account:
        with _forwarding() as forward:
            try:
                process = await asyncio.create_subprocess_exec(
                    *command, env={**os.environ, **environment(account)}
                )
            except OSError as error:
                raise CallrActionsError(
                    f"`{command[0]}` cannot be started: {reason(error)}",
                    hint="write the program and its arguments behind `--`",
                ) from error
            forward(process)
            code = await process.wait()
    doorway.tell()
    return code if code >= 0 else _SIGNALLED - code


@contextmanager
def _forwarding() -> Iterator[Callable[[asyncio.subprocess.Process], None]]:
    """Hand signals on to the command, which is told of as soon as it is there.

    Those that come before are for it too. Those of a terminal reach it by themselves; what whoever started
    this program let it ignore, the command ignores as well.
    """
    loop = asyncio.get_running_loop()
    terminal = sys.stdin is not None and sys.stdin.isatty()
    numbers = [getattr(signal, name) for name in _FORWARDED if hasattr(signal, name)]
    before = {}
    receivers: list[asyncio.subprocess.Process] = []
    early: list[int] = []

    def hand_on(number: int, _: object) -> None:
        if not (terminal and signal.Signals(number).name in _FROM_TERMINAL):
            loop.call_soon_threadsafe(send, number)

    def send(number: int) -> None:
        if not receivers:
            early.append(number)
        for process in receivers:
            with suppress(ProcessLookupError):
                process.send_signal(number)

    def forward(process: asyncio.subprocess.Process) -> None:
        receivers.append(process)
        for number in early:
            send(number)

    for number in numbers:
        if signal.getsignal(number) is not signal.SIG_IGN:
            before[number] = signal.signal(number, hand_on)
    try:
        yield forward
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
