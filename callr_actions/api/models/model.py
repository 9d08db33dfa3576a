"""What every object of the API has in common: keys that this version does not know are kept."""

from __future__ import annotations

from typing import Any, Final

from msgspec import Struct, field

EXTRA: Final = "(extra)"
NULLS: Final = "(nulls)"


class Model(Struct, frozen=True, kw_only=True, rename="camel"):
    """An object of the API, immutable; read with `decode`, written with `to_builtins` or `to_json`.

    A field without a default is a key that Callr's documentation shows. A field whose default is None is a
    key that is inferred, or that is not always there; it is None both when the key is missing and when it
    is null, and is written as it came.

    Attributes:
        extra: the keys that this version does not know, with their JSON values.
        nulls: the wire's names of the optional keys that were there and null.
    """

    extra: dict[str, Any] = field(name=EXTRA, default_factory=dict)
    nulls: frozenset[str] = field(name=NULLS, default=frozenset())
