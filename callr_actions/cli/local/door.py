"""What only a local account has: its control routes, served by `dev` or opened in this process."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from callr_actions.cli.session import MASKER
from callr_actions.cli.sessions.session import usable_project
from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import httpx

T = TypeVar("T")
_NOT_FOUND = 404
_NUMBERS = (
    "`callr-actions numbers list` shows its numbers; `callr-actions dev seed` gives an empty account some"
)
_LISTED = {
    "/sms": _NUMBERS,
    "/calls": _NUMBERS,
    "/calls/": "`callr-actions dev calls` lists those in progress",
    "/runs/": "`callr-actions dev runs` lists those there are",
}
_BASE = "/v2.0"
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
# A server that hangs must not hold a command for ever; an import may take a while.
_SECONDS = 60.0


class Door:
    """Sends to the control routes of an account.

    Args:
        http: speaks to it, signed in.
    """

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def ask(self, method: str, path: str, **content: Any) -> Any:  # noqa: ANN401 - JSON, what httpx takes
        """Send a request below `/__local__` and return the value of its answer.

        Raises:
            CallrActionsError: it was refused, or nothing answers.
        """
        import httpx

        try:
            answer = await self._http.request(method, f"/__local__{path}", **content)
        except httpx.HTTPError as error:
            raise CallrActionsError(
                f"the local account does not answer: {str(error) or type(error).__name__}",
                hint="look where `callr-actions dev` serves it; end that and start it again if it hangs",
                exit_code=ExitCode.ACCOUNT,
            ) from error
        if answer.is_success:
            return answer.json() if answer.content else None
        try:
            message = str(answer.json()["message"])
        except (ValueError, KeyError, TypeError):
            message = f"what answers there ({answer.status_code}) is no local account"
        raise CallrActionsError(message, hint=_hint(answer.status_code, path), exit_code=ExitCode.ACCOUNT)


def _hint(status: int, path: str) -> str | None:
    """Return where that is listed which is not there."""
    if status != _NOT_FOUND:
        return None
    _, kind, *below = path.split("/")
    return _LISTED.get(f"/{kind}/" if below else f"/{kind}")


def through_door(project_file: str | None, work: Callable[[Door], Awaitable[T]]) -> T:
    """Do something with the control routes of the local account, and return what came of it.

    Within `dev exec` that is the command's own account, else the project's.

    Raises:
        CallrActionsError: it was refused, or the account that is meant is no local one.
    """
    import asyncio

    import httpx

    from callr_actions.project.project import ENVIRONMENT, LOCAL
    from callr_actions.targets import CALLR_ACCOUNT, choose_account, connect, surroundings

    project = usable_project(project_file)
    around = surroundings(MASKER)
    name = ENVIRONMENT if os.environ.get(CALLR_ACCOUNT) == ENVIRONMENT else LOCAL
    connection = connect(project, choose_account(project, name, around), around)
    if name == ENVIRONMENT and urlsplit(connection.url).hostname not in _LOOPBACK:
        raise CallrActionsError(
            f"this is for local accounts, and CALLR_API_URL is {connection.url}",
            hint="unset CALLR_ACCOUNT, CALLR_API_URL and CALLR_API_KEY to mean the project's local account",
        )

    async def opened() -> T:
        if connection.local_file is None:
            assert connection.credentials is not None
            header, value = connection.credentials.header()
            async with httpx.AsyncClient(
                base_url=connection.url.removesuffix(_BASE),
                headers={header: value},
                trust_env=False,
                timeout=_SECONDS,
            ) as http:
                return await work(Door(http))
        from callr_actions.account.embedded import embedded

        async with embedded(connection.local_file, worlds=connection.local_worlds) as account:
            MASKER.add(account.key)
            async with httpx.AsyncClient(
                base_url=account.base_url.removesuffix(_BASE),
                headers={"x-api-key": account.key},
                transport=account.transport,
            ) as http:
                return await work(Door(http))

    return asyncio.run(opened())
