"""One run of a scenario, from the call, the message or the request that starts it to its last event."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from callr_actions.errors import CallrActionsError
from callr_actions.javascript.model import Form
from callr_actions.language.facts import Context
from callr_actions.simulator import events
from callr_actions.simulator.assumptions import Assumptions
from callr_actions.simulator.beginning import begin
from callr_actions.simulator.evaluator import Piece, Want
from callr_actions.simulator.event import Head
from callr_actions.simulator.exchange import Exchange
from callr_actions.simulator.failure import LegOver, LimitError, ScenarioError
from callr_actions.simulator.ids import Ids
from callr_actions.simulator.interpreter import Frame, Interpreter
from callr_actions.simulator.limits import Limits
from callr_actions.simulator.predefined import Predefined, cdr_of
from callr_actions.simulator.recording import Recorder
from callr_actions.simulator.scheduler import Scheduler
from callr_actions.simulator.start import InboundSms
from callr_actions.simulator.surroundings import Surroundings
from callr_actions.telephony.cdr import HangupSource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from callr_actions.simulator.evaluator import Evaluator
    from callr_actions.simulator.event import Event
    from callr_actions.simulator.leg import Leg
    from callr_actions.simulator.outside import Outside
    from callr_actions.simulator.person import Person
    from callr_actions.simulator.program import Place, Program
    from callr_actions.simulator.scheduler import Activity, Task
    from callr_actions.simulator.start import Start
    from callr_actions.simulator.tape import Input
    from callr_actions.simulator.world.model import World


class Session:
    """A run.

    Args:
        program: the scenario.
        world: everything around it.
        start: what the run begins with.
        evaluator: evaluates the run's JavaScript; the session closes it when it has ended.
        seed: decides the ids and what `Math.random` gives; the same seed gives the same events.
        ids: gives the ids in the place of the seed; an account has its own.
        limits: how far the run may go; None for the catalog's.
        strict_facts: whether a fact that is only assumed stops the run.
        outside: answers the run in the place of the world; None for the world itself.
        until: a JavaScript condition on the user variables; the run ends (`reached`) as soon as it holds.
        listen: is given every event when it happens.
        keep: whether `events` keeps them as well.
    """

    def __init__(
        self,
        program: Program,
        world: World,
        start: Start,
        evaluator: Evaluator,
        *,
        seed: int = 0,
        ids: Ids | None = None,
        limits: Limits | None = None,
        strict_facts: bool = False,
        outside: Outside | None = None,
        until: str | None = None,
        listen: Callable[[Event], None] | None = None,
        keep: bool = True,
    ) -> None:
        self.program = program
        self.world = world
        self.start = start
        self.evaluator = evaluator
        self.limits = limits or Limits.of(program.catalog)
        self.scheduler = Scheduler()
        self.ids = ids or Ids(seed)
        self.run_id = f"{start.type}:{self.ids.run()}"
        self.sms_sid = self.ids.sid() if isinstance(start, InboundSms) else ""
        self.variables: dict[str, object] = {}
        self.exchange = Exchange(self)
        self.recorder = Recorder(self)
        self.outside: Outside = outside or Surroundings(world)
        self.predefined = Predefined(self)
        self.assumptions = Assumptions(self, strict=strict_facts)
        self.interpreter = Interpreter(self)
        self.events: list[Event] = []
        self.outcome: str | None = None
        self.speech_rate = program.catalog.limit("speech-rate")
        self._listen = listen
        self._keep = keep
        self._until = until
        self._changed = False
        self._begun = False
        self.caller: Person | None = None
        self.inputs: list[Input] = []

    # -- from outside --------------------------------------------------------------------------------

    def run(self) -> str:
        """Run to the end and return the outcome: `completed`, `failed`, `cancelled` or `limit`."""
        self.advance(None)
        assert self.outcome is not None, "a run without a bound goes on until it has an outcome"
        return self.outcome

    def advance(self, until: int | None) -> None:
        """Let everything happen up to a moment in virtual time, in milliseconds; None for all of it."""
        if self.outcome is not None:
            return
        longest = round(self.limits.seconds * 1000)
        with self._guarded():
            self._begin()
            self.scheduler.advance(longest if until is None else min(until, longest), self._over)
            self._settle(until, longest)

    def told(self, act: Callable[[], None]) -> None:
        """Have somebody outside do something at this moment."""
        with self._guarded():
            act()

    def cancel(self) -> None:
        """Stop the run; every leg that is open is hung up by the system."""
        if self.outcome is None:
            self.emit(events.Cancelled)
            self._end("cancelled")

    def abandon(self) -> None:
        """Forget the run where it stands, without a word: it will be had again from what it began with."""
        self._listen, self._keep = None, False
        if self.outcome is None:
            self.outcome = "abandoned"
            self.scheduler.stop_all()
            self.evaluator.close()

    # -- for the parts of the engine -----------------------------------------------------------------

    def emit(
        self, kind: type[Event], *values: object, leg: Leg | None = None, place: Place | None = None
    ) -> None:
        """Say that something happened."""
        self._emit_at(None if leg is None else leg.id, place, kind, *values)

    def timestamp(self, moment: int) -> str:
        """Return a moment of virtual time as RFC 3339, with milliseconds."""
        at = self.world.start + timedelta(milliseconds=moment)
        return f"{at.strftime('%Y-%m-%dT%H:%M:%S')}.{at.microsecond // 1000:03d}Z"

    @property
    def now_ms(self) -> int:
        """The present moment in milliseconds since 1970."""
        return self.predefined.epoch + self.scheduler.now

    def cdr(self, leg: Leg) -> dict[str, Any]:
        """Return a leg's detail record as it is now."""
        return cdr_of(self, leg)

    def scenario_value(self) -> dict[str, str]:
        """Return what the variable `scenario` holds."""
        return self.predefined.scenario

    def set_variable(self, name: str, value: object, frame: Frame | None, place: Place | None) -> None:
        """Give a user variable a value that did not come from JavaScript."""
        self.give(name, value, place)
        self.note_variable(name, value, frame, place)

    def give(self, name: str, value: object, place: Place | None) -> None:
        """Let JavaScript see a value of this side.

        Raises:
            ScenarioError: it is nested too deeply.
        """
        try:
            self.evaluator.assign(name, value)
        except CallrActionsError as error:
            raise ScenarioError(f"{name}: {error.message}", place, help=error.hint) from error
        self.interpreter.evaluation.note_ours(name)

    def note_variable(self, name: str, value: object, frame: Frame | None, place: Place | None) -> None:
        """Keep in mind that a user variable has a new value, and say so."""
        self.variables[name] = value
        self._changed = True
        leg = frame.leg if frame is not None else None
        self.emit(events.VariableChanged, name, value, leg=leg, place=place)

    def start_branch(self, frame: Frame, branch: str, place: Place) -> Task:
        """Begin a branch on a frame's leg, as an activity of its own."""
        task = self.scheduler.start(self._branch(frame, branch, place))
        if frame.leg is not None:
            frame.leg.controller = task
        return task

    def leg_ended(self, leg: Leg) -> None:
        """Begin what happens when a leg has ended."""
        if self.outcome is not None:
            return
        if leg is self.exchange.caller and "hangup" in self.program.scenario.branches:
            frame = Frame(None, Context.HANGUP)
            self.scheduler.start(self.interpreter.branch(frame, "hangup", None))
        if not self.exchange.open_legs:
            self.recorder.calls_over()

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Make of what stops a run its last events."""
        try:
            yield
        except ScenarioError as error:
            self._emit_at(error.leg, error.place, events.Failed, error.message, error.help)
            self._end("failed")
        except LimitError as error:
            self._emit_at(None, error.place, events.LimitReached, error.limit, error.message)
            self._end("limit")

    # -- the course of the run -----------------------------------------------------------------------

    def _begin(self) -> None:
        if not self._begun:
            self._begun = True
            begin(self)

    def _branch(self, frame: Frame, branch: str, place: Place) -> Activity:
        """Run a branch on a leg; at its end the leg is hung up."""
        leg = frame.leg
        try:
            yield from self.interpreter.branch(frame, branch, place)
        except LegOver:
            return
        if leg is not None and leg.is_open:
            self.assumptions.behaviour("end-of-branch", place, leg)
            self.exchange.end(leg, HangupSource.SYSTEM)

    def _settle(self, until: int | None, longest: int) -> None:
        """End the run where nothing is left to happen; raise LimitError where it would go on for ever."""
        if self.outcome is not None:
            return
        moment = self.scheduler.next_moment
        if moment is None and not self.exchange.open_legs:
            self._end("completed")
        elif until is None or until >= longest:
            self.scheduler.now = longest
            legs = " and ".join(f"`{leg.id}`" for leg in self.exchange.open_legs) or "nobody"
            raise LimitError(
                "seconds",
                f"the run would last more than {self.limits.seconds:,g} s; still on the line: {legs}",
            )
        else:
            self.scheduler.now = max(self.scheduler.now, until)

    def _over(self) -> bool:
        if self.outcome is None and self._changed and self._until is not None:
            self._changed = False
            piece = Piece(self._until, Form.EXPRESSION, Want.TRUTH)
            # A condition that throws, on a variable that is not there yet, does not hold yet.
            if self.evaluator.evaluate([piece], {}, self.now_ms)[0].value is True:
                self._end("reached")
        return self.outcome is not None

    def _end(self, outcome: str) -> None:
        """Tidy up: no activity goes on, no leg stays open, and nothing happens after the last event."""
        self.recorder.forget()
        self.outcome = outcome
        self.scheduler.stop_all()
        for leg in self.exchange.open_legs:
            self.exchange.end(leg, HangupSource.SYSTEM)
        self.scheduler.stop_all()
        self._emit_at(None, None, events.RunEnded, outcome, self.interpreter.steps)
        self.evaluator.close()

    def _emit_at(self, leg: str | None, place: Place | None, kind: type[Event], *values: object) -> None:
        head = Head(self.ids.event(), self.scheduler.now, leg, place)
        event = kind(head, *values)
        if self._keep:
            self.events.append(event)
        if self._listen is not None:
            self._listen(event)
        if self.ids.events == self.limits.events + 1 and self.outcome is None:
            raise LimitError("events", f"the run has emitted more than {self.limits.events:,} events", place)
