"""What every command understands: `--help` that fits a screen, `--help-all` with everything, `--plain`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from callr_actions.cli.help_formatter import HelpFormatter
from callr_actions.cli.manners import note_plain
from callr_actions.exit_codes import MEANINGS, OF_EVERY_COMMAND

if TYPE_CHECKING:
    from callr_actions.exit_codes import ExitCode

    _Base = click.Command
else:
    _Base = object

# Help that is longer names its rare options only.
SCREEN = 24


class Rare(click.Option):
    """An option that few look for: where help would not fit a screen, it is named and not explained."""


def _print_all(context: click.Context, _option: click.Parameter, value: bool) -> None:
    if value and not context.resilient_parsing:
        assert isinstance(context.command, Helpful), "every command of the program is"
        click.echo(context.command.help_of_all(context))
        context.exit()


COMMON_OPTIONS = (
    Rare(
        ["--plain"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=note_plain,
        help="Words only: for screen readers.",
    ),
    Rare(
        ["--help-all"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_print_all,
        help="Show every option and exit code.",
    ),
)


class Helpful(_Base):
    """Mixed into the classes of commands and of groups."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return the command's parameters, and those of every command before `--help`."""
        own = super().get_params(ctx)
        before = own.index(help_option) if (help_option := self.get_help_option(ctx)) in own else len(own)
        return [*own[:before], *COMMON_OPTIONS, *own[before:]]

    def get_help(self, ctx: click.Context) -> str:
        """Return the whole help where it fits a screen, else without what rare options mean."""
        text = self._written(ctx, everything=True, common=False)
        if text.count("\n") < SCREEN:
            return text
        return self._written(ctx, everything=False, common=True)

    def help_of_all(self, ctx: click.Context) -> str:
        """Return the help with every option."""
        return self._written(ctx, everything=True, common=True)

    def endings(self, ctx: click.Context) -> set[ExitCode]:
        """Return what the command can end with; the program's table says it of each first word."""
        parent = ctx.parent
        if parent is None or not isinstance(parent.command, Helpful):
            return set(OF_EVERY_COMMAND)
        return parent.command.endings_below(parent, ctx.info_name)

    def endings_below(self, ctx: click.Context, _name: str | None) -> set[ExitCode]:
        """Return what one of its commands can end with."""
        return self.endings(ctx)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options: those that are rare by their names, where the formatter wants it short."""
        assert isinstance(formatter, HelpFormatter), "made by `_written`"
        rows, names = [], []
        short = not formatter.everything and any(
            isinstance(option, Rare) and option not in COMMON_OPTIONS for option in self.params
        )
        for option in self.get_params(ctx):
            record = option.get_help_record(ctx)
            if record is None or isinstance(option, click.Argument):
                continue
            if option in COMMON_OPTIONS and not formatter.common:
                continue
            if isinstance(option, Rare) and short:
                names.append(record[0].partition(", ")[2] or record[0])
            else:
                rows.append(record)
        with formatter.section("Options"):
            formatter.write_dl(rows)
        if names:
            with formatter.section("More options, explained by --help-all"):
                formatter.write_names(names)
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)
        if formatter.everything and formatter.common:
            possible = self.endings(ctx)
            with formatter.section("Exit codes"):
                formatter.write_dl(
                    [(str(code.value), meaning) for code, meaning in MEANINGS.items() if code in possible]
                )

    def _written(self, ctx: click.Context, *, everything: bool, common: bool) -> str:
        formatter = ctx.make_formatter()
        assert isinstance(formatter, HelpFormatter), "set for every context in `app`"
        formatter.everything, formatter.common = everything, common
        self.format_help(ctx, formatter)
        return formatter.getvalue().rstrip("\n")


class ProgramCommand(Helpful, click.Command):
    """A command of the program."""
