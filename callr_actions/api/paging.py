"""Reading a list to its end, page by page, when it may change meanwhile.

The decisions are here and send nothing: `Pager` says what to ask for next and takes the answer, and both
clients drive it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Generic, Literal, NamedTuple, Protocol, TypeVar

from callr_actions.api.errors import IncompleteListError
from callr_actions.api.request import Request

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from callr_actions.api.request import Answer, Query

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

MOST_PER_PAGE = 100


class Page(Protocol[T_co]):
    """One page of a list, as the API answers it."""

    @property
    def total(self) -> int:
        """How many there are in all."""

    @property
    def has_more(self) -> bool:
        """Whether there are more behind this page."""

    @property
    def hits(self) -> Sequence[T_co]:
        """What stands on this page."""


class Progress(NamedTuple):
    """How far the reading of a list is."""

    done: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Search(Generic[T]):
    """A search for a list of things.

    Attributes:
        operation: the operation id.
        answer: what a page is.
        identity: what tells two things apart: the SID, the number, the event id.
        sort: the field to sort by. With `created`, ascending, what is made meanwhile comes last, so that no
            page shifts; where a list has no `created`, the field that comes next to it.
        order: ascending, or descending for the newest first.
    """

    operation: str
    answer: Answer[Page[T]]
    identity: Callable[[T], object]
    query: Query = field(default_factory=dict)
    sort: str = "created"
    order: Literal["asc", "desc"] = "asc"

    def page(self, offset: int = 0, limit: int = MOST_PER_PAGE) -> Request[Page[T]]:
        """Return the request for one page: `limit` of 1 to 100 things from the zero-based `offset` on."""
        paging: dict[str, str | int] = {
            "sort": self.sort,
            "order": self.order,
            "offset": offset,
            "limit": limit,
        }
        return Request(operation=self.operation, answer=self.answer, query={**self.query, **paging})

    def newest_first(self) -> Search[T]:
        """Return the same search in the other order."""
        return replace(self, order="desc")


class Pager(Generic[T]):
    """Reads one list: `request` says what to ask for, `take` gives what is new on the page that came.

    The list is read once. Where its total moved, or does not match what came, it is read once more.
    """

    def __init__(self, search: Search[T], progress: Callable[[Progress], None] | None = None) -> None:
        self.request: Request[Page[T]] | None = search.page()
        self._search = search
        self._progress = progress
        self._given: set[object] = set()
        # What the current reading has met; the second one counts anew.
        self._met: set[object] = self._given
        self._offset = 0
        self._totals: set[int] = set()
        self._total = 0
        self._second = False

    def take(self, page: Page[T]) -> list[T]:
        """Return the things of a page that did not come before, and work out the next request."""
        self._total = page.total
        self._totals.add(page.total)
        new: list[T] = []
        identity = self._search.identity
        for hit in page.hits:
            name = identity(hit)
            if name not in self._given:
                self._given.add(name)
                new.append(hit)
            self._met.add(name)
        self._offset += len(page.hits)
        self._next(last=not page.has_more or not page.hits)
        if self._progress is not None:
            self._progress(Progress(len(self._met), page.total))
        return new

    def _next(self, *, last: bool) -> None:
        if not last:
            self.request = self._search.page(self._offset)
        elif not self._second and not self._consistent():
            self._second = True
            self._met = set()
            self._totals = set()
            self._offset = 0
            self.request = self._search.page()
        else:
            self.request = None

    def _consistent(self) -> bool:
        return self._totals == {len(self._met)}

    def complete(self, found: list[T]) -> list[T]:
        """Return, of everything that was taken, what the last reading met.

        Raises:
            IncompleteListError: also the second reading did not match its total.
        """
        if not self._consistent():
            raise IncompleteListError(self._search.operation, found=len(self._met), total=self._total)
        if self._met is self._given:
            return found
        return [item for item in found if self._search.identity(item) in self._met]
