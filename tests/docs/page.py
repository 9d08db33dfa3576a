"""A page of the documentation as what can be run of it: its blocks, and what is said about them.

Comments of HTML, which readers never see, say what a block alone cannot:

    <!-- start: empty -->          the page begins in an empty folder, not in a copy of the example project
    <!-- run                       commands that only prepare something
    ...
    -->
    <!-- file: callr.yaml -->      the block below is the content of this file
    <!-- not run: why -->          the commands below are not run, only their options are checked
    <!-- ends with 1 -->           the last command of the block below ends with this exit code
    <!-- output -->                the block below is what the block above it prints
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_PARTS = re.compile(
    r"^<!--[ ]?(?P<comment>.*?)[ \n]?-->$"
    r"|^(?P<indent> *)```(?P<language>\w*)\n(?P<text>.*?)^(?P=indent)```$",
    re.MULTILINE | re.DOTALL,
)
_DIRECTIVE = re.compile(r"(start|file|not run): (.+)|ends with (\d+)|(output)|(run)\n(.*)", re.DOTALL)


class Block(NamedTuple):
    """A fenced block, or hidden commands.

    Attributes:
        line: where its text begins in the page, from 1 on.
        language: what stands behind the fence; `hidden` for hidden commands.
        start, end: where its text is, as offsets in the page.
        file: the file of which it is the content.
        not_run: why its commands are not run.
        code: what its last command ends with.
        is_output: whether it is what the block before it prints.
    """

    line: int
    language: str
    text: str
    start: int
    end: int
    file: str | None = None
    not_run: str | None = None
    code: int = 0
    is_output: bool = False


class Page(NamedTuple):
    """A page; `empty` says that it begins in an empty folder."""

    empty: bool
    blocks: tuple[Block, ...]


class Command(NamedTuple):
    """A command, and the output that the page shows for it; None where it shows none."""

    line: int
    text: str
    shown: str | None = None


class PageError(Exception):
    """Something in a page that nobody would run as it is meant."""


def read_page(text: str) -> Page:
    """Return the blocks of a page.

    Raises:
        PageError: a comment is no directive but looks like one, or stands before no block.
    """
    blocks: list[Block] = []
    empty = False
    waiting: dict[str, str | int] = {}
    for part in _PARTS.finditer(text):
        line = text.count("\n", 0, part.start()) + 1
        if part["comment"] is None:
            blocks.append(
                Block(
                    line=line + 1,
                    language=part["language"],
                    text=_dedented(part["text"], part["indent"]),
                    start=part.start("text"),
                    end=part.end("text"),
                    **waiting,  # type: ignore[arg-type]
                )
            )
            waiting = {}
            continue
        directive = _DIRECTIVE.fullmatch(part["comment"])
        if directive is None:
            raise PageError(f"line {line}: no directive: {part['comment'][:60]}")
        named, value, code, output, hidden, commands = directive.groups()
        if named == "start":
            empty = value == "empty"
        elif hidden:
            blocks.append(Block(line + 1, "hidden", commands + "\n", part.start(), part.end()))
        elif named:
            waiting[named.replace(" ", "_")] = value
        elif code:
            waiting["code"] = int(code)
        elif output:
            waiting["is_output"] = True
    if waiting:
        raise PageError(f"a comment without a block below it: {', '.join(waiting)}")
    return Page(empty, tuple(blocks))


def _dedented(text: str, indent: str) -> str:
    return "".join(line.removeprefix(indent) for line in text.splitlines(keepends=True))


def commands_of(block: Block) -> list[Command]:
    """Return the commands of a block that has some: `console`, `sh` or hidden."""
    if block.language == "console":
        return list(_typed(block))
    return [
        Command(line, text)
        for line, text in _joined(block)
        if text.strip() and not text.lstrip().startswith("#")
    ]


def _typed(block: Block) -> Iterator[Command]:
    """Yield what follows each `$ `, with the lines up to the next one as its output."""
    lines = list(_joined(block))
    starts = [index for index, (_, text) in enumerate(lines) if text.startswith("$ ")]
    if not starts or starts[0] != 0:
        raise PageError(f"line {block.line}: a console block begins with `$ `")
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        line, text = lines[start]
        shown = "".join(f"{each}\n" for _, each in lines[start + 1 : end])
        yield Command(line, text[2:], shown.rstrip("\n") + "\n" if shown.strip() else None)


def _joined(block: Block) -> Iterator[tuple[int, str]]:
    r"""Yield lines with their numbers, those that end with `\` joined to the next."""
    begun, number = "", block.line
    for offset, text in enumerate(block.text.splitlines()):
        if not begun:
            number = block.line + offset
        if text.endswith("\\"):
            begun += text[:-1]
            continue
        yield number, begun + text
        begun = ""


def fits(shown: str, actual: str) -> bool:
    """Return whether an output is the one that is shown, in which `...` stands for anything.

    On a line of its own it stands for any number of lines.
    """
    lines = [
        "(?:.*\n)*" if line == "...\n" else re.escape(line).replace(re.escape("..."), ".*")
        for line in shown.splitlines(keepends=True)
    ]
    return re.fullmatch("".join(lines), actual) is not None
