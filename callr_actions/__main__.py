"""The program's door: answers `--version` before anything else is imported, and never shows a traceback."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the program with the process's arguments and end the process with its exit code."""
    if sys.argv[1:] == ["--version"] and _print_version():
        return
    # Imports make objects that stay: looking for garbage among them costs a tenth of the start.
    gc.disable()
    try:
        from callr_actions.cli.app import run  # noqa: PLC0415 - see above
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(run(sys.argv[1:]))


def _print_version() -> bool:
    """Print the version and return True; False where only the whole program knows what to do."""
    from callr_actions.version import __version__  # noqa: PLC0415 - the fast path imports nothing else

    try:
        sys.stdout.write(f"callr-actions {__version__}\n")
        sys.stdout.flush()
    except (AttributeError, OSError):  # closed, full, or nobody reads it
        return False
    return True


if __name__ == "__main__":
    main()
