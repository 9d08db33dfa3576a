"""Regular expressions that are compiled when they are first used.

A hundred of them stand in the program and one file needs a third of them; to compile all of them was a
fifth of the time in which it is checked.
"""

from __future__ import annotations

import re
from typing import Any, cast


class _LazyPattern:
    """Becomes a compiled pattern: the first look at anything of it compiles, the later ones cost nothing."""

    def __init__(self, text: str, flags: int) -> None:
        self._written = (text, flags)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a pattern has
        found = getattr(re.compile(*self._written), name)
        setattr(self, name, found)
        return found


def lazy_pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """Return what serves as `re.compile(text, flags)`, for constants of a module.

    A mistake in the expression is an error at its first use: every constant needs a test that uses it.
    """
    return cast("re.Pattern[str]", _LazyPattern(text, flags))
