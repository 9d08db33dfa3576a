"""What the tree builder finds wrong with a text that the YAML parser itself accepts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from callr_actions.language.problem import Correction, Problem, ProblemKind
from callr_actions.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from callr_actions.language.tree import Node

_LONGEST_SHOWN = 60
# A condition and nothing behind it: no tag has a `$`.
_NEGATION = lazy_pattern(r"!+\$[\w.$()]*(?=[ \t]*$|[ \t]+#)", re.MULTILINE)


def _shown(name: str) -> str:
    """Return a name as a message can hold it: on one line, and not for ever."""
    if len(name) <= _LONGEST_SHOWN and name.isprintable():
        return name
    name = "".join(
        char if char.isprintable() else f"\\u{ord(char):04X}" for char in name[: _LONGEST_SHOWN + 1]
    )
    return name if len(name) <= _LONGEST_SHOWN else name[:_LONGEST_SHOWN] + "…"


def unlisted(kind: ProblemKind, count: int, start: int, end: int) -> Problem:
    """What stands for the rest of a kind after the first so many of it."""
    what = "1 more problem" if count == 1 else f"{count:,} more problems"
    return Problem(
        kind,
        f"{what} of this kind ({kind.rule}) from here on, not listed",
        start,
        end,
        help="mend the ones above first: the cause is often the same",
    )


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
    advice = "delete it"
    if not 0xD800 <= number <= 0xDFFF:
        advice += f', or write it as an escape inside double quotes: "\\u{number:04X}"'
    return Problem(ProblemKind.ENCODING, f"{what} is not allowed in YAML", offset, offset + 1, help=advice)


def second_document(start: int, end: int) -> Problem:
    """A `---` that starts another document."""
    return Problem(
        ProblemKind.SYNTAX,
        "a second YAML document starts here; a file is one document",
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
        help="write out only what is needed; no scenario comes near so many",
    )


def unknown_tag(text: str, start: int, end: int) -> Problem:
    """A `!word`, which YAML takes as a type and not as text; most often an unquoted condition."""
    tag = text[start:end]
    whole = _NEGATION.match(text, start)
    correction = None
    if whole is not None:
        right = f'"{whole[0]}"'
        correction = Correction(f"write `{right}`", ((start, whole.end(), right),))
    return Problem(
        ProblemKind.SYNTAX,
        f"`{_shown(tag)}` is read as a YAML tag, not as text",
        start,
        end,
        help="a value that starts with `!` needs quotes, such as if: '!$dial.ok'",
        correction=correction,
    )


def unknown_anchor(name: str, start: int, end: int) -> Problem:
    """An alias of a name that no anchor before it has."""
    return Problem(
        ProblemKind.SYNTAX,
        f"`*{_shown(name)}` is read as a YAML alias, and no `&{_shown(name)}` stands before it",
        start,
        end,
        help="define the anchor above, or put the value in quotes if `*` is part of the text",
    )


def endless_alias(name: str, start: int, end: int) -> Problem:
    """An alias inside the node that it stands for."""
    return Problem(
        ProblemKind.TOO_COMPLEX,
        f"`*{_shown(name)}` stands inside the node it repeats, so it would never end",
        start,
        end,
        help="write out the part that is meant",
    )


def duplicate_key(name: str, node: Node, first: Node) -> Problem:
    """The same key twice in one mapping; `-item:` is most often a list item without its blank."""
    advice = "delete or rename one of them"
    if name.startswith("-"):
        advice = f"a list item needs a blank behind its `-`: write `- {_shown(name[1:])}:`"
    return Problem(
        ProblemKind.DUPLICATE_KEY,
        f"`{_shown(name)}` is already a key of this mapping; only one of the two values would count",
        node.start,
        node.end,
        help=advice,
        related=((first.start, first.end, "first used here"),),
    )
