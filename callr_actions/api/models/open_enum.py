"""Lists of values that a newer server may lengthen."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Self


class OpenEnum(StrEnum):
    """Known values of a text; one that is not listed is taken as it is and says so by `known`.

    Requests are checked against the listed values only.
    """

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        unknown = str.__new__(cls, value)
        unknown._name_ = unknown._value_ = str(value)
        return unknown

    @property
    def known(self) -> bool:
        """Whether this version lists the value."""
        return self._value_ in type(self)._value2member_map_
