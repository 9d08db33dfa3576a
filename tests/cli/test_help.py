"""`--help` of every command: fits a screen, explains itself by examples, and these are no invention."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import click
import pytest

from callr_actions.cli import app
from callr_actions.cli.help_formatter import HelpFormatter
from callr_actions.cli.helping import SCREEN, Helpful
from callr_actions.exit_codes import OF_EVERY_COMMAND

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.conftest import Program

WIDTH = 80
# What has more to say than a screen holds may scroll, but not by much.
MOST = 40
OF_A_SCREEN = 0.7


def every_command(
    command: click.Command = app.callr_actions, context: click.Context | None = None
) -> Iterator[click.Context]:
    """Yield a context for each command there is."""
    name = app.NAME if context is None else command.name
    made = click.Context(command, info_name=name, parent=context, **command.context_settings)
    yield made
    if isinstance(command, click.Group):
        for each in command.list_commands(made):
            child = command.get_command(made, each)
            assert child is not None
            yield from every_command(child, made)


@pytest.fixture(scope="module")
def contexts() -> list[click.Context]:
    return list(every_command())


@pytest.fixture
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(WIDTH))


@pytest.mark.usefixtures("wide")
def test_help_fits_a_screen(contexts: list[click.Context]) -> None:
    helps = {each.command_path: each.get_help().splitlines() for each in contexts}
    assert {path: len(lines) for path, lines in helps.items() if len(lines) > MOST} == {}
    assert [line for lines in helps.values() for line in lines if len(line) > WIDTH] == []
    assert sum(len(lines) <= SCREEN for lines in helps.values()) >= OF_A_SCREEN * len(helps)


@pytest.mark.usefixtures("wide")
def test_no_option_is_kept_from_help(contexts: list[click.Context]) -> None:
    for each in contexts:
        help_text, command = each.get_help(), each.command
        assert isinstance(command, Helpful)
        everything = command.help_of_all(each)
        assert isinstance(each.make_formatter(), HelpFormatter)
        for option in command.params:
            if isinstance(option, click.Option):
                name = max(option.opts, key=len)
                assert re.search(rf"{name}\b", help_text), f"{each.command_path} {name}"
                assert re.search(rf"^  .*{name}\b.*", everything, re.MULTILINE)
        assert "--plain" in everything
        assert "--help-all" in everything


def test_help_has_examples_that_can_be_typed(contexts: list[click.Context]) -> None:
    for each in contexts:
        shown = list(examples_of(each.command))
        assert shown, f"{each.command_path} shows no example"
        for line in shown:
            words = shlex.split(line)
            assert words[0] == app.NAME, line
            assert " ".join(words).startswith(each.command_path), line
            parse(words[1:], contexts[0])


def examples_of(command: click.Command) -> Iterator[str]:
    """Yield the command lines that a command's help shows, without what explains them."""
    shown = (command.help or "").partition("Examples:\n")[2].split("\n\n", 1)[0]
    for line in re.sub(r"\\\n\s*", "", shown).splitlines():
        if line.strip():
            yield re.split(r"\s{2,}|\s[|>]\s", line.strip())[0]


def parse(words: list[str], root: click.Context) -> None:
    """Parse a command line to its end, and run nothing; a mistake raises a UsageError."""
    command, context = root.command, root
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        name, words = words[0], words[1:]
        found = command.get_command(context, name)
        assert found is not None
        command, context = found, click.Context(found, parent=context, info_name=name)
    command.make_context(context.info_name, list(words), parent=context.parent)


def test_short_help_names_what_it_does_not_explain(program: Program) -> None:
    short, full = program("lint", "--help"), program("lint", "--help-all")
    assert (short.code, full.code) == (0, 0)
    assert "More options, explained by --help-all:\n  --project FILE, --json, --unsafe," in short.out
    assert "Silence what is found by comments" not in short.out
    assert "Silence what is found by comments" in full.out
    assert "More options" not in full.out


def test_help_that_fits_explains_everything(program: Program) -> None:
    shown = program("dev", "press", "--help")
    assert "--project FILE" in shown.out
    assert "More options" not in shown.out


def test_the_programs_own_help_names_kinds_of_objects(program: Program) -> None:
    short, full = program("--help"), program("--help-all")
    assert "What an account has:\n  account, scenarios, numbers, audio," in short.out
    assert "Exit codes" not in short.out
    assert "  numbers     Phone numbers: list, attach, detach, buy, give back.\n" in full.out


def test_exit_codes_are_those_of_the_command(contexts: list[click.Context]) -> None:
    table = {command.name: set(command.exit_codes) for command in app.COMMANDS}
    for each in contexts[1:]:
        command = each.command
        assert isinstance(command, Helpful)
        listed = command.help_of_all(each).partition("Exit codes:\n")[2].splitlines()
        first = each.command_path.split()[1]
        assert [int(line.split()[0]) for line in listed] == sorted({*OF_EVERY_COMMAND, *table[first]})


def test_completion_offers_what_every_command_has(contexts: list[click.Context]) -> None:
    offered = [item.value for item in app.callr_actions.shell_complete(contexts[0], "--")]
    assert {"--plain", "--help-all", "--help"} <= set(offered)
