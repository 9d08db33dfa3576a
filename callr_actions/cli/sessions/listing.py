"""`--limit`, `--all`, `--sort`, `--order`: a list of an account, read as far as it is wanted."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import click

from callr_actions.cli.helping import Rare
from callr_actions.cli.rendering.progress import ProgressLine
from callr_actions.cli.rendering.shape import shape_options
from callr_actions.cli.rendering.show import show_items
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from callr_actions.api.paging import Progress, Search
    from callr_actions.cli.rendering.shape import Shape
    from callr_actions.cli.rendering.view import View
    from callr_actions.cli.sessions.session import Session

T = TypeVar("T")
_DEFAULT = 50
_PAGE = 100


class Extent(NamedTuple):
    """How much of a list is wanted, and in which order.

    Attributes:
        limit: the most; None for all.
        sort: the field to sort by; None for the usual one.
        order: `asc` or `desc`.
    """

    limit: int | None
    sort: str | None
    order: str | None

    def paging(self) -> dict[str, Any]:
        """Return the paging of the search.

        All of a list is read from its oldest end, so that what is made meanwhile moves no page.
        """
        if self.limit is None:
            return {"sort": self.sort, "order": self.order or "asc", "limit": _PAGE}
        return {"sort": self.sort, "order": self.order or "desc", "limit": min(self.limit, _PAGE)}


def list_options(*sorts: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command the options of a list, as the arguments `extent` and `shape`.

    Args:
        sorts: the fields it can be sorted by; the first one is the usual.
    """

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def packed(
            *arguments: object,
            limit: int | None,
            everything: bool,
            sort: str | None,
            order: str | None,
            **others: object,
        ) -> object:
            if everything and limit is not None:
                raise click.UsageError("--limit and --all: only one of them can be")
            extent = Extent(None if everything else limit or _DEFAULT, sort, order)
            return command(*arguments, extent=extent, **others)

        decorated: Callable[..., Any] = packed
        for option in reversed(
            (
                click.option(
                    "--limit",
                    type=click.IntRange(1),
                    metavar="N",
                    help=f"Show at most so many.  [default: {_DEFAULT}]",
                ),
                click.option("--all", "everything", is_flag=True, help="Show all of them."),
                click.option("--sort", cls=Rare, type=click.Choice(sorts), help=f"[default: {sorts[0]}]"),
                click.option(
                    "--order",
                    cls=Rare,
                    type=click.Choice(("asc", "desc")),
                    help="[default: desc, the latest or highest first]",
                ),
                shape_options,
            )
        ):
            decorated = option(decorated)
        return decorated

    return decorate


async def show_search(session: Session, search: Search[T], view: View, extent: Extent, shape: Shape) -> None:
    """Read a list as far as it is wanted, and show it.

    Raises:
        IncompleteListError: all of it is wanted, and some of it may be missing.
    """
    total = 0
    with ProgressLine(wanted=not session.target.quiet) as line:

        def progress(made: Progress) -> None:
            nonlocal total
            total = made.total
            line.show(f"{min(made.done, made.total):,} of {made.total:,} {view.many}")

        found: list[T] = []
        if extent.limit is None:
            found = await session.client.all(search, progress=progress)
            if extent.order is None:
                found.reverse()
        else:
            async for item in session.client.items(search, progress=progress):
                found.append(item)
                if len(found) == extent.limit:
                    break
    show_items(found, view, shape, total=total)
    if not found:
        session.say(f"no {view.many}")
    elif len(found) < total:
        session.say(f"{len(found):,} of {total:,} {view.many}; --all shows all, --limit N so many")
