"""Patterns that are compiled late: they are patterns all the same, and every one of the program compiles."""

from __future__ import annotations

import ast
import re
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import callr_actions
from callr_actions.lazy_pattern import lazy_pattern

MODULES = [
    found.name
    for found in walk_packages(callr_actions.__path__, "callr_actions.")
    if not found.name.endswith("__main__")
]


def test_it_answers_as_the_compiled_one() -> None:
    lazy, compiled = lazy_pattern("(?P<word>b+)", re.IGNORECASE), re.compile("(?P<word>b+)", re.IGNORECASE)
    assert (lazy.pattern, lazy.flags, lazy.groupindex) == (
        compiled.pattern,
        compiled.flags,
        compiled.groupindex,
    )
    assert lazy.sub("-", "aBBc") == "a-c"
    assert lazy.findall("abBcb") == ["bB", "b"]


def test_it_compiles_once_and_only_when_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    original = re.compile

    def counting(text: str, flags: int = 0) -> re.Pattern[str]:
        compiled.append(text)
        return original(text, flags)

    monkeypatch.setattr(re, "compile", counting)
    lazy = lazy_pattern("once")
    assert compiled == []
    assert [lazy.search("once") is None, lazy.search("twice") is None] == [False, True]
    assert compiled == ["once"]


def test_every_pattern_compiles() -> None:
    for module in MODULES:
        for pattern, flags in patterns_of(module):
            try:
                re.compile(pattern, flags)
            except re.error as error:
                pytest.fail(f"{module}: {pattern}: {error}")


def test_no_module_compiles_one_while_it_is_imported() -> None:
    at_import = [f"{module}:{line}" for module in MODULES for line in compiled_at_import(module)]
    assert at_import == [], "use `lazy_pattern`"


def compiled_at_import(module: str) -> list[int]:
    file = import_module(module).__file__
    assert file is not None
    text = Path(file).read_text(encoding="utf-8")
    if "compile" not in text:
        return []
    return [
        node.lineno
        for statement in ast.parse(text).body
        if not isinstance(statement, ast.FunctionDef | ast.ClassDef)
        for node in ast.walk(statement)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile"
    ]


def patterns_of(module: str) -> list[tuple[str, int]]:
    """Return what the module's constants are made from, also those inside dictionaries and tuples."""
    kind = type(lazy_pattern(""))
    written: list[tuple[str, int]] = []
    left: list[object] = list(vars(import_module(module)).values())
    while left:
        value = left.pop()
        if isinstance(value, kind):
            written.append(vars(value)["_written"])
        elif type(value) is dict:
            left += value.values()
        elif type(value) is tuple or type(value) is list:
            left += value
    return written


def test_the_patterns_of_the_program_are_found() -> None:
    assert sum(len(patterns_of(module)) for module in MODULES) > 100
