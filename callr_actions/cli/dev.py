"""`callr-actions dev`: the local account on a port, and what the world does to a real account."""

from __future__ import annotations

import gc

import click

from callr_actions.cli.helping import Rare
from callr_actions.cli.lazy import CommandGroup
from callr_actions.cli.local import calling, control, running_scenarios, state
from callr_actions.cli.local.options import Serving, serving_options
from callr_actions.cli.project import project_option
from callr_actions.cli.sessions.session import usable_project
from callr_actions.cli.watching.options import rare_rerun_options, rerun_of

_PORT = 8787
_HOST = "127.0.0.1"


@click.group("dev", cls=CommandGroup, invoke_without_command=True)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    metavar="PORT",
    default=_PORT,
    show_default=True,
    help="The port; 0 takes any free one.",
)
@click.option(
    "--host",
    cls=Rare,
    metavar="HOST",
    default=_HOST,
    show_default=True,
    help="Another one lets other machines in, and needs --key.",
)
@click.option(
    "--key",
    cls=Rare,
    metavar="KEY",
    envvar="CALLR_DEV_KEY",
    help="The API key from now on.  [env: CALLR_DEV_KEY]",
)
@click.option("--local-endpoints", cls=Rare, is_flag=True, help="Let webhooks be sent to this machine.")
@click.option("--no-watch", cls=Rare, is_flag=True, help="Neither check nor deploy what is saved.")
@rare_rerun_options
@serving_options("real")
@project_option
@click.pass_context
def command(
    context: click.Context,
    port: int,
    host: str,
    key: str | None,
    local_endpoints: bool,
    no_watch: bool,
    run_key: str | None,
    pairs: tuple[str, ...],
    serving: Serving,
    project_file: str | None,
) -> int | None:
    """Serve the project's local account until Ctrl-C; print its address and key.

    Callr's API, without network or costs; meanwhile the account `local` means this server. Scenarios are
    checked and deployed to it when they are saved.

    \b
    Examples:
      callr-actions dev --run click-to-call    run at each save, too
    """  # noqa: D301 - click reads it
    if context.invoked_subcommand is not None:
        _refuse_lost_options(context)
        return None
    if no_watch and run_key is not None:
        raise click.UsageError("--run is about what is saved, and --no-watch does not look at that")
    rerun = rerun_of(run_key, pairs)
    project = usable_project(project_file)
    if rerun is not None:
        from callr_actions.cli.watching.trying import check_rerun

        check_rerun(rerun, project)
    # As at the program's door: what is imported stays. `serve` turns it on again.
    gc.disable()
    from callr_actions.account.served import Address
    from callr_actions.cli.local.serving import Watched, serve

    watched = None if no_watch else Watched(project_file, rerun)
    try:
        return serve(
            project,
            Address(host, port),
            key,
            serving,
            local_endpoints=local_endpoints,
            watched=watched,
        )
    finally:
        gc.enable()


def _refuse_lost_options(context: click.Context) -> None:
    """Refuse options of serving before the name of another command, where nobody would look at them."""
    source = click.core.ParameterSource.COMMANDLINE
    for parameter in context.command.params:
        if parameter.name is not None and context.get_parameter_source(parameter.name) is source:
            name = context.invoked_subcommand
            raise click.UsageError(
                f"{parameter.opts[0]} stands before `{name}`; options of `dev {name}` stand behind it",
                context,
            )


@command.command("exec", context_settings={"allow_interspersed_args": False}, options_metavar="[OPTIONS] --")
@click.argument("arguments", metavar="COMMAND...", nargs=-1, required=True, type=click.UNPROCESSED)
@serving_options("virtual")
@project_option
def execute_with_account(arguments: tuple[str, ...], serving: Serving, project_file: str | None) -> int:
    """Run a command with a new account of its own, and remove that afterwards.

    CALLR_ACCOUNT, CALLR_API_URL and CALLR_API_KEY are set for it. Ends with the command's exit code;
    signals are handed on.

    \b
    Examples:
      callr-actions dev exec -- npm test
      callr-actions dev exec --world busy.world.yaml -- pytest
    """  # noqa: D301 - click reads it
    from callr_actions.cli.local.executing import execute

    return execute(arguments, serving, usable_project(project_file))


for each in (*state.COMMANDS, *control.COMMANDS, *calling.COMMANDS, *running_scenarios.COMMANDS):
    command.add_command(each)
