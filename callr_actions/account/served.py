"""The local account on a port, for other programs: of this machine, unless a host and a key are given."""

from __future__ import annotations

import asyncio
import errno
import logging
import socket
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from callr_actions.account.app import BASE_PATH, LocalAccount
from callr_actions.account.clock import Pace
from callr_actions.account.gate import LOOPBACK_NAMES
from callr_actions.account.runs.sessions import NO_WORLDS
from callr_actions.account.state import open_state
from callr_actions.errors import CallrActionsError
from callr_actions.file_errors import reason
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from callr_actions.account.request import App
    from callr_actions.account.runs.worlds import Worlds

    Around = Callable[[LocalAccount], App]

LOOPBACK = "127.0.0.1"
PORT = 8787
EVERYWHERE = "0.0.0.0"  # noqa: S104 - only a user's own --host with a key binds there
_LOOPBACK_HOSTS = frozenset({LOOPBACK, "localhost"})
_SHORTEST_KEY = 16
# How often what is due is looked for, when nothing that is known is due sooner.
_LOOK_SECONDS = 0.25

_log = logging.getLogger(__name__)


class Address(NamedTuple):
    """Where an account is served.

    Attributes:
        host: a name or an address; loopback unless a key is given with it.
        port: 0 for any free one.
    """

    host: str = LOOPBACK
    port: int = PORT


class Served(NamedTuple):
    """What a client needs.

    Attributes:
        base_url: where the API is.
        key: the API key.
        sid: the main account's SID.
        app: the account itself.
    """

    base_url: str
    key: str
    sid: str
    app: LocalAccount


@asynccontextmanager
async def served(
    path: Path | None,
    address: Address,
    *,
    key: str | None = None,
    pace: Pace = Pace.REAL,
    seed: int | None = None,
    local_endpoints: bool = False,
    worlds: Worlds = NO_WORLDS,
    around: Around | None = None,
) -> AsyncIterator[Served]:
    """Serve the account in a file for as long as the block runs.

    Args:
        path: the file; None for an account in memory.
        address: where.
        key: the API key from now on; needed for a host that is not loopback.
        pace: how its time goes.
        seed: makes a new account's ids the same each time.
        local_endpoints: whether webhooks may be sent to this machine.
        worlds: the world files around its runs.
        around: puts something between the wire and the account, such as a log of requests.

    Raises:
        CallrActionsError: the address cannot be taken, is public without a key, or the file cannot be used.
    """
    listener = _listen(address, key)
    port = listener.getsockname()[1]
    # Every address at once is none that a client could ask; on this machine loopback is among them.
    origin = f"http://{LOOPBACK if address.host == EVERYWHERE else address.host}:{port}"
    try:
        state = open_state(
            path,
            origin=origin,
            local_endpoints=local_endpoints,
            pace=pace,
            seed=seed,
            key=key,
            worlds=worlds,
        )
    except BaseException:
        listener.close()
        raise
    try:
        # Under which names other machines reach this one is theirs to know; they have the user's own key.
        app = LocalAccount(state, hosts=LOOPBACK_NAMES if address.host in _LOOPBACK_HOSTS else None)
        async with _running(app, app if around is None else around(app), listener):
            yield Served(f"{origin}{BASE_PATH}", app.gate.key, app.gate.main.sid, app)
    finally:
        listener.close()
        state.close()


def _listen(address: Address, key: str | None) -> socket.socket:
    if address.host not in _LOOPBACK_HOSTS:
        if key is None:
            raise CallrActionsError(
                f"the host {address.host} can be reached from other machines, so it needs a key of yours",
                hint=f"give a key with it, or leave out the host to serve on {LOOPBACK}",
            )
        if len(key) < _SHORTEST_KEY:
            raise CallrActionsError(
                f"the key has {len(key)} characters; other machines can try keys, so it needs {_SHORTEST_KEY}"
            )
    # asyncio turns Nagle's algorithm off only where the protocol is named; on, it holds answers for 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address.host, address.port))
    except OSError as error:
        listener.close()
        raise _not_free(address, error) from error
    return listener


def _not_free(address: Address, error: OSError) -> CallrActionsError:
    if error.errno == errno.EADDRINUSE:
        return CallrActionsError(
            f"another program has the port {address.port} of {address.host}",
            hint="choose another one with --port, or any free one with --port 0",
        )
    hints = {
        errno.EACCES: "ports below 1024 are the system's; choose another one with --port",
        errno.EADDRNOTAVAIL: "--host must be a name or an address of this machine",
    }
    return CallrActionsError(
        f"{address.host}:{address.port} cannot be served on: {reason(error)}",
        hint=hints.get(error.errno or 0, "choose another --host or --port"),
    )


@asynccontextmanager
async def _running(app: LocalAccount, door: App, listener: socket.socket) -> AsyncIterator[None]:
    import uvicorn  # noqa: PLC0415 - only serving pays for it

    from callr_actions.account.wire import BoundedHttp  # noqa: PLC0415 - loads uvicorn

    config = uvicorn.Config(
        door,
        http=BoundedHttp,
        ws="none",
        loop="asyncio",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    # Signals are the command's, not the server's.
    serving = asyncio.create_task(server._serve([listener]))  # noqa: SLF001 - serve() takes the signals
    advancing = asyncio.create_task(_advance(app))
    try:
        while not server.started and not serving.done():
            await asyncio.sleep(0.005)
        yield
    finally:
        advancing.cancel()
        server.should_exit = True
        await asyncio.gather(advancing, serving, return_exceptions=True)


async def _advance(app: LocalAccount) -> None:
    while True:
        try:
            await app.advance()
            due = app.next_due()
        except Exception:  # noqa: BLE001 - what fails now is due later; requests must go on being answered
            _log.exception("the local account failed at what is due")
            due = None
        soon = _LOOK_SECONDS if due is None else min(_LOOK_SECONDS, app.state.clock.wait(due))
        await asyncio.sleep(max(soon, 0.01))
