"""`watch --run`: a scenario is simulated again whenever all is clean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callr_actions.cli.manners import plain_wanted
from callr_actions.cli.simulated import Options, called_number, simulation
from callr_actions.cli.simulation import perform
from callr_actions.cli.watching.views import Deed, clean, failed_deed
from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.watch.loop import attempt

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from callr_actions.cli.simulated import Simulation
    from callr_actions.language.finding import Finding
    from callr_actions.language.source import Source
    from callr_actions.simulator.event import Event
    from callr_actions.simulator.session import Session
    from callr_actions.simulator.start import Start

_MOST_LINES = 40


class Rerunner:
    """Simulates one scenario.

    Args:
        scenario: its key or its file.
        project_file: the file behind `--project`.
        variables: those that it is given where the API starts it.
    """

    def __init__(self, scenario: str, project_file: str | None, variables: Mapping[str, object]) -> None:
        self._scenario = scenario
        self._variables = variables
        self._project_file = project_file

    def __call__(self) -> Deed:
        """Simulate; whatever goes wrong is in what is returned."""
        found: list[str] = []

        def note(findings: Sequence[Finding], _: Source) -> None:
            found.extend(_in_a_line(each) for each in findings)

        deed, failure = attempt(lambda: self._run(note))
        if deed is None:
            assert failure is not None, "one of the two is there"
            failed = failed_deed("run", f"`{self._scenario}` was not run", failure, scenario=self._scenario)
            return failed._replace(details=(*found, *failed.details))
        return deed

    def _run(self, note: Callable[[Sequence[Finding], Source], None]) -> Deed:
        simulated = simulation(_options(self._scenario, self._project_file), note)
        lines = _Lines()
        start = _start(simulated, self._variables)
        if perform(simulated, start, _to_the_end, lines) is ExitCode.INTERRUPTED:
            raise KeyboardInterrupt
        told = lines.told if len(lines.told) <= _MOST_LINES else ["…", *lines.told[-_MOST_LINES:]]
        data = {
            "scenario": self._scenario,
            "type": start.type,
            "outcome": lines.outcome,
            "lasted": lines.seconds,
        }
        line = f"`{clean(self._scenario)}` ({start.type}): {lines.outcome} after {lines.seconds:g} s"
        return Deed("run", line, lines.outcome == "completed", data, tuple(told))


def _options(scenario: str, project_file: str | None) -> Options:
    return Options(scenario, None, None, None, 0, False, False, None, None, None, False, (), project_file)


def _start(simulated: Simulation, variables: Mapping[str, object]) -> Start:
    """Return what the scenario begins with: a call if it takes calls, else a request, else a message.

    Raises:
        CallrActionsError: nothing begins it.
    """
    from callr_actions.simulator.start import ApiRun, InboundCall, InboundSms

    caller, branches = simulated.world.caller, simulated.scenario.branches
    if "inbound-call" in branches:
        number = called_number(simulated)
        return InboundCall(caller.number, number, caller.script, caller.name, caller.restricted)
    if "api-initiated" in branches:
        return ApiRun(variables)
    if "inbound-sms" in branches:
        return InboundSms(caller.number, called_number(simulated), caller.text)
    raise CallrActionsError(
        "the scenario has no branch that a run begins with",
        allowed=("inbound-call", "api-initiated", "inbound-sms"),
    )


def _in_a_line(finding: Finding) -> str:
    start, file = finding.span.start, clean(finding.file)
    return f"{file}:{start.line}:{start.column}: error[{finding.code}] {clean(finding.message)}"


def _to_the_end(session: Session) -> None:
    session.advance(None)


class _Lines:
    """Takes the events of a run; keeps what people read of them.

    Attributes:
        told: the lines.
        outcome: how it ended.
        seconds: of virtual time.
    """

    def __init__(self) -> None:
        from callr_actions.simulator.transcript import Transcript

        self.told: list[str] = []
        self.outcome = ""
        self.seconds = 0.0
        self._transcript = Transcript(clean=clean, plain=plain_wanted())

    def __call__(self, event: Event) -> Any:  # noqa: ANN401 - a listener
        from callr_actions.simulator.events import RunEnded

        line = self._transcript.line(event)
        if line is not None:
            self.told.append(line)
        if isinstance(event, RunEnded):
            self.outcome, self.seconds = event.outcome, event.head.at / 1000
