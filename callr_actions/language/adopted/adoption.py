"""What adopting a schema changes: what was found in it, and how that differs from the bundled facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from callr_actions.language.finding import Provenance

if TYPE_CHECKING:
    from callr_actions.language.adopted.schema import AdoptedSchema
    from callr_actions.language.catalog import Catalog


@dataclass(frozen=True, slots=True)
class Adoption:
    """What was found.

    Attributes:
        actions: the ids of its actions; empty where none could be made out.
        new: those that the bundled facts do not have.
        lacking: those of the bundled facts that it does not have.
        parameters: how many parameters its actions have, those inside others not counted.
        keys: how many keys it names for scenarios, branches and steps.
    """

    dialect: str
    actions: tuple[str, ...]
    new: tuple[str, ...]
    lacking: tuple[str, ...]
    parameters: int
    keys: int

    def lines(self) -> tuple[str, ...]:
        """Return it in words, one line each."""
        if not self.actions:
            return (
                f"{self.dialect}: no action was found in it",
                "its verdicts count; actions and parameters stay the bundled ones",
            )
        found = f"{self.dialect}: {_counted(len(self.actions), 'action')}"
        found += f", {_counted(self.parameters, 'parameter')}, {_counted(self.keys, 'key')}"
        lines = [found]
        if self.new:
            lines.append(f"new here: {', '.join(self.new)}")
        if self.lacking:
            lines.append(f"no longer known: {', '.join(self.lacking)}")
        return tuple(lines)


def adoption_of(schema: AdoptedSchema, derived: Catalog, bundled: Catalog) -> Adoption:
    """Compare a schema's catalog with the bundled one."""
    found = [each for each in derived.actions.values() if each.provenance is Provenance.SCHEMA]
    ids = {each.id for each in found}
    maps = [keys for name, keys in derived.structure._asdict().items() if name.endswith("_keys")]
    return Adoption(
        dialect=schema.dialect.name,
        actions=tuple(sorted(ids)),
        new=tuple(sorted(ids - bundled.actions.keys())),
        lacking=tuple(sorted(bundled.actions.keys() - ids)) if ids else (),
        parameters=sum(len(each.params.get("properties", ())) for each in found),
        keys=sum(key.provenance is Provenance.SCHEMA for keys in maps for key in keys.values()),
    )


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
