"""`callr-actions pull`: an account's scenarios and edits into files, and no local work lost."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from callr_actions.cli.completion import completing
from callr_actions.cli.helping import ProgramCommand
from callr_actions.cli.session import MASKER
from callr_actions.cli.sessions.options import account_options
from callr_actions.cli.sessions.session import run_session
from callr_actions.exit_codes import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from callr_actions.cli.sessions.options import Target
    from callr_actions.cli.sessions.session import Session
    from callr_actions.sync.pull_rows import Row

# What nobody has to look at, unless it was asked for.
_QUIET_OUTCOMES = ("same", "ahead", "deleted")


@click.command("pull", cls=ProgramCommand)
@click.argument(
    "scenarios", nargs=-1, metavar="[KEY|NAME|SID]...", shell_complete=completing("keys", "scenarios")
)
@click.option("--theirs", is_flag=True, help="Where both sides have changed, take the account's.")
@click.option(
    "--conflict-markers", "marks", is_flag=True, help="Write conflicts into the files, between markers."
)
@click.option("--with-secrets", is_flag=True, help="Write scripts even where keys stand in them.")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print it in the machine format.")
@account_options
def command(
    scenarios: tuple[str, ...],
    theirs: bool,
    marks: bool,
    with_secrets: bool,
    dry_run: bool,
    as_json: bool,
    target: Target,
) -> int:
    """Take scenarios and edits of an account into files.

    The first time every scenario becomes a file, and its name and numbers go into callr.yaml. Later what was
    edited on the account is taken, what was edited here is kept, and both are merged; where they meet, the
    file stays as it is and the program ends with 3. What git does not have is never written over. The account
    is only read.

    \b
    Examples:
      callr-actions pull --account production --dry-run
      callr-actions pull 'Front desk' --theirs     the account's side wins
    """  # noqa: D301 - click reads it
    if theirs and marks:
        raise click.UsageError("--theirs and --conflict-markers: only one of them can be")
    from callr_actions.sync.pull_rows import Wish

    wish = Wish(scenarios, theirs, marks, with_secrets)

    async def work(session: Session) -> int:
        from callr_actions.cli.folder_and_account import folder_of, read_both
        from callr_actions.cli.project import user_config
        from callr_actions.sync.pull import Pull
        from callr_actions.sync.pull_write import write

        folder = folder_of(session.project)
        desired, remote = await read_both(session, folder)
        rows = Pull(folder, desired, remote, wish, environ=os.environ, masker=MASKER).rows()
        written = () if dry_run else write(rows, folder, user_config())
        _show(session, rows, as_json=as_json, chosen=bool(scenarios))
        _sum_up(session, rows, written, dry_run=dry_run)
        return ExitCode.REFUSED if any(row.refused for row in rows) else ExitCode.DONE

    return run_session(target, work)


def _show(session: Session, rows: Sequence[Row], *, as_json: bool, chosen: bool) -> None:
    from callr_actions.cli.rendering.show import write as write_text
    from callr_actions.sync.pull_rows import to_json
    from callr_actions.terminal import printable

    if as_json:
        import json

        text = json.dumps(to_json(session.account.name, rows), ensure_ascii=False, indent=2) + "\n"
        write_text(MASKER.mask(text))
        return
    lines = []
    for row in rows:
        if row.outcome.value in _QUIET_OUTCOMES and not (row.notes or row.reason or chosen):
            continue
        head = f"{row.outcome.value:<9} {row.file}  `{row.name}` ({row.sid})"
        lines.append(head if row.reason is None else f"{head}: {row.reason}")
        lines += [f"          {note}" for note in row.notes]
    write_text("".join(f"{printable(MASKER.mask(line))}\n".replace("\\n\n", "\n") for line in lines))


def _sum_up(session: Session, rows: Sequence[Row], written: Sequence[str], *, dry_run: bool) -> None:
    from callr_actions.sync.pull_rows import counts

    shown = ", ".join(f"{count} {outcome}" for outcome, count in counts(rows).items() if count)
    session.say(f"account `{session.account.name}`: {shown or 'no scenarios'}")
    if dry_run:
        session.say("nothing was written")
    elif written:
        files = "1 file" if len(written) == 1 else f"{len(written)} files"
        session.say(f"wrote {files}; `git status` shows them; check them with `callr-actions lint`")
    if any(row.outcome.value == "conflict" and row.text is None for row in rows):
        session.say(
            "conflicts: --theirs takes the account's side, `callr-actions deploy --ours` the folder's, and "
            "--conflict-markers shows both in the file"
        )
