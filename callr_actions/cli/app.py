"""The program: its commands, and how every ending becomes a message and an exit code."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from io import TextIOWrapper
from typing import TYPE_CHECKING

import click

from callr_actions.cli.help_formatter import HelpFormatter
from callr_actions.cli.lazy import Command, LazyGroup
from callr_actions.cli.manners import say
from callr_actions.cli.report import report_bug, report_error, report_usage
from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.terminal import abandon
from callr_actions.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

NAME = "callr-actions"
# Set by the lines that click writes for a shell's completion.
COMPLETE = "_CALLR_ACTIONS_COMPLETE"
# What every command that talks to an account can end with; some can end with more.
_TALKS = (ExitCode.REFUSED, ExitCode.ACCOUNT, ExitCode.AUTHENTICATION)
_WAITS = (*_TALKS, ExitCode.FINDINGS, ExitCode.TIMED_OUT)
COMMANDS = (
    Command(
        "init",
        "callr_actions.cli.init",
        "Begin a project: a first scenario, callr.yaml, CI, editors.",
        exit_codes=_TALKS,
    ),
    Command(
        "lint",
        "callr_actions.cli.lint",
        "Check scenarios and callr.yaml; print findings.",
        ("check",),
        (ExitCode.FINDINGS,),
    ),
    Command(
        "fix",
        "callr_actions.cli.fix",
        "Apply the safe fixes of findings; show them with --diff.",
        exit_codes=(ExitCode.FINDINGS,),
    ),
    Command("graph", "callr_actions.cli.graph", "Draw the flow: a text tree, SVG, Mermaid or DOT."),
    Command("watch", "callr_actions.cli.watch", "Check scenarios whenever a file is saved."),
    Command("call", "callr_actions.cli.call", "Simulate an inbound call, by a script or live."),
    Command("text", "callr_actions.cli.text", "Simulate an inbound SMS."),
    Command(
        "plan",
        "callr_actions.cli.plan",
        "Show what deploy would change on an account.",
        ("diff",),
        (*_TALKS, ExitCode.FINDINGS, ExitCode.CHANGES),
    ),
    Command(
        "deploy",
        "callr_actions.cli.deploy",
        "Make an account as the folder says.",
        ("push",),
        (*_TALKS, ExitCode.FINDINGS, ExitCode.PARTIAL),
    ),
    Command("explain", "callr_actions.cli.explain", "Say what a finding code means and how to mend it."),
    Command("schema", "callr_actions.cli.schema", "Print the JSON Schemas; adopt Callr's own."),
    Command(
        "rollback",
        "callr_actions.cli.rollback",
        "Make an account as a commit says.",
        exit_codes=(*_TALKS, ExitCode.FINDINGS, ExitCode.PARTIAL),
    ),
    Command(
        "pull",
        "callr_actions.cli.pull",
        "Take an account's scenarios and edits into files.",
        exit_codes=_TALKS,
    ),
    Command(
        "drift",
        "callr_actions.cli.drift",
        "Say how an account and the folder differ.",
        exit_codes=(*_TALKS, ExitCode.CHANGES),
    ),
    Command(
        "account",
        "callr_actions.cli.account",
        "Which accounts there are; whether one answers.",
        exit_codes=_TALKS,
        is_object=True,
    ),
    Command(
        "scenarios",
        "callr_actions.cli.scenarios",
        "Scenarios of an account and their runs.",
        exit_codes=_TALKS,
        is_object=True,
    ),
    Command(
        "run",
        "callr_actions.cli.run",
        "Start a scenario through the API, and wait for its result.",
        exit_codes=(*_WAITS, ExitCode.FAILED_CONDITION),
    ),
    Command(
        "runs",
        "callr_actions.cli.runs",
        "Runs started here: list, look at, wait for, cancel.",
        exit_codes=(*_WAITS, ExitCode.FAILED_CONDITION),
    ),
    Command(
        "batch",
        "callr_actions.cli.batch",
        "Start a run for each row of a file, each once.",
        exit_codes=(*_TALKS, ExitCode.FINDINGS, ExitCode.PARTIAL),
    ),
    Command(
        "batches",
        "callr_actions.cli.batches",
        "Batches begun: status, pause, resume, cancel, results.",
        exit_codes=_TALKS,
    ),
    Command(
        "numbers",
        "callr_actions.cli.numbers",
        "Phone numbers: list, attach, detach, buy, give back.",
        exit_codes=(*_TALKS, ExitCode.PARTIAL),
        is_object=True,
    ),
    Command(
        "audio",
        "callr_actions.cli.audio",
        "Audio files: upload, replace, rename, delete.",
        exit_codes=_WAITS,
        is_object=True,
    ),
    Command("sms", "callr_actions.cli.sms", "SMS messages: send, list.", exit_codes=_TALKS, is_object=True),
    Command(
        "webhooks",
        "callr_actions.cli.webhooks",
        "Whom Callr tells about events, and how that went.",
        exit_codes=_TALKS,
        is_object=True,
    ),
    Command(
        "recordings",
        "callr_actions.cli.recordings",
        "Recordings and voicemails: list, mark, delete.",
        exit_codes=_WAITS,
        is_object=True,
    ),
    Command(
        "calls",
        "callr_actions.cli.calls",
        "End a call; export the records of calls.",
        exit_codes=_WAITS,
        is_object=True,
    ),
    Command(
        "tasks",
        "callr_actions.cli.tasks",
        "Exports and bulk changes: how far they are.",
        exit_codes=_WAITS,
        is_object=True,
    ),
    Command(
        "end-users",
        "callr_actions.cli.end_users",
        "Whom phone numbers are assigned to.",
        exit_codes=_TALKS,
        is_object=True,
    ),
    Command(
        "billing",
        "callr_actions.cli.billing",
        "The account's credit; billing destinations.",
        exit_codes=_TALKS,
        is_object=True,
    ),
    Command(
        "api",
        "callr_actions.cli.api",
        "Send one request to the API, with the account's key.",
        exit_codes=_TALKS,
        is_object=True,
    ),
    Command(
        "dev",
        "callr_actions.cli.dev",
        "Serve the local account; play the world around it.",
        exit_codes=_TALKS,
    ),
    Command(
        "doctor",
        "callr_actions.cli.doctor",
        "Check versions, configuration, keys and accounts.",
        exit_codes=(ExitCode.FINDINGS,),
    ),
)


# In a narrow terminal click would break words.
click.Context.formatter_class = HelpFormatter


@click.group(
    cls=LazyGroup,
    commands_table=COMMANDS,
    name=NAME,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name=NAME, message="%(prog)s %(version)s")
def callr_actions() -> None:
    """Work on Callr Actions scenarios as on code: check, simulate, deploy.

    \b
    Examples:
      callr-actions lint                       check the project
      callr-actions call front-desk --press 1  simulate a call
    """  # noqa: D301 - click reads it


def run(arguments: Sequence[str]) -> int:
    """Run the program and return its exit code. Whatever goes wrong becomes one message on stderr."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # whatever the locale can't write is better shown as an escape
            with suppress(OSError):  # it holds what could not be written; the command finds out, and says so
                stream.reconfigure(errors="backslashreplace")
    try:
        code = _run(arguments)
    except click.UsageError as error:
        report_usage(error)
        return ExitCode.USAGE
    except CallrActionsError as error:
        report_error(error)
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        say("interrupted")
        return ExitCode.INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last place before a traceback
        report_bug(error)
        return ExitCode.INTERNAL
    return code if isinstance(code, int) else ExitCode.DONE


def _run(arguments: Sequence[str]) -> object:
    """Run the program and return what its command returns, or what it ends with."""
    if COMPLETE in os.environ:
        return callr_actions.main(prog_name=NAME)
    code: object = ExitCode.DONE
    try:
        with callr_actions.make_context(NAME, list(arguments)) as context:
            code = callr_actions.invoke(context)
        if sys.stdout is not None:
            sys.stdout.flush()
    except click.exceptions.Exit as ending:
        return ending.exit_code
    except OSError as error:
        # Everything that reads or writes a file says which one; what is left is standard output.
        abandon(sys.stdout)
        if isinstance(error, BrokenPipeError):  # the reader (`head`, a pager) has gone, and that is fine
            return code
        from callr_actions.file_errors import reason

        raise CallrActionsError(f"standard output cannot be written: {reason(error)}") from error
    return code
