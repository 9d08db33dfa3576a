"""CA108: the date in `compat.version`, without quotes or unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.closest import closest
from callr_actions.language.explanation import Explanation
from callr_actions.language.finding import Provenance
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.linter.rule import Mend, Report, Rule
from callr_actions.linter.scalar_text import quoted, rewrite
from callr_actions.linter.words import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.language.tree import Scalar
    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA108",
    name="unquoted-compat-date",
    summary="The date in `compat.version` stands without quotes, or is not a known version.",
    why="""\
To a YAML 1.1 reader `2025-09-01` without quotes is a date and no text. One of Callr's published examples
writes it so, so it seems to work there; other tools that read the file may stumble. Which versions exist
besides the documented one is not public, so an unknown one is an info as well.
""",
    bad="""\
compat:
  version: 2025-09-01
branches:
  inbound-call:
    actions:
      - action: hangup@v1
""",
    good="""\
compat:
  version: "2025-09-01"
branches:
  inbound-call:
    actions:
      - action: hangup@v1
""",
    fix="Put the date in quotes, and check it against Callr's change log.",
)

# Source: https://yaml.org/type/timestamp.html; what a 1.1 reader takes for a date, roughly: any such start.
_DATE = lazy_pattern(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}")


def check(subject: Subject) -> Iterator[Report]:
    """Look at the value of `compat.version` where it is text."""
    for given in subject.given:
        if given.step is not None:
            return  # the document's own keys come first
        if given.path == ("compat", "version") and (version := given.literal) is not None:
            yield from _unquoted(version)
            yield from _unknown(version, subject)


def _unquoted(version: Scalar) -> Iterator[Report]:
    if version.style or version.tag or not _DATE.match(version.value):
        return
    mend = Mend("put it in quotes", safe=True, edits=((version.start, version.end, quoted(version.value)),))
    yield Report.at(
        version,
        f"`{version.value}` without quotes is a date to some YAML readers, and Callr wants text",
        Provenance.ASSUMED,
        help=f"write {quoted(version.value)}",
        mend=mend,
    )


def _unknown(version: Scalar, subject: Subject) -> Iterator[Report]:
    known = subject.catalog.structure.compat_versions
    if not known or version.value in known:
        return
    near = closest(version.value, known)
    question = f"; did you mean `{near}`?" if near is not None else ""
    yield Report.at(
        version,
        f"`{shown(version.value)}` is not a known `compat.version`{question}",
        Provenance.ASSUMED,
        help="known: " + ", ".join(f"`{each}` ({fact.value.rstrip('.')})" for each, fact in known.items()),
        mend=rewrite(version, near, safe=False) if near is not None else None,
    )


RULE = Rule(PAGE, check)
