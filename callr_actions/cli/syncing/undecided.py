"""What somebody has to decide before a deploy, and the commands that say how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.sync.commands import Commands
from callr_actions.sync.plan import ScenarioRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from callr_actions.sync.plan import Plan

_DEPLOY = "deploy"


def undecided(plan: Plan, command: Sequence[str], again: Sequence[str]) -> CallrActionsError:
    """Return the error for a plan with rows that are refused.

    Args:
        plan: with such rows.
        command: what carries all of a plan out, as words.
        again: the same with what the user asked for.
    """
    rows = [row for row in plan.refused if isinstance(row, ScenarioRow)]
    several = _keys(row for row in rows if row.before is None)
    contested = _keys(row for row in rows if row.before is not None)
    said = []
    if contested:
        said.append(f"{_named(contested)} would overwrite what somebody else has put on the account")
    if several:
        said.append(f"{_named(several)} {'stands' if len(several) == 1 else 'stand'} in several marker lines")
    prune = ["--prune"] if any(row.before is not None and row.after is None for row in rows) else []
    commands = Commands(plan.account, command)
    ours = commands.doing(*contested, *prune, "--ours")
    return CallrActionsError(
        f"nothing was changed: {', and '.join(said)}",
        hint="; ".join(_ways(commands, contested, several, ours, again)),
        exit_code=ExitCode.REFUSED,
    )


def _ways(
    commands: Commands, contested: Sequence[str], several: Sequence[str], ours: str, again: Sequence[str]
) -> Iterator[str]:
    if several:
        yield "the plan names the commands that leave one of each"
    if contested:
        yield f"{commands.typed('pull', *contested)} takes theirs"
    if again[0] == _DEPLOY:
        yield f"{commands.typed(*again, '--theirs')} leaves it to the account and does the rest"
    if contested:
        yield f"{ours} overwrites it"


def _keys(rows: Iterable[ScenarioRow]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.key for row in rows))


def _named(keys: Iterable[str]) -> str:
    return ", ".join(f"`{key}`" for key in keys)
