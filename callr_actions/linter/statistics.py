"""How often each rule found something: a table for people, a list for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from callr_actions.language.finding import Finding


class Statistic(NamedTuple):
    """The findings of one code.

    Attributes:
        total: how many there are.
        fixable: how many of them have a safe fix.
        unsafe: how many have an unsafe one.
    """

    code: str
    name: str
    total: int
    fixable: int
    unsafe: int

    def to_json(self) -> dict[str, Any]:
        """Return the machine form."""
        return {
            "code": self.code,
            "name": self.name,
            "count": self.total,
            "fixable": self.fixable,
            "unsafe": self.unsafe,
        }


def statistics_of(findings: Iterable[Finding]) -> tuple[Statistic, ...]:
    """Return one for each code, the most frequent first, equal ones by code."""
    by_code: dict[str, list[Finding]] = {}
    for finding in findings:
        by_code.setdefault(finding.code, []).append(finding)
    counted = [
        Statistic(
            code,
            found[0].name,
            len(found),
            sum(finding.fix is not None and finding.fix.safe for finding in found),
            sum(finding.fix is not None and not finding.fix.safe for finding in found),
        )
        for code, found in by_code.items()
    ]
    return tuple(sorted(counted, key=lambda each: (-each.total, each.code)))


def table(statistics: Iterable[Statistic]) -> str:
    """Return the statistics as lines of text: count, code, mark, name; nothing for none.

    The mark is `*` where `callr-actions fix` mends at least one, `~` where only `--unsafe` does.
    """
    rows = [(f"{each.total:,}", each) for each in statistics]
    wide = max((len(count) for count, _ in rows), default=0)
    lines = [f"{count:>{wide}}  {each.code} {_mark(each)} {each.name}\n" for count, each in rows]
    legend = [text for mark, text in _LEGEND.items() if any(_mark(each) == mark for _, each in rows)]
    return "".join([*lines, *legend])


_LEGEND = {
    "*": "* `callr-actions fix` mends some or all of them\n",
    "~": "~ `callr-actions fix --unsafe` mends some or all of them\n",
}


def _mark(statistic: Statistic) -> str:
    if statistic.fixable:
        return "*"
    return "~" if statistic.unsafe else " "
