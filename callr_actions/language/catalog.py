"""The catalog: every platform fact in one value."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from callr_actions.closest import closest
from callr_actions.language.facts import (
    ActionFacts,
    Context,
    EventFacts,
    Fact,
    JsonSchema,
    KeyFacts,
    Need,
    PredefinedVariable,
    RenamedField,
    SpecialBranch,
    Tolerance,
)
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "ActionFacts",
    "Catalog",
    "Context",
    "EventFacts",
    "Fact",
    "JsonSchema",
    "KeyFacts",
    "Need",
    "PredefinedVariable",
    "RenamedField",
    "SpecialBranch",
    "Structure",
    "Tolerance",
]


class Structure(NamedTuple):
    """The known keys of each map of a scenario, and what shapes are let pass.

    Attributes:
        tolerated: shapes that are accepted though no page promises them (`bare-list-branch`, `else` …).
        compat_versions: known values of `compat.version`.
        patterns: regular expressions for `variable-name`, `action` and `phone-number`.
        yaml_words: kind of value -> words that a YAML 1.1 reader takes for it instead of text.
    """

    document_keys: Mapping[str, KeyFacts] = MappingProxyType({})
    compat_keys: Mapping[str, KeyFacts] = MappingProxyType({})
    defaults_keys: Mapping[str, KeyFacts] = MappingProxyType({})
    branch_keys: Mapping[str, KeyFacts] = MappingProxyType({})
    step_keys: Mapping[str, KeyFacts] = MappingProxyType({})
    goto_keys: Mapping[str, KeyFacts] = MappingProxyType({})
    tolerated: Mapping[str, Fact[bool]] = MappingProxyType({})
    compat_versions: Mapping[str, Fact[str]] = MappingProxyType({})
    patterns: Mapping[str, Fact[str]] = MappingProxyType({})
    yaml_words: Mapping[str, Fact[tuple[str, ...]]] = MappingProxyType({})


class Catalog(NamedTuple):
    """Everything that is known about the platform.

    Attributes:
        actions: by id, `say@v2`.
        variables: predefined variables by name, without `$`.
        special_branches: branches that the platform starts, by name.
        limits: numbers by name, each with its unit.
        behaviour: what happens at run time, by name; the value says it in one word or number.
        javascript: what scripts may find at the platform and not in the simulator: `missing` or `differs`.
        renamed_fields: old field name -> the new one.
    """

    actions: Mapping[str, ActionFacts] = MappingProxyType({})
    variables: Mapping[str, PredefinedVariable] = MappingProxyType({})
    structure: Structure = Structure()
    special_branches: Mapping[str, SpecialBranch] = MappingProxyType({})
    limits: Mapping[str, Fact[float]] = MappingProxyType({})
    behaviour: Mapping[str, Fact[str | bool]] = MappingProxyType({})
    javascript: Mapping[str, Fact[str]] = MappingProxyType({})
    renamed_fields: Mapping[str, RenamedField] = MappingProxyType({})

    @property
    def entry_branches(self) -> tuple[str, ...]:
        """The special branches with which a run starts, sorted."""
        return tuple(name for name, branch in self.special_branches.items() if branch.entry)

    @property
    def variable_name(self) -> str:
        """The regular expression that a user variable's whole name matches, `$` included."""
        return self.structure.patterns["variable-name"].value

    def limit(self, name: str) -> float:
        """Return a limit's number, in the unit that `limits[name].unit` names."""
        return self.limits[name].value

    def action_names(self) -> tuple[str, ...]:
        """Return the names of the known actions without versions, sorted."""
        return tuple(sorted({action.name for action in self.actions.values()}))

    def versions(self, name: str) -> tuple[int, ...]:
        """Return the known versions of an action, ascending; empty when the name is unknown."""
        return tuple(sorted(action.version for action in self.actions.values() if action.name == name))

    def closest_action(self, action: str) -> str | None:
        """Return the id that an unknown `name@vN` is most likely a slip of, or None.

        A known name keeps itself and gets its latest version; a near name keeps the version that was
        written when it exists.
        """
        name, _, version = action.partition("@v")
        near = name if self.versions(name) else closest(name, self.action_names())
        if near is None:
            return None
        written = f"{near}@v{version}"
        return written if written in self.actions else f"{near}@v{self.versions(near)[-1]}"
