"""What the room answers with: values only, so that every other file may import them."""

from __future__ import annotations

from enum import Enum
from typing import Final

from callr_actions.named_tuple import NamedTuple

LONGEST_CODE: Final = 32_768
"""Code points. The platform takes no longer scenario, so longer code is not looked at."""

# The same short expressions come again and again, in one file and in many: the answers are kept.
LONGEST_KEPT: Final = 500
MOST_KEPT: Final = 4_096
MOST_TREES_KEPT: Final = 512
"""Trees take more memory than answers do."""

COMPUTED: Final = "*"
"""Stands in a path for a member that only the running code knows, such as `[0]` or `[key]`."""


class Form(Enum):
    """Where the code stands, which decides what it may be."""

    EXPRESSION = "expression"
    """Inside `${{ }}`, or an `if:` condition: one expression, `a, b` included."""
    PROGRAM = "program"
    """`javascript@v1` code: statements; `return` and `await` are tolerated at the top level."""


class SyntaxFault(NamedTuple):
    """Why the code cannot be compiled.

    Attributes:
        message: lower case, one line, names of JavaScript in backquotes.
        start: code point index into the code, or None (with `end`) where the compiler names no
            place: the fault is then about the whole code.
        end: the index after the last code point of the token at fault; equal to `start` where the
            code ends too early.
    """

    message: str
    start: int | None = None
    end: int | None = None


class Member(NamedTuple):
    """One step of a path of members: `.name`, `?.name` or `['name']`.

    Attributes:
        name: the property's name, escapes in it resolved.
        start: code point index of the name; in `['name']` of the text between the quotes.
        end: the index after it.
        optional: reached with `?.`, so nothing breaks when what stands before it is missing.
        called: called as a function or as a template's tag; always the last member of its path.
    """

    name: str
    start: int
    end: int
    optional: bool
    called: bool


class Access(Enum):
    """What happens to a variable where its name stands."""

    READ = "read"
    WRITE = "write"
    """Given a new value whatever the old one was: `=`, destructuring, the variable of `for … of`."""
    UPDATE = "update"
    """Given a new value made from the old one: `+=`, `??=`, `++` and the like."""


class Reference(NamedTuple):
    """A place where the code names a variable that it does not declare itself.

    Attributes:
        name: the variable's name, escapes in it resolved.
        start: code point index of the name in the code.
        end: the index after it.
        access: what happens to the variable itself: `$x.y = 1` reads `$x`.
        members: the members read from it, nearest first; ends at a call and before a computed member.
        guarded: it is the operand of `typeof`, which no missing variable can break.
    """

    name: str
    start: int
    end: int
    access: Access
    members: tuple[Member, ...]
    guarded: bool


class Analysis(NamedTuple):
    """What is known about a piece of code.

    Attributes:
        fault: why it does not compile, or None when it does.
        references: its free names in order of position; where there is a fault, those that a tolerant
            parser still finds.
        skipped: the names were not looked for, because the code is too long or too broken.
    """

    fault: SyntaxFault | None
    references: tuple[Reference, ...]
    skipped: bool = False
