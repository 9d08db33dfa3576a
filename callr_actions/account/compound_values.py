"""Values that hold others, such as lists, and those of which little is known; see `values.py`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from callr_actions.account.values import Unreadable, kind, shown

if TYPE_CHECKING:
    from callr_actions.account.values import Value


@dataclass(frozen=True, slots=True)
class Several:
    """A list; in a query `?sid=a&sid=b`, also `sid=a,b` and `sid[]=a`."""

    of: Value
    most: int

    def read(self, text: str) -> list[Any]:
        return [self.of.read(each) for each in text.split(",")]

    def check(self, value: Any) -> str | None:
        if not isinstance(value, list):
            return f"must be a list, not {kind(value)}"
        if len(value) > self.most:
            return f"has {len(value)} items; it must have at most {self.most}"
        for at, each in enumerate(value):
            wrong = self.of.check(each)
            if wrong is not None:
                return f"has an item (number {at + 1}) that {wrong}"
        return None

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": self.of.schema(), "maxItems": self.most}

    def wording(self) -> str:
        return f"at most {self.most} items, each {self.of.wording()}"


@dataclass(frozen=True, slots=True)
class AnyObject:
    """An object whose keys nobody documented, or are the user's own."""

    most: int | None = None

    def read(self, text: str) -> Any:
        raise Unreadable(f"is {shown(text)}; an object cannot stand there")

    def check(self, value: Any) -> str | None:
        if not isinstance(value, dict):
            return f"must be an object, not {kind(value)}"
        if self.most is not None and len(value) > self.most:
            return f"has {len(value)} properties; it must have at most {self.most}"
        return None

    def schema(self) -> dict[str, Any]:
        return {"type": "object"} if self.most is None else {"type": "object", "maxProperties": self.most}

    def wording(self) -> str:
        return "an object" if self.most is None else f"an object of at most {self.most} properties"


@dataclass(frozen=True, slots=True)
class Other:
    """A value that something else checks.

    Attributes:
        means: what it says, in a few words.
    """

    means: str

    def read(self, text: str) -> Any:
        return text

    def check(self, value: Any) -> str | None:  # noqa: ARG002 - the handler knows more
        return None

    def schema(self) -> dict[str, Any]:
        return {"description": self.means}

    def wording(self) -> str:
        return self.means


@dataclass(frozen=True, slots=True)
class Nullable:
    """A value, or null."""

    of: Value

    def read(self, text: str) -> Any:
        return self.of.read(text)

    def check(self, value: Any) -> str | None:
        return None if value is None else self.of.check(value)

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [self.of.schema(), {"type": "null"}]}

    def wording(self) -> str:
        return f"{self.of.wording()}, or null"


@dataclass(frozen=True, slots=True)
class Binary:
    """The bytes of an uploaded file."""

    def read(self, text: str) -> Any:
        raise Unreadable(f"is {shown(text)}; a file cannot stand there")

    def check(self, value: Any) -> str | None:
        if not isinstance(value, bytes):
            return "must be a file: a part with a `filename` in its content-disposition"
        return None if value else "is an empty file"

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "contentMediaType": "application/octet-stream", "minLength": 1}

    def wording(self) -> str:
        return "a file"
