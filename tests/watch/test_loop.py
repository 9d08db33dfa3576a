"""The loop with news that a test makes: what is shown, what follows, what an error of one pass does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.errors import CallrActionsError
from callr_actions.linter.result import gather
from callr_actions.linter.selection import Selection
from callr_actions.watch.loop import Looked, Pass, Watch, attempt
from callr_actions.watch.settling import Settling
from callr_actions.watch.work import EVERYTHING, SEARCH, Interests, Work

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class Told:
    """News in a row; then the end."""

    def __init__(self, *news: Iterable[str]) -> None:
        self.news = [frozenset(each) for each in news]
        self.watched: list[frozenset[str]] = []

    def watch(self, folders: frozenset[str]) -> bool:
        fresh = not self.watched or folders != self.watched[-1]
        self.watched.append(folders)
        return fresh

    def wait(self, seconds: float) -> frozenset[str] | None:
        if seconds < 1:
            return frozenset()
        return self.news.pop(0) if self.news else None


class Eyes:
    """Looks at what it is told to; what it sees, or raises, was written down before."""

    def __init__(self, interests: Interests, *sees: Looked | Exception) -> None:
        self.interests = interests
        self.sees = list(sees)
        self.works: list[Work] = []

    def look(self, work: Work) -> Looked:
        self.works.append(work)
        seen = self.sees.pop(0) if len(self.sees) > 1 else self.sees[0]
        if isinstance(seen, Exception):
            raise seen
        return seen


def watched(eyes: Eyes, told: Told) -> tuple[list[Pass], list[Looked]]:
    passes: list[Pass] = []
    followed: list[Looked] = []

    def follow(looked: Looked) -> bool:
        followed.append(looked)
        return True

    Watch(eyes, told, Settling(None), passes.append, followers=[follow], clock=lambda: 0.0).run()
    return passes, followed


CLEAN = Looked(gather((), Selection()), 1)
DIRTY = CLEAN._replace(clean=False)
SAME = CLEAN._replace(news=False)


def test_one_pass_at_the_start_and_one_for_each_change(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("branches: {}\n")
    eyes = Eyes(Interests(scenarios=frozenset((str(file),))), CLEAN, SAME, DIRTY, CLEAN)
    passes, followed = watched(eyes, Told([str(file)], [str(file)]))
    one = Work(files=frozenset((str(file),)))
    assert eyes.works == [EVERYTHING, SEARCH, one, one]
    assert [each.number for each in passes] == [1, 2, 3]
    assert [each.looked for each in passes] == [CLEAN, DIRTY, CLEAN]
    assert followed == [CLEAN, CLEAN]


def test_what_concerns_nothing_is_not_looked_at() -> None:
    eyes = Eyes(Interests(), CLEAN, SAME)
    passes, _ = watched(eyes, Told(["/elsewhere/a.txt"], ["/elsewhere/b.txt"]))
    assert len(passes) == 1
    assert eyes.works[0] == EVERYTHING
    assert set(eyes.works[1:]) <= {SEARCH}


def test_an_error_is_shown_and_the_next_pass_looks_at_everything(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    interests = Interests(scenarios=frozenset((str(file),)))
    bad = CallrActionsError("callr.yaml is broken")
    passes, followed = watched(Eyes(interests, bad, bad, CLEAN), Told([str(file)]))
    assert [(each.number, each.failure, each.looked) for each in passes] == [(1, bad, None), (2, None, CLEAN)]
    assert followed == [CLEAN]


def test_a_bug_does_not_end_the_watch(tmp_path: Path) -> None:
    file = str(tmp_path / "a.yaml")
    eyes = Eyes(Interests(scenarios=frozenset((file,))), CLEAN, SAME, ZeroDivisionError("a bug"), CLEAN)
    passes, _ = watched(eyes, Told([file], [file]))
    assert [type(each.failure).__name__ for each in passes] == ["NoneType", "ZeroDivisionError", "NoneType"]


def test_a_follower_that_is_not_good_stops_the_others() -> None:
    done: list[str] = []

    def first(_: Looked) -> bool:
        done.append("first")
        return False

    def second(_: Looked) -> bool:
        done.append("second")
        return True

    eyes = Eyes(Interests(), CLEAN, SAME)
    Watch(eyes, Told(), Settling(None), lambda _: None, followers=[first, second], clock=lambda: 0.0).run()
    assert done == ["first"]


def test_without_scenarios_nothing_follows() -> None:
    _, followed = watched(Eyes(Interests(), CLEAN._replace(scenarios=0), SAME), Told())
    assert followed == []


def test_an_attempt_has_one_of_the_two() -> None:
    assert attempt(lambda: 1) == (1, None)
    failed = attempt(lambda: 1 // 0)
    assert failed.done is None
    assert isinstance(failed.failure, ZeroDivisionError)
