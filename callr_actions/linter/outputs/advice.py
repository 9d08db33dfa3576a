"""A finding in plain words, for formats that have one field for all that is to be said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.linter.outputs.one_line import one_line

if TYPE_CHECKING:
    from callr_actions.language.finding import Finding


def in_words(finding: Finding, separator: str = "\n") -> str:
    """Return the message, then the help and the fix, if there are any; each of them one line."""
    parts = [finding.message]
    if finding.help:
        parts.append(f"help: {finding.help}")
    if finding.fix:
        parts.append(f"fix{'' if finding.fix.safe else ' (unsafe)'}: {finding.fix.title}")
    return separator.join(one_line(part) for part in parts)
