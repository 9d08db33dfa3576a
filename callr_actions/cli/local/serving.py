"""`dev`: serves the project's local account until Ctrl-C; meanwhile `local` means that server."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from callr_actions.account.clock import Pace
from callr_actions.account.faults import Faults
from callr_actions.account.request_log import RequestLog
from callr_actions.account.running import Running, announce, running, withdraw
from callr_actions.account.runs.worlds import Worlds
from callr_actions.account.served import EVERYWHERE, Address, served
from callr_actions.cli.local.status_line import StatusLine
from callr_actions.cli.manners import say
from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.named_tuple import NamedTuple
from callr_actions.project.state_folder import state_folder
from callr_actions.targets import CALLR_ACCOUNT, CALLR_API_KEY, CALLR_API_URL, LOCAL_FILE, worlds_of
from callr_actions.terminal import printable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from callr_actions.account.app import LocalAccount
    from callr_actions.account.request import App
    from callr_actions.account.served import Served
    from callr_actions.cli.local.options import Serving
    from callr_actions.cli.watching.trying import Rerun
    from callr_actions.project.project import Project

_MOST_TOLD = 50


class Watched(NamedTuple):
    """The scenarios that are checked and deployed while the account is served.

    Attributes:
        project_file: the file behind `--project`.
        rerun: the scenario that is run after each clean save; None for none.
    """

    project_file: str | None
    rerun: Rerun | None = None


def serve(
    project: Project,
    address: Address,
    key: str | None,
    serving: Serving,
    *,
    local_endpoints: bool,
    watched: Watched | None = None,
) -> int:
    """Serve the account of a project until Ctrl-C, and return the exit code.

    Args:
        project: whose account it is.
        address: where.
        key: the API key from now on; needed for a host that is not loopback.
        serving: how.
        local_endpoints: whether webhooks may be sent to this machine.
        watched: the scenarios to watch beside it; None for none.

    Raises:
        CallrActionsError: it is served already, or the address cannot be taken.
    """
    folder = state_folder(project.root)
    _refuse_another(folder)
    known = (folder / LOCAL_FILE).exists()
    line = StatusLine(sys.stderr)
    doorway = Doorway(serving, line.say)

    async def until_interrupted() -> None:
        with ending_signals() as ended:
            async with (
                served(
                    folder / LOCAL_FILE,
                    address,
                    key=key,
                    pace=Pace(serving.clock),
                    seed=serving.seed,
                    local_endpoints=local_endpoints,
                    worlds=worlds_for(serving, project),
                    around=doorway,
                ) as account,
                _announced(folder, account),
            ):
                _introduce(account, address, serving, known=known)
                gc.enable()
                gc.freeze()
                async with _watching(watched, line, quiet=serving.quiet):
                    await ended.wait()

    asyncio.run(until_interrupted())
    doorway.tell()
    return ExitCode.DONE


def worlds_for(serving: Serving, project: Project) -> Worlds:
    """Return the world files around an account's runs.

    Raises:
        CallrActionsError: the one that is asked for has errors; its findings are printed.
    """
    from callr_actions.cli.simulated import read_world_file

    if serving.world is None:
        return Worlds(of_keys=worlds_of(project))
    read_world_file(serving.world)
    return Worlds(Path(serving.world).absolute())


@asynccontextmanager
async def _watching(watched: Watched | None, line: StatusLine, *, quiet: bool) -> AsyncIterator[None]:
    if watched is None:
        yield
        return
    from callr_actions.cli.local.watched_scenarios import watching

    async with watching(watched.project_file, watched.rerun, line, quiet=quiet):
        yield


def environment(account: Served) -> dict[str, str]:
    """Return the environment in which every command speaks to a served account."""
    return {CALLR_ACCOUNT: "env", CALLR_API_URL: account.base_url, CALLR_API_KEY: account.key}


@contextmanager
def ending_signals() -> Iterator[asyncio.Event]:
    """Return an event that is set by Ctrl-C and by the usual signal to end."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM)
    before = {each: signal.getsignal(each) for each in signals}
    for each in signals:
        # Not asyncio's own way: Windows has none.
        signal.signal(each, lambda *_: loop.call_soon_threadsafe(ended.set))
    try:
        yield ended
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


class Doorway:
    """What stands between the wire and an account: faults on purpose, and the log of its requests.

    Args:
        serving: how the account is served.
        say: takes a line for each request.
    """

    def __init__(self, serving: Serving, say: Callable[[str], None] | None = None) -> None:
        self._serving = serving
        self._say = say or _say
        self._faults: Faults | None = None

    def __call__(self, app: LocalAccount) -> App:
        """Return the account with what stands around it; raises CallrActionsError for a rule that is none."""
        serving = self._serving
        self._faults = faults = Faults(app, serving.faults, serving.seed or 0)
        return faults if serving.quiet else RequestLog(faults, self._say)

    def tell(self) -> None:
        """Say which faults happened."""
        faults = self._faults
        if faults is None or faults.count == 0:
            return
        many = "1 fault" if faults.count == 1 else f"{faults.count} faults"
        _say(f"{many} on purpose, with seed {faults.seed}:")
        for number, operation, rule in faults.happened[:_MOST_TOLD]:
            _say(printable(f"  request {number}: {operation} {rule}"))
        if faults.count > _MOST_TOLD:
            _say(f"  and {faults.count - _MOST_TOLD} more")


def _refuse_another(folder: Path) -> None:
    other = running(folder)
    if other is not None:
        raise CallrActionsError(
            f"process {other.pid} serves this project's account already, at {other.url}",
            hint="use that one, or end it with Ctrl-C first; another project has an account of its own",
        )


@asynccontextmanager
async def _announced(folder: Path, account: Served) -> AsyncIterator[None]:
    pid = os.getpid()
    # Two that start at the same moment take turns: only one may write to the account at a time.
    with account.app.state.database.transaction(writes=True):
        _refuse_another(folder)
        announce(folder, Running(account.base_url, pid, account.key))
    try:
        yield
    finally:
        withdraw(folder, pid)


def _introduce(account: Served, address: Address, serving: Serving, *, known: bool) -> None:
    for name, value in environment(account).items():
        click.echo(f"export {name}={value}")
    if serving.quiet:
        return
    if known and serving.seed is not None:
        _say("the account is there already and keeps its ids; --seed is for a new one")
    if address.host == EVERYWHERE:
        _say("other machines reach it under this machine's name or address, with the same port and key")
    _say("serving the local account; in this project, `local` means this server. Ctrl-C ends it")


def _say(line: str) -> None:
    say(line)
