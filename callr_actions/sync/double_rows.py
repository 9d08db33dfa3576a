"""Rows of a plan about keys that stand in the marker lines of several scenarios."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.named_tuple import NamedTuple
from callr_actions.sync.doubles import told_apart
from callr_actions.sync.matching import by_key
from callr_actions.sync.plan import Before, Op, ScenarioRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from callr_actions.sync.choices import Choices
    from callr_actions.sync.commands import Commands
    from callr_actions.sync.desired import Desired
    from callr_actions.sync.doubles import Doubles
    from callr_actions.sync.memory import Memory
    from callr_actions.sync.remote import Remote, RemoteScenario


class DoubleRows(NamedTuple):
    """The rows, and the SIDs of copies that go, so that nothing else has to look at them."""

    rows: tuple[ScenarioRow, ...]
    going: frozenset[str]


def double_rows(
    desired: Desired,
    remote: Remote,
    choices: Choices,
    memory: Callable[[], Memory],
    commands: Commands,
) -> DoubleRows:
    """Return what becomes of scenarios that share a key.

    Args:
        desired: what the account should be.
        remote: what it is.
        choices: which keys are meant, and whether what is not needed goes.
        memory: what deploys from here have begun and not finished.
        commands: writes what is to be typed.
    """
    names = {each.key: each.name for each in desired.scenarios}
    rows: list[ScenarioRow] = []
    for key, found in sorted(by_key(remote.scenarios).items()):
        if len(found) > 1 and choices.takes(key):
            apart = told_apart(found, names.get(key), memory())
            if apart is not None and (apart.certain or choices.prune):
                rows += _going(key, apart)
            else:
                rows.append(_question(key, found, apart, commands))
    return DoubleRows(tuple(rows), frozenset(row.sid for row in rows if row.sid is not None))


def _going(key: str, apart: Doubles) -> Iterator[ScenarioRow]:
    why = "made twice by a deploy that was ended in the middle; " if apart.certain else ""
    reason = f"{why}{apart.kept.sid} stays, and has all that it has"
    for each in apart.spare:
        yield ScenarioRow(Op.DELETE, key, Before.of(each), reason=reason, instead=apart.kept.sid)


def _question(
    key: str, found: Sequence[RemoteScenario], apart: Doubles | None, commands: Commands
) -> ScenarioRow:
    said = f"stands in the marker lines of {' and '.join(map(str, found))}"
    if apart is not None:
        goes = " and ".join(each.sid for each in apart.spare)
        prune = commands.doing(key, "--prune")
        hint = f"{apart.kept.sid} has all that {goes} has: {prune} deletes {goes}"
    else:
        one = ", or ".join(commands.typed("scenarios", "delete", each.sid) for each in found)
        hint = f"keep one of them: look at each, then {one}; to keep both, delete the last line of one script"
    return ScenarioRow(Op.CONFLICT, key, reason=said, refused=said, hint=hint)
