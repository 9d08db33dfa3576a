"""What tells a finding from all others, and stays the same when lines above it come and go."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from callr_actions.language.finding import Finding
    from callr_actions.linter.result import LintResult
    from callr_actions.masking import Masker

_DIGITS = 32


def fingerprints(result: LintResult, masker: Masker) -> tuple[str, ...]:
    """Return one for each finding, in their order, no two alike.

    It is made from the code, the path, the marked line without its blanks at the ends and with each run of
    blanks as one, and a number among findings that agree in all of that. The line is masked first: a hash
    of a short secret can be guessed.

    Args:
        result: a masked result, so that paths and sources agree.
        masker: knows the secrets in the lines.
    """
    seen: Counter[tuple[str, str, str]] = Counter()
    lines: dict[tuple[str, int], str] = {}  # one may be long, and hold many findings
    found: list[str] = []
    for finding in result.findings:
        place = (finding.file, finding.span.start.line)
        if place not in lines:
            lines[place] = " ".join(masker.mask(_marked_line(result, finding)).split())
        line = lines[place]
        key = (finding.code, finding.file, line)
        seen[key] += 1
        text = "\0".join((*key, str(seen[key])))
        found.append(sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS])
    return tuple(found)


def _marked_line(result: LintResult, finding: Finding) -> str:
    """Return the line on which the finding starts; nothing where the text is not known."""
    source = result.sources.get(finding.file)
    number = finding.span.start.line
    return source.line(number) if source is not None and number <= source.line_count else ""
