"""What the compiler found, said to somebody who is tired: in lower case, with what stands there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from callr_actions.javascript.model import Form, SyntaxFault
from callr_actions.javascript.text import TRIVIA, end_of_content

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST_TOKEN: Final = 32
_TOKEN: Final = re.compile(
    r"""[#]?[\w$\\\u200c\u200d]+                      # names and numbers
    | "(?:[^"\\\n]|\\.)*+"? | '(?:[^'\\\n]|\\.)*+'?   # strings
    | >>>= | \.\.\. | [!=]== | \*\*= | <<= | >>>? =? | &&= | \|\|= | \?\?=
    | => | [!=<]= | && | \|\| | \?\? | \?\. | \+\+ | -- | \*\* | << | [-+*/%&|^]= | . """,
    re.VERBOSE | re.DOTALL,
)
_STATEMENT: Final = re.compile(
    r"(?:(?:break|case|catch|const|continue|debugger|default|do|else|export|finally|for|if|return|switch|throw|try"
    r"|var|while|with)(?![\w$\\])|let(?=\s+[\w$\[{]))"
)
_UNEXPECTED: Final = re.compile(
    r"[Uu]nexpected (?:token (?:in expression: )?|(?P<kind>identifier|number|string|template)\b)"
)
_EXPECTED: Final = re.compile(r"expect(?:ing|ed) (?:'(?P<token>[^']*)'|(?P<thing>.*))")
_OPERATOR: Final = re.compile(r"(?:[-+*/%&|^<>?]*=|\+\+|--)\Z")
_QUOTED: Final = re.compile(r"'([^']*)'")
_IN_OUR_WORDS: Final = {
    "expecting field name": "expected the name of a property",
    "invalid assignment left-hand side": "cannot assign to what stands before this",
    "invalid increment/decrement operand": "only a variable or a property can be counted up or down",
    "invalid regular expression flags": "a regular expression has unknown flags after its last `/`",
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
    if start >= len(code):
        return _ends_early(code, form, compiles)
    end = _end_of_token(code, start)
    if form is Form.EXPRESSION and compiles(code[:start]):
        text = f"unexpected {_shown(code[start:end])}: the expression is complete before it"
        return SyntaxFault(text, start, end)
    return SyntaxFault(_reworded(message, code[start:end]), start, end)


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
    if at >= 0 and code[at] == "}" and compiles(f"{code[:at]} {code[at + 1 :]}"):
        return SyntaxFault(text, at, at + 1)
    # It is one of several, or a comment stands in between: not certain enough to point at.
    return SyntaxFault(text) if escaped else None


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
    short = token if len(token) <= _LONGEST_TOKEN else f"{token[: _LONGEST_TOKEN - 1]}…"
    return f"`{short}`" if short.isprintable() else f"character U+{ord(token[0]):04X}"


def _reworded(message: str, found: str) -> str:
    """Return the compiler's message about a token in our words."""
    shown = _shown(found)
    if message in _IN_OUR_WORDS:
        return _IN_OUR_WORDS[message]
    if (match := _UNEXPECTED.match(message)) is not None:
        kind = {None: "", "identifier": "name "}.get(match["kind"], f"{match['kind']} ")
        return f"unexpected {kind}{shown}"
    if (match := _EXPECTED.match(message)) is not None:
        wanted = f"`{match['token']}`" if match["token"] else match["thing"]
        return f"expected {wanted}, found {shown}"
    return _plain(message)


def _whole(message: str) -> str:
    """Return the compiler's message without a place; only two kinds of fault have none."""
    if message in _IN_OUR_WORDS:
        return _IN_OUR_WORDS[message]
    if "private field" in message:
        return _plain(message)
    return f"invalid regular expression: {_plain(message)}"


def _plain(message: str) -> str:
    text = _QUOTED.sub(r"`\1`", message.strip()).replace("\n", " ")
    return text[:1].lower() + text[1:]
