"""Where the YAML parser stumbled, and what is to be said of it: what every cause is found in and told by."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import yaml

from callr_actions.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from callr_actions.language.problem import Correction
    from callr_actions.language.source import Source

_WORD = lazy_pattern(r"[\w$.@-]+|\S|[ \t]|")
_COMMENT = lazy_pattern(r"\s#.*")
LONGEST_SHOWN = 60


@dataclass(frozen=True)
class Place:
    """Where the parser gave up, and what is known of it.

    Attributes:
        offset: where it stumbled.
        problem: what it said.
        context: where the thing began that it was reading, where it said so.
        last: the last event before.
    """

    source: Source
    offset: int
    problem: str
    context: int | None
    last: yaml.Event | None

    @cached_property
    def number(self) -> int:
        """The line's number."""
        return self.source.position(self.offset).line

    @property
    def line(self) -> str:
        """The whole line."""
        return self.source.line(self.number)

    @property
    def line_start(self) -> int:
        """The offset at which the line begins."""
        return self.source.line_starts[self.number - 1]

    @property
    def character(self) -> str:
        """The character at which the parser stumbled; empty at the end of the text."""
        return self.source.text[self.offset : self.offset + 1]

    @property
    def starts_line(self) -> bool:
        """Whether nothing but blanks stands before it."""
        return not self.source.text[self.line_start : self.offset].strip()

    @cached_property
    def scalar(self) -> yaml.ScalarEvent | None:
        """The last event where it is a scalar."""
        return self.last if isinstance(self.last, yaml.ScalarEvent) else None

    @cached_property
    def last_start(self) -> int:
        """Where the last event begins."""
        return self.last.start_mark.index if self.last is not None and self.last.start_mark else 0

    @cached_property
    def last_end(self) -> int:
        """Where the last event ends."""
        return self.last.end_mark.index if self.last is not None and self.last.end_mark else 0

    @cached_property
    def open_bracket(self) -> int | None:
        """Where the innermost bracket begins that is still open; None without one."""
        opened: list[int] = []
        try:
            for token in yaml.scan(self.source.text, Loader=yaml.CSafeLoader):
                if token.start_mark.index >= self.offset:
                    break
                if isinstance(token, yaml.FlowSequenceStartToken | yaml.FlowMappingStartToken):
                    opened.append(token.start_mark.index)
                elif isinstance(token, yaml.FlowSequenceEndToken | yaml.FlowMappingEndToken) and opened:
                    opened.pop()
        except yaml.YAMLError:  # what the brackets before it are is known by then
            pass
        return opened[-1] if opened else None

    def line_of(self, offset: int) -> int:
        """Return the number of the line of an offset."""
        return self.source.position(offset).line

    def rest(self, offset: int) -> str:
        """Return the text from an offset to the end of its line, without a comment."""
        position = self.source.position(offset)
        rest = self.source.line(position.line)[position.column - 1 :]
        return _COMMENT.sub("", rest).rstrip()


@dataclass(frozen=True)
class Cause:
    """What is wrong and what to do; where, unless it is where the parser stumbled."""

    message: str
    help: str
    start: int | None = None
    end: int | None = None
    related: tuple[int, str] | None = None
    correction: Correction | None = None


def end_of_word(text: str, start: int) -> int:
    """Return where a marked piece ends: one word, or one character, or nothing at a line's end."""
    found = _WORD.match(text, start)
    return found.end() if found else start


def quoted(value: str) -> str:
    """Return `: ` and the value in the kind of quotes that changes it least; empty if it is long."""
    if len(value) > LONGEST_SHOWN:
        return ""
    if "'" in value and '"' not in value and "\\" not in value:
        return f': "{value}"'
    return ": '" + value.replace("'", "''") + "'"
