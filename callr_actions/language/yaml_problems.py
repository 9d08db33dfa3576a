"""What the tree builder finds wrong with a text that the YAML parser itself accepts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.problem import Problem, ProblemKind

if TYPE_CHECKING:
    from callr_actions.language.tree import Node


def unprintable(character: str, offset: int) -> Problem:
    """A character that YAML does not allow."""
    number = ord(character)
    what = f"the control character U+{number:04X}"
    if number == 0:
        what = "a NUL character"
    elif number == 0xFEFF:
        what = "a byte order mark inside the text"
    elif 0xD800 <= number <= 0xDFFF:
        what = f"half of a surrogate pair (U+{number:04X})"
    elif number >= 0x80:
        what = f"the character U+{number:04X}"
    return Problem(
        ProblemKind.ENCODING,
        f"{what} is not allowed in YAML",
        offset,
        offset + 1,
        help=f'delete it, or write it as an escape inside double quotes: "\\u{number:04X}"',
    )


def second_document(start: int, end: int) -> Problem:
    """A `---` that starts another document."""
    return Problem(
        ProblemKind.SYNTAX,
        "a second YAML document starts here; a scenario is one document",
        start,
        end,
        help="move it to a file of its own",
    )


def too_deep(limit: int, offset: int) -> Problem:
    """A collection below too many others."""
    return Problem(
        ProblemKind.TOO_COMPLEX,
        f"nested more than {limit} levels deep; the rest was not read",
        offset,
        offset + 1,
        help="move the inner steps to a branch of their own and go there with `goto`",
    )


def too_many_nodes(limit: int, start: int, end: int) -> Problem:
    """More nodes than any scenario has, counting what each alias stands for."""
    return Problem(
        ProblemKind.TOO_COMPLEX,
        f"more than {limit:,} YAML nodes, counting what aliases stand for; the rest was not read",
        start,
        end,
        help="a scenario of 32,768 characters has far fewer: write out only what is needed",
    )


def unknown_tag(tag: str, offset: int) -> Problem:
    """A `!word`, which YAML takes as a type and not as text; most often an unquoted condition."""
    return Problem(
        ProblemKind.SYNTAX,
        f"`{tag}` is read as a YAML tag, not as text",
        offset,
        offset + len(tag),
        help="a value that starts with `!` needs quotes, such as if: '!$dial.ok'",
    )


def unknown_anchor(name: str, start: int, end: int) -> Problem:
    """An alias of a name that no anchor before it has."""
    return Problem(
        ProblemKind.SYNTAX,
        f"`*{name}` is read as a YAML alias, and no `&{name}` stands before it",
        start,
        end,
        help="define the anchor above, or put the value in quotes if `*` is part of the text",
    )


def endless_alias(name: str, start: int, end: int) -> Problem:
    """An alias inside the node that it stands for."""
    return Problem(
        ProblemKind.TOO_COMPLEX,
        f"`*{name}` stands inside the node it repeats, so it would never end",
        start,
        end,
        help="write out the part that is meant",
    )


def duplicate_key(name: str, node: Node, first: Node) -> Problem:
    """The same key twice in one mapping."""
    return Problem(
        ProblemKind.DUPLICATE_KEY,
        f"`{name}` is already a key of this mapping; only one of the two values would count",
        node.start,
        node.end,
        help="delete or rename one of them",
        related=((first.start, first.end, "first used here"),),
    )
