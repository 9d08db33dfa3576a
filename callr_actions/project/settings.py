"""What callr.yaml says about one scenario and about the linter, as values."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from callr_actions.language.finding import Severity
    from callr_actions.project.places import Place, Placed
    from callr_actions.project.variables import VariableValue

# The keys and list positions that lead to a value: ("numbers", "production", 0).
KeyPath: TypeAlias = tuple[str | int, ...]


class RunSettings(NamedTuple):
    """What a run of this scenario waits for when the command line does not say.

    Attributes:
        until, fail_if: JavaScript expressions over the run's variables.
        timeout: in seconds.
        outputs: expressions by the output's name.
    """

    until: Placed | None = None
    fail_if: Placed | None = None
    timeout: float | None = None
    outputs: Mapping[str, Placed] = MappingProxyType({})


class DriftIgnore(NamedTuple):
    """A difference that `drift` does not report for a while.

    Attributes:
        field: `script`, `name` or `numbers`.
        until: the last day on which it is ignored.
        account: the only account it is ignored in; None for all.
    """

    field: str
    until: date
    account: str | None
    reason: str | None
    place: Place

    def covers(self, field: str, account: str, today: date) -> bool:
        """Whether a difference in this field and account is still ignored today."""
        return self.field == field and self.account in (None, account) and today <= self.until


class ScenarioSettings(NamedTuple):
    """The settings of one scenario.

    Attributes:
        key: its path below the scenarios folder, without the extension.
        name: its name in every account; None where the key is the name.
        numbers: by account; an account without an entry is not managed.
        variables: initial values by account.
        world: the world file.
        positions: where each value stands, by the path below this scenario's settings; `()` is the key.
    """

    key: str
    name: str | None = None
    numbers: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    variables: Mapping[str, Mapping[str, VariableValue]] = MappingProxyType({})
    run: RunSettings = RunSettings()
    world: Path | None = None
    drift_ignore: tuple[DriftIgnore, ...] = ()
    positions: Mapping[KeyPath, Place] = MappingProxyType({})

    @property
    def shown_name(self) -> str:
        """The scenario's name in every account."""
        return self.name if self.name is not None else self.key


class PerFile(NamedTuple):
    """Rules for the files that a pattern matches."""

    glob: Placed
    select: tuple[Placed, ...] = ()
    ignore: tuple[Placed, ...] = ()


class LintSettings(NamedTuple):
    """Which rules count; whether such rules exist is for the linter to say, so each keeps its place.

    Attributes:
        select: None where the file does not say; an empty list selects nothing.
        baseline: the file with the findings that do not count, from callr.yaml's folder on.
    """

    select: tuple[Placed, ...] | None = None
    ignore: tuple[Placed, ...] = ()
    per_file: tuple[PerFile, ...] = ()
    fail_on: Severity | None = None
    profile: Placed | None = None
    baseline: Placed | None = None
