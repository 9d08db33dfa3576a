"""Objects of any shape inside a request, and the variables of a run."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from callr_actions.api.requests.constraints import Constraint, has_surrogate
from callr_actions.api.requests.violations import Fault, in_words
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

VARIABLE_NAME: Final = r"^\$[a-zA-Z][a-zA-Z0-9_]{0,254}$"
_DEEPEST: Final = 200


class _NotJson(NamedTuple):
    path: str
    found: str


@dataclass(frozen=True, slots=True)
class _BadKey:
    found: str


@dataclass(frozen=True, slots=True)
class Object(Constraint):
    """An object whose keys are not documented; its values are JSON."""

    @property
    def allowed(self) -> str:
        """What is accepted, in words."""
        return "an object of JSON values"

    def fault(self, value: object) -> Fault | None:
        """Name the first place that JSON cannot hold; values are not shown, they can be secrets."""
        if not isinstance(value, dict):
            return Fault(in_words(value), self.allowed)
        wrong = _not_json(value)
        return None if wrong is None else Fault(f"{wrong.found} at `{wrong.path}`", self.allowed)


@dataclass(frozen=True, slots=True)
class Variables(Constraint):
    """The variables that a run starts with.

    Attributes:
        most: how many at most.
        name: what each name matches; the server drops others without a word.
    """

    most: int = 64
    name: str = VARIABLE_NAME

    @property
    def allowed(self) -> str:
        """What is accepted, in words."""
        return f"an object of at most {self.most} variables"

    def fault(self, value: object) -> Fault | None:
        """Name every variable that the server would drop."""
        if not isinstance(value, dict) or len(value) > self.most:
            return Fault(in_words(value), self.allowed)
        dropped = dropped_variables(value)
        if dropped:
            names = ", ".join(in_words(name) for name in dropped)
            what = "a name that the server drops" if len(dropped) == 1 else "names that the server drops"
            meant = f"${dropped[0]}"
            return Fault(
                f"an object with {what} without a word: {names}",
                "`$`, a letter, then at most 254 letters, digits or `_`",
                meant if len(dropped) == 1 and re.fullmatch(self.name, meant) else None,
            )
        return Object().fault(value)


def dropped_variables(variables: dict[str, object]) -> tuple[str, ...]:
    """Return the names that the server would silently ignore, in their order."""
    return tuple(name for name in variables if re.fullmatch(VARIABLE_NAME, str(name)) is None)


def _not_json(value: object) -> _NotJson | None:
    """Return the first place that JSON cannot hold, without recursion: a value can hold itself."""
    waiting: list[tuple[str, object, int]] = [("", value, 0)]
    while waiting:
        path, found, depth = waiting.pop()
        if depth > _DEEPEST:
            return _NotJson(f"{path[:40]}...", f"a value nested more than {_DEEPEST} levels deep")
        match found:
            case dict():
                parts = list(_members(found, path))
            case list() | tuple():
                parts = [(f"{path}[{index}]", each) for index, each in enumerate(found)]
            case _:
                wrong = _not_scalar(found)
                if wrong is not None:
                    return _NotJson(path, wrong)
                continue
        waiting += [(inner, each, depth + 1) for inner, each in reversed(parts)]
    return None


def _members(value: dict[object, object], path: str) -> Iterator[tuple[str, object]]:
    for key, each in value.items():
        if isinstance(key, str) and not has_surrogate(key):
            yield f"{path}.{key}" if path else key, each
        else:
            yield path or "the top", _BadKey(in_words(key))


def _not_scalar(value: object) -> str | None:
    match value:
        case None | bool():
            return None
        case str():
            return "a text with half of a surrogate pair" if has_surrogate(value) else None
        case int():
            return None if -(2**63) <= value < 2**64 else "a number of more than 64 bits"
        case float():
            return None if math.isfinite(value) else str(value)
        case _BadKey():
            return f"a key that is {value.found}"
        case _:
            return f"a value of the type {type(value).__name__}"
