"""What a raw request changes: its address read back into an operation, and the lines of that command."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from callr_actions.cli.sessions.concerns import (
    of_attaching,
    of_deleting,
    of_detaching,
    of_removing,
    of_updating,
)
from callr_actions.errors import CallrActionsError
from callr_actions.sync.marker import read_marker

if TYPE_CHECKING:
    from collections.abc import Mapping

    from callr_actions.api.operations import Operation
    from callr_actions.cli.sessions.session import Session

# Those that make another script, or nobody, answer a caller. A server may take one for the other.
_CONCERNED = (
    "actionsUpdate",
    "actionsDelete",
    "actionsAttachNumber",
    "actionsDetachNumber",
    "numbersUpdate",
    "numbersRemove",
    "numbersAttach",
    "numbersDetach",
)
_CHANGES = ("PUT", "PATCH")


async def concerned(
    session: Session, method: str, path: str, body: Mapping[str, object] | None
) -> tuple[str, ...]:
    """Return what a raw request concerns, as lines of a question; none for what is no scenario or number.

    Args:
        session: the account, which is asked what is there.
        method: in capitals.
        path: below the account's address, without a query.
        body: what is sent.

    Raises:
        CallrActionsError: the account refuses the key, or cannot be reached.
    """
    from callr_actions.api.errors import AuthenticationError, NetworkError, NotFoundError

    for name in _CONCERNED:
        given = _arguments(session.connection.operations[name], method, path)
        if given is None:
            continue
        try:
            return await _lines(session, name, given, body or {})
        except NotFoundError:
            return ()  # nothing is there that could be lost
        except (AuthenticationError, NetworkError):
            raise
        except CallrActionsError as error:
            return (f"what it concerns cannot be told: {error}",)
    return ()


async def _lines(
    session: Session, name: str, given: Mapping[str, str], body: Mapping[str, object]
) -> tuple[str, ...]:
    from callr_actions.api.resources import numbers, scenarios

    if name in {"actionsUpdate", "actionsDelete"}:
        scenario = await session.send(scenarios.get(given["sid"]))
        if name == "actionsDelete":
            return of_deleting(scenario)
        return of_updating(scenario, script="script" in body)
    if name == "numbersUpdate" and "scenario" not in body:
        return ()
    number = await session.send(numbers.get(given["number"]))
    if name == "numbersRemove":
        return of_removing(session, number)
    sid = body.get("scenario") if name == "numbersUpdate" else given.get("sid")
    if name in {"actionsDetachNumber", "numbersDetach"} or not isinstance(sid, str):
        return of_detaching(session, number)
    mark = read_marker((await session.send(scenarios.get(sid))).script).mark
    return of_attaching(session, number, sid, None if mark is None else mark.key)


def _arguments(operation: Operation, method: str, path: str) -> Mapping[str, str] | None:
    """Return the parameters in a path of an operation; None where it is not one of its paths.

    Names are compared as a lenient server does, which takes capitals, escapes and doubled slashes.
    """
    from callr_actions.api.requests.identifiers import IN_PATHS

    methods = {operation.method, operation.alias}
    if method not in methods and not (method in _CHANGES and methods & set(_CHANGES)):
        return None
    parts = [part for part in unquote(path).split("/") if part]
    for template in filter(None, (operation.path, operation.otherwise)):
        wanted = [part for part in template.split("/") if part]
        if len(wanted) != len(parts):
            continue
        given = {want[1:-1]: part for want, part in zip(wanted, parts, strict=True) if want.startswith("{")}
        named = all(
            want.startswith("{") or want.casefold() == part.casefold()
            for want, part in zip(wanted, parts, strict=True)
        )
        if named and all(IN_PATHS[each].fault(value) is None for each, value in given.items()):
            return given
    return None
