"""The program's door: answers `--version` before anything else is imported, and never shows a traceback."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the program with the process's arguments and end the process with its exit code."""
    if sys.argv[1:] == ["--version"]:
        from callr_actions.version import __version__  # noqa: PLC0415 - the fast path imports nothing else

        sys.stdout.write(f"callr-actions {__version__}\n")
        return
    # Imports make objects that stay: looking for garbage among them costs a tenth of the start.
    gc.disable()
    from callr_actions.cli.app import run  # noqa: PLC0415 - see above

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
