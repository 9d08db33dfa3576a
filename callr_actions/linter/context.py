"""What every rule may know besides the scenario: a frozen value, part of any cache's key."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from callr_actions.language.bundled import bundled
from callr_actions.language.expressions import Expression, find_expressions
from callr_actions.language.flow import Flow
from callr_actions.language.legs import Leg, leg_states
from callr_actions.language.path_finder import find_paths
from callr_actions.language.tree import Scalar, target
from callr_actions.language.user_names import UserNames
from callr_actions.linter.bare_names import is_known_name
from callr_actions.linter.kinds import Given, given_values
from callr_actions.linter.listed import words_may_hide
from callr_actions.linter.parameters import ParameterCheck, ParameterFault
from callr_actions.linter.shapes import Shapes
from callr_actions.linter.suppression import Suppression, find_suppressions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from callr_actions.language.adopted.schema import AdoptedSchema
    from callr_actions.language.adopted.violation import Violation
    from callr_actions.language.catalog import Catalog
    from callr_actions.language.paths import Paths
    from callr_actions.language.scenario import Scenario


# Characters. Four times what the platform takes: what is longer is no scenario that somebody is writing,
# and looking at each of its parts could take for ever.
LONGEST_ANALYSED = 131_072


class LintContext:
    """The platform's facts and what the project says.

    Attributes:
        catalog: the facts to check against; the bundled ones, or those of an adopted schema.
        own_numbers: the project's own phone numbers, in E.164 form.
        adopted: Callr's own JSON Schema where the project adopted it; the catalog is then derived from it.
    """

    def __init__(
        self,
        catalog: Catalog | None = None,
        own_numbers: frozenset[str] = frozenset(),
        adopted: AdoptedSchema | None = None,
    ) -> None:
        self.catalog = bundled() if catalog is None else catalog
        self.own_numbers = own_numbers
        self.adopted = adopted

    @cached_property
    def parameters(self) -> ParameterCheck:
        """The check of parameters against the catalog; keeps its compiled schemas."""
        return ParameterCheck()


class Subject:
    """One scenario under the linter, with what several rules need worked out once."""

    def __init__(self, scenario: Scenario, context: LintContext) -> None:
        self.scenario = scenario
        self.context = context

    @property
    def catalog(self) -> Catalog:
        """The platform's facts."""
        return self.context.catalog

    @cached_property
    def words_may_hide(self) -> bool:
        """Whether what the text does not show by its words can be in it all the same."""
        return words_may_hide(self)

    @cached_property
    def expressions(self) -> tuple[Expression, ...]:
        """Every piece of JavaScript."""
        return find_expressions(self.scenario, self.catalog)

    @cached_property
    def parameter_faults(self) -> tuple[ParameterFault, ...]:
        """Everything that the facts about actions have against the steps' parameters."""
        actions, check = self.catalog.actions, self.context.parameters
        return tuple(
            fault
            for _, step in self.scenario.steps
            if step.action is not None and (facts := actions.get(step.action.id))
            for fault in check.faults(step, facts)
        )

    @cached_property
    def suppressions(self) -> tuple[Suppression, ...]:
        """The comments that silence findings."""
        return find_suppressions(self.scenario.document)

    @cached_property
    def violations(self) -> tuple[Violation, ...]:
        """Everything that the adopted schema has against the scenario; nothing where none is adopted."""
        if self.context.adopted is None:
            return ()
        from callr_actions.language.adopted.violations import violations  # noqa: PLC0415 - few adopt one

        return violations(self.context.adopted, self.scenario)

    @cached_property
    def given(self) -> tuple[Given, ...]:
        """Every value of which the facts know what it is."""
        return tuple(
            given._replace(unbraced=True)
            if isinstance(node := target(given.node), Scalar) and is_known_name(node, self)
            else given
            for given in given_values(self.scenario, self.catalog)
        )

    @cached_property
    def _given_by_kind(self) -> dict[str, list[Given]]:
        by_kind: dict[str, list[Given]] = {}
        for given in self.given:
            kind = given.kind
            if kind is not None:
                by_kind.setdefault(kind, []).append(given)
        return by_kind

    def given_of(self, *kinds: str) -> Sequence[Given]:
        """Return the values of which the facts say that they are of one of these kinds, in order."""
        found = [self._given_by_kind[kind] for kind in kinds if kind in self._given_by_kind]
        if len(found) > 1:
            return [given for given in self.given if given.kind in kinds]
        return found[0] if found else ()

    @cached_property
    def shapes(self) -> Shapes:
        """What predefined variables and results hold."""
        return Shapes(self.scenario, self.catalog, self.expressions)

    @cached_property
    def flow(self) -> Flow:
        """How branches are reached."""
        return Flow(self.scenario, self.catalog)

    @cached_property
    def paths(self) -> Paths:
        """The graph over the steps."""
        return find_paths(self.scenario, self.catalog, self.flow)

    @cached_property
    def legs(self) -> tuple[Leg, ...]:
        """For each point of `paths`, on what kind of leg it can be reached."""
        return leg_states(self.scenario, self.flow, self.paths)

    @cached_property
    def names(self) -> UserNames:
        """Every use of every `$variable`."""
        return UserNames(self.scenario, self.expressions)
