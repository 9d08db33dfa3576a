"""The layout by hand: what is small enough to be said in numbers."""

from __future__ import annotations

from callr_actions.graph.layout.arrange import arrange
from callr_actions.graph.layout.channels import Net, tracks
from callr_actions.graph.layout.model import Arrangement, Block, Link, Place
from callr_actions.graph.layout.packing import packed
from callr_actions.graph.layout.ranks import ranks


def link(source: int, target: int, port: float = 30.0) -> Link:
    return Link(source, port, target, "goto")


def test_nothing() -> None:
    assert arrange([], []) == Arrangement((), (), 0.0, 0.0)


def test_a_line_from_a_step_to_the_name_of_a_branch_is_straight() -> None:
    made = arrange([Block(100, 90, 18), Block(100, 50, 18)], [link(0, 1, 60)])

    assert made.places == (Place(0, 0, 100, 90), Place(140, 42, 100, 50))
    assert made.routes == (((100, 60), (140, 60)),)


def test_what_goes_back_leaves_on_the_left_and_enters_on_the_right() -> None:
    made = arrange([Block(100, 90, 18), Block(100, 50, 18)], [link(0, 1, 60), link(1, 0, 30)])

    back = made.routes[1]
    assert back is not None
    assert back[0][0] == made.places[1].x
    assert back[-1] == (100, made.places[0].y + 18)


def test_what_goes_to_its_own_box_goes_round_on_the_left() -> None:
    made = arrange([Block(100, 90, 18)], [link(0, 0, 60)])

    assert made.places[0].x == 40
    assert made.routes == (((40, 60), (16, 60), (16, 18), (40, 18)),)


def test_columns() -> None:
    links = [link(0, 1), link(1, 2), link(0, 2), link(2, 0), link(3, 2), link(4, 4)]

    assert ranks(5, links) == ((0, 1, 2, 1, 0), (False, False, False, True, False, True))


def test_lines_that_turn_beside_each_other_have_tracks_of_their_own() -> None:
    crossing = [Net((0.0,), (40.0,)), Net((20.0,), (60.0,)), Net((100.0,), (140.0,)), Net((5.0,), (5.0,))]

    assert tracks(crossing) == [1, 0, 0, 0]


def test_many_lines_have_tracks_without_being_sorted_by_pairs() -> None:
    nets = [Net((float(20 * at),), (float(5_000 - 20 * at),)) for at in range(80)]

    assert sorted(tracks(nets)) == list(range(80))


def test_a_part_goes_into_what_another_leaves_free() -> None:
    stairs = Arrangement((Place(0, 0, 100, 50), Place(600, 100, 100, 200)), (), 700, 300)
    small = Arrangement((Place(0, 0, 100, 40),), (), 100, 40)

    corners, width, height = packed([stairs, small])

    assert corners == [(0, 0), (140, 0)]
    assert (width, height) == (700, 300)
