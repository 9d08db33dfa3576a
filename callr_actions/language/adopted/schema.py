"""A JSON Schema that the user adopted, as a value: its data, its draft and its compiled form."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from callr_actions.language.adopted.admission import Admissions
from callr_actions.language.adopted.leaves import Leaves
from callr_actions.language.adopted.references import References
from callr_actions.language.adopted.steps import Steps

if TYPE_CHECKING:
    import jsonschema_rs

    from callr_actions.language.adopted.dialect import Dialect

# A pattern may go back this often before its verdict is "cannot tell": about a millisecond.
_MOST_BACKTRACKING = 20_000
_LARGEST_PATTERN_BYTES = 1_000_000


@dataclass(frozen=True, eq=False)
class AdoptedSchema:
    """A schema document that was read and found good. Two are equal when their texts are.

    Attributes:
        shown: its path as messages name it.
        digest: of its bytes; what a cache of findings depends on.
        dialect: its draft.
        data: the document.
    """

    shown: str
    digest: str
    dialect: Dialect
    data: dict[str, Any]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AdoptedSchema) and (self.shown, self.digest) == (other.shown, other.digest)

    def __hash__(self) -> int:
        return hash((self.shown, self.digest))

    @cached_property
    def references(self) -> References:
        """The index of the document's schemas."""
        return References(self.data, self.dialect)

    @cached_property
    def leaves(self) -> Leaves:
        """The checks of single values, compiled as they are needed."""
        return Leaves(self)

    @cached_property
    def admissions(self) -> Admissions:
        """What its schemas say about actions."""
        return Admissions(self.references, self.leaves.matches)

    @cached_property
    def steps(self) -> Steps:
        """The schemas of steps, and the actions that they let in."""
        return Steps(self)

    @cached_property
    def validator(self) -> jsonschema_rs.Validator:
        """The whole document, compiled.

        Raises:
            ValueError: it cannot be compiled; `load_schema` makes sure that it can.
        """
        return self.compiled(self.data)

    def compiled(self, schema: dict[str, Any]) -> jsonschema_rs.Validator:
        """Compile a schema by this document's draft; it can reach neither the network nor any file."""
        import jsonschema_rs  # noqa: PLC0415 - 20 ms, paid only where a schema is adopted

        validator: type[jsonschema_rs.Validator] = getattr(jsonschema_rs, self.dialect.validator)
        return validator(schema, pattern_options=_pattern_options(), offline=True)

    def part(self, place: str) -> jsonschema_rs.Validator:
        """Return the compiled form of one schema of the document, by its JSON pointer."""
        import jsonschema_rs  # noqa: PLC0415 - 20 ms, paid only where a schema is adopted

        parts = jsonschema_rs.validator_map_for(self.data, pattern_options=_pattern_options(), offline=True)
        return parts[f"#{place}"]


def _pattern_options() -> jsonschema_rs.FancyRegexOptions:
    import jsonschema_rs  # noqa: PLC0415 - 20 ms, paid only where a schema is adopted

    return jsonschema_rs.FancyRegexOptions(
        backtrack_limit=_MOST_BACKTRACKING, size_limit=_LARGEST_PATTERN_BYTES
    )
