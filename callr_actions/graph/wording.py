"""Values of a scenario as texts of one line: what a step is about, and on what condition it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.expressions import OPENING, HoleFinder
from callr_actions.language.tree import Mapping, Scalar, Sequence, merged_entries, scalars, target
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from callr_actions.language.scenario import Step
    from callr_actions.language.tree import Node
    from callr_actions.masking import Masker

# Of a longer text nobody reads more in a picture, also not in the note that shows when one points at it.
LONGEST = 400


class Said(NamedTuple):
    """What an action is about; `spoken` where people hear or read it."""

    text: str
    spoken: bool = False


class Wording:
    """Makes texts of one file; what is secret in it stays out of them."""

    def __init__(self, masker: Masker) -> None:
        self._masker = masker
        self._finder = HoleFinder()

    def one_line(self, text: str) -> str:
        """Return a text on one line and of bearable length, without secrets."""
        masked = self._masker.mask(text)
        return _cut(" ".join(masked[: LONGEST * 4].split()))

    def value(self, text: str) -> str:
        """Return a value: what is nothing but an expression as its code, others with their code in `{}`."""
        if OPENING not in text:
            return self.one_line(text)
        masked = self._masker.mask(text)[: LONGEST * 4]
        pieces: list[str] = []
        at = 0
        for hole in self._finder.holes(masked):
            code = masked[hole.code_start : hole.code_end].strip()
            if hole.start == 0 and hole.end == len(masked):
                return _cut(" ".join(code.split()))
            pieces += [masked[at : hole.start], "{", code, "}"]
            at = hole.end
        pieces.append(masked[at:])
        return _cut(" ".join("".join(pieces).split()))

    def condition(self, step: Step) -> str:
        """Return the JavaScript of a step's `if`, without the braces around it."""
        if step.condition is None:
            return "?"  # a list or the like stands there
        text = step.condition.value.strip()
        if text.startswith(OPENING):
            return self.value(text)
        return self.one_line(text)

    def about(self, step: Step) -> Said:
        """Return what a step's action is about: its main parameter."""
        if step.action is None or step.params is None:
            return Said("")
        say = _ACTIONS.get(step.action.name)
        said = say(self, step.params) if say is not None else Said("")
        return said if said.text else self._first(step.params)

    def texts(self, node: Node | None) -> Iterable[str]:
        """Yield a value, or each of a list."""
        value = target(node) if node is not None else None
        if isinstance(value, Scalar) and not value.is_null:
            yield self.value(value.value)
        elif isinstance(value, Sequence):
            for item in value.items:
                inner = target(item)
                if isinstance(inner, Scalar):
                    yield self.value(inner.value)

    def at(self, params: Mapping, *path: str) -> str:
        """Return the value, or the values, at a path below the parameters; nothing where there is none."""
        return ", ".join(self.texts(_at(params, *path)))

    def _first(self, params: Mapping) -> Said:
        for path, scalar in scalars(params):
            if not scalar.is_null:
                name = ".".join(str(part) for part in path if isinstance(part, str))
                return Said(f"{self.one_line(name)}: {self.value(scalar.value)}")
        return Said("")


def _at(params: Mapping, *path: str) -> Node | None:
    node: Node | None = params
    for name in path:
        value = target(node) if node is not None else None
        entry = merged_entries(value).get(name) if isinstance(value, Mapping) else None
        node = entry.value if entry is not None else None
    return node


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _say(wording: Wording, params: Mapping) -> Said:
    return Said(wording.at(params, "what"), spoken=True)


def _gather(wording: Wording, params: Mapping) -> Said:
    return Said(wording.at(params, "prompt", "what"), spoken=True)


def _dial(wording: Wording, params: Mapping) -> Said:
    targets = _at(params, "targets")
    value = target(targets) if targets is not None else None
    if not isinstance(value, Sequence):
        return Said(wording.at(params, "targets"))
    found: list[str] = []
    for item in value.items:
        inner = target(item)
        if isinstance(inner, Mapping):
            found.append(wording.at(inner, "number"))
        elif isinstance(inner, Scalar):
            found.append(wording.value(inner.value))
    return Said(", ".join(number for number in found if number))


def _sms(wording: Wording, params: Mapping) -> Said:
    return Said(wording.at(params, "body"), spoken=True)


def _fetch(wording: Wording, params: Mapping) -> Said:
    url = wording.at(params, "url")
    method = wording.at(params, "method") or "GET"
    return Said(f"{method} {url}" if url else "")


def _javascript(wording: Wording, params: Mapping) -> Said:
    return Said(wording.at(params, "code"))


def _log(wording: Wording, params: Mapping) -> Said:
    return Said(wording.at(params, "message"))


_ACTIONS = {
    "dial": _dial,
    "fetch": _fetch,
    "gather": _gather,
    "javascript": _javascript,
    "log": _log,
    "say": _say,
    "sms": _sms,
}
