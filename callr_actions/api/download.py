"""A file that the account made, such as an export: fetched where its address is one of the account itself.

An address comes out of an answer, so it is no more trusted than other text: the key goes with it only to the
scheme, host and port that the account has anyway, and no redirect is followed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

from callr_actions.api.exchange import Outgoing
from callr_actions.api.failures import Asked, Fault, failure, fault_error
from callr_actions.api.operations import Operation
from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode

if TYPE_CHECKING:
    from collections.abc import Generator

    from callr_actions.api.connection import Connection
    from callr_actions.api.failures import Answered


def downloading(address: object, connection: Connection) -> Generator[Outgoing, Answered | Fault, bytes]:
    """Carry out the download of a file, as `exchange` does a request.

    Args:
        address: what an answer says the file's address is; an export's is inferred to be its task's result.
        connection: how the account is reached.

    Raises:
        ApiError: of the kind that fits.
        CallrActionsError: it is no address, or one of another host.
    """
    url = _trusted(address, connection)
    path = url.raw_path.decode("ascii")
    outgoing = Outgoing("GET", path, path, None, f"{url.scheme}://{url.netloc.decode('ascii')}")
    came = yield outgoing
    operation = Operation("download", "GET", path, (200,), "inferred")
    asked = Asked(operation, "GET", path.partition("?")[0], connection.masker)
    if isinstance(came, Fault):
        raise fault_error(came, asked)
    if not 200 <= came.status < 300:
        raise failure(came, asked)
    return came.body


def _trusted(address: object, connection: Connection) -> httpx.URL:
    try:
        url = httpx.URL(address) if isinstance(address, str) else None
    except httpx.InvalidURL:
        url = None
    if url is None or not url.host:
        raise CallrActionsError(
            "the account names no address to download from",
            hint="look at the result itself; Callr does not document what it is",
            exit_code=ExitCode.ACCOUNT,
        )
    own = httpx.URL(connection.url)
    if (url.scheme, url.host, url.port, url.userinfo) != (own.scheme, own.host, own.port, b""):
        raise CallrActionsError(
            f"the file is at {url.scheme}://{url.host}, and only what is at "
            f"{own.scheme}://{own.netloc.decode('ascii')} is fetched",
            hint="the key goes nowhere else: if you trust the address in the result, fetch it by other means",
            exit_code=ExitCode.REFUSED,
        )
    return url
