"""Lint, simulate, deploy and run Callr Actions scenarios from git."""

from __future__ import annotations

from callr_actions.version import __version__

# Not from `typing`, whose import would double the time that `--version` takes.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from callr_actions.language.finding import Finding

__all__ = ["__version__", "lint"]


def lint(scenario: str | Path, *, name: str = "scenario.yaml") -> tuple[Finding, ...]:
    """Check one scenario against the bundled facts.

    Args:
        scenario: its text, or the path of its file.
        name: what findings call the file when a text is given.

    Returns:
        The findings, sorted by start and code. A file that cannot be read is one finding.
    """
    from pathlib import Path  # noqa: PLC0415 - `import callr_actions` stays free, for `--version`

    from callr_actions.language.document import parse_document, read_document  # noqa: PLC0415
    from callr_actions.language.source import Source  # noqa: PLC0415
    from callr_actions.linter.engine import lint_document  # noqa: PLC0415

    if isinstance(scenario, Path):
        return lint_document(read_document(scenario, scenario.as_posix()))
    return lint_document(parse_document(Source(name, scenario)))
