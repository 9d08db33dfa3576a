"""`callr-actions watch`: findings the moment a file is saved."""

from __future__ import annotations

import click

from callr_actions.cli.helping import ProgramCommand, Rare
from callr_actions.cli.lint import SEVERITIES
from callr_actions.cli.project import project_option
from callr_actions.cli.watching.options import rerun_of, rerun_options
from callr_actions.exit_codes import ExitCode


@click.command("watch", cls=ProgramCommand)
@click.argument("paths", nargs=-1)
@project_option
@click.option("--json", "json_output", cls=Rare, is_flag=True, help="What happens as JSON, an object a line.")
@click.option(
    "--select", cls=Rare, multiple=True, metavar="CODES", help="Only these codes, prefixes or names."
)
@click.option(
    "--ignore", cls=Rare, multiple=True, metavar="CODES", help="Leave these codes, prefixes or names out."
)
@click.option("--profile", cls=Rare, metavar="NAME", help="As of `lint`.")
@click.option(
    "--fail-on",
    cls=Rare,
    type=click.Choice(SEVERITIES),
    help="What is not clean any more.  [default: the profile's, else error]",
)
@click.option(
    "--baseline",
    cls=Rare,
    metavar="FILE",
    help="Findings that do not count.  [default: callr.yaml's, if any]",
)
@click.option("--no-baseline", cls=Rare, is_flag=True, help="Count what the baseline of callr.yaml lets be.")
@click.option(
    "--no-cache", cls=Rare, is_flag=True, envvar="CALLR_NO_CACHE", help="Read and write no .callr/cache."
)
@click.option(
    "--poll",
    cls=Rare,
    is_flag=True,
    help="Look at the files ten times a second; for folders of another machine.",
)
@click.option(
    "--push",
    is_flag=False,
    flag_value="local",
    metavar="[ACCOUNT]",
    help="Deploy to this account whenever all is clean; without a name to `local`. Never to a protected one.",
)
@rerun_options
@click.option(
    "--yes", "-y", cls=Rare, is_flag=True, help="Let the runs of --push --run reach whomever they reach."
)
@click.option("--confirm", cls=Rare, metavar="NAME", help="The account's name, which is a yes, too.")
@click.option("--color/--no-color", "colour", cls=Rare, default=None, help="Colours, whatever the terminal.")
def command(
    paths: tuple[str, ...],
    project_file: str | None,
    json_output: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    profile: str | None,
    fail_on: str | None,
    baseline: str | None,
    no_baseline: bool,
    no_cache: bool,
    poll: bool,
    push: str | None,
    run_key: str | None,
    pairs: tuple[str, ...],
    yes: bool,
    confirm: str | None,
    colour: bool | None,
) -> int:
    """Check scenarios whenever a file is saved; Ctrl-C ends it.

    PATHS are files, folders or patterns; without any, the whole project is watched. What changes is checked,
    and what depends on it: all scenarios when callr.yaml, the adopted schema or the baseline changes. On a
    terminal the screen always shows what is the matter now; elsewhere a line or two are written each time.

    --run simulates a call, or else what the API or a message starts, with the world that callr.yaml names.
    With --push, a scenario that the API starts is really run on the account, followed as `run` does.

    \b
    Examples:
      callr-actions watch --run front-desk           simulate at each save
      callr-actions watch --push                     deploy what is clean
      callr-actions watch --push --run click-to-call --var '$caller=+33639980017'
    """  # noqa: D301 - click reads it
    from callr_actions.cli.watching.interests import Asked
    from callr_actions.cli.watching.running import Doing, Showing, watch

    asked = Asked(
        paths, project_file, select, ignore, profile, fail_on, baseline, no_baseline, no_cache=no_cache
    )
    if (yes or confirm is not None) and (run_key is None or push is None):
        raise click.UsageError("--yes and --confirm are about the runs of --push and --run together")
    rerun = rerun_of(run_key, pairs, yes=yes, confirm=confirm)
    watch(asked, Showing(json=json_output, colour=colour), Doing(push, rerun), polling=poll)
    return ExitCode.DONE
