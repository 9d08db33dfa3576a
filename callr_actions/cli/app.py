"""The program: its commands, and how every ending becomes a message and an exit code."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from callr_actions.cli.lazy import Command, LazyGroup
from callr_actions.cli.report import report_bug, report_error, report_usage
from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = (
    Command("lint", "callr_actions.cli.lint", "Check scenarios and callr.yaml; print findings.", ("check",)),
    Command("fix", "callr_actions.cli.fix", "Apply the safe fixes of findings; show them with --diff."),
    Command("explain", "callr_actions.cli.explain", "Say what a finding code means and how to mend it."),
    Command("schema", "callr_actions.cli.schema", "Print the JSON Schemas; adopt Callr's own."),
)


@click.group(
    cls=LazyGroup,
    commands_table=COMMANDS,
    name="callr-actions",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="callr-actions", message="%(prog)s %(version)s")
def callr_actions() -> None:
    """Work on Callr Actions scenarios as on code: in git, checked before they answer a phone."""


def run(arguments: Sequence[str]) -> int:
    """Run the program and return its exit code. Whatever goes wrong becomes one message on stderr."""
    try:
        code = callr_actions.main(list(arguments), prog_name="callr-actions", standalone_mode=False)
        sys.stdout.flush()
    except click.UsageError as error:
        report_usage(error)
        return ExitCode.USAGE
    except click.exceptions.Exit as ending:
        return ending.exit_code
    except CallrActionsError as error:
        report_error(error)
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted", err=True)
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        # The reader (`head`, a pager) has gone. Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.DONE
    except Exception as error:  # noqa: BLE001 - the last place before a traceback
        report_bug(error)
        return ExitCode.INTERNAL
    return code if isinstance(code, int) else ExitCode.DONE
