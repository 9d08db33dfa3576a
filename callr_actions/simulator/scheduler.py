"""Virtual time: activities that wait, and a clock that jumps to the next moment at which one goes on.

An activity is a generator. It yields a `Wait` and is sent what ended it. Nothing sleeps and nothing runs at
the same time as something else; of two activities due at one moment the one that asked first goes first.
"""

from __future__ import annotations

from collections.abc import Generator
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Any, TypeAlias

from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

Milliseconds: TypeAlias = int


class Timeout:
    """What a wait returns when its time is over."""

    def __repr__(self) -> str:
        return "TIMEOUT"


TIMEOUT = Timeout()


class Wait(NamedTuple):
    """What an activity waits for; what comes first ends it.

    Attributes:
        until: the moment at which it is over; None for no such moment.
        box: where a message may arrive; None for nothing but time.
    """

    until: Milliseconds | None = None
    box: Mailbox | None = None


Activity: TypeAlias = Generator[Wait, Any, Any]


class Mailbox:
    """Messages for one activity, in the order of their arrival."""

    __slots__ = ("messages", "reader")

    def __init__(self) -> None:
        self.messages: list[Any] = []
        self.reader: Task | None = None

    def post(self, message: object) -> None:
        """Leave a message; whoever waits for one goes on at this moment."""
        self.messages.append(message)
        if self.reader is not None:
            self.reader.wake()


class Task:
    """One activity on its way.

    Attributes:
        done: whether it has ended, in whatever way.
    """

    __slots__ = ("_activity", "_box", "_epoch", "_exception", "_scheduler", "done")

    def __init__(self, scheduler: Scheduler, activity: Activity) -> None:
        self._scheduler = scheduler
        self._activity = activity
        self._box: Mailbox | None = None
        self._exception: BaseException | None = None
        self._epoch = 0
        self.done = False

    def wake(self) -> None:
        """Let it look at its mailbox at this moment."""
        self._scheduler.at(self._scheduler.now, self, self._epoch)

    def interrupt(self, exception: BaseException) -> None:
        """Raise an exception in it where it waits, at this moment; the first one counts."""
        if not self.done and self._exception is None:
            self._exception = exception
            self.wake()

    def stop(self) -> None:
        """End it now; it can tidy up, but not wait any more."""
        if not self.done:
            self._release()
            self._activity.close()
            self._finish()

    def expects(self, epoch: int) -> bool:
        """Return whether it still waits for what was asked for at that point of its course."""
        return not self.done and epoch == self._epoch

    def resume(self, epoch: int) -> None:
        """Go on until the next wait. Called by the scheduler only."""
        message: object = TIMEOUT
        box = self._box
        if box is not None and box.messages:
            message = box.messages.pop(0)
        exception, self._exception = self._exception, None
        self._release()
        if epoch == 0 and exception is not None:  # it has not begun, so there is nothing to tidy up
            self._finish()
            return
        try:
            if exception is not None:
                wait = self._activity.throw(exception)
            else:
                wait = self._activity.send(None if epoch == 0 else message)
        except StopIteration:
            self._finish()
            return
        except BaseException:
            self._finish()
            raise
        self._suspend(wait)

    def _suspend(self, wait: Wait) -> None:
        if wait.until is not None:
            self._scheduler.at(max(wait.until, self._scheduler.now), self, self._epoch)
        if wait.box is not None:
            self._box = wait.box
            wait.box.reader = self
            if wait.box.messages:
                self.wake()
        if self._exception is not None:  # it was interrupted by what itself has done
            self.wake()

    def _release(self) -> None:
        self._epoch += 1
        if self._box is not None:
            self._box.reader = None
            self._box = None

    def _finish(self) -> None:
        self.done = True


class Scheduler:
    """The clock, and what is due when.

    Attributes:
        now: milliseconds of virtual time since the start.
        current: the task that runs at this moment, None between two.
    """

    def __init__(self) -> None:
        self.now: Milliseconds = 0
        self.current: Task | None = None
        self._due: list[tuple[Milliseconds, int, Task, int]] = []
        self._asked = 0
        self._tasks: list[Task] = []

    def start(self, activity: Activity) -> Task:
        """Begin an activity at this moment, after those that are due already."""
        task = Task(self, activity)
        self._tasks.append(task)
        self.at(self.now, task, 0)
        return task

    def at(self, moment: Milliseconds, task: Task, epoch: int) -> None:
        """Have a task go on at a moment, unless something else lets it go on before."""
        self._asked += 1
        heappush(self._due, (moment, self._asked, task, epoch))

    @property
    def next_moment(self) -> Milliseconds | None:
        """When something is due next; None when nothing ever is."""
        due = self._due
        while due and not due[0][2].expects(due[0][3]):
            heappop(due)
        return due[0][0] if due else None

    def advance(self, until: Milliseconds, stopped: Callable[[], bool]) -> None:
        """Let everything happen that is due up to a moment, that moment included, or until `stopped` holds.

        An exception that an activity does not catch comes out here; the others keep waiting.
        """
        while not stopped():
            moment = self.next_moment
            if moment is None or moment > until:
                return
            _, _, task, epoch = heappop(self._due)
            self.now = moment
            self.current = task
            try:
                task.resume(epoch)
            finally:
                self.current = None

    def stop_all(self) -> None:
        """End every activity, the youngest first, so that whoever started another is tidied up after it."""
        for task in reversed(self._tasks):
            task.stop()
        self._due.clear()
        self._tasks.clear()
