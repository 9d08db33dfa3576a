"""Several scenarios whose marker lines have one key: which one stays, and which of them nobody would miss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.named_tuple import NamedTuple
from callr_actions.sync.marker import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from callr_actions.sync.memory import Memory
    from callr_actions.sync.remote import RemoteScenario


class Doubles(NamedTuple):
    """Scenarios of one key, told apart.

    Attributes:
        kept: the one that stays.
        spare: the others; none has a number.
        certain: whether a deploy from here that was ended in the middle has made each of them; their text may
            then be what was deployed, and that of `kept` an edit of it. Else all have one text.
    """

    kept: RemoteScenario
    spare: tuple[RemoteScenario, ...]
    certain: bool


def told_apart(found: Sequence[RemoteScenario], name: str | None, memory: Memory) -> Doubles | None:
    """Return which of several scenarios of one key stays; None where somebody has to decide.

    Args:
        found: two or more.
        name: of the file's scenario; None without a file.
        memory: knows what deploys from here have made and not finished with.
    """
    kept = _kept(found, name)
    if kept is not None:
        spare = tuple(each for each in found if each is not kept)
        certain = all(map(memory.has_made, spare))
        if certain or all(each.body == kept.body for each in spare):
            return Doubles(kept, spare, certain)
    # Two that are not alike: of them, one that a deploy from here has half made is taken back.
    ours = [
        each for each in found if memory.has_made(each) and not each.numbers and _is_untouched(each, memory)
    ]
    others = [each for each in found if each not in ours]
    return Doubles(others[0], tuple(ours), certain=True) if ours and len(others) == 1 else None


def _is_untouched(each: RemoteScenario, memory: Memory) -> bool:
    return each.state is State.UNTOUCHED or memory.left_unmarked(each)


def _kept(found: Sequence[RemoteScenario], name: str | None) -> RemoteScenario | None:
    """Return the one that has everything that the others have; None where there is none such."""
    if len({each.mark.base for each in found if each.mark is not None}) > 1:
        return None
    live = [each for each in found if each.numbers]
    untouched = {each.body for each in found if each.state is State.UNTOUCHED}
    edited = [each for each in found if each.state is not State.UNTOUCHED and each.body not in untouched]
    if not untouched and len({each.body for each in found}) == 1:
        edited = []  # all are the same, whoever made it of what was deployed
    special = {each.sid: each for each in (*live, *edited)}
    if len(special) > 1 or len(untouched) > 1:
        return None
    if special:
        return next(iter(special.values()))
    return min(
        found, key=lambda each: (each.state is not State.UNTOUCHED, each.name != name, each.created, each.sid)
    )
