"""One page of a search: the hits in their order, how many there are in all, and whether more follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from callr_actions.account.database import Database

# SQLite's integers end there; nothing that is kept is greater.
_GREATEST = 2**63 - 1


class Filter(NamedTuple):
    """A condition in SQL, with a `?` for each value."""

    sql: str
    values: tuple[Any, ...]


class Search(NamedTuple):
    """Where a resource's items are found, and in which orders.

    Attributes:
        table: has the columns `id` and `account`, and triggers that keep its tally.
        orders: for each field that can be sorted by, the columns. An index on `account`, these and what
            filters look at gives the order without sorting and the matches without reading the rows.
    """

    table: str
    orders: Mapping[str, tuple[str, ...]]


class Page(NamedTuple):
    """What was found: the rows of the page and the number of all matches."""

    rows: list[sqlite3.Row]
    total: int


def find(
    database: Database, search: Search, account: int, query: Mapping[str, Any], filters: list[Filter]
) -> Page:
    """Return the page that `sort`, `order`, `offset` and `limit` of a query ask for."""
    table = search.table
    direction = "asc" if query["order"] == "asc" else "desc"
    order = ", ".join(f"{table}.{column} {direction}" for column in (*search.orders[query["sort"]], "id"))
    where = " and ".join([f"{table}.account = ?", *(each.sql for each in filters)])
    values = [account, *(_bounded(value) for each in filters for value in each.values)]
    if filters:
        counted = database.row(f"select count(*) from {table} where {where}", *values)  # noqa: S608
        assert counted is not None
        total = int(counted[0])
    else:
        total = database.tally(account, table)
    offset = _bounded(query["offset"])
    if offset >= total:
        return Page([], total)
    # The page's ids come from an index alone; only then are their rows read.
    rows = database.rows(
        f"select {table}.* from"  # noqa: S608 - only our own names
        f" (select id as hit from {table} where {where} order by {order} limit ? offset ?)"
        f" join {table} on {table}.id = hit order by {order}",
        *values,
        query["limit"],
        offset,
    )
    return Page(rows, total)


def _bounded(value: Any) -> Any:  # noqa: ANN401 - what a query holds
    return min(value, _GREATEST) if isinstance(value, int) else value


def answer(page: Page, hits: list[dict[str, Any]], query: Mapping[str, Any]) -> dict[str, Any]:
    """Return a page as the API writes it."""
    return {
        "offset": query["offset"],
        "total": page.total,
        "hasMore": query["offset"] + len(hits) < page.total,
        "hits": hits,
    }


def containing(column: str, text: str) -> Filter:
    """Return the condition that a column of folded text contains a text, whatever its case."""
    return Filter(f"instr({column}, ?) > 0", (text.casefold(),))


def equal(column: str, value: object) -> Filter:
    """Return the condition that a column has a value."""
    return Filter(f"{column} = ?", (value,))
