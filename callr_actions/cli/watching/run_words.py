"""What a watch says of a run on an account: a line when it begins, a line when it is over."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from callr_actions.cli.rendering.hiding import without_secrets
from callr_actions.cli.running.pursuit import CANCELLED
from callr_actions.cli.running.telling import in_words
from callr_actions.cli.session import MASKER
from callr_actions.cli.watching.views import Deed, clean, failed_deed, trouble_of
from callr_actions.runs.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from callr_actions.cli.running.pursuit import Pursued
    from callr_actions.errors import CallrActionsError
    from callr_actions.runs.events import Ended, Event

_MOST_LINES = 40
_LONGEST_OUTPUTS = 200


class RunWords:
    """Makes deeds of what happens to a run.

    Args:
        scenario: what is run, as the user names it.
        account: the account's name.
    """

    def __init__(self, scenario: str, account: str) -> None:
        self._scenario = clean(scenario)
        self._account = clean(account)
        self._name = f"`{self._scenario}` on `{self._account}`"

    def begun(self, pursued: Pursued, remarks: Iterable[str]) -> Deed:
        """Return what to say of one that has begun."""
        run = clean(pursued.run)
        details = tuple(map(clean, remarks))
        return Deed(
            "run-started", f"{self._name}: the run {run} has begun", True, self._data(run=run), details
        )

    def failed(self, error: Exception) -> Deed:
        """Return what to say where there is no run, or nobody knows."""
        return failed_deed("run", self._name, error, **self._data())

    def unanswered(self) -> Deed:
        """Return what to say where the account does not answer in time what it was asked last."""
        line = f"{self._name}: the account has not answered yet; a run may have begun, or go on"
        details = ("`callr-actions runs list` shows those that are known to have begun",)
        return Deed("run", line, good=False, data=self._data(message=line), details=details)

    def stuck(self, pursued: Pursued, error: Exception) -> Deed:
        """Return what to say where it cannot be cancelled."""
        run = clean(pursued.run)
        what = f"{self._name}: not begun again, because the run {run} cannot be cancelled"
        return failed_deed("run", what, error, **self._data(run=run))

    def cancelled(self, pursued: Pursued, at: float) -> Deed:
        """Return what to say of one that was cancelled after so many seconds."""
        line = f"{self._name}: cancelled after {at:.1f} s, because it begins again"
        return Deed("run", line, good=True, data=self._over(pursued, CANCELLED, at))

    def left(self, pursued: Pursued, commands: tuple[str, str], at: float) -> Deed:
        """Return what to say of one that goes on, with the commands that pick it up and cancel it."""
        resume, cancel = commands
        line = f"{self._name}: the run {clean(pursued.run)} goes on"
        details = (f"pick it up: {clean(resume)}", f"cancel it:  {clean(cancel)}")
        data = self._over(pursued, Outcome.INTERRUPTED.value, at)
        return Deed("run", line, good=True, data=data, details=details)

    def ended(
        self, pursued: Pursued, ended: Ended, problem: CallrActionsError | None, lines: tuple[str, ...]
    ) -> Deed:
        """Return what to say of its end.

        Args:
            pursued: the run.
            ended: how it ended.
            problem: what is wrong about that.
            lines: what happened before.
        """
        outputs = without_secrets(dict(ended.outputs or {}), MASKER, by_name=False)
        given = "" if ended.outputs is None else f"; {_in_short(json.dumps(outputs, ensure_ascii=False))}"
        data = self._over(pursued, ended.outcome.value, ended.at)
        data |= {"reason": clean(ended.reason), "outputs": outputs, "code": int(ended.exit_code)}
        if problem is not None:
            trouble = trouble_of(problem)
            data |= {"message": trouble.message, "help": trouble.help}
            details = lines if trouble.help is None else (*lines, f"help: {trouble.help}")
            return Deed("run", f"{self._name}: {trouble.message}{given}", False, data, details)
        if ended.outcome is Outcome.REACHED:
            return Deed("run", f"{self._name}: done after {ended.at:.1f} s{given}", True, data, lines)
        line = f"{self._name}: followed for {ended.at:.0f} s; nothing says when it is done{given}"
        advice = (
            f"help: say it in callr.yaml: scenario-settings: {self._scenario}: "
            'run: {until: $status === "done"}'
        )
        return Deed("run", line, True, data, (*lines, advice))

    def _over(self, pursued: Pursued, outcome: str, at: float) -> dict[str, Any]:
        """Return what programs are told of a run that nobody follows any more."""
        return self._data(run=clean(pursued.run), type="api", outcome=outcome, lasted=round(at, 3))

    def _data(self, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
        return {"scenario": self._scenario, "account": self._account, **more}


class Log:
    """What has happened in a run, as people read it.

    Attributes:
        at: seconds since the start, as far as is known.
    """

    def __init__(self) -> None:
        self.at = 0.0
        self._lines: list[str] = []

    def add(self, event: Event) -> None:
        """Take note of an event."""
        self.at = event.at
        text = in_words(event)
        if text is not None:
            self._lines.append(clean(text))

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines, of many the last ones."""
        many = len(self._lines) > _MOST_LINES
        return ("…", *self._lines[-_MOST_LINES:]) if many else tuple(self._lines)


def _in_short(text: str) -> str:
    text = clean(text)
    return text if len(text) <= _LONGEST_OUTPUTS else f"{text[: _LONGEST_OUTPUTS - 1]}…"
