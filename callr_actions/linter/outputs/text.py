"""The output for people: each finding with its source line, carets, related places and advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.finding import Severity
from callr_actions.linter.outputs.style import SEVERITY_COLOURS
from callr_actions.terminal import printable, width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.language.finding import Finding
    from callr_actions.language.source import Source, Span
    from callr_actions.linter.outputs.style import Style
    from callr_actions.linter.result import LintResult

# How much of a long line is shown before the marked piece, and the least behind its start.
_BEFORE = 40
_LEAST = 40


def render(result: LintResult, style: Style) -> str:
    """Return the findings and a last line that counts them."""
    blocks = [f"{block(finding, result, style)}\n\n" for finding in result.findings]
    counted = ""
    if result.statistics:
        from callr_actions.linter.statistics import table  # noqa: PLC0415 - few ask for them

        counted = f"\n{table(result.statistics)}"
    return "".join(blocks) + summary(result, style) + "\n" + counted


def block(finding: Finding, result: LintResult, style: Style) -> str:
    """Return one finding, on several lines."""
    return "\n".join(_Block(finding, result, style).lines())


class _Block:
    """The lines of one finding."""

    def __init__(self, finding: Finding, result: LintResult, style: Style) -> None:
        self._finding = finding
        self._result = result
        self._style = style
        spans = [finding.span, *(related.span for related in finding.related)]
        self._margin = max(len(str(span.start.line)) for span in spans)

    def lines(self) -> Iterator[str]:
        finding, style = self._finding, self._style
        colour = SEVERITY_COLOURS[finding.severity]
        head = style.paint(f"{finding.severity.value}[{finding.code}]", colour)
        yield style.folded(f"{head} {style.paint(style.clean(finding.message), 'bold')}")
        yield from self._place("-->", finding.file, finding.span, colour)
        for related in finding.related:
            yield from self._place(":::", related.file, related.span, "blue", related.message)
        if finding.help:
            yield self._note("help", finding.help)
        if finding.fix:
            yield self._note("fix" if finding.fix.safe else "fix (unsafe)", finding.fix.title)

    def _note(self, label: str, text: str) -> str:
        mark = self._style.paint("=", "blue")
        begin = "" if self._style.plain else f"{' ' * self._margin} {mark} "
        return self._style.folded(f"{begin}{label}: {self._style.clean(text)}")

    def _place(self, arrow: str, file: str, span: Span, colour: str, *labels: str) -> Iterator[str]:
        style, blank = self._style, " " * self._margin
        line = span.start.line
        if style.plain:
            yield from self._said(file, span, labels)
            return
        yield f"{blank}{style.paint(arrow, 'blue')} {style.clean(file)}:{line}:{span.start.column}"
        source = self._result.sources.get(file)
        if source is None or not source.text or line > source.line_count:
            return
        bar = style.paint("|", "blue")
        before, marked, after = _window(source, span, style)
        carets = style.paint("^" * max(width(marked), 1), colour)
        note = "".join(f" {style.clean(label)}" for label in labels)
        yield f"{blank} {bar}"
        yield f"{style.paint(str(line).rjust(self._margin), 'blue')} {bar} {before}{marked}{after}"
        yield f"{blank} {bar} {' ' * width(before)}{carets}{note}"

    def _said(self, file: str, span: Span, labels: tuple[str, ...]) -> Iterator[str]:
        """Yield a place in words: carets below a line mean nothing to who listens."""
        style = self._style
        place = f"{style.clean(file)} line {span.start.line} column {span.start.column}"
        yield style.folded(": ".join((f"  at {place}", *map(style.clean, labels))))
        source = self._result.sources.get(file)
        if source is not None and source.text and span.start.line <= source.line_count:
            yield f"  {''.join(_window(source, span, style)).strip()}"


def _window(source: Source, span: Span, style: Style) -> tuple[str, str, str]:
    """Return the line's pieces before, at and behind the span, cut to the terminal's width.

    A span over several lines is marked to the end of its first one. Secrets are hidden before anything is
    cut: a half of one would not be known for what it is.
    """
    line = source.line(span.start.line)
    first = span.start.column - 1
    last = span.end.column - 1 if span.end.line == span.start.line else len(line.rstrip())
    before, marked, after = style.masker.mask_around(line, first, max(first, last))
    line, first, last = before + marked + after, len(before), len(before) + len(marked)
    room = max(style.width - 10, _BEFORE + _LEAST)
    left = 0 if len(line) <= room else max(0, first - _BEFORE)
    right = min(len(line), left + room)
    last = min(last, right)
    before = ("…" if left else "") + printable(line[left:first])
    marked = printable(line[first:last])
    after = printable(line[last:right]) + ("…" if right < len(line) else "")
    return before, marked, after


def summary(result: LintResult, style: Style) -> str:
    """Return the line that counts the findings."""
    checked = f"{result.files:,} file{'' if result.files == 1 else 's'} checked"
    left_out: list[str] = []
    if result.suppressed:
        left_out.append(f"{result.suppressed:,} ignored by comments")
    if result.baselined:
        left_out.append(f"{result.baselined:,} in the baseline")
    if left_out:
        checked += f" ({', '.join(left_out)})"
    if not result.findings:
        return f"{checked}, nothing found"
    counts = ", ".join(
        style.paint(f"{count:,} {severity.value}{'' if count == 1 else 's'}", SEVERITY_COLOURS[severity])
        for severity in Severity
        if (count := result.count(severity))
    )
    truncated = style.clean(", ".join(result.truncated))
    more = f"; of {truncated} only the first ones" if truncated else ""
    return style.folded(f"{checked}: {counts}{more}")
