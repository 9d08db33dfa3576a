"""A plan for people: a line for each row, what changes in the flow, and the script's lines that change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.sync.outputs.summary import protection, summary
from callr_actions.sync.plan import NumberRow, Op, ScenarioRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.linter.outputs.style import Style
    from callr_actions.sync.plan import Plan, Row

SIGNS = {
    Op.CONFLICT: "!",
    Op.CREATE: "+",
    Op.ADOPT: "=",
    Op.RENAME: ">",
    Op.UPDATE: "~",
    Op.ATTACH: "+",
    Op.MOVE: ">",
    Op.DETACH: "-",
    Op.DELETE: "-",
}
_COLOURS = {"!": "red", "-": "red", "+": "blue", "=": "yellow", ">": "yellow", "~": "yellow"}
# What the first character of a line of a diff says, for who listens.
_SAID = {"+": "added: ", "-": "removed: ", "@": "lines "}
_INDENT = "    "


def render(plan: Plan, style: Style) -> str:
    """Return the plan as lines."""
    return "".join(f"{line}\n" for line in _lines(plan, style))


def _prose(text: str, style: Style) -> str:
    return style.folded(style.clean(text))


def _lines(plan: Plan, style: Style) -> Iterator[str]:
    head = style.clean(f"account `{plan.account}`{protection(plan)}: {summary(plan)}")
    yield style.folded(style.paint(head, "bold"))
    for row in plan.rows:
        yield from _row(row, style)
    if plan.notes or plan.obstacles:
        yield ""
    for note in plan.notes:
        yield style.folded(f"{style.paint('note', 'cyan')}: {style.clean(note.message)}")
        if note.hint:
            yield _prose(f"  help: {note.hint}", style)
    for obstacle in plan.obstacles:
        yield style.folded(f"{style.paint('error', 'red')}: {style.clean(str(obstacle))}")
        if obstacle.hint:
            yield _prose(f"  help: {obstacle.hint}", style)


def _row(row: Row, style: Style) -> Iterator[str]:
    sign = SIGNS[row.op]
    head = row.op.value if style.plain else style.paint(f"{sign} {row.op.value:<8}", _COLOURS[sign])
    yield ""
    if isinstance(row, NumberRow):
        yield style.folded(f"{head} {style.clean(number_text(row))}")
        if row.reason:
            yield _prose(f"{_INDENT}{row.reason}", style)
        return
    yield style.folded(f"{head} {style.clean(scenario_text(row))}")
    for about in (row.reason, row.flow, row.hint and f"help: {row.hint}"):
        if about:
            yield _prose(f"{_INDENT}{about}", style)
    for line in row.diff.split("\n") if row.diff else ():
        yield f"{_INDENT}{_diff_line(line, style)}"


def scenario_text(row: ScenarioRow) -> str:
    """Return which scenario a row is about."""
    parts = [f"`{row.key}`"]
    if row.name != row.key:
        parts.append(f"named `{row.name}`")
    if row.sid is not None:
        parts.append(f"({row.sid})")
    return " ".join(parts)


def number_text(row: NumberRow) -> str:
    """Return which number a row is about, who loses and who gets it."""
    text = row.number
    if row.before is not None:
        text += f" from {row.before}"
    if row.after is not None:
        text += f" to {row.after}"
    return text


def _diff_line(line: str, style: Style) -> str:
    colour = {"+": "blue", "-": "red", "@": "cyan"}.get(line[:1])
    text = style.clean(line)
    if style.plain:
        return f"{_SAID.get(text[:1], '')}{text[1:].strip()}"
    return text if colour is None else style.paint(text, colour)
