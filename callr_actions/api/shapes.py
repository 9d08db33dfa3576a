"""What the API answers."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

import msgspec

T = TypeVar("T")


class Page(msgspec.Struct, Generic[T], frozen=True, kw_only=True, rename="camel"):
    """A page of a list."""

    offset: int
    total: int
    has_more: bool
    hits: tuple[T, ...]


class Pong(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of the health check."""

    pong: str
    time: str


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """A scenario with its script."""

    sid: str
    name: str
    script: str
    created: str
    updated: str


class RunStarted(msgspec.Struct, frozen=True, kw_only=True):
    """What starting a scenario answers."""

    runid: str


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """A run."""

    variables: dict[str, Any]
