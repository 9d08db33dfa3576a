"""What code declares itself, wherever it does so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callr_actions.javascript.declared import Declared, declared_names
from callr_actions.javascript.model import LONGEST_CODE, Form


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("let a = 1, b; var c; const d = e", "a b c d"),
        ("const {a, b: c, d = e, ...f} = g, [h, [i = j], , ...k] = l", "a c d f h i k"),
        ("function a(b, {c}, d = e, ...f) { g() }", "a b c d f"),
        ("const a = function b(c) {}, d = function* e() {}; function* f() {}", "a b c d e f"),
        ("a => b; (c, d) => e; async f => g", "a c d f"),
        ("class a { b(c) { d } }; const e = class f {}; const g = class {}", "a c e f g"),
        ("try {} catch (a) {} try {} catch {} try {} catch ({b}) {}", "a b"),
        ("for (const a of b) {} for (let {c} in d) {} for (e of f) {} for (let g = 0;;) {}", "a c g"),
        ("(undefined) => a", ""),
        ("$a = 1; b.c = 2; call(d)", ""),
    ],
)
def test_names(code: str, expected: str) -> None:
    assert " ".join(each.name for each in declared_names(code, Form.PROGRAM)) == expected


def test_places_count_code_points() -> None:
    assert declared_names("'😀', now => 1", Form.EXPRESSION) == (Declared("now", 5, 8),)


def test_code_that_is_too_long_or_too_odd_declares_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert declared_names("let a;" + " " * LONGEST_CODE, Form.PROGRAM) == ()
    monkeypatch.setattr("callr_actions.javascript.declared.parse", lambda *_, **__: None)
    assert declared_names("let a", Form.PROGRAM) == ()


@given(st.text("let var{}[]()=>,.;:abc function class catch for of in", max_size=60))
def test_any_text_is_survived(code: str) -> None:
    for declared in declared_names(code, Form.PROGRAM):
        assert 0 <= declared.start <= declared.end <= len(code)
