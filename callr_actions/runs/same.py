"""Whether two values of JSON are one."""

from __future__ import annotations


def same(one: object, other: object) -> bool:
    """Return whether two JSON values are one: to Python `1`, `1.0` and `True` are equal."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(each, other[name]) for name, each in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other
