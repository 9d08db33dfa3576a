"""Lines between two columns: each turns up or down at a place of its own, chosen so that few cross."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

# Lines that turn nearer to each other than that look like one.
_CLEARANCE = 6.0
# Nobody sees a smaller bend.
STRAIGHT = 0.05
_ON_ONE_ANOTHER = 100
# More than that is not sorted by pairs, which takes time by the square.
_MOST_SORTED = 60


class Net(NamedTuple):
    """Lines that run together through a channel: how high they come in and go out, on each side."""

    left: tuple[float, ...]
    right: tuple[float, ...]

    @property
    def low(self) -> float:
        """The upper end of the vertical piece."""
        return min((*self.left, *self.right))

    @property
    def high(self) -> float:
        """The lower end of the vertical piece."""
        return max((*self.left, *self.right))

    @property
    def straight(self) -> bool:
        """Whether there is no vertical piece."""
        return self.high - self.low < STRAIGHT


def tracks(nets: Sequence[Net]) -> list[int]:
    """Return for each net the track, counted from the left, in which it goes up and down."""
    turning = [index for index, net in enumerate(nets) if not net.straight]
    turning.sort(key=lambda index: (nets[index].low + nets[index].high, index))
    if len(turning) <= _MOST_SORTED:
        _sort(turning, nets)
    found = [0] * len(nets)
    for position, index in enumerate(turning):
        net = nets[index]
        found[index] = max(
            (found[other] + 1 for other in turning[:position] if _beside(nets[other], net)), default=0
        )
    return found


def _sort(turning: list[int], nets: Sequence[Net]) -> None:
    """Swap neighbours as long as that saves crossings."""
    for _ in range(len(turning)):
        swapped = False
        for at in range(len(turning) - 1):
            first, second = nets[turning[at]], nets[turning[at + 1]]
            if _cost(second, first) < _cost(first, second):
                turning[at], turning[at + 1] = turning[at + 1], turning[at]
                swapped = True
        if not swapped:
            return


def _beside(first: Net, second: Net) -> bool:
    return first.low < second.high + _CLEARANCE and second.low < first.high + _CLEARANCE


def _cost(first: Net, second: Net) -> int:
    """Return how many crossings there are when `first` turns to the left of `second`."""
    return (
        sum(second.low < end < second.high for end in first.right)
        + sum(first.low < end < first.high for end in second.left)
        + _ON_ONE_ANOTHER * sum(abs(end - other) < _CLEARANCE for end in first.right for other in second.left)
    )
