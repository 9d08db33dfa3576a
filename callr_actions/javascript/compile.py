"""Syntax errors, from the compiler, without running anything: not even code made to run here.

The code is put inside a function, between brackets. Code such as `1) + (2` closes them and opens them
anew, which the compiler cannot see. So the code is compiled twice, in different surroundings, chosen
such that the token after a bracket which it must not close can never suit both of them:

- an expression in `( )` and in `[ ]`: the first closing bracket too many is either `)` or `]`;
- statements as the body of a function between `?` and `:`, where an operator or `:` must follow the
  `}`, and as the body of a method in an object, where only `,` or `}` may.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from callr_actions.javascript import engine
from callr_actions.javascript.engine import Limit
from callr_actions.javascript.model import LONGEST_CODE, LONGEST_KEPT, MOST_KEPT, Form, SyntaxFault
from callr_actions.javascript.positions import has_separators, index_at, may_be_at, without_separators
from callr_actions.javascript.text import is_blank, sendable
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from callr_actions.javascript.engine import Compiler, Refusal

# Shorter code cannot nest as deeply as the compiler's stack allows.
_SHORTEST_DEEP_CODE: Final = 256


class _Surroundings(NamedTuple):
    """What is put around the code. The code begins at the start of the second line."""

    before: str
    after: str

    def around(self, code: str) -> str:
        return f"{self.before}\n{code}\n{self.after}"


class _Refused(NamedTuple):
    """A refusal and where it came from; `escaped` when the first surroundings could not hold the code."""

    refusal: Refusal
    surroundings: _Surroundings
    escaped: bool


class _Proof(NamedTuple):
    """Two surroundings in which only code that keeps its place compiles.

    Attributes:
        closing: the bracket without which code cannot leave the first of them.
    """

    first: _Surroundings
    second: _Surroundings
    closing: str


_PROOFS: Final = {
    Form.EXPRESSION: _Proof(
        _Surroundings("(async function(){return(", ")})"),
        _Surroundings("(async function(){return[", "]})"),
        ")",
    ),
    Form.PROGRAM: _Proof(
        _Surroundings("(0?async function(){", "}:0)"),
        _Surroundings("({async f(){", "}})"),
        "}",
    ),
}


def compiles(code: str, form: Form) -> bool:
    """Return whether `check` finds nothing wrong with the code; says not what, and so takes less time."""
    if len(code) > LONGEST_CODE:
        return True
    if form is Form.EXPRESSION and is_blank(code):
        return False
    return _known_to_compile(code, form) if len(code) <= LONGEST_KEPT else _is_compiled(code, form)


def check(code: str, form: Form) -> SyntaxFault | None:
    """Return why the code does not compile in its form, or None when it does.

    Code of more than `LONGEST_CODE` code points is not looked at. Never raises, never runs the code.
    """
    if len(code) > LONGEST_CODE:
        return None
    if form is Form.EXPRESSION and is_blank(code):
        return SyntaxFault("empty expression")
    if len(code) > LONGEST_KEPT:
        return _verdict(code, form)
    return None if _known_to_compile(code, form) else _known(code, form)


def _is_compiled(code: str, form: Form) -> bool:
    compiler = engine.take()
    try:
        return _refused(compiler, sendable(code), form) is None
    finally:
        engine.give_back(compiler)


def _verdict(code: str, form: Form) -> SyntaxFault | None:
    compiler = engine.take()
    try:
        return _judged(compiler, code, form)
    finally:
        engine.give_back(compiler)


_known = lru_cache(MOST_KEPT)(_verdict)
_known_to_compile = lru_cache(MOST_KEPT)(_is_compiled)


def _judged(compiler: Compiler, original: str, form: Form) -> SyntaxFault | None:
    code = sendable(original)
    refused = _refused(compiler, code, form)
    if refused is None:
        return None
    if refused.refusal.limit is Limit.MEMORY:
        return SyntaxFault("takes too much memory to compile")
    # A compiler that runs out of stack while it looks ahead takes deep code for wrong code. Only an
    # answer that half the stack leads to as well is about the code.
    script = refused.surroundings.around(code)
    if refused.refusal.limit is Limit.STACK or (
        len(script) > _SHORTEST_DEEP_CODE and compiler.refusal_with_less_stack(script) != refused.refusal
    ):
        return SyntaxFault("nested too deeply")

    def mended(other: str) -> bool:
        return _refused(compiler, sendable(other), form) is None

    from callr_actions.javascript.messages import explained  # noqa: PLC0415 - only a fault needs words

    start = _place(compiler, code, refused)
    if form is Form.EXPRESSION and start == len(code):
        start = _place_of_bracket(compiler, code)
    return explained(refused.refusal.message, original, start, form, escaped=refused.escaped, compiles=mended)


def _refused(compiler: Compiler, code: str, form: Form) -> _Refused | None:
    proof = _PROOFS[form]
    refusal = compiler.refusal(proof.first.around(code))
    if refusal is not None:
        return _Refused(refusal, proof.first, escaped=False)
    if proof.closing not in code:
        return None
    refusal = compiler.refusal(proof.second.around(code))
    if refusal is None:
        return None
    # What left the first surroundings may have declared names in the context.
    compiler.tainted = True
    return _Refused(refusal, proof.second, escaped=True)


def _place_of_bracket(compiler: Compiler, code: str) -> int | None:
    """Return where an expression that seems to end too early closes what it did not open, else its length."""
    second = _PROOFS[Form.EXPRESSION].second
    refusal = compiler.refusal(second.around(code))
    return len(code) if refusal is None else _place(compiler, code, _Refused(refusal, second, escaped=False))


def _place(compiler: Compiler, code: str, refused: _Refused) -> int | None:
    """Return the index of the token at fault, the code's length when it ends too early, or None."""
    refusal = refused.refusal
    if refusal.line is None or refusal.column is None:
        return None
    line, column = refusal.line - 2, refusal.column - 1
    if not has_separators(code):
        return index_at(code, line, column)
    # The compiler takes U+2028 and U+2029 for ends of lines only in some places. The same code without
    # any doubt about lines has the same fault in the same place, or tells nothing.
    for variant in without_separators(code):
        other = compiler.refusal(refused.surroundings.around(variant))
        if other is None or other.line is None or other.column is None or other.message != refusal.message:
            continue
        index = index_at(variant, other.line - 2, other.column - 1)
        if may_be_at(code, index, line, column):
            return index
    return None
