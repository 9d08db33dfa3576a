"""Runs the steps of branches: conditions, actions, results, jumps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callr_actions.closest import closest
from callr_actions.language.facts import Need
from callr_actions.simulator import events
from callr_actions.simulator.actions import ACTIONS
from callr_actions.simulator.actions.action import Immediate
from callr_actions.simulator.evaluation import Evaluation
from callr_actions.simulator.failure import LimitError, ScenarioError
from callr_actions.simulator.parameters import ParameterValidator
from callr_actions.simulator.step_run import StepRun

if TYPE_CHECKING:
    from collections.abc import Sequence

    from callr_actions.language.facts import ActionFacts, Context
    from callr_actions.language.scenario import Step, StepList
    from callr_actions.simulator.leg import Leg
    from callr_actions.simulator.program import Place, StepProgram
    from callr_actions.simulator.scheduler import Activity
    from callr_actions.simulator.session import Session


class Frame:
    """What the steps of a branch run on.

    Attributes:
        leg: the leg that is being served; None for none.
        context: which predefined variables exist.
        dialler: the leg that dialled this one, which `bridge` joins it to; None where no leg did.
        recording: what the variable `recording` holds; None where it does not exist.
    """

    __slots__ = ("context", "dialler", "leg", "recording")

    def __init__(
        self,
        leg: Leg | None,
        context: Context,
        *,
        dialler: Leg | None = None,
        recording: dict[str, Any] | None = None,
    ) -> None:
        self.leg = leg
        self.context = context
        self.dialler = dialler
        self.recording = recording


class Interpreter:
    """Runs the steps of one run.

    Attributes:
        steps: how many steps it has looked at so far.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._program = session.program
        self.evaluation = Evaluation(session)
        self._validator = ParameterValidator.of(session.program.catalog)
        self.steps = 0
        self._gotos = 0
        self._moved_at = 0

    def branch(self, frame: Frame, name: str, place: Place | None) -> Activity:
        """Run a branch and those that it goes on to."""
        following: str | None = name
        while following is not None:
            branch = self._program.scenario.branches[following]
            at = place if place is not None else self._program.place(branch.key, ("branches", following))
            self._session.emit(events.BranchEntered, following, leg=frame.leg, place=at)
            place = None
            following = yield from self._steps(frame, branch.steps)

    def handlers(self, frame: Frame, handlers: StepList) -> Activity:
        """Run the steps of an event's handler, and the branch that they go on to, if they do."""
        following = yield from self._steps(frame, handlers.steps)
        if following is not None:
            yield from self.branch(frame, following, None)

    def check_branch(self, name: str, place: Place, leg: Leg | None) -> None:
        """Raise ScenarioError unless there is a branch of that name."""
        branches = self._program.scenario.branches
        if name in branches:
            return
        near = closest(name, list(branches))
        raise ScenarioError(
            f"there is no branch `{name}`" + (f"; did you mean `{near}`?" if near else ""),
            place,
            help=None if near else f"branches of this scenario: {', '.join(branches)}",
            leg=None if leg is None else leg.id,
        )

    def _steps(self, frame: Frame, steps: Sequence[Step]) -> Activity:
        """Run steps; return the branch to go on with, None when they have come to their end."""
        for step in steps:
            program = self._program.step(step)
            self._count(program)
            self._session.emit(events.StepStarted, program.name, leg=frame.leg, place=program.place)
            if program.condition is not None:
                holds = self.evaluation.holds(program.condition, frame)
                shown = program.condition.shown
                self._session.emit(events.Decided, shown, holds, leg=frame.leg, place=program.condition.place)
                if not holds:
                    if program.otherwise is not None:
                        self._session.assumptions.shape("else", program.place, frame.leg)
                        following = yield from self._steps(frame, program.otherwise)
                        if following is not None:
                            return following
                    continue
            if step.action is not None:
                yield from self._act(frame, program)
            if program.then is not None:
                following = yield from self._steps(frame, program.then)
                if following is not None:
                    return following
            if step.goto is not None:
                return self._jump(frame, program)
        return None

    def _count(self, program: StepProgram) -> None:
        self.steps += 1
        limit = self._session.limits.steps
        if self.steps > limit:
            raise LimitError("steps", f"the run has taken more than {limit:,} steps", program.place)

    def _jump(self, frame: Frame, program: StepProgram) -> str:
        session = self._session
        place = program.goto_place
        if program.goto is None:
            raise ScenarioError(
                "this `goto` names no branch", place, help="write `goto: {branch: NAME}`", leg=_id(frame.leg)
            )
        self.check_branch(program.goto, place, frame.leg)
        now = session.scheduler.now
        self._gotos = self._gotos + 1 if now == self._moved_at else 1
        self._moved_at = now
        if self._gotos > session.limits.gotos:
            raise LimitError(
                "gotos",
                f"more than {session.limits.gotos:,} gotos followed each other without a step that waits",
                place,
            )
        session.emit(events.WentTo, program.goto, leg=frame.leg, place=place)
        return program.goto

    def _act(self, frame: Frame, program: StepProgram) -> Activity:
        session, leg = self._session, frame.leg
        use = program.step.action
        assert use is not None, "asked for only where there is an action"
        facts, action = program.facts, ACTIONS.get(use.name)
        if action is None or facts is None or facts.version not in action.versions:
            raise self._unknown(use.id, program.place, leg)
        self._check_need(facts, frame, program.place)
        params = self.evaluation.parameters(program, frame)
        self._validator.check(session, program, facts, params, leg)
        step = StepRun(session, self, frame, program, facts=facts, params=params)
        result = action.run(step) if isinstance(action, Immediate) else (yield from action.run(step))
        self._store(frame, program, facts, result)

    def _store(self, frame: Frame, program: StepProgram, facts: ActionFacts, result: object) -> None:
        if program.result is None:
            return
        self.evaluation.note_result(program.result, facts)
        self._session.set_variable(program.result, result, frame, program.place)

    def store_early(self, frame: Frame, program: StepProgram, facts: ActionFacts, result: object) -> None:
        """Store a result of a step that will not come to its end."""
        self._store(frame, program, facts, result)

    def _unknown(self, name: str, place: Place, leg: Leg | None) -> ScenarioError:
        catalog = self._session.program.catalog
        near = catalog.closest_action(name)
        if name in catalog.actions:
            return ScenarioError(f"the simulator cannot run `{name}`", place, leg=_id(leg))
        return ScenarioError(
            f"there is no action `{name}`" + (f"; did you mean `{near}`?" if near else ""),
            place,
            help=None if near else "`callr-actions lint` says what is known",
            leg=_id(leg),
        )

    def _check_need(self, facts: ActionFacts, frame: Frame, place: Place) -> None:
        need, leg = facts.needs.value, frame.leg
        if need is Need.NONE:
            return
        if leg is None:
            raise ScenarioError(
                f"`{facts.id}` needs a call, and there is none here",
                place,
                help="run it in `inbound-call`, or in a branch that `answerOnBranch` names",
            )
        if need is Need.ANSWERED_LEG and not leg.is_talking:
            self._session.assumptions.behaviour("media-before-answer", place, leg)
            raise ScenarioError(
                f"`{facts.id}` needs an answered call, and this one still rings",
                place,
                help="put `answer@v1` before it, or take `autoAnswer: false` away",
                leg=leg.id,
            )


def _id(leg: Leg | None) -> str | None:
    return None if leg is None else leg.id
