"""A watch as plain lines, for a log: after each pass what is found in changed files, and a count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.cli.watching.views import changes_in_words, clean, duration, time_of_day, trouble_of
from callr_actions.linter.outputs.concise import render
from callr_actions.linter.outputs.text import summary

if TYPE_CHECKING:
    from collections.abc import Callable

    from callr_actions.cli.watching.views import Deed
    from callr_actions.language.finding import Finding
    from callr_actions.linter.outputs.style import Style
    from callr_actions.watch.loop import Looked, Pass


class PlainView:
    """Writes lines and never takes one back.

    Args:
        write: takes text, line breaks included.
        style: how to dress it.
        now: the time of day.
    """

    def __init__(
        self, write: Callable[[str], None], style: Style, *, now: Callable[[], str] = time_of_day
    ) -> None:
        self._write = write
        self._style = style
        self._now = now
        self._last: frozenset[Finding] = frozenset()

    def show(self, passed: Pass) -> None:
        """Write what is new, and a line that counts."""
        if passed.failure is not None:
            self._write(self._failure("not checked", passed.failure))
        elif passed.looked is not None:
            self._write(self._looked(passed.looked, passed.took))

    def tell(self, deed: Deed) -> None:
        """Write what was done."""
        details = "".join(f"  {line}\n" for line in deed.details)
        self._write(f"{self._now()} {'' if deed.good else 'error: '}{deed.line}\n{details}")

    def remark(self, text: str) -> None:
        """Write a remark."""
        self._write(f"{self._now()} {clean(text)}\n")

    def resized(self) -> None:
        """Lines stay as they are."""

    def stopping(self) -> None:
        """Lines stay as they are."""

    def end(self) -> None:
        """Nothing is left open."""

    def _looked(self, looked: Looked, took: float) -> str:
        result = looked.result
        style = self._style.hiding(result.secrets)
        files = {*looked.checked, *(change.path for change in looked.changes)}
        now = frozenset(result.findings)
        shown = tuple(
            finding for finding in result.findings if finding.file in files or finding not in self._last
        )
        self._last = now
        lines = render(result._replace(findings=shown, truncated=(), statistics=None), style)
        notes = "".join(f"{clean(note)}\n" for note in looked.notes)
        what = f"{changes_in_words(looked.changes)}; " if looked.changes else ""
        return f"{lines}{notes}{self._now()} {what}{summary(result, style)} ({duration(took)})\n"

    def _failure(self, what: str, error: Exception) -> str:
        trouble = trouble_of(error)
        advice = f"help: {trouble.help}\n" if trouble.help else ""
        return f"{self._now()} {what}: error: {trouble.message}\n{advice}"
