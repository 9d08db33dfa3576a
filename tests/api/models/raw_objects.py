"""JSON objects as the API could send them, made from the definitions of the models."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec.inspect as definitions
from hypothesis import strategies as st

from callr_actions.api import models
from callr_actions.api.models.model import EXTRA, NULLS, Model
from callr_actions.api.models.money import Money
from callr_actions.api.models.timestamp import Timestamp

if TYPE_CHECKING:
    from collections.abc import Iterator

INTEGERS = st.integers(-(2**53), 2**53)
FRACTIONS = st.floats(-1e9, 1e9, allow_nan=False)
# A lone surrogate cannot come in UTF-8.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
JSON = st.recursive(
    st.none() | st.booleans() | INTEGERS | FRACTIONS | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
)
TIMES = st.builds(
    "{:04}-{:02}-{:02}{}{:02}:{:02}:{:02}{}{}".format,
    st.integers(1, 9999),
    st.integers(1, 12),
    st.integers(1, 28),
    st.sampled_from("Tt"),
    st.integers(0, 23),
    st.integers(0, 59),
    st.integers(0, 60),
    st.just("") | st.from_regex(r"\.[0-9]{1,9}", fullmatch=True),
    st.sampled_from(["Z", "z"]) | st.from_regex(r"[+-](0[0-9]|1[0-9]|2[0-3]):[0-5][0-9]", fullmatch=True),
)
DIGITS = "0123456789"
AMOUNTS = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "-"]),
    st.text(DIGITS, min_size=1, max_size=40),
    st.just("") | st.text(DIGITS, min_size=1, max_size=12).map(".{}".format),
)


def every_model() -> list[type[Model]]:
    """Every model of every tag."""
    for module in pkgutil.iter_modules(models.__path__):
        importlib.import_module(f"{models.__name__}.{module.name}")
    return sorted(_below(Model), key=lambda kind: kind.__name__)


def _below(kind: type[Model]) -> Iterator[type[Model]]:
    for each in kind.__subclasses__():
        if each.__module__.startswith(models.__name__):
            yield each
            yield from _below(each)


def raw(kind: definitions.Type) -> st.SearchStrategy[Any]:
    """JSON values of a type."""
    match kind:
        case definitions.UnionType(types=types):
            return st.one_of(*map(raw, types))
        case definitions.StructType(fields=fields):
            return raw_object(fields)
        case definitions.VarTupleType(item_type=item):
            return st.lists(raw(item), max_size=2)
        case definitions.DictType():
            return st.dictionaries(TEXTS, JSON, max_size=2)
        case definitions.EnumType(cls=cls):
            return st.sampled_from([each.value for each in cls]) | TEXTS
        case definitions.CustomType(cls=cls):
            return {Timestamp: TIMES, Money: AMOUNTS}[cls]
        case _:
            return {
                definitions.StrType: TEXTS,
                definitions.IntType: INTEGERS,
                definitions.FloatType: FRACTIONS,
                definitions.BoolType: st.booleans(),
                definitions.NoneType: st.none(),
                definitions.AnyType: JSON,
            }[type(kind)]


@st.composite
def raw_object(draw: st.DrawFn, fields: tuple[definitions.Field, ...]) -> dict[str, Any]:
    known = [field for field in fields if field.encode_name not in {EXTRA, NULLS}]
    names = {field.encode_name for field in known}
    unknown = draw(st.dictionaries(TEXTS.filter(lambda key: key not in names), JSON, max_size=2))
    given = {
        field.encode_name: draw(raw(field.type)) for field in known if field.required or draw(st.booleans())
    }
    return {**unknown, **given}


@cache
def raw_of(kind: Any) -> st.SearchStrategy[dict[str, Any]]:
    """JSON objects of a model."""
    return raw(definitions.type_info(kind))
