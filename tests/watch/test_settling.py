"""When a burst of changes is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.watch.settling import Settling, git_lock

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Burst:
    """Says what it has, one at a time, then nothing; counts how long it was listened to."""

    def __init__(self, *news: str, ended: bool = False) -> None:
        self.news = list(news)
        self.ended = ended
        self.seconds = 0.0

    def watch(self, folders: frozenset[str]) -> bool:
        raise AssertionError(folders)

    def wait(self, seconds: float) -> frozenset[str] | None:
        if self.news:
            return frozenset((self.news.pop(0),))
        if self.ended:
            return None
        self.seconds += seconds
        return frozenset()


def collected(settling: Settling, burst: Burst, first: str) -> set[str]:
    """Return what belongs together with a known file."""
    found = settling.collect(burst, frozenset((first,)), {first})
    assert found is not None
    return set(found)


def sized(size: int | None) -> Callable[[str], int | None]:
    return lambda _: size


def test_a_save_in_place_is_over_at_once() -> None:
    burst = Burst()
    assert collected(Settling(None, lambda _: 9), burst, "a") == {"a"}
    assert burst.seconds == 0


def test_a_file_that_is_gone_or_empty_for_a_moment_is_waited_for() -> None:
    for size in (None, 0):
        burst = Burst("b")
        assert collected(Settling(None, sized(size)), burst, "a") == {"a", "b"}
        assert 0.03 < burst.seconds < 0.2


def test_many_files_at_once_are_one_burst() -> None:
    burst = Burst(*map(str, range(50)))
    first = frozenset(f"x{n}" for n in range(25))
    assert len(Settling(None, lambda _: 9).collect(burst, first, set()) or ()) == 75


def test_while_git_works_nothing_is_over(tmp_path: Path) -> None:
    lock = tmp_path / "index.lock"
    lock.touch()
    looked = 0

    class Working(Burst):
        def wait(self, seconds: float) -> frozenset[str] | None:
            nonlocal looked
            looked += 1
            if looked == 4:
                lock.unlink()
            return super().wait(seconds)

    burst = Working("a", "b")
    assert collected(Settling(str(lock), lambda _: 9), burst, "x") == {"x", "a", "b"}
    assert looked >= 4


def test_what_never_settles_is_looked_at_in_the_end() -> None:
    class Endless(Burst):
        def wait(self, seconds: float) -> frozenset[str] | None:
            self.seconds += seconds
            return frozenset(("again",))

    burst = Endless()
    assert collected(Settling(None, lambda _: 0), burst, "a") == {"a", "again"}
    assert 29 < burst.seconds < 31


def test_the_end_of_the_source_is_the_end() -> None:
    assert Settling(None, lambda _: 0).collect(Burst(ended=True), frozenset(("a",)), {"a"}) is None


def test_where_git_keeps_its_lock(tmp_path: Path) -> None:
    assert git_lock(str(tmp_path)) is None
    (tmp_path / ".git").mkdir()
    assert git_lock(str(tmp_path)) == str(tmp_path / ".git" / "index.lock")
    tree = tmp_path / "worktree"
    tree.mkdir()
    (tree / ".git").write_text("gitdir: ../.git\n")
    assert git_lock(str(tree)) == str(tree / ".." / ".git" / "index.lock")
