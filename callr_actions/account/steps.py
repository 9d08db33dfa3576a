"""What can be due later. A new kind of step: a function of its resource, and a line here."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from callr_actions.account.work import Job

STEPS: Mapping[str, Callable[[Job], None]] = {}
