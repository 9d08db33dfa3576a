"""What the platform's engine has and this one lacks or does otherwise; the facts come from the catalog."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Mapping

MISSING = "missing"
DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class Gaps:
    """Names by what is the matter with them.

    Attributes:
        missing: global names that are not there; a script that needs one is told.
        differing: functions that are there and may answer otherwise, as paths from the global object; a
            script that calls one goes on, and the outcome names it.
    """

    missing: frozenset[str]
    differing: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, facts: Mapping[str, str]) -> Self:
        """Return the gaps that facts name: each name with `missing` or `differs`."""
        return cls(
            missing=frozenset(name for name, kind in facts.items() if kind == MISSING),
            differing=tuple(tuple(name.split(".")) for name, kind in facts.items() if kind == DIFFERS),
        )


NO_GAPS = Gaps.of({})
