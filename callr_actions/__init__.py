"""Lint, simulate, deploy and run Callr Actions scenarios from git.

What is listed in `__all__` is the public interface for programs; docs/python.md shows it at work.
"""

from __future__ import annotations

from callr_actions.version import __version__

# Not from `typing`, whose import would double the time that `--version` takes.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from callr_actions.api.client import AsyncClient, Client
    from callr_actions.api.connection import Connection
    from callr_actions.cli.syncing.from_python import plan
    from callr_actions.errors import CallrActionsError
    from callr_actions.language.finding import Finding
    from callr_actions.programs import open_account
    from callr_actions.simulator.simulate import simulate

__all__ = [
    "AsyncClient",
    "CallrActionsError",
    "Client",
    "Connection",
    "__version__",
    "lint",
    "open_account",
    "plan",
    "simulate",
]

# Imported when they are asked for: `import callr_actions` loads nothing, which `--version` lives on.
_HOMES = {
    "AsyncClient": "callr_actions.api.client",
    "CallrActionsError": "callr_actions.errors",
    "Client": "callr_actions.api.client",
    "Connection": "callr_actions.api.connection",
    "open_account": "callr_actions.programs",
    "plan": "callr_actions.cli.syncing.from_python",
    "simulate": "callr_actions.simulator.simulate",
}


if not TYPE_CHECKING:  # a type checker is to see what is not there

    def __getattr__(name: str) -> object:
        home = _HOMES.get(name)
        if home is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module  # noqa: PLC0415

        found = getattr(import_module(home), name)
        globals()[name] = found
        return found


def __dir__() -> list[str]:
    return [*globals(), *_HOMES]


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
