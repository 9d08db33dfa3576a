"""Named tuples that are quick to define do all that those of `typing` do."""

from __future__ import annotations

import copy
import inspect
import pickle
from typing import Any, Generic, Self, TypeVar
from typing import NamedTuple as Original

import pytest

from callr_actions.named_tuple import NamedTuple

Value = TypeVar("Value")


class Quick(NamedTuple):
    """A place."""

    line: int
    names: tuple[str, ...] = ()
    note: str | None = None

    @property
    def first(self) -> str:
        """The first name."""
        return self.names[0]


class Slow(Original):
    """A place."""

    line: int
    names: tuple[str, ...] = ()
    note: str | None = None


class Held(NamedTuple, Generic[Value]):
    """A value of any type."""

    value: Value


class Twice(Quick):
    """A subclass with a constructor of its own."""

    def __new__(cls, line: int) -> Self:
        return super().__new__(cls, 2 * line)


class Nothing(NamedTuple):
    """No field."""


BOTH: tuple[Any, ...] = (Quick, Slow)


@pytest.mark.parametrize(
    "attribute", ["_fields", "_field_defaults", "__match_args__", "__annotations__", "__doc__"]
)
def test_the_class_says_the_same(attribute: str) -> None:
    quick, slow = (getattr(each, attribute) for each in BOTH)
    if attribute == "__annotations__":
        slow = {name: annotation.__forward_arg__ for name, annotation in slow.items()}
    assert quick == slow


def test_values_are_tuples() -> None:
    one: Any = Quick(1, note="x")
    assert one == (1, (), "x") == Slow(1, note="x")
    assert hash(one) == hash((1, (), "x"))
    assert (one.line, one.names, one.note) == (1, (), "x")
    assert repr(one) == "Quick(line=1, names=(), note='x')"
    assert Quick(1, ("a",)).first == "a"
    assert not hasattr(one, "__dict__")


def test_they_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Quick(1).line = 2  # type: ignore[misc]


@pytest.mark.parametrize("kind", BOTH)
def test_replace_make_and_dictionary(kind: Any) -> None:
    one = kind(1, ("a",))
    assert one._replace(line=2) == (2, ("a",), None)
    assert type(one._replace(line=2)) is kind
    assert kind._make([1, 2, 3]) == (1, 2, 3)
    assert one._asdict() == {"line": 1, "names": ("a",), "note": None}


@pytest.mark.parametrize("kind", BOTH)
def test_what_does_not_fit_is_refused(kind: Any) -> None:
    with pytest.raises(TypeError, match=r"__new__\(\) missing 1 required positional argument: 'line'"):
        kind()
    with pytest.raises(TypeError, match=r"__new__\(\) got an unexpected keyword argument 'row'"):
        kind(1, row=2)
    with pytest.raises(TypeError, match="Expected 3 arguments, got 1"):
        kind._make([1])
    with pytest.raises(ValueError, match=r"Got unexpected field names: \['row'\]"):
        kind(1)._replace(row=2)


def test_they_are_copied_and_pickled() -> None:
    one = Quick(1, ("a",))
    for other in (copy.copy(one), copy.deepcopy(one), pickle.loads(pickle.dumps(one))):
        assert other == one
        assert type(other) is Quick


def test_they_are_matched_by_place() -> None:
    match Quick(1, ("a",)):
        case Quick(line, names):
            assert (line, names) == (1, ("a",))


def test_generic_derived_and_empty_ones() -> None:
    assert Held("x").value == Held[str]("x").value == "x"
    assert Twice(2) == (4, (), None)
    assert type(Twice(2)) is Twice
    assert Nothing() == ()


def test_the_constructor_is_made_with_the_first_value() -> None:
    class Late(NamedTuple):
        """Not used yet."""

        start: int
        end: int = 0

    assert "__new__" not in vars(Late)
    assert Late(end=2, start=1) == (1, 2)
    assert list(inspect.signature(Late).parameters) == ["start", "end"]
