"""Says, once a run, which facts it relies on that nobody has documented; stops there when asked to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.finding import Provenance
from callr_actions.simulator import events
from callr_actions.simulator.failure import ScenarioError

if TYPE_CHECKING:
    from callr_actions.language.facts import ActionFacts, Path
    from callr_actions.simulator.leg import Leg
    from callr_actions.simulator.program import Place
    from callr_actions.simulator.session import Session


class Assumptions:
    """The assumed facts that a run has relied on so far, by id: `gather@v2.result.reason`."""

    def __init__(self, session: Session, *, strict: bool) -> None:
        self._session = session
        self._strict = strict
        self._seen: set[str] = set()

    def behaviour(self, name: str, place: Place | None, leg: Leg | None = None) -> None:
        """The run relies on a fact of `behaviour`, if that is assumed."""
        fact = self._session.program.catalog.behaviour.get(name)
        if fact is not None and fact.provenance is Provenance.ASSUMED:
            self._note(f"behaviour.{name}", fact.description, place, leg)

    def limit(self, name: str, place: Place | None, leg: Leg | None = None) -> None:
        """The run relies on a number of `limits`, if that is assumed."""
        fact = self._session.program.catalog.limits.get(name)
        if fact is not None and fact.provenance is Provenance.ASSUMED:
            self._note(f"limits.{name}", f"{fact.description} ({fact.value:g} {fact.unit})", place, leg)

    def parameter(self, facts: ActionFacts, path: Path, place: Place, leg: Leg | None) -> None:
        """The run relies on a parameter, if its existence is assumed."""
        schema = facts.parameter_schema(path)
        if schema is not None and facts.provenance_of(path) is Provenance.ASSUMED:
            name = f"{facts.id}.params.{_dotted(path)}"
            self._note(name, f"{facts.id} has the parameter `{_dotted(path)}`.", place, leg)

    def result(self, facts: ActionFacts, path: Path, place: Place, leg: Leg | None) -> None:
        """The run reads a field of a result, if that is assumed."""
        schema = facts.result_schema(path)
        if schema is not None and facts.result_provenance_of(path) is Provenance.ASSUMED:
            name = f"{facts.id}.result.{_dotted(path)}"
            self._note(name, f"The result of {facts.id} has the field `{_dotted(path)}`.", place, leg)

    def shape(self, name: str, place: Place, leg: Leg | None) -> None:
        """The run relies on a shape of the scenario that is let pass, if that is assumed."""
        fact = self._session.program.catalog.structure.tolerated.get(name)
        if fact is not None and fact.provenance is Provenance.ASSUMED:
            self._note(f"tolerated.{name}", fact.description, place, leg)

    def need(self, facts: ActionFacts, place: Place, leg: Leg | None) -> None:
        """The run relies on what an action does of which only the name is public."""
        name = f"{facts.id}.effects"
        self._note(name, f"What {facts.id} does is not public; the world's answer stands for it.", place, leg)

    def _note(self, name: str, message: str, place: Place | None, leg: Leg | None) -> None:
        if name in self._seen:
            return
        self._seen.add(name)
        if self._strict:
            raise ScenarioError(
                f"this step relies on a fact that is only assumed: {message.removesuffix('.')}",
                place,
                help=f"the fact is `{name}` in the fidelity table; run without --strict-facts to go on",
                leg=None if leg is None else leg.id,
            )
        self._session.emit(events.Assumed, name, message, leg=leg, place=place)


def _dotted(path: Path) -> str:
    text = ""
    for part in path:
        text += "[]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".")
