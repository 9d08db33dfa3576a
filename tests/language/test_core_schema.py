"""What a scalar's text means by YAML 1.2's core schema."""

from __future__ import annotations

import math

import pytest

from callr_actions.language.core_schema import TAG_PREFIX, Resolved, resolve
from callr_actions.language.source import Source
from callr_actions.language.tree import Scalar
from callr_actions.language.yaml_parser import parse_yaml

INF = math.inf

PLAIN: list[tuple[str, Resolved]] = [
    # nulls
    ("", None),
    ("~", None),
    ("null", None),
    ("Null", None),
    ("NULL", None),
    ("nULL", "nULL"),
    ("none", "none"),
    ("undefined", "undefined"),
    # booleans: only true and false, not YAML 1.1's yes and on
    ("true", True),
    ("True", True),
    ("TRUE", True),
    ("tRue", "tRue"),
    ("false", False),
    ("False", False),
    ("FALSE", False),
    ("yes", "yes"),
    ("no", "no"),
    ("on", "on"),
    ("off", "off"),
    ("y", "y"),
    ("N", "N"),
    # integers
    ("0", 0),
    ("-0", 0),
    ("+12", 12),
    ("-7", -7),
    ("012", 12),
    ("0o14", 12),
    ("0o18", "0o18"),
    ("0O14", "0O14"),
    ("-0o14", "-0o14"),
    ("0x1F", 31),
    ("0x1g", "0x1g"),
    ("+0x1F", "+0x1F"),
    ("0b101", "0b101"),
    ("1_000", "1_000"),
    ("1,000", "1,000"),
    ("12:30", "12:30"),
    ("190:20:30", "190:20:30"),
    ("+33612345678", 33612345678),
    ("0612345678", 612345678),
    ("9" * 300, int("9" * 300)),
    ("9" * 301, float("9" * 301)),
    ("1" + "0" * 500, INF),
    ("0x" + "f" * 299, "0x" + "f" * 299),
    ("0o" + "7" * 299, "0o" + "7" * 299),
    # floats
    ("1e3", 1000.0),
    ("1E+3", 1000.0),
    ("-1.5e-3", -0.0015),
    (".5", 0.5),
    ("+.5", 0.5),
    ("5.", 5.0),
    ("1.", 1.0),
    (".", "."),
    ("..", ".."),
    ("+", "+"),
    ("-", "-"),
    ("e3", "e3"),
    (".e3", ".e3"),
    ("1e", "1e"),
    ("1.2.3", "1.2.3"),
    (".inf", INF),
    ("-.INF", -INF),
    ("+.Inf", INF),
    (".iNF", ".iNF"),
    ("inf", "inf"),
    ("nan", "nan"),
    ("Infinity", "Infinity"),
    # text that other schemas read otherwise
    ("2025-09-01", "2025-09-01"),
    ("2025-09-01 12:00:00", "2025-09-01 12:00:00"),
    ("<<", "<<"),
    ("=", "="),
    ("$x", "$x"),
    ("١٢", "١٢"),
    ("1\n2", "1\n2"),
    ("1 ", "1 "),
]


@pytest.mark.parametrize(("text", "value"), PLAIN)
def test_plain(text: str, value: Resolved) -> None:
    _same(resolve(text, plain=True, tag=None), value)


@pytest.mark.parametrize("text", [".nan", ".NaN", ".NAN"])
def test_not_a_number(text: str) -> None:
    value = resolve(text, plain=True, tag=None)
    assert isinstance(value, float)
    assert math.isnan(value)


@pytest.mark.parametrize("text", [text for text, _ in PLAIN])
def test_in_quotes_everything_is_text(text: str) -> None:
    assert resolve(text, plain=False, tag=None) == text


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ('!!int "3"', 3),
        ("!!int 3", 3),
        ("!!int 3.5", "3.5"),
        ("!!int three", "three"),
        ("!!int true", "true"),
        ("!!str 3", "3"),
        ("!!str true", "true"),
        ("!!str ~", "~"),
        ("!!str", ""),
        ("!!float 3", 3.0),
        ("!!float 3.5", 3.5),
        ("!!float .inf", INF),
        ("!!float x", "x"),
        ("!!float true", "true"),
        ("!!bool true", True),
        ("!!bool 'false'", False),
        ("!!bool yes", "yes"),
        ("!!bool 1", "1"),
        ("!!null ~", None),
        ("!!null ''", None),
        ("!!null", None),
        ("!!null x", "x"),
        ("!!map 3", "3"),
        ("!!seq x", "x"),
        ("!!int\n  0x1F", 31),
        ("!<tag:yaml.org,2002:int> 3", 3),
        ("!mine 3", "3"),
        ("!!binary aGk=", "aGk="),
        ("! 3", "3"),
        ('"3"', "3"),
        ("'true'", "true"),
        ("|-\n  3", "3"),
        (">-\n  ~", "~"),
    ],
)
def test_written_in_a_file(written: str, value: Resolved) -> None:
    root = parse_yaml(Source("a.yaml", written)).root
    assert isinstance(root, Scalar)
    _same(root.data, value)
    assert root.is_string == isinstance(value, str)
    assert root.is_null == (value is None)


def test_a_tag_makes_a_float_of_every_integer_that_python_reads() -> None:
    assert resolve("9" * 300, plain=True, tag=TAG_PREFIX + "float") == float("9" * 300)


def _same(actual: Resolved, expected: Resolved) -> None:
    assert (type(actual), actual) == (type(expected), expected)
