"""Every command in README.md and docs/ is run, in the order of its page; what is shown is what comes out.

`--update-golden` writes the outputs into the pages. `tests/docs/page.py` says how a page can be prepared.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from callr_actions.cli import app
from tests.docs.conftest import ROOT
from tests.docs.page import Block, Command, PageError, commands_of, fits, read_page
from tests.docs.shell import Ended, Shell, run_program

if TYPE_CHECKING:
    from collections.abc import Callable

# Nothing in a page may wait for anything; a machine that is slow has its time all the same.
pytestmark = pytest.mark.timeout(600)

PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
COMMANDS = ("console", "sh", "hidden")


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_page(page: Path, prepare: Callable[[bool], Path], request: pytest.FixtureRequest) -> None:
    text = page.read_text(encoding="utf-8")
    read = read_page(text)
    prepare(read.empty)
    shell = Shell()
    printed = ""
    wrong: list[str] = []
    rewritten: list[tuple[Block, str]] = []
    for block in read.blocks:
        if block.file is not None:
            Path(block.file).parent.mkdir(parents=True, exist_ok=True)
            Path(block.file).write_text(block.text, encoding="utf-8")
        elif block.language in COMMANDS and block.not_run is not None:
            for command in commands_of(block):
                check_options(command)
        elif block.language in COMMANDS:
            ended = run_block(shell, block, page, wrong)
            printed = "".join(each.out for _, each in ended)
            if block.language == "console":
                rewritten.append((block, session(ended)))
        elif block.language == "python" and block.not_run is None:
            printed = run_program(block.text, page)
        elif block.is_output:
            if not fits(block.text, printed):
                wrong.append(f"{page.name}:{block.line}: printed was\n{printed}")
            rewritten.append((block, block.text if fits(block.text, printed) else printed))
    if request.config.getoption("--update-golden"):
        for block, new in reversed(rewritten):
            text = text[: block.start] + new + text[block.end :]
        page.write_text(text, encoding="utf-8")
    assert not wrong, "\n".join(wrong)


def run_block(shell: Shell, block: Block, page: Path, wrong: list[str]) -> list[tuple[Command, Ended]]:
    """Run the commands of a block; what is not as it says goes to `wrong`."""
    done = []
    commands = commands_of(block)
    for command in commands:
        ended = shell.run(command.text)
        done.append((command, ended))
        allowed = block.code if command is commands[-1] else 0
        is_asked = any(each.text == "echo $?" for each in commands)
        if ended.code != allowed and not is_asked:
            wrong.append(
                f"{page.name}:{command.line}: `{command.text}` ended with {ended.code}:\n{ended.out}"
            )
        elif command.shown is not None and not fits(command.shown, ended.out):
            wrong.append(f"{page.name}:{command.line}: `{command.text}` printed\n{ended.out}")
    return done


def session(done: list[tuple[Command, Ended]]) -> str:
    """Return a console block anew; what fits is kept as it was written, what shows nothing shows nothing."""
    text = ""
    for command, ended in done:
        kept = command.shown is None or fits(command.shown, ended.out)
        text += f"$ {command.text}\n{(command.shown or '') if kept else ended.out}"
    return text


def check_options(command: Command) -> None:
    """Check a command that is not run as far as possible: whether there are such commands and options.

    Raises:
        click.UsageError: there are not.
    """
    words = shlex.split(command.text, comments=True)
    if words[:1] == [app.NAME] and words[-1] != "--help":
        named: click.Command = app.callr_actions
        # click keeps the option for help that it makes first: without these settings, one without `-h`.
        context = click.Context(named, info_name=app.NAME, **named.context_settings)
        rest: list[str] = words[1:]
        while isinstance(named, click.Group) and rest and not rest[0].startswith("-"):
            child = named.get_command(context, rest[0])
            assert child is not None
            context = click.Context(child, parent=context, info_name=rest[0])
            named, rest = child, rest[1:]
        named.make_parser(context).parse_args(list(rest))


def links(page: Path) -> set[Path]:
    """The files that a page links to, without what stands behind `#`."""
    found = re.findall(r"\]\(\s*(?!https?:)([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    return {(page.parent / each).resolve() for each in found}


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    assert [each for each in links(page) if not each.exists()] == []


def test_every_page_is_in_the_index() -> None:
    index = ROOT / "docs/README.md"
    pages = {*(ROOT / "docs").glob("*.md"), *(ROOT / "docs/reference").glob("*.md")} - {index}
    assert pages - links(index) == set()


@pytest.mark.parametrize(
    ("shown", "actual", "expected"),
    [
        ("a\nb\n", "a\nb\n", True),
        ("a\n...\nd\n", "a\nb\nc\nd\n", True),
        ("a\n...\nd\n", "a\nd\n", True),
        ("a\n...\nd\n", "a\nb\nc\n", False),
        ("took ... s\n", "took 0.4 s\n", True),
        ("took ...\nb\n", "took 0.4 s\nc\nb\n", False),
        ("a\n", "a\nb\n", False),
        ("a.c\n", "abc\n", False),
    ],
)
def test_what_is_shown_may_leave_things_out(shown: str, actual: str, expected: bool) -> None:
    assert fits(shown, actual) is expected


@pytest.mark.parametrize(
    "text",
    ["<!-- nonsense -->\n", "<!-- file: a.yaml -->\n", "```console\nno prompt\n```\n"],
)
def test_a_page_that_nobody_can_run(text: str) -> None:
    with pytest.raises(PageError):
        [commands_of(block) for block in read_page(text).blocks]


def test_a_command_that_is_not_run_has_to_exist() -> None:
    check_options(Command(1, "callr-actions dev exec --clock virtual -- npm test"))
    check_options(Command(1, "pip install ."))
    for wrong in ("callr-actions dve", "callr-actions lint --fial-on error", "callr-actions numbers atach x"):
        with pytest.raises(click.UsageError):
            check_options(Command(1, wrong))
