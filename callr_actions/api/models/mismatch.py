"""An answer of another shape than the documented one: where, what was found, what was expected."""

from __future__ import annotations

from typing import Final

from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.named_tuple import NamedTuple

_WORDS: Final = {
    "str": "a text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "object": "an object",
    "array": "a list",
    "null": "null",
}
_EXPECTED: Final = lazy_pattern(r"Expected `([a-z |]+)`, got `[a-z]+`")
_MISSING: Final = lazy_pattern(r"Object missing required field `(.+)`")
_STEP: Final = lazy_pattern(r"\.(\w+)|\[(\d+)\]")


class Mismatch(NamedTuple):
    """One place where an answer is not what it should be.

    Attributes:
        path: the place, from `$` on: `$.hits[0].created`.
        found: what stands there, in words, without a value that could be a secret.
        expected: what should, in words.
    """

    path: str
    found: str
    expected: str

    def __str__(self) -> str:
        return f"`{self.path}` is {self.found}; expected {self.expected}"


class MismatchError(CallrActionsError):
    """A text is not the JSON that it should be; the clients raise `UnexpectedAnswerError` for it.

    Attributes:
        mismatch: where and why.
    """

    def __init__(self, mismatch: Mismatch) -> None:
        self.mismatch = mismatch
        super().__init__(
            f"the API's answer has an unexpected shape: {mismatch}",
            hint="the API may have changed: look for a newer version of this program",
            exit_code=ExitCode.ACCOUNT,
        )


def explain(message: str, raw: object) -> Mismatch:
    """Turn msgspec's message about a JSON value into a mismatch.

    Args:
        message: such as ``Expected `str`, got `int` - at `$.hits[0].sid` ``.
        raw: the whole value.
    """
    reason, _, path = message.partition(" - at ")
    path = path.strip("`") or "$"
    missing = _MISSING.fullmatch(reason)
    if missing is not None:
        return Mismatch(f"{path}.{missing[1]}", "missing", "the key")
    expected = _EXPECTED.fullmatch(reason)
    words = reason if expected is None else _words(expected[1])
    return Mismatch(path, in_words(_at(path, raw)), words)


def in_words(value: object) -> str:
    """Say what a JSON value is; only what is harmless is quoted."""
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case int() | float():
            return f"the number {value}"
        case str():
            return f"a text of {len(value)} characters" if len(value) > 40 else f'"{value}"'
        case dict():
            return "an object"
        case _:
            return "a list"


def _words(types: str) -> str:
    return " or ".join(_WORDS[name] for name in types.split(" | "))


def _at(path: str, raw: object) -> object:
    for key, index in _STEP.findall(path):
        if isinstance(raw, dict):
            raw = raw[key]
        else:
            assert isinstance(raw, list)
            raw = raw[int(index)]
    return raw
