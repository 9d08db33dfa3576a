"""The loop of `watch`: one pass at the start, another after each burst of changes, until it is ended."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from callr_actions.named_tuple import NamedTuple
from callr_actions.watch.stamps import sight_of
from callr_actions.watch.work import EVERYTHING, SEARCH, candidate_folders, folders_to_watch, work_for

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from callr_actions.linter.result import LintResult
    from callr_actions.watch.settling import Settling
    from callr_actions.watch.source import Source
    from callr_actions.watch.stamps import Change
    from callr_actions.watch.work import Interests, Work

# How often it is looked whether the watched folders are still the same ones.
_HEARTBEAT_SECONDS = 1.0


class Looked(NamedTuple):
    """What came of looking at the project.

    Attributes:
        result: all that is to be found in it now.
        scenarios: how many scenarios there are.
        changes: what had changed; empty at the first time.
        checked: the files that were looked at again, as findings name them.
        notes: remarks about the project.
        clean: whether nothing in it is bad enough to fail.
        news: whether anything is different from before.
    """

    result: LintResult
    scenarios: int
    changes: tuple[Change, ...] = ()
    checked: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    clean: bool = True
    news: bool = True


class Looker(Protocol):
    """Looks at the project, and keeps what it has found."""

    @property
    def interests(self) -> Interests:
        """What its findings depend on."""
        ...

    def look(self, work: Work) -> Looked:
        """Look again at what has changed.

        Raises:
            CallrActionsError: it cannot be done as things are.
        """
        ...


class Pass(NamedTuple):
    """One time through the project.

    Attributes:
        number: counted from 1.
        at: when it began, in seconds since the start.
        took: seconds.
        looked: what came of it; None where it failed.
        failure: why it failed.
    """

    number: int
    at: float
    took: float
    looked: Looked | None = None
    failure: Exception | None = None


Done = TypeVar("Done")


class Attempt(NamedTuple, Generic[Done]):
    """What came of a try: one of the two is None."""

    done: Done | None
    failure: Exception | None


def attempt(work: Callable[[], Done]) -> Attempt[Done]:
    """Try something. Whatever goes wrong is a value: an error of one pass must not end the watch."""
    try:
        return Attempt(work(), None)
    except Exception as error:  # noqa: BLE001 - whoever shows it tells a bug from what a user can mend
        return Attempt(None, error)


class Watch:
    """Looks, shows and follows up, again and again.

    Args:
        looker: looks at the project.
        source: says when something happens.
        settling: says when it is over.
        show: takes each pass.
        followers: what is done after a clean pass, one after the other until one says that it is not good;
            they show what they do themselves, failures too.
        meanwhile: is called each time that nothing is under way, for what goes on beside the passes.
        clock: seconds since the start.
    """

    def __init__(
        self,
        looker: Looker,
        source: Source,
        settling: Settling,
        show: Callable[[Pass], None],
        *,
        followers: Sequence[Callable[[Looked], bool]] = (),
        meanwhile: Callable[[], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._looker = looker
        self._source = source
        self._settling = settling
        self._show = show
        self._followers = followers
        self._meanwhile = meanwhile
        self._clock = clock
        self._number = 0
        self._failure: str | None = None

    def run(self) -> None:
        """Go on until the source ends."""
        work: Work | None = EVERYTHING
        while work is not None:
            self._turn(work)
            work = self._next_work()

    def _turn(self, work: Work) -> None:
        again = self._failure is not None
        at = self._clock()
        looked, failure = attempt(lambda: self._looker.look(work.joined(EVERYTHING) if again else work))
        took = self._clock() - at
        if looked is not None and not (looked.news or work.companions or again):
            return
        said, self._failure = self._failure, None if failure is None else str(failure)
        if work == SEARCH and failure is not None and said == self._failure:
            return
        self._number += 1
        self._show(Pass(self._number, at, took, looked, failure))
        if looked is not None and looked.clean and looked.scenarios:
            all(follower(looked) for follower in self._followers)

    def _next_work(self) -> Work | None:
        """Wait for something to do and return it; None at the end."""
        while True:
            # What happened before the folders were watched is looked for once they are.
            if self._arm():
                return self._missed()
            heard = self._source.wait(_HEARTBEAT_SECONDS)
            if self._meanwhile is not None:
                self._meanwhile()
            if heard:
                heard = self._settling.collect(self._source, heard, self._looker.interests.scenarios)
            if heard is None:
                return None
            work = work_for(map(sight_of, heard), self._looker.interests)
            if not work.is_nothing:
                return work

    def _missed(self) -> Work | None:
        """Return what to do where something may have been missed, once nobody is in the middle of it."""
        interests = self._looker.interests
        heard = self._settling.collect(self._source, frozenset(), interests.scenarios)
        return None if heard is None else SEARCH.joined(work_for(map(sight_of, heard), interests))

    def _arm(self) -> bool:
        """Watch what counts now; return whether something may have been missed."""
        interests = self._looker.interests
        existing = [folder for folder in candidate_folders(interests) if os.path.isdir(folder)]  # noqa: PTH112
        return self._source.watch(folders_to_watch(interests, existing))
