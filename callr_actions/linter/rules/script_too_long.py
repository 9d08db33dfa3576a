"""CA106: more text than the platform takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.explanation import Explanation
from callr_actions.language.problem import ProblemKind
from callr_actions.language.source import utf16_length
from callr_actions.linter.rule import Effect, Report, Rule
from callr_actions.linter.rules._yaml import yaml_problems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.linter.context import Subject

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
script that only fits by the first count is a warning. Comments count. A file of over 1 MiB is not read.
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
        yield Report(most, most + 1, message, limit.provenance, help="the first one too many is here")
        return
    units = utf16_length(text)
    if units > most:
        yield Report(
            max(len(text) - 1, 0),
            len(text),
            f"the script has {units:,} characters if emoji count twice; Callr takes {most:,}",
            Effect.CAN_BREAK,
            help=f"it has {len(text):,} Unicode characters; how Callr counts is not documented",
        )


RULE = Rule(PAGE, check)
