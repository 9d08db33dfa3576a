"""Rows as they come into a ledger and out of it."""

from __future__ import annotations

from callr_actions.named_tuple import NamedTuple


class NewRow(NamedTuple):
    """A row as it is kept.

    Attributes:
        line: where it begins in the input.
        zone: the names of its time zones with spaces between them; empty where they do not matter.
        number: the digits of the phone number that it calls, None where that is not known.
        same: what it has in common with rows that are duplicates of it; None where none can be.
        variables: what its run starts with, as JSON.
    """

    line: int
    zone: str
    number: int | None
    same: bytes | None
    variables: bytes


class WaitingRow(NamedTuple):
    """A row that can be started."""

    id: int
    line: int
    variables: bytes


class StartedRow(NamedTuple):
    """A row whose run is under way.

    Attributes:
        started: seconds since 1970.
        variables: what it was started with.
    """

    id: int
    line: int
    run: str
    started: float
    variables: bytes
