"""CA111: comments that are meant to silence a finding and do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.closest import closest
from callr_actions.language.explanation import Explanation
from callr_actions.linter.rule import Effect, Mend, Report, Rule
from callr_actions.linter.suppression import FILE, LINE_OR_NODE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from callr_actions.language.source import Source
    from callr_actions.linter.context import Subject
    from callr_actions.linter.suppression import IgnoredCode, Suppression

PAGE = Explanation(
    code="CA111",
    name="unused-suppression",
    summary="A `# callr: ignore[…]` comment silences nothing.",
    why="""\
The finding it was written for is gone, or it never had this code, or the comment is not written as this
program reads it. Left where it is, it would hide the next finding of that code without anybody noticing.
""",
    bad="""\
branches:
  inbound-call:
    actions:
      - action: hangup@v1 # callr: ignore[CA301] known to our account only
""",
    good="""\
branches:
  inbound-call:
    actions:
      - action: teleport@v1 # callr: ignore[CA301] known to our account only
""",
    fix="Delete the code, or the whole comment when no code is left; `callr-actions fix` does it.",
)


def check(subject: Subject) -> Iterator[Report]:
    """Report the comments that cannot silence anything as they are written."""
    for each in subject.suppressions:
        start, end = each.comment.start, each.comment.end
        if each.verb not in (LINE_OR_NODE, FILE):
            near = closest(each.verb, (LINE_OR_NODE, FILE))
            message = f"`callr: {each.verb}` is not known" + (f"; did you mean `{near}`?" if near else "")
            yield Report(start, end, message, Effect.CAN_BREAK, help="write `# callr: ignore[CODE] reason`")
        elif not each.codes:
            message = "this comment names no code, so it silences nothing"
            advice = f"write `# callr: {each.verb}[CODE] reason`"
            yield Report(start, end, message, Effect.CAN_BREAK, help=advice)


def unused(
    source: Source,
    suppressions: Iterable[Suppression],
    used: Collection[IgnoredCode],
    checked: Collection[str],
    known: Mapping[str, str],
) -> Iterator[Report]:
    """Report the codes that silenced nothing.

    Args:
        source: the file.
        suppressions: its comments.
        used: the codes that silenced a finding.
        checked: the codes that were looked for; of the others nobody knows.
        known: every code there is, with its name.
    """
    for each in suppressions:
        meant = {code: _meant(code, known) for code in each.codes if each.valid}
        for code, codes in meant.items():
            if codes:
                continue
            near = closest(code.code, known if code.code.isupper() else known.values())
            what = "code" if code.code.isupper() else "name"
            message = f"no finding has the {what} {code.code}" + (f"; did you mean {near}?" if near else "")
            yield Report(code.start, code.end, message, Effect.CAN_BREAK)
        # Whether a prefix is of use shows only when all that it stands for is looked for.
        idle = [code for code, codes in meant.items() if codes and code not in used and codes <= set(checked)]
        for code in idle:
            whole = len(idle) == len(each.codes)
            start, end = _whole(source, each) if whole else _one(each, code)
            title = "delete the comment" if whole else f"delete `{code.code}`"
            yield Report(
                code.start,
                code.end,
                f"nothing here is {code.code}, so there is nothing to ignore",
                Effect.STYLE,
                mend=Mend(title, safe=True, edits=((start, end, ""),)),
            )


def _meant(code: IgnoredCode, known: Mapping[str, str]) -> set[str]:
    return {each for each, name in known.items() if code.means(each, name)}


def _whole(source: Source, suppression: Suppression) -> tuple[int, int]:
    """Return what to delete with a comment: its line, or the blanks before it."""
    comment, text = suppression.comment, source.text
    line = source.position(comment.start).line
    if comment.own_line and line < source.line_count:
        return source.line_starts[line - 1], source.line_starts[line]
    before = text[source.line_starts[line - 1] : comment.start]
    return comment.start - (len(before) - len(before.rstrip())), comment.end


def _one(suppression: Suppression, code: IgnoredCode) -> tuple[int, int]:
    """Return what to delete with one code: the comma and blanks before it, or behind the first."""
    position = suppression.codes.index(code)
    if position > 0:
        return suppression.codes[position - 1].end, code.end
    return code.start, suppression.codes[1].start


RULE = Rule(PAGE, check)
