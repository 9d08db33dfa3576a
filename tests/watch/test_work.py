"""From what was noticed on disk to what is looked at again: no less than a look at everything would see."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callr_actions.watch.work import (
    EVERYTHING,
    NOTHING,
    SEARCH,
    Interests,
    Kind,
    Sight,
    Work,
    candidate_folders,
    folders_to_watch,
    work_for,
)

FILES = frozenset(("/p/scenarios/a.yaml", "/p/scenarios/sub/b.yaml"))
FOLDERS = frozenset(("/p/scenarios", "/p/scenarios/sub", "/p"))
INTERESTS = Interests(
    scenarios=FILES,
    folders=FOLDERS,
    named=frozenset(("/p/scenarios",)),
    settings=frozenset(("/p/callr.yaml", "/p/schemas/callr.json", "/home/me/config.toml")),
    companions=frozenset(("/p/scenarios/worlds/a.world.yaml",)),
)


def only(file: str, *, search: bool = False) -> Work:
    return Work(files=frozenset((file,)), search=search)


@pytest.mark.parametrize(
    ("path", "kind", "work"),
    [
        ("/p/scenarios/a.yaml", Kind.FILE, only("/p/scenarios/a.yaml")),
        ("/p/scenarios/a.yaml", Kind.GONE, only("/p/scenarios/a.yaml", search=True)),
        ("/p/scenarios/a.yaml", Kind.LINK, only("/p/scenarios/a.yaml", search=True)),
        ("/p/scenarios/new.yaml", Kind.FILE, SEARCH),
        ("/p/scenarios/new.yaml", Kind.GONE, NOTHING),
        ("/p/scenarios/new", Kind.FOLDER, SEARCH),
        ("/p/scenarios/.a.yaml.swp", Kind.FILE, NOTHING),
        ("/p/scenarios/4913", Kind.FILE, NOTHING),
        ("/p/scenarios/notes.txt", Kind.FILE, NOTHING),
        ("/p/scenarios/.gitignore", Kind.FILE, SEARCH),
        ("/p/.gitignore", Kind.GONE, SEARCH),
        ("/p/scenarios", Kind.GONE, SEARCH),
        ("/p/callr.yaml", Kind.FILE, EVERYTHING),
        ("/p/callr.yaml", Kind.GONE, EVERYTHING),
        ("/p/schemas/callr.json", Kind.FILE, EVERYTHING),
        ("/p/schemas", Kind.GONE, EVERYTHING),
        ("/home/me/config.toml", Kind.FILE, EVERYTHING),
        ("/p/scenarios/worlds/a.world.yaml", Kind.FILE, Work(companions=True)),
        ("/p/scenarios/worlds/b.world.yaml", Kind.FILE, NOTHING),
        ("/elsewhere/a.yaml", Kind.FILE, NOTHING),
    ],
)
def test_what_is_looked_at_again(path: str, kind: Kind, work: Work) -> None:
    assert work_for([Sight(path, kind)], INTERESTS) == work


def test_several_things_at_once_are_one_work() -> None:
    sights = [Sight(path, Kind.FILE) for path in sorted(FILES)]
    assert work_for(sights, INTERESTS) == Work(files=FILES)


PATHS = st.lists(st.sampled_from(("a", "b", ".c", "d.yaml", "e.yml", ".gitignore", "callr.yaml")), max_size=4)
SIGHTS = st.lists(
    st.builds(lambda parts, kind: Sight("/" + "/".join(parts), kind), PATHS, st.sampled_from(Kind))
)
SETS = st.frozensets(PATHS.map(lambda parts: "/" + "/".join(parts)), max_size=4)
ANY_INTERESTS = st.builds(Interests, SETS, SETS, SETS, SETS, SETS)


@given(SIGHTS, SIGHTS, ANY_INTERESTS)
def test_more_news_never_mean_less_work(some: list[Sight], more: list[Sight], interests: Interests) -> None:
    first, both = work_for(some, interests), work_for([*some, *more], interests)
    assert first.joined(both) == both


@given(ANY_INTERESTS)
def test_a_change_of_anything_that_counts_is_work(interests: Interests) -> None:
    for paths in interests[:1] + interests[2:]:
        for path in paths:
            assert not work_for([Sight(path, Kind.FILE)], interests).is_nothing


@given(ANY_INTERESTS, SETS)
def test_of_everything_that_counts_a_folder_is_watched(
    interests: Interests, existing: frozenset[str]
) -> None:
    there = candidate_folders(interests) & (existing | {"/"})
    watched = folders_to_watch(interests, there)
    assert watched <= there
    for path in interests.scenarios | interests.settings | interests.companions:
        if path != "/":
            assert any(path.startswith(folder.rstrip("/") + "/") for folder in watched)
