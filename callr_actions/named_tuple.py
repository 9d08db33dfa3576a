"""`NamedTuple` as in `typing`, but a class of it takes a tenth of the time to define.

Eighty of them are defined before one file is checked. What takes the time in `typing` is to compile
annotations that nobody asks for, and a constructor also for classes of which no value is ever made. Here
annotations stay text, and the constructor is compiled with the first value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["NamedTuple"]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, NamedTuple, Self
else:
    try:
        from _collections import _tuplegetter as _field_at
    except ImportError:  # another Python than CPython
        from operator import itemgetter

        def _field_at(index: int, doc: str) -> property:
            return property(itemgetter(index), doc=doc)

    class _Kind(type):
        """Makes attributes and defaults of the annotations of a class directly below `NamedTuple`."""

        def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> Self:
            if tuple not in bases and not any(hasattr(base, "_fields") for base in bases):
                fields = tuple(namespace.get("__annotations__", ()))
                defaults = {field: namespace.pop(field) for field in fields if field in namespace}
                for index, field in enumerate(fields):
                    namespace[field] = _field_at(index, f"Alias for field number {index}")
                namespace |= {
                    "__match_args__": fields,
                    "__slots__": (),
                    "_field_defaults": defaults,
                    "_fields": fields,
                }
            return super().__new__(cls, name, bases, namespace)

    class NamedTuple(tuple, metaclass=_Kind):
        """What `typing.NamedTuple` promises, for its users and for pickle and copy."""

        __slots__ = ()

        def __new__(cls, *values: object, **named: object) -> Self:
            """Make the first value of a class, and from now on its values with a constructor of its own."""
            owner = next(each for each in cls.__mro__ if "_fields" in vars(each))
            owner.__new__ = staticmethod(_constructor(owner))
            return owner.__new__(cls, *values, **named)

        @classmethod
        def _make(cls, values: Iterable[object]) -> Self:
            made = tuple.__new__(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
            return made

        def _replace(self, /, **changed: object) -> Self:
            made = self._make(map(changed.pop, self._fields, self))
            if changed:
                raise ValueError(f"Got unexpected field names: {list(changed)!r}")
            return made

        def _asdict(self) -> dict[str, Any]:
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self) -> str:
            shown = ", ".join(f"{name}={value!r}" for name, value in self._asdict().items())
            return f"{type(self).__name__}({shown})"

        def __getnewargs__(self) -> tuple[object, ...]:
            return tuple(self)

    def _constructor(owner: type) -> Callable[..., Any]:
        """Return `__new__` with the fields as its parameters: as quick as a call of Python can be."""
        values = "".join(f"{field}, " for field in owner._fields)
        # Names of fields are identifiers: Python has read them in the class.
        made = eval(f"lambda _cls, {values}: _new(_cls, ({values}))", {"_new": tuple.__new__})  # noqa: S307
        made.__defaults__ = tuple(owner._field_defaults.values())
        made.__name__ = "__new__"
        made.__qualname__ = f"{owner.__qualname__}.__new__"
        return made
