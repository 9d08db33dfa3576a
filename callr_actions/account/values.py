"""What a value in a request may be: one class per kind, each checks, explains and describes itself.

Here are the simple ones; `compound_values.py` has those that hold others, or anything.

`check` returns what is wrong with a value, worded to follow "`name` ", or None. `read` turns the text of a
path or a query into a value first. `schema` is the same as JSON Schema, for `/openapi.json`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from callr_actions.account import instants
from callr_actions.closest import closest
from callr_actions.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Mapping

_WHOLE = lazy_pattern(r"-?[0-9]{1,400}")
_LONGEST_SHOWN = 60


class Unreadable(ValueError):  # noqa: N818 - it is about the text, not the program
    """The text of a path or a query is no such value; the message follows "`name` "."""


class Value(Protocol):
    """What a request may hold at one place."""

    def read(self, text: str) -> Any:
        """Return the value that a text of a path or a query stands for; raises Unreadable."""

    def check(self, value: Any) -> str | None:
        """Return what is wrong with a value, None if nothing is."""

    def schema(self) -> dict[str, Any]:
        """Return the same as JSON Schema."""

    def wording(self) -> str:
        """Return what is allowed, in a few words."""


@dataclass(frozen=True, slots=True)
class Text:
    """A string.

    Attributes:
        least: the fewest characters.
        most: the most characters.
        pattern: what the whole of it must match.
        means: the pattern in words.
        example: one that is allowed.
        telephone: a leading blank is a `+` that a form decoder took for one.
        must: a further condition that no pattern of Python's can state.
        published: the pattern in the dialect of JSON Schema, where `pattern` cannot be it.
        format: the name of the format in JSON Schema.
    """

    least: int = 0
    most: int | None = None
    pattern: str | None = None
    means: str | None = None
    example: str | None = None
    telephone: bool = False
    must: Callable[[str], bool] | None = None
    published: str | None = None
    format: str | None = None
    _compiled: re.Pattern[str] | None = field(init=False, default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.pattern is not None:
            object.__setattr__(self, "_compiled", lazy_pattern(self.pattern))

    def read(self, text: str) -> str:
        return f"+{text[1:]}" if self.telephone and text.startswith(" ") else text

    def check(self, value: Any) -> str | None:
        if not isinstance(value, str):
            return f"must be a string, not {kind(value)}"
        if not self.least <= len(value) <= (len(value) if self.most is None else self.most):
            return f"has {len(value)} characters; it must have {self._lengths()}"
        if self._compiled is not None and self._compiled.fullmatch(value) is None:
            return f"is {shown(value)}; it must {self.means}"
        if self.must is not None and not self.must(value):
            return f"is {shown(value)}; it must {self.means}"
        return None

    def schema(self) -> dict[str, Any]:
        said: dict[str, Any] = {"type": "string"}
        if self.least:
            said["minLength"] = self.least
        if self.most is not None:
            said["maxLength"] = self.most
        pattern = self.published or (None if self.pattern is None else f"^(?:{self.pattern})$")
        if pattern is not None:
            said["pattern"] = pattern
        if self.format is not None:
            said["format"] = self.format
        if self.example is not None:
            said["examples"] = [self.example]
        return said

    def wording(self) -> str:
        said = ["a string"]
        if self.least or self.most is not None:
            said.append(f"of {self._lengths()}")
        if self.means is not None:
            said.append(f"that must {self.means}")
        return " ".join(said)

    def _lengths(self) -> str:
        if self.most is None:
            return f"at least {self.least} characters"
        if self.least == self.most:
            return f"{self.most} characters"
        return f"{self.least} to {self.most} characters" if self.least else f"at most {self.most} characters"


@dataclass(frozen=True, slots=True)
class Choice:
    """One word of a list."""

    words: tuple[str, ...]

    def read(self, text: str) -> str:
        return text

    def check(self, value: Any) -> str | None:
        if not isinstance(value, str):
            return f"must be a string, not {kind(value)}"
        if value in self.words:
            return None
        near = closest(value, self.words)
        guess = f"; did you mean `{near}`?" if near is not None else f"; allowed: {', '.join(self.words)}"
        return f"is {shown(value)}, which it cannot be{guess}"

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.words)}

    def wording(self) -> str:
        return " or ".join(f"`{word}`" for word in self.words)


@dataclass(frozen=True, slots=True)
class Whole:
    """An integer."""

    least: int | None = None
    most: int | None = None

    def read(self, text: str) -> int:
        if _WHOLE.fullmatch(text) is None:
            raise Unreadable(f"is {shown(text)}; it must be {self.wording()}")
        return int(text)

    def check(self, value: Any) -> str | None:
        if not isinstance(value, int) or isinstance(value, bool):
            return f"must be an integer, not {kind(value)}"
        low = self.least is not None and value < self.least
        if low or (self.most is not None and value > self.most):
            return f"is {shown(value)}; it must be {self.wording()}"
        return None

    def schema(self) -> dict[str, Any]:
        said: dict[str, Any] = {"type": "integer"}
        if self.least is not None:
            said["minimum"] = self.least
        if self.most is not None:
            said["maximum"] = self.most
        return said

    def wording(self) -> str:
        if self.most is not None:
            return f"an integer from {self.least} to {self.most}"
        return "an integer" if self.least is None else f"an integer of {self.least} or more"


@dataclass(frozen=True, slots=True)
class Flag:
    """A boolean; `only` is the one that is allowed where not both are."""

    only: bool | None = None

    def read(self, text: str) -> bool:
        if text not in {"true", "false"}:
            raise Unreadable(f"is {shown(text)}; it must be {self.wording()}")
        return text == "true"

    def check(self, value: Any) -> str | None:
        if not isinstance(value, bool):
            return f"must be true or false, not {kind(value)}"
        if self.only is not None and value is not self.only:
            return f"is {str(value).lower()}; it must be {self.wording()}"
        return None

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"} if self.only is None else {"type": "boolean", "enum": [self.only]}

    def wording(self) -> str:
        return "`true` or `false`" if self.only is None else f"`{str(self.only).lower()}` or left out"


@dataclass(frozen=True, slots=True)
class Instant:
    """An RFC 3339 date-time; read as milliseconds since 1970."""

    def read(self, text: str) -> int:
        at = instants.read(text)
        if at is None and " " in text:  # the `+` of an offset, as a form decoder takes it
            at = instants.read(text.replace(" ", "+"))
        if at is None:
            raise Unreadable(f"is {shown(text)}; it must be {self.wording()}")
        return at

    def check(self, value: Any) -> str | None:  # noqa: ARG002 - read() took nothing else
        return None

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date-time"}

    def wording(self) -> str:
        return "an RFC 3339 date-time such as 2024-04-24T17:42:28Z"


def kind(value: Any) -> str:
    """Return what JSON calls a value, with its article."""
    names: Mapping[type, str] = {
        bool: "a boolean", int: "an integer", float: "a number", str: "a string", list: "a list",
        dict: "an object", type(None): "null", bytes: "a file",
    }  # fmt: skip
    return names[type(value)]


def shown(value: object) -> str:
    """Return a value for a message: quoted, without control characters, cut where it is long."""
    text = str(value)
    cut = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
    return f"`{''.join(char if char.isprintable() else f'U+{ord(char):04X}' for char in cut)}`"
