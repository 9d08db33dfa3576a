"""A group whose commands are imported when they run: `--help` reads their names from a table."""

from __future__ import annotations

import gc
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from callr_actions.cli.help_formatter import HelpFormatter
from callr_actions.cli.helping import Helpful, ProgramCommand
from callr_actions.closest import closest
from callr_actions.exit_codes import OF_EVERY_COMMAND, ExitCode
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from click.shell_completion import CompletionItem


class Command(NamedTuple):
    """One command.

    Attributes:
        name: what a user types.
        module: the module whose `command` it is.
        help: one line.
        aliases: other names.
        exit_codes: what it can end with besides the codes that every command can.
        is_object: whether it is one kind of the account's objects: help that has to be short only names it.
    """

    name: str
    module: str
    help: str
    aliases: tuple[str, ...] = ()
    exit_codes: tuple[ExitCode, ...] = ()
    is_object: bool = False


class CommandGroup(Helpful, click.Group):
    """A group of commands that says which one was probably meant."""

    command_class = ProgramCommand

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command; an unknown one is a usage error with the closest, while a shell asks None."""
        command = super().get_command(ctx, cmd_name)
        if command is None and not ctx.resilient_parsing:
            raise unknown_command(cmd_name, ctx, self.list_commands(ctx))
        return command

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names in the order in which they are written."""
        return list(self.commands)


def unknown_command(
    name: str, ctx: click.Context, known: Sequence[str], aliases: Sequence[str] = ()
) -> click.UsageError:
    """Return the error for a command that there is not."""
    near = closest(name, [*known, *aliases])
    hint = f"did you mean `{near}`?" if near else f"commands: {', '.join(known)}"
    return click.UsageError(f"there is no command `{name}`; {hint}", ctx)


class LazyGroup(Helpful, click.Group):
    """Finds commands in a table and imports only the one that is called."""

    def __init__(self, *args: Any, commands_table: tuple[Command, ...], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self._table = {command.name: command for command in commands_table}
        self._aliases = {alias: command for command in commands_table for alias in command.aliases}

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names, in the order of the table."""
        return list(self._table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command by its name or an alias; an unknown one is a usage error with the closest."""
        entry = self._table.get(cmd_name) or self._aliases.get(cmd_name)
        if entry is None:
            if ctx.resilient_parsing:
                return None
            raise unknown_command(cmd_name, ctx, list(self._table), list(self._aliases))
        command = import_module(entry.module).command
        gc.enable()  # off since the program's door; what was imported so far stays for good
        gc.freeze()
        assert isinstance(command, click.Command)
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Offer the names in the table, importing none of the commands."""
        from click.shell_completion import CompletionItem

        offered = [
            CompletionItem(command.name, help=command.help)
            for command in self._table.values()
            if command.name.startswith(incomplete)
        ]
        return [*offered, *click.Command.shell_complete(self, ctx, incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the table of commands, and with everything else the exit codes."""
        assert isinstance(formatter, HelpFormatter), "set for every context in `app`"
        everything = formatter.everything
        rows = []
        for command in self._table.values():
            if everything or not command.is_object:
                also = f" (also: {', '.join(command.aliases)})" if command.aliases else ""
                rows.append((command.name, f"{command.help}{also}"))
        with formatter.section("Commands"):
            formatter.write_dl(rows)
        if not everything:
            with formatter.section("What an account has"):
                formatter.write_names([each.name for each in self._table.values() if each.is_object])

    def endings(self, ctx: click.Context) -> set[ExitCode]:  # noqa: ARG002 - the same for each
        """Return what any of the commands can end with."""
        return {*OF_EVERY_COMMAND, *(code for each in self._table.values() for code in each.exit_codes)}

    def endings_below(self, ctx: click.Context, name: str | None) -> set[ExitCode]:  # noqa: ARG002
        """Return what a command can end with."""
        entry = self._table.get(name or "") or self._aliases.get(name or "")
        return {*OF_EVERY_COMMAND, *(() if entry is None else entry.exit_codes)}
