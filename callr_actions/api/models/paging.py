"""A page of a list."""

from __future__ import annotations

from typing import Generic, TypeVar

from callr_actions.api.models.model import Model

T = TypeVar("T")


class Page(Model, Generic[T], frozen=True, kw_only=True):
    """A page of a list.

    Attributes:
        offset: the zero-based index of its first item in the list.
        total: how many items the list has.
        has_more: whether there are more behind this page.
        hits: the items.
    """

    offset: int
    total: int
    has_more: bool
    hits: tuple[T, ...]
