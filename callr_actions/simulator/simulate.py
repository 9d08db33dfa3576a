"""Simulating a scenario from Python, in one call: `callr_actions.simulate`."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.language.bundled import bundled
from callr_actions.language.document import parse_document, read_document
from callr_actions.language.scenario_reader import read_scenario
from callr_actions.language.source import Source
from callr_actions.named_tuple import NamedTuple
from callr_actions.simulator.program import Program
from callr_actions.simulator.session import Session
from callr_actions.simulator.start import ApiRun, InboundCall, InboundSms
from callr_actions.simulator.transcript import Transcript
from callr_actions.simulator.worker_evaluator import WorkerEvaluator
from callr_actions.simulator.world.model import World
from callr_actions.simulator.world.read import read_world, world_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from callr_actions.javascript.evaluation.pool import Pool
    from callr_actions.language.document import Document
    from callr_actions.language.finding import Finding
    from callr_actions.language.scenario import Scenario
    from callr_actions.simulator.event import Event
    from callr_actions.simulator.start import Start


class Simulated(NamedTuple):
    """What came of a simulated run.

    Attributes:
        outcome: `completed`, `failed`, `limit`, or `reached` where `until` held.
        events: everything that happened, in order; `callr_actions.simulator.events` has the kinds.
    """

    outcome: str
    events: tuple[Event, ...]

    @property
    def transcript(self) -> str:
        """The events as a person reads them, a line each."""
        lines = Transcript(trace=False)
        return "".join(f"{line}\n" for event in self.events if (line := lines.line(event)) is not None)

    def to_json(self) -> list[dict[str, Any]]:
        """Return the events in their machine form, as `call --json` prints them."""
        return [event.to_json() for event in self.events]


def simulate(
    scenario: str | Path,
    *,
    world: str | Path | World | None = None,
    sms: str | None = None,
    variables: Mapping[str, Any] | None = None,
    until: str | None = None,
    seed: int = 0,
    strict_facts: bool = False,
    pool: Pool | None = None,
) -> Simulated:
    """Run a scenario to its end: a call comes in, or a message, or a request of the API.

    Nothing sleeps and nothing is sent: the world answers.

    Args:
        scenario: its text, or the path of its file.
        world: who answers and how, what web servers say, what the caller does: text, a path, or a value.
            None is an empty world: everybody answers after three seconds and talks for thirty.
        sms: what a message says that comes in.
        variables: the user variables of a request of the API, `$` included; `{}` for none.
        until: a JavaScript condition on the user variables; the run ends as soon as it holds.
        seed: decides ids and `Math.random`; the same seed gives the same events.
        strict_facts: whether the run fails at the first fact that is only assumed.
        pool: evaluates the JavaScript of many runs; None starts a process for this one.

    Raises:
        CallrActionsError: the scenario or the world has errors, so nothing was run.
    """
    if sms is not None and variables is not None:
        raise ValueError("a run begins with a message or with a request of the API, not with both")
    read = _scenario(scenario)
    around = world if isinstance(world, World) else _world(world)
    with ExitStack() as stack:
        started = stack.enter_context(new_pool()) if pool is None else pool
        session = Session(
            Program(read, bundled()),
            around,
            _start(around, sms, variables),
            WorkerEvaluator(started.context(seed)),
            seed=seed,
            strict_facts=strict_facts,
            until=until,
        )
        outcome = session.run()
    return Simulated(outcome, tuple(session.events))


def _start(world: World, sms: str | None, variables: Mapping[str, Any] | None) -> Start:
    caller = world.caller
    if variables is not None:
        return ApiRun(variables)
    if sms is not None:
        return InboundSms(caller.number, caller.to, sms)
    return InboundCall(caller.number, caller.to, caller.script, caller.name, caller.restricted)


def new_pool() -> Pool:
    """Return a pool for many runs, a context manager: the process that evaluates is started once."""
    from callr_actions.javascript.evaluation.gaps import Gaps  # noqa: PLC0415 - a given pool needs none
    from callr_actions.javascript.evaluation.pool import Pool  # noqa: PLC0415

    return Pool(Gaps.of({name: fact.value for name, fact in bundled().javascript.items()}))


def _scenario(given: str | Path) -> Scenario:
    document = _document(given, "scenario.yaml")
    if document.mapping is None:
        findings = [each.finding(document.source) for each in document.problems]
        raise _refused("scenario", document.source, findings)
    return read_scenario(document)


def _world(given: str | Path | None) -> World:
    if given is None:
        return World()
    if isinstance(given, Path):
        read = read_world(given, given.as_posix())
    else:
        read = world_of(parse_document(Source("world.yaml", given)))
    if read.world is None:
        raise _refused("world", read.source, read.findings)
    return read.world


def _document(given: str | Path, name: str) -> Document:
    if isinstance(given, Path):
        return read_document(given, given.as_posix())
    return parse_document(Source(name, given))


def _refused(what: str, source: Source, findings: Iterable[Finding]) -> CallrActionsError:
    first = next(iter(findings))
    return CallrActionsError(
        f"line {first.span.start.line}: {first.message}; the {what} has errors, so nothing was run",
        file=source.path,
        exit_code=ExitCode.FINDINGS,
    )
