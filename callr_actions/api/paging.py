"""Reading a list to its end, page by page, when it may change meanwhile.

The decisions are here and send nothing: `Pager` says what to ask for next and takes the answer, and both
clients drive it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from callr_actions.api.errors import IncompleteListError
from callr_actions.api.request import Request
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from callr_actions.api.request import Answer, Query
    from callr_actions.api.requests.inputs import Inputs

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

MOST_PER_PAGE = 100
_PAGING = ("sort", "order", "offset", "limit")


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
        query: what is searched for.
        sort: the field to sort by. With `created`, ascending, what is made meanwhile comes last, so that no
            page shifts; where a list has no `created`, the field that comes next to it.
        order: `asc`, or `desc` for the newest first.
        start: the zero-based index of the first thing.
        per_page: how many to ask for at a time, 1 to 100.
    """

    operation: str
    answer: Answer[Page[T]]
    identity: Callable[[T], object]
    query: Query = ()
    sort: str = "created"
    order: str = "asc"
    start: int = 0
    per_page: int = MOST_PER_PAGE

    @classmethod
    def of(
        cls,
        operation: str,
        answer: Answer[Page[T]],
        inputs: Inputs,
        *,
        identity: Callable[[T], object],
        sort: str = "created",
    ) -> Search[T]:
        """Return the search of an operation; what its inputs say about order and page wins."""
        given = dict(inputs.query())
        return cls(
            operation=operation,
            answer=answer,
            identity=identity,
            query=tuple(pair for pair in inputs.query() if pair[0] not in _PAGING),
            sort=given.get("sort", sort),
            order=given.get("order", "asc"),
            start=int(given.get("offset", 0)),
            per_page=int(given.get("limit", MOST_PER_PAGE)),
        )

    def page(self, offset: int | None = None) -> Request[Page[T]]:
        """Return the request for one page, from an offset on or from the start."""
        first = self.start if offset is None else offset
        paging = (("sort", self.sort), ("order", self.order), ("offset", str(first)))
        query = (*self.query, *paging, ("limit", str(self.per_page)))
        return Request(operation=self.operation, answer=self.answer, query=query)


class Pager(Generic[T]):
    """Reads one list: `request` says what to ask for, `take` gives what is new on the page that came.

    The list is read once. Where its total moved, or does not match what came, it is read once more.
    The identity of everything that came is kept, about 110 bytes each (11 MB for a list of 100,000); the
    things are not. A window of the last pages would not do: the second reading must give nothing that the
    first one gave, a list may be sorted by what changes, and its total is compared with the number of
    different things.
    """

    def __init__(self, search: Search[T], progress: Callable[[Progress], None] | None = None) -> None:
        self.request: Request[Page[T]] | None = search.page()
        self._search = search
        self._progress = progress
        self._given: set[object] = set()
        # What the current reading has met; the second one counts anew.
        self._met: set[object] = self._given
        self._offset = search.start
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
        done = len(self._met)
        self._next(last=not page.has_more or not page.hits)
        if self._progress is not None:
            self._progress(Progress(done, page.total - self._search.start))
        return new

    def _next(self, *, last: bool) -> None:
        if not last:
            self.request = self._search.page(self._offset)
        elif not self._second and not self._consistent():
            self._second = True
            self._met = set()
            self._totals = set()
            self._offset = self._search.start
            self.request = self._search.page()
        else:
            self.request = None

    def _consistent(self) -> bool:
        return self._totals == {self._search.start + len(self._met)}

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
