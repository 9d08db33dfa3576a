"""What an action gets to run one step with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callr_actions.simulator import events
from callr_actions.simulator.failure import ScenarioError
from callr_actions.simulator.scheduler import Wait
from callr_actions.simulator.speech import speak

if TYPE_CHECKING:
    from callr_actions.language.facts import ActionFacts
    from callr_actions.simulator.event import Event
    from callr_actions.simulator.interpreter import Frame, Interpreter
    from callr_actions.simulator.leg import Leg
    from callr_actions.simulator.program import Code, Place, StepProgram
    from callr_actions.simulator.scheduler import Activity, Mailbox
    from callr_actions.simulator.session import Session


class StepRun:
    """One step that is being run.

    Attributes:
        facts: what is known about its action.
        params: its parameters, evaluated and checked; empty where it has none.
    """

    __slots__ = ("_interpreter", "facts", "frame", "params", "program", "session")

    def __init__(
        self,
        session: Session,
        interpreter: Interpreter,
        frame: Frame,
        program: StepProgram,
        *,
        facts: ActionFacts,
        params: Any,  # noqa: ANN401
    ) -> None:
        self.session = session
        self._interpreter = interpreter
        self.frame = frame
        self.program = program
        self.facts = facts
        self.params: dict[str, Any] = params if isinstance(params, dict) else {}

    @property
    def leg(self) -> Leg:
        """The leg that is being served; only for actions that need one."""
        assert self.frame.leg is not None, "the interpreter has seen to it"
        return self.frame.leg

    @property
    def place(self) -> Place:
        """Where the step stands."""
        return self.program.place

    @property
    def now(self) -> int:
        """Milliseconds of virtual time."""
        return self.session.scheduler.now

    def emit(self, kind: type[Event], *values: object) -> None:
        """Say that something happened in this step."""
        self.session.emit(kind, *values, leg=self.frame.leg, place=self.place)

    def warn(self, message: str, help: str | None = None) -> None:  # noqa: A002 - the event's word
        """Say that something is likely not what was meant."""
        self.emit(events.Warned, message, help)

    def error(self, message: str, help: str | None = None) -> ScenarioError:  # noqa: A002
        """Return what to raise where the step cannot go on."""
        leg = self.frame.leg
        return ScenarioError(message, self.place, help=help, leg=None if leg is None else leg.id)

    def sleep(self, milliseconds: int) -> Activity:
        """Let time pass."""
        yield Wait(self.now + milliseconds)

    def say(self, text: str, *, prompt: bool = False, box: Mailbox | None = None) -> Activity:
        """Speak a text; see `speak`."""
        return (yield from speak(self.session, self.leg, text, place=self.place, prompt=prompt, box=box))

    def number(self, name: str, limit: str) -> float:
        """Return a parameter that is a number, or the limit that holds without it."""
        value = self.params.get(name)
        if isinstance(value, int | float):
            return value
        self.session.assumptions.limit(limit, self.place, self.frame.leg)
        return self.session.program.catalog.limit(limit)

    def statements(self, code: Code) -> object:
        """Run JavaScript statements."""
        return self._interpreter.evaluation.statements(code, self.frame)

    def check_branch(self, name: str) -> None:
        """Raise ScenarioError unless there is a branch of that name."""
        self._interpreter.check_branch(name, self.place, self.frame.leg)

    def store(self, result: object) -> None:
        """Store the result now, because the step will be ended before it can return one."""
        self._interpreter.store_early(self.frame, self.program, self.facts, result)
