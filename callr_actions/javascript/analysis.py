"""One look at a piece of code: does it compile, and which names does it take from outside."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from callr_actions.javascript.compile import check
from callr_actions.javascript.model import (
    LONGEST_CODE,
    LONGEST_KEPT,
    MOST_KEPT,
    Analysis,
    Form,
    Member,
    Reference,
)
from callr_actions.javascript.names import free_names
from callr_actions.javascript.text import code_point_index, sendable, unescaped
from callr_actions.javascript.tree import parse

if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node

    from callr_actions.javascript.scopes import Link
    from callr_actions.javascript.tree import Syntax


def analyse(code: str, form: Form) -> Analysis:
    """Return the code's fault, if it has one, and its free names. Never raises, never runs the code.

    Positions are code point indexes into `code`. Code of more than `LONGEST_CODE` code points is skipped.
    """
    if len(code) > LONGEST_CODE:
        return Analysis(None, (), skipped=True)
    return _known(code, form) if len(code) <= LONGEST_KEPT else _analysis(code, form)


def _analysis(code: str, form: Form) -> Analysis:
    fault = check(code, form)
    text = sendable(code)
    syntax = parse(text, form, broken=fault is not None)
    if syntax is None:
        return Analysis(fault, (), skipped=True)
    return Analysis(fault, _references(syntax, code_point_index(text)))


_known = lru_cache(MOST_KEPT)(_analysis)


def _references(syntax: Syntax, index: Callable[[int], int]) -> tuple[Reference, ...]:
    def place(node: Node, trim: int = 0) -> tuple[int, int]:
        return index(node.start_byte + trim - syntax.shift), index(node.end_byte - trim - syntax.shift)

    def member(link: Link) -> Member:
        trim = int(link.string)  # the quotes
        name = syntax.source[link.node.start_byte + trim : link.node.end_byte - trim].decode()
        return Member(unescaped(name), *place(link.node, trim), link.optional, link.called)

    return tuple(
        Reference(use.name, *place(use.node), use.access, tuple(map(member, use.links)), use.guarded)
        for use in free_names(syntax)
    )
