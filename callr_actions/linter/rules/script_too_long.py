"""CA106: more text than the platform takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.explanation import Explanation
from callr_actions.language.problem import ProblemKind
from callr_actions.language.source import utf16_length
from callr_actions.linter.context import LONGEST_ANALYSED
from callr_actions.linter.rule import Effect, Report, Rule
from callr_actions.linter.rules._yaml import yaml_problems
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.language.scenario import Branch
    from callr_actions.linter.context import Subject

_NAMED = 3
_PLAIN = """branches:
  inbound-call:
    actions:
      - action: hangup@v1
"""

PAGE = Explanation(
    code="CA106",
    name="script-too-long",
    summary="The script is longer than Callr takes: 32,768 characters.",
    why="""\
The API refuses a longer script, so it cannot be deployed. Characters are counted as Unicode code points;
whether Callr counts some of them twice (emoji, rare scripts), as JavaScript does, is not documented, so a
script that only fits by the first count is a warning, and so is one that fills nine tenths of the limit.
Comments count. A file of over 1 MiB is not read.
""",
    bad=f"{_PLAIN}# {'x' * 32768}\n",
    good=_PLAIN,
    fix="Delete what is not used, shorten comments, or split the scenario in two.",
)


def check(subject: Subject) -> Iterator[Report]:
    """Report the character with which the text becomes too long."""
    yield from yaml_problems(ProblemKind.TOO_LONG, subject)
    if any(each.kind is ProblemKind.ENCODING for each in subject.scenario.document.problems):
        return  # how long the text is shows when it can be read
    text = subject.scenario.source.text
    limit = subject.catalog.limits["script-characters"]
    most = int(limit.value)
    if len(text) > most:
        message = f"the script has {len(text):,} characters; Callr takes {most:,}"
        advice = "the first one too many is here"
        if len(text) > LONGEST_ANALYSED:
            advice += "; nothing else in so long a file is checked"
        shares = _largest(subject)
        if shares:
            advice += f"; the largest branches: {_listed(shares, len(text))}"
        yield Report(most, most + 1, message, limit.provenance, help=advice)
        return
    units = utf16_length(text) if 2 * len(text) > most else 0  # a character is two units at most
    if units > most:
        yield Report(
            max(len(text) - 1, 0),
            len(text),
            f"the script has {units:,} characters if emoji count twice; Callr takes {most:,}",
            Effect.CAN_BREAK,
            help=f"it has {len(text):,} Unicode characters; how Callr counts is not documented",
        )
        return
    ratio = subject.catalog.limits.get("script-warning-ratio")
    if ratio is not None and len(text) >= most * ratio.value:
        yield _near(subject, len(text), most)


def _near(subject: Subject, length: int, most: int) -> Report:
    """Report at the largest branch that the script is nearly full; at its start where it has none."""
    message = (
        f"the script has {length:,} of the {most:,} characters that Callr takes; {most - length:,} are left"
    )
    shares = _largest(subject)
    if not shares:
        return Report(0, 0, message, Effect.CAN_BREAK)
    return Report.at(
        shares[0].branch.key,
        message,
        Effect.CAN_BREAK,
        help=f"the largest branches: {_listed(shares, length)}",
        related=tuple((key.start, key.end, "a large branch") for key in (it.branch.key for it in shares[1:])),
    )


class _Share(NamedTuple):
    branch: Branch
    characters: int


def _largest(subject: Subject) -> list[_Share]:
    """Return the three branches that take most text, the largest first."""
    shares = (
        _Share(branch, max(branch.node.end - branch.key.start, 0))
        for branch in subject.scenario.branches.values()
    )
    return sorted(shares, key=lambda it: -it.characters)[:_NAMED]


def _listed(shares: list[_Share], length: int) -> str:
    return ", ".join(f"`{it.branch.name}` ({it.characters / length:.0%})" for it in shares)


RULE = Rule(PAGE, check, any_size=True)
