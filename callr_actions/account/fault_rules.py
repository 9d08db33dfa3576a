"""Faults on purpose, as they are written: `createScenario:500-after@10%`, `429=2@3,4`, `drop-before`.

A rule is [OPERATION:]FAULT[=VALUE][@WHEN]. WHEN is a share of the requests that the rule fits, or the
numbers of some of them; without it the rule always holds. Whether a share takes a request is worked out from
the seed, the rule and the request's number alone: the same requests meet the same faults.
"""

from __future__ import annotations

import hashlib
from enum import Enum
from typing import TYPE_CHECKING

from callr_actions.errors import CallrActionsError
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection

_RULE = lazy_pattern(r"(?:([A-Za-z]+):)?([a-z0-9-]+)(?:=([^@]*))?(?:@(.+))?")
_VALUE = lazy_pattern(r"[0-9]{1,6}(?:\.[0-9]{1,3})?")
_SHARE = lazy_pattern(r"([0-9]{1,3}(?:\.[0-9]{1,3})?)%")
_NUMBERS = lazy_pattern(r"[1-9][0-9]{0,8}(?:,[1-9][0-9]{0,8})*")
_LONGEST_DELAY = 600.0


class Kind(Enum):
    """What goes wrong."""

    DELAY = "delay"
    TOO_MANY = "429"
    FAIL_BEFORE = "500-before"
    FAIL_AFTER = "500-after"
    DROP_BEFORE = "drop-before"
    DROP_AFTER = "drop-after"
    TRUNCATE = "truncate"


# Seconds: of a delay, and of `Retry-After`.
_USUAL = {Kind.DELAY: 1.0, Kind.TOO_MANY: 1.0}


class Rule(NamedTuple):
    """When which fault happens.

    Attributes:
        text: as it was written.
        kind: what goes wrong.
        operation: the operation that it fits; None for any.
        seconds: of a delay or of `Retry-After`.
        share: of the requests that it fits, from 0 to 1; None where `numbers` says which.
        numbers: which of the requests that it fits, from 1 on; empty for those of `share`.
    """

    text: str
    kind: Kind
    operation: str | None
    seconds: float
    share: float | None
    numbers: frozenset[int]

    def takes(self, seed: int, number: int) -> bool:
        """Return whether it takes a request.

        Args:
            seed: of all rules.
            number: which of the requests that it fits, from 1 on.
        """
        if self.share is None:
            return number in self.numbers
        digest = hashlib.sha256(f"{seed}:{self.text}:{number}".encode()).digest()
        return int.from_bytes(digest[:8]) < self.share * 2**64


def read_rule(text: str, operations: Collection[str]) -> Rule:
    """Return a rule.

    Args:
        text: as a user writes it.
        operations: the names of all operations.

    Raises:
        CallrActionsError: it is none.
    """
    found = _RULE.fullmatch(text)
    if found is None:
        raise CallrActionsError(
            f"`{text}` is no fault",
            hint="write [OPERATION:]FAULT[=VALUE][@WHEN], such as 500-after@10% or actionsCreate:429=2@1,3",
        )
    operation, name, value, when = found.groups()
    if operation is not None and operation not in operations:
        raise CallrActionsError(
            f"`{text}`: there is no operation `{operation}`",
            allowed=sorted(operations),
            found=operation,
            hint="/openapi.json of the served account lists them",
        )
    kinds = {each.value: each for each in Kind}
    if name not in kinds:
        raise CallrActionsError(f"`{text}`: there is no fault `{name}`", allowed=tuple(kinds), found=name)
    kind = kinds[name]
    share, numbers = _when(text, when)
    return Rule(text, kind, operation, _seconds(text, kind, value), share, numbers)


def _seconds(text: str, kind: Kind, value: str | None) -> float:
    if value is None:
        return _USUAL.get(kind, 0.0)
    if kind not in _USUAL:
        raise CallrActionsError(f"`{text}`: {kind.value} takes no value")
    if _VALUE.fullmatch(value) is None or float(value) > _LONGEST_DELAY:
        raise CallrActionsError(
            f"`{text}`: `{value}` is no number of seconds up to {_LONGEST_DELAY:g}", hint="write delay=0.5"
        )
    return float(value)


def _when(text: str, when: str | None) -> tuple[float | None, frozenset[int]]:
    if when is None:
        return 1.0, frozenset()
    share = _SHARE.fullmatch(when)
    if share is not None and float(share[1]) <= 100:
        return float(share[1]) / 100, frozenset()
    if _NUMBERS.fullmatch(when) is not None:
        return None, frozenset(map(int, when.split(",")))
    raise CallrActionsError(
        f"`{text}`: `{when}` says not when",
        hint="write a share of the requests (@10%), or which of them (@3 or @1,4)",
    )
