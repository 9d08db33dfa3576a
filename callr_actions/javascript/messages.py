"""What the compiler found, said to somebody who is tired: in lower case, with what stands there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from callr_actions.javascript.model import Form, SyntaxFault
from callr_actions.javascript.text import TRIVIA, end_of_content
from callr_actions.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST_TOKEN: Final = 32
_TOKEN: Final = lazy_pattern(
    r"""[#]?[\w$\\\u200c\u200d]+                      # names and numbers
    | "(?:[^"\\\n]|\\.)*+"? | '(?:[^'\\\n]|\\.)*+'?   # strings
    | /\* | >>>= | \.\.\. | [!=]== | \*\*= | <<= | >>>? =? | &&= | \|\|= | \?\?=
    | => | [!=<]= | && | \|\| | \?\? | \?\. | \+\+ | -- | \*\* | << | [-+*/%&|^]= | . """,
    re.VERBOSE | re.DOTALL,
)
_STATEMENT: Final = lazy_pattern(
    r"(?:(?:break|case|catch|const|continue|debugger|default|do|else|export|finally|for|if|return|switch|throw|try"
    r"|var|while|with)(?![\w$\\])|let(?=\s+[\w$\[{]))"
)
_UNEXPECTED: Final = lazy_pattern(
    r"[Uu]nexpected (?:token\b|(?P<kind>identifier|number|regexp|string template|string|character)\b)"
)
_KINDS: Final = {
    "identifier": "name ",
    "number": "number ",
    "regexp": "regular expression ",
    "string template": "template ",
    "string": "string ",
}
_EXPECTED: Final = lazy_pattern(r"[Ee]xpect(?:ing|ed) (?:'(?P<token>[^']*)'|(?P<thing>.*))")
_THINGS: Final = {"field name": "the name of a property"}
_WANTS_MORE: Final = lazy_pattern(
    r".* expected|invalid property name|missing formal parameter|Unexpected end of input"
)
_OPERATOR: Final = lazy_pattern(r"(?:[-+*/%&|^<>?]*=|\+\+|--|\b(?:in|of))\Z")
_QUOTED: Final = lazy_pattern(r"'([^']*)'")
_NO_TARGET: Final = "invalid assignment left-hand side"
_IN_OUR_WORDS: Final = {
    "cannot mix ?? with && or ||": "`??` does not mix with `&&` and `||` unless one side is in parentheses",
    "invalid regular expression flags": "a regular expression has unknown flags after its last `/`",
    "import.meta only valid in module code": "`import.meta` exists only in modules",
    "invalid increment/decrement operand": "only a variable or a property can be counted up or down",
    "invalid redefinition of a variable": "a variable of this name is declared already",
    "invalid redefinition of lexical identifier": "a variable of this name is declared already",
    "invalid redefinition of parameter name": "a parameter has this name already",
    "missing initializer for variable": "this declaration needs a value",
    "unexpected end of comment": "this comment is not closed: `*/` is missing",
    "unexpected end of string": "this string is not closed",
    "unexpected line terminator in regexp": "this regular expression is not closed: `/` is missing",
}


def explained(
    message: str,
    code: str,
    start: int | None,
    form: Form,
    *,
    escaped: bool,
    compiles: Callable[[str], bool],
) -> SyntaxFault:
    """Return the fault for what the compiler says.

    Args:
        message: the compiler's words.
        code: the code, which does not compile.
        start: index of the token at fault; the code's length when it ends too early; None: unknown.
        form: what the code should be.
        escaped: the code closes a bracket that it did not open, somewhere before `start`.
        compiles: whether other code would compile in this form.
    """
    if form is Form.PROGRAM:
        brace = _stray_brace(code, start, escaped=escaped, compiles=compiles)
        if brace is not None:
            return brace
    elif (keyword := _STATEMENT.match(code, _first(code))) is not None:
        text = f"`{keyword[0]}` begins a statement, but an expression is wanted here"
        return SyntaxFault(text, keyword.start(), keyword.end())
    if start is None:
        return SyntaxFault(_whole(message))
    syntactic = _UNEXPECTED.match(message) or _EXPECTED.match(message)
    if start >= len(code):
        if syntactic or _WANTS_MORE.fullmatch(message):
            return _ends_early(code, form, compiles)
        start = end_of_content(code)
    elif form is Form.EXPRESSION and syntactic and compiles(code[:start]):
        return _trailing(code, start)
    if message == _NO_TARGET:
        return _no_target(code, start)
    end = _end_of_token(code, start)
    return SyntaxFault(_reworded(message, code[start:end]), start, end)


def _trailing(code: str, start: int) -> SyntaxFault:
    end = _end_of_token(code, start)
    token = code[start:end]
    if token in ("&&", "||", "??"):
        text = f"unexpected `{token}`: what stands before it must be put in parentheses"
    else:
        text = f"unexpected {_shown(token)}: the expression is complete before it"
    return SyntaxFault(text, start, end)


def _no_target(code: str, start: int) -> SyntaxFault:
    """Return the fault at the operator; the compiler stumbles only over what follows it."""
    at = end_of_content(code[:start])
    operator = _OPERATOR.search(code, 0, at)
    if operator is None:
        return SyntaxFault("cannot assign to what stands before this", start, _end_of_token(code, start))
    text = f"`{operator[0]}` cannot assign to what stands before it"
    return SyntaxFault(text, operator.start(), operator.end())


def _first(code: str) -> int:
    """Return the index of the first character that is not white space or comment."""
    match = TRIVIA.match(code)
    return match.end() if match else 0


def _stray_brace(
    code: str, start: int | None, *, escaped: bool, compiles: Callable[[str], bool]
) -> SyntaxFault | None:
    """Return the fault for a `}` that closes nothing; the compiler stumbles only over what follows it."""
    text = "unexpected `}`: there is nothing left to close"
    at = -1 if start is None else end_of_content(code[:start]) - 1
    if at >= 0 and code[at] == "}" and compiles(f"{code[:at]}\n{code[at + 1 :]}"):
        return SyntaxFault(text, at, at + 1)
    # It is one of several, or a comment stands in between: not certain enough to point at.
    certain = escaped or (start is not None and start >= len(code) and compiles(f"{{{code}"))
    return SyntaxFault(text) if certain else None


def _ends_early(code: str, form: Form, compiles: Callable[[str], bool]) -> SyntaxFault:
    what = "expression" if form is Form.EXPRESSION else "code"
    text = f"the {what} ends too early"
    for bracket in ")]}":
        if compiles(f"{code}\n{bracket}"):
            text += f": `{bracket}` is missing"
            break
    at = end_of_content(code)
    return SyntaxFault(text, at, at)


def _end_of_token(code: str, start: int) -> int:
    match = _TOKEN.match(code, start)
    return match.end() if match else start


def _shown(token: str) -> str:
    if len(token) == 1 and not token.isprintable():
        return f"character U+{ord(token):04X}"
    short = token if len(token) <= _LONGEST_TOKEN else f"{token[: _LONGEST_TOKEN - 1]}…"
    return f"`{''.join(char if char.isprintable() else '�' for char in short)}`"


def _reworded(message: str, found: str) -> str:
    """Return the compiler's message about a token in our words."""
    shown = _shown(found)
    if message in _IN_OUR_WORDS:
        return _IN_OUR_WORDS[message]
    if (match := _UNEXPECTED.match(message)) is not None:
        return f"unexpected {_KINDS.get(match['kind'], '')}{shown}"
    if (match := _EXPECTED.match(message)) is not None:
        thing = match["thing"]
        wanted = f"`{match['token']}`" if thing is None else _THINGS.get(thing, thing)
        return f"expected {wanted}, found {shown}"
    return _plain(message)


def _whole(message: str) -> str:
    """Return the compiler's message without a place; only two kinds of fault have none."""
    if message in _IN_OUR_WORDS:
        return _IN_OUR_WORDS[message]
    return _plain(message) if "private" in message else f"invalid regular expression: {_plain(message)}"


def _plain(message: str) -> str:
    text = _QUOTED.sub(r"`\1`", message.strip()).replace("\n", " ")
    return text[:1].lower() + text[1:]
