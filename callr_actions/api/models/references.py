"""Objects that are named inside others by their SID and name."""

from __future__ import annotations

from callr_actions.api.models.model import Model


class Reference(Model, frozen=True, kw_only=True):
    """Another object; that it has these keys is inferred from the predefined variables of scenarios."""

    sid: str | None = None
    name: str | None = None
