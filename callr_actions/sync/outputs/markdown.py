"""A plan as a comment on a pull request or a step summary: nothing in it is obeyed by a forge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.linter.outputs.inert_markdown import inert, prose
from callr_actions.sync.outputs.summary import protection, summary
from callr_actions.sync.outputs.text import SIGNS, number_text, scenario_text
from callr_actions.sync.plan import NumberRow
from callr_actions.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from callr_actions.linter.outputs.style import Style
    from callr_actions.masking import Masker
    from callr_actions.sync.plan import Plan, Row

# A comment on GitHub has 65,536 characters at most.
LONGEST = 65_000
_RESERVE = 300
_LONGEST_TEXT = 500


def render(plan: Plan, style: Style) -> str:
    """Return a heading, a table of the rows, what is to be known, and the diffs as far as there is room."""
    mask = style.masker.mask
    account = inert(mask(plan.account), _LONGEST_TEXT)
    head = f"## callr-actions: plan for {account}{protection(plan)}"
    parts = [f"{head}\n\n{inert(summary(plan), _LONGEST_TEXT)}\n"]
    room = LONGEST - _RESERVE - len(parts[0])
    pieces = [*_table(plan, style), *_remarks(plan, style), *_diffs(plan, style)]
    for index, piece in enumerate(pieces):
        if len(piece) > room:
            parts.append(f"\n… and more: {len(pieces) - index} pieces did not fit into a comment\n")
            break
        parts.append(piece)
        room -= len(piece)
    return "".join(parts)


def _table(plan: Plan, style: Style) -> Iterator[str]:
    head = "\n|  | what | which | about |\n|---|---|---|---|\n"
    for row in plan.rows:
        yield head + _row(row, style)
        head = ""


def _row(row: Row, style: Style) -> str:
    which = number_text(row) if isinstance(row, NumberRow) else scenario_text(row)
    about = [row.reason] if isinstance(row, NumberRow) else [row.reason, row.flow, row.hint]
    cells = (prose(style.masker.mask(each), _LONGEST_TEXT) for each in about if each)
    sign = inert(SIGNS[row.op], 1)
    which = prose(style.masker.mask(which), _LONGEST_TEXT)
    return f"| {sign} | {row.op.value} | {which} | {'<br>'.join(cells)} |\n"


def _remarks(plan: Plan, style: Style) -> Iterator[str]:
    said = [("error", str(each), each.hint) for each in plan.obstacles]
    said += [("note", each.message, each.hint) for each in plan.notes]
    for index, (label, message, hint) in enumerate(said):
        text = prose(style.masker.mask(message), _LONGEST_TEXT)
        if hint:
            text += f"; {prose(style.masker.mask(hint), _LONGEST_TEXT)}"
        start = "\n" if not index else ""
        yield f"{start}- **{label}**: {text}\n"


def _diffs(plan: Plan, style: Style) -> Iterator[str]:
    for row in plan.scenarios:
        if not row.diff:
            continue
        yield folded_diff(row.key, row.diff.split("\n"), style.masker)


def folded_diff(title: str, diff: Sequence[str], masker: Masker) -> str:
    """Return the lines of a diff behind a title that opens them, so that nothing in them is Markdown."""
    text = "\n".join(printable(masker.mask(line)) for line in diff)
    fence = "`" * max(3, _longest_run(text) + 1)
    shown = inert(masker.mask(title), _LONGEST_TEXT)
    return f"\n<details><summary>{shown}</summary>\n\n{fence}diff\n{text}\n{fence}\n\n</details>\n"


def _longest_run(text: str) -> int:
    """Return how many backticks stand in a row at most: a longer fence cannot be closed by the text."""
    longest = run = 0
    for char in text:
        run = run + 1 if char == "`" else 0
        longest = max(longest, run)
    return longest
