"""`${NAME}`: text of callr.yaml that takes a part from the environment, but only when it is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.closest import closest
from callr_actions.errors import CallrActionsError
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from callr_actions.masking import Masker
    from callr_actions.project.places import Place

HOLE = lazy_pattern(r"\$\{(?P<name>[A-Za-z_][A-Za-z0-9_]*)\}")


class Template(NamedTuple):
    """A text with holes, as written; what fills them is never kept here.

    Attributes:
        text: the text with its `${NAME}` holes.
        key: the key it stands under, such as `accounts.production.api-key`.
        place: where it stands; None for built-in values.
    """

    text: str
    key: str = ""
    place: Place | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The environment variables it reads, each once, in their order."""
        return tuple(dict.fromkeys(found["name"] for found in HOLE.finditer(self.text)))

    def resolve(self, environ: Mapping[str, str], masker: Masker) -> str:
        """Return the text with every hole filled; what fills them joins the masker.

        Raises:
            CallrActionsError: a variable is not set, or set to nothing.
        """
        for name in self.names:
            value = environ.get(name)
            if not value:
                raise self._unset(name, environ, empty=value is not None)
            masker.add(value)
        return HOLE.sub(lambda found: environ[found["name"]], self.text)

    def _unset(self, name: str, environ: Mapping[str, str], *, empty: bool) -> CallrActionsError:
        state = "is empty" if empty else "is not set"
        near = None if empty else closest(name, environ)
        hint = f"set it: export {name}=…"
        if near is not None:
            hint = f"`{near}` is set: was that meant?"
        return CallrActionsError(
            f"`{self.key}` reads the environment variable {name}, which {state}",
            file=str(self.place) if self.place else None,
            hint=hint,
        )
