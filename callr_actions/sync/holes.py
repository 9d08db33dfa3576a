"""A text with holes that the environment fills: what a saved plan keeps, so that no secret is in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from callr_actions.errors import CallrActionsError
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

# What libyaml takes for a line break, or refuses, in a quoted text.
_UNSAFE = lazy_pattern("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")


class Hole(NamedTuple):
    """`${NAME}` in a text; a text that only looks like it, as JavaScript often does, is none.

    Attributes:
        at: where it begins.
        name: the environment variable.
    """

    at: int
    name: str

    @property
    def written(self) -> str:
        """What stands there."""
        return f"${{{self.name}}}"


class HoledText(NamedTuple):
    """A text with holes, each within double quotes."""

    text: str
    holes: tuple[Hole, ...] = ()

    def filled(self, environ: Mapping[str, str]) -> str:
        """Return the text with each hole filled.

        Raises:
            CallrActionsError: an environment variable is not set, or set to nothing.
        """
        pieces, at = [], 0
        for hole in self.holes:
            value = environ.get(hole.name)
            if not value:
                raise CallrActionsError(
                    f"the environment variable {hole.name} is {'not set' if value is None else 'empty'}",
                    hint=f"set it as it was when the plan was made: export {hole.name}=…",
                )
            pieces += [self.text[at : hole.at], quoted(value)[1:-1]]
            at = hole.at + len(hole.written)
        return "".join((*pieces, self.text[at:]))


def quoted(text: str) -> str:
    """Return a text in double quotes that YAML reads as JSON does, on one line."""
    return _UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", json.dumps(text, ensure_ascii=False))
