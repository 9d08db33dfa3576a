"""Evaluates the JavaScript of steps, and says what went wrong with it in the scenario's own terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callr_actions.simulator import events
from callr_actions.simulator.evaluator import Want
from callr_actions.simulator.failure import ScenarioError
from callr_actions.simulator.plain_code import Mirror, NotPlain, outcome
from callr_actions.simulator.program import Code, Mixed, Whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from callr_actions.language.facts import ActionFacts
    from callr_actions.simulator.evaluator import Outcome
    from callr_actions.simulator.interpreter import Frame
    from callr_actions.simulator.plain_assignment import Assignment
    from callr_actions.simulator.program import StepProgram, Template
    from callr_actions.simulator.session import Session

_TELLING = {
    "undefined": "this is undefined, and the text says so: `undefined`",
    "null": "this is null, and the text says so: `null`",
    "object": "this is an object, and the text says `{text}`; `JSON.stringify(…)` shows what is in it",
}
_LONGEST_SHOWN = 60


class Evaluation:
    """Evaluates for one run."""

    def __init__(self, session: Session) -> None:
        self._session = session
        # The action whose result a variable held last: its fields may be no more than assumed.
        self._results: dict[str, ActionFacts] = {}
        self._gaps: set[str] = set()
        self._ours: set[str] = set()
        self._mirror = Mirror(session.variables, self._ours)

    def note_ours(self, name: str) -> None:
        """Keep in mind that a variable's value came from this side."""
        self._ours.add(name)

    def note_result(self, name: str, facts: ActionFacts) -> None:
        """Keep in mind which action's result a variable holds."""
        self._results[name] = facts

    def holds(self, condition: Code, frame: Frame) -> bool:
        """Return whether JavaScript takes a condition's value for true."""
        return self.values([(condition, Want.TRUTH)], frame)[0].value is True

    def statements(self, code: Code, frame: Frame) -> object:
        """Run statements and return the value of the last one."""
        if code.assignment is not None:
            try:
                return self._assigned(code.assignment, code, frame)
            except NotPlain:
                pass
        return self.values([(code, Want.VALUE)], frame)[0].value

    def parameters(self, program: StepProgram, frame: Frame) -> Any:  # noqa: ANN401
        """Return a step's parameters with their expressions evaluated, in the order written."""
        if program.constant:
            return program.params
        wanted = list(_wanted(program.params))
        outcomes = iter(self.values(wanted, frame))
        return self._filled(program.params, outcomes, frame)

    def values(self, wanted: Sequence[tuple[Code, Want]], frame: Frame) -> list[Outcome]:
        """Evaluate pieces of code of one step, in order.

        Raises:
            ScenarioError: one of them throws.
        """
        session = self._session
        for code, _ in wanted:
            self._check_assumptions(code, frame)
        plain = self._plain(wanted)
        if plain is not None:
            return plain
        names = {name for code, _ in wanted for name in code.names}
        outcomes = session.evaluator.evaluate(
            [code.piece(want) for code, want in wanted],
            session.predefined.values(names, frame),
            session.now_ms,
        )
        for (code, _), found in zip(wanted, outcomes, strict=False):
            for name, value in found.assigned.items():
                self._results.pop(name, None)
                self._ours.discard(name)
                session.note_variable(name, value, frame, code.place)
            for gap in found.gaps:
                self._note_gap(gap, code, frame)
            if found.thrown is not None:
                session.assumptions.behaviour("expression-exception", code.place, frame.leg)
                does = ":" if found.thrown.limit else " throws"
                raise ScenarioError(
                    f"`{_short(code.shown)}`{does} {found.thrown.message}",
                    code.place_of_line(found.thrown.line),
                    leg=None if frame.leg is None else frame.leg.id,
                )
        return list(outcomes)

    def _plain(self, wanted: Sequence[tuple[Code, Want]]) -> list[Outcome] | None:
        """Return the outcomes of code that needs no engine; None where some of it does."""
        found: list[Outcome] = []
        for code, want in wanted:
            if code.plain is None:
                return None
            try:
                found.append(outcome(code.plain, want, self._mirror))
            except NotPlain:
                return None
        return found

    def _assigned(self, assignment: Assignment, code: Code, frame: Frame) -> object:
        """Carry out an assignment that needs no engine, and return its value.

        Raises:
            NotPlain: it does, as the variables are now; nothing has changed.
        """
        done = assignment.outcome(self._mirror)
        self._check_assumptions(code, frame)
        if done.changes:
            self._results.pop(assignment.name, None)
            self._session.set_variable(assignment.name, done.value, frame, code.place)
        return done.result

    def _note_gap(self, gap: str, code: Code, frame: Frame) -> None:
        """Say once a run that a function may answer otherwise on the platform."""
        if gap not in self._gaps:
            self._gaps.add(gap)
            message = f"`{gap}` may answer otherwise on the platform: the simulator's engine differs there"
            self._session.emit(events.Warned, message, None, leg=frame.leg, place=code.place)

    def _check_assumptions(self, code: Code, frame: Frame) -> None:
        for name, members in code.reads:
            facts = self._results.get(name)
            if facts is not None:
                self._session.assumptions.result(facts, members[:1], code.place, frame.leg)

    def _filled(self, template: Template, outcomes: Iterator[Outcome], frame: Frame) -> Any:  # noqa: ANN401
        if isinstance(template, Whole):
            outcome = next(outcomes)
            if template.want is Want.TEXT:
                self._check_text(template.code, outcome, frame)
            elif not isinstance(outcome.value, str):
                self._session.assumptions.behaviour("expression-type", template.code.place, frame.leg)
            return outcome.value
        if isinstance(template, Mixed):
            return "".join(
                part if isinstance(part, str) else self._text(part, next(outcomes), frame)
                for part in template.parts
            )
        if isinstance(template, dict):
            return {name: self._filled(each, outcomes, frame) for name, each in template.items()}
        if isinstance(template, list):
            return [self._filled(each, outcomes, frame) for each in template]
        return template

    def _text(self, code: Code, outcome: Outcome, frame: Frame) -> str:
        self._check_text(code, outcome, frame)
        return str(outcome.value)

    def _check_text(self, code: Code, outcome: Outcome, frame: Frame) -> None:
        telling = _TELLING.get(outcome.kind)
        if telling is not None:
            self._session.assumptions.behaviour("expression-in-text", code.place, frame.leg)
            message = telling.format(text=outcome.value)
            self._session.emit(
                events.Warned, f"`{_short(code.shown)}`: {message}", None, leg=frame.leg, place=code.place
            )


def _wanted(template: Template) -> Iterator[tuple[Code, Want]]:
    """Yield the code in a template and what is wanted of it, in the order in which it is filled."""
    if isinstance(template, Whole):
        yield template.code, template.want
    elif isinstance(template, Mixed):
        yield from ((part, Want.TEXT) for part in template.parts if isinstance(part, Code))
    elif isinstance(template, dict):
        for each in template.values():
            yield from _wanted(each)
    elif isinstance(template, list):
        for each in template:
            yield from _wanted(each)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"
