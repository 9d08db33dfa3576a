"""What a shell offers behind TAB: accounts, keys of scenarios, sids and numbers of the account.

Nothing here may disturb somebody who is typing: it takes a second at most, asks nothing, starts no command
of the user's, and says nothing when something is wrong.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from collections.abc import Callable

    import click

_SECONDS = 0.8


def complete_account(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001 - click's signature
    """Offer the accounts of callr.yaml."""

    def accounts() -> list[tuple[str, str]]:
        from callr_actions.cli.project import find_project
        from callr_actions.project.project import ENVIRONMENT

        project = find_project(ctx.params.get("project_file")).project
        return [(name, "") for name in (*project.accounts, ENVIRONMENT)]

    return _items(_within_a_second(accounts), incomplete)


def completing(*kinds: str) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    """Return what offers names of the account.

    Args:
        kinds: `keys`, which come from the files, and the names in `completion_sources.SOURCES`.
    """

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
        account, project_file = ctx.params.get("account"), ctx.params.get("project_file")

        def names() -> list[tuple[str, str]]:
            from callr_actions.cli.completion_sources import names_of

            return [name for kind in kinds for name in names_of(kind, account, project_file)]

        return _items(_within_a_second(names), incomplete)

    return complete


def _within_a_second(find: Callable[[], list[tuple[str, str]]]) -> list[tuple[str, str]]:
    """Return what is found, or nothing when it takes too long or fails."""
    found: list[tuple[str, str]] = []

    def silently() -> None:
        try:
            found.extend(find())
        except Exception:  # noqa: BLE001 - a shell that is completing shows no errors; the command itself will
            found.clear()

    # The process ends without waiting for a thread that is a daemon.
    thread = threading.Thread(target=silently, daemon=True)
    thread.start()
    thread.join(_SECONDS)
    return [] if thread.is_alive() else found


def _items(names: list[tuple[str, str]], incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(name, help=text or None) for name, text in names if name.startswith(incomplete)]
