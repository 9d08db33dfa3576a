"""What a deploy says while it runs and at its end: to people, or as JSON lines to programs."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from callr_actions.cli.manners import colours_on, room
from callr_actions.cli.places import Place
from callr_actions.cli.rendering.progress import ProgressLine
from callr_actions.cli.rendering.show import write
from callr_actions.cli.session import MASKER
from callr_actions.cli.syncing.showing import show_plan
from callr_actions.linter.outputs.style import Style
from callr_actions.sync.applying.outcome import Status
from callr_actions.sync.commands import typed
from callr_actions.sync.outputs.json_v1 import plan_to_json
from callr_actions.sync.outputs.text import number_text, scenario_text
from callr_actions.sync.plan import NumberRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from callr_actions.cli.sessions.session import Session
    from callr_actions.sync.applying.outcome import Outcome, RowOutcome
    from callr_actions.sync.plan import Plan, Row

VERSION = 1


class Telling:
    """Says what happens to one plan.

    Args:
        session: the account.
        plan: the plan.
        json: whether events are JSON lines on standard output.
        colour: None decides by the terminal.
    """

    def __init__(self, session: Session, plan: Plan, *, json: bool, colour: bool | None) -> None:
        self._session = session
        self._plan = plan
        self._json = json
        self._colour = colour
        self._start = session.connection.edge.clock()
        self._done = 0
        self._line: ProgressLine | None = None

    def plan(self) -> None:
        """Show the plan."""
        if self._json:
            self._event("plan", plan=plan_to_json(self._plan, MASKER))
        elif not self._session.target.quiet or self._plan.obstacles:
            show_plan(self._plan, [Place("text", None)], colour=self._colour)

    @contextmanager
    def progress(self) -> Iterator[None]:
        """Say how far it is, until the block ends."""
        with ProgressLine(wanted=not self._session.target.quiet and not self._json) as line:
            self._line = line
            yield
            self._line = None

    def begun(self, row: Row) -> None:
        """Take note that a row begins."""
        if self._json:
            self._event("row-begun", **_named(row))
        elif self._line is not None:
            self._line.show(f"{self._done} of {len(self._plan.rows)} done; {row.op.value} {_which(row)}")

    def ended(self, outcome: RowOutcome) -> None:
        """Take note that a row has ended."""
        self._done += outcome.status is Status.DONE
        if self._json:
            about = {"status": outcome.status.value, "message": outcome.message, "hint": outcome.hint}
            self._event("row-ended", **_named(outcome.row) | about, sid=outcome.sid)

    def outcome(self, outcome: Outcome, commands: Sequence[Sequence[str]]) -> None:
        """Say what came of all of it, and how to go on.

        Args:
            outcome: what came of it.
            commands: what goes on, each as words: its name, and what was meant.
        """
        going_on = in_words(commands, self._plan.account)
        if self._json:
            counts = {status.value: count for status, count in outcome.counts.items()}
            left = going_on if outcome.left else None
            self._event(
                "end",
                counts=counts,
                remarks=list(outcome.remarks),
                exit_code=int(outcome.exit_code),
                go_on=left,
            )
            return
        style = Style(colour=colours_on(self._colour, sys.stdout), masker=MASKER, room=room(sys.stdout))
        lines = _lines(outcome, self._plan.account, going_on, style)
        text = "".join(f"{style.folded(line)}\n" for line in lines)
        write(text if self._session.target.quiet else f"\n{text}")

    def _event(self, kind: str, **about: Any) -> None:  # noqa: ANN401 - JSON
        at = round(self._session.connection.edge.clock() - self._start, 3)
        line = json.dumps({"version": VERSION, "at": at, "kind": kind, **_masked(about)}, ensure_ascii=False)
        write(line + "\n")


def in_words(commands: Sequence[Sequence[str]], account: str) -> str:
    """Return commands for an account as they are typed."""
    return " && ".join(typed(words, account) for words in commands)


def _lines(outcome: Outcome, account: str, going_on: str, style: Style) -> Iterator[str]:
    counted = ", ".join(f"{count:,} {status.value}" for status, count in outcome.counts.items())
    yield style.paint(style.clean(f"deployed to `{account}`: {counted}"), "bold")
    for each in outcome.rows:
        if each.status is Status.DONE and each.message:
            yield style.clean(f"  done: {each.row.op.value} {_which(each.row)}: {each.message}")
    for each in outcome.left:
        label = style.paint(each.status.value, "red" if each.status is Status.FAILED else "yellow")
        why = f": {each.message}" if each.message else ""
        yield f"  {label}: {style.clean(f'{each.row.op.value} {_which(each.row)}{why}')}"
        if each.hint:
            yield style.clean(f"    help: {each.hint}")
    for remark in outcome.remarks:
        yield style.clean(f"note: {remark}")
    if outcome.left:
        yield style.clean(f"to go on: {going_on}")


def _which(row: Row) -> str:
    return number_text(row) if isinstance(row, NumberRow) else scenario_text(row)


def _named(row: Row) -> dict[str, Any]:
    number = row.number if isinstance(row, NumberRow) else None
    return {"op": row.op.value, "key": row.key, "number": number}


def _masked(value: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, str):
        return MASKER.mask(value)
    if isinstance(value, list | tuple):
        return [_masked(item) for item in value]
    if isinstance(value, dict):
        return {key: _masked(item) for key, item in value.items()}
    return value
