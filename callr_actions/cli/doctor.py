"""`callr-actions doctor`: is everything there that the program needs, and does each account answer?"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from callr_actions.cli.completion import complete_account
from callr_actions.cli.diagnosis import diagnose
from callr_actions.cli.helping import ProgramCommand
from callr_actions.cli.manners import room, without_columns
from callr_actions.cli.project import project_option
from callr_actions.cli.rendering.show import VERSION, write
from callr_actions.cli.rendering.table import table
from callr_actions.cli.session import MASKER
from callr_actions.exit_codes import ExitCode
from callr_actions.terminal import folded, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from callr_actions.cli.diagnosis import Check


@click.command("doctor", cls=ProgramCommand)
@click.option(
    "--account",
    "account",
    metavar="NAME",
    shell_complete=complete_account,
    help="Look at this account only.  [default: all]",
)
@project_option
@click.option("--offline", is_flag=True, help="Send nothing.")
@click.option("--json", "json_output", is_flag=True, help="Print version 1 of the machine format.")
def command(account: str | None, project_file: str | None, offline: bool, json_output: bool) -> int:
    """Check versions, project file, schema, keys, and whether each account answers.

    Ends with 1 when something is broken. An account that is not the default one may lack its key.

    \b
    Examples:
      callr-actions doctor
      callr-actions doctor --offline
    """  # noqa: D301 - click reads it
    checks = [_masked(check) for check in diagnose(project_file, account, offline=offline)]
    fit = all(check.state != "broken" for check in checks)
    if json_output:
        found = {"version": VERSION, "ok": fit, "checks": [check._asdict() for check in checks]}
        write(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
    else:
        write(folded(_text(checks, apart=without_columns(sys.stdout)), room(sys.stdout)))
    return ExitCode.DONE if fit else ExitCode.FINDINGS


def _masked(check: Check) -> Check:
    hint = None if check.hint is None else MASKER.mask(check.hint)
    return check._replace(text=MASKER.mask(check.text), hint=hint)


def _text(checks: Sequence[Check], *, apart: bool) -> str:
    if apart:
        lines = [f"{check.state} {check.name}: {_line(check.text)}" for check in checks]
        hints = [f"\n  help: {_line(check.hint)}" if check.hint else "" for check in checks]
        return "".join(f"{line}{hint}\n" for line, hint in zip(lines, hints, strict=True))
    rows: list[tuple[str, str, str]] = []
    for check in checks:
        rows.append((check.state, check.name, _line(check.text)))
        if check.hint is not None:
            rows.append(("", "", f"help: {_line(check.hint)}"))
    return table(("state", "what", "found"), rows, whole=True)


def _line(text: str) -> str:
    return printable(text).replace("\n", "\\n")
