"""What an expression is made of, whether it is constant, and what decides in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callr_actions.javascript.model import Form
from callr_actions.javascript.structure import Structure

if TYPE_CHECKING:
    from callr_actions.javascript.comparisons import Operand


E, P = Form.EXPRESSION, Form.PROGRAM


def parts(code: str, form: Form = E) -> str:
    """Each part as `kind:text`, with `+` when joined, `[]` when held, and `>` before each step it takes."""
    return " ".join(
        f"{part.kind.value}:{'.'.join(part.path) or code[part.start : part.end]}"
        + "+" * part.joined
        + "[]" * part.held
        + "".join(f">{step}" for step in part.through)
        for part in Structure(code, form).parts
    )


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("a", "name:a"),
        ("a /* so */", "name:a"),
        ("a.b?.c['d'][0][e]", "name:a.b.c.d.*.*"),
        ("(a).b", "name:a.b"),
        ("é + '' + a", "name:é+ text:''+ name:a+"),
        ("`x${a}\\n`", "text:x+ name:a+ text:\\n+"),
        ("``", "text:``"),
        ("a ? b : c", "name:b name:c"),
        ("a || b", "name:a name:b"),
        ("a ?? b", "name:a name:b"),
        ("a && b", "name:b"),
        ("a === b", "other:a === b"),
        ("!a", "other:!a"),
        ("a, b", "name:b"),
        ("x = a", "name:a"),
        ("x += a", "other:x += a"),
        ("await a", "name:a"),
        ("f(a, b)", "name:a>f name:b>f"),
        ("f()", "other:f()"),
        ("f`x`", "other:f`x`"),
        ("(() => a)()", "other:(() => a)()"),
        ("JSON.stringify(a)", "name:a>JSON.stringify"),
        ("JSON.parse(a).b[0]", "name:a>JSON.parse>.b>.*"),
        ("a.b.slice(1).trim()", "name:a.b>.slice>.trim"),
        ("a.replace(b, c)", "name:a>.replace name:b>.replace name:c>.replace"),
        ("a.indexOf(b)", "name:a>.indexOf"),
        ("f(...a)", "name:a>f"),
        (
            "{a, b: c, ...d, e() {}, ['f']: 1}",
            "object:{a, b: c, ...d, e() {}, ['f']: 1} name:a[] name:c[] name:d[] other:1[]",
        ),
        ("[a, {b}]", "array:[a, {b}] name:a[] object:{b}[] name:b[]"),
        ("() => a", "function:() => a"),
        ("function () {}", "function:function () {}"),
        ("class {}", "function:class {}"),
        ("new Date(a)", "other:new Date(a)"),
        ("1) + (2", ""),
        ("a); (b", ""),
        ("(", ""),
        ("a[''] ", "name:a.*"),
    ],
)
def test_parts(code: str, expected: str) -> None:
    assert parts(code) == expected


def test_a_program_has_no_value() -> None:
    assert Structure("a; b", P).parts == ()
    assert Structure("a; b", P).truth is None


@pytest.mark.parametrize(
    "code",
    [
        "1",
        "true",
        "'x'",
        "`x`",
        "!0",
        "-1",
        "!''",
        "[]",
        "{}",
        "() => 0",
        "/x/",
        "new A()",
        "typeof a",
        "1 < 2",
        "1 == 1.0",
        "'a' != 'b'",
        "2 >= 1",
        "1 <= 1",
        "2 > 1",
        "a || 1",
        "1 || a",
        "a ? 1 : 'b'",
        "1 ? 2 : a",
        "0 ? a : 1",
        "null ?? 1",
        "0, 1",
        "(1)",
        "1 && 2",
        "'\\n'",
        "0 || 1",
        "1 !== 2",
        "class {}",
        "function () {}",
        "!(0 && a)",
        "1 ?? a",
        "'a' === 'a'",
    ],
)
def test_always_true(code: str) -> None:
    assert Structure(code, E).truth is True


@pytest.mark.parametrize(
    "code",
    [
        "0",
        "false",
        "''",
        "``",
        "null",
        "undefined",
        "!1",
        "void a",
        "-0",
        "a && 0",
        "0 && a",
        "1 === 2",
        "'a' === 'b'",
        "a ? 0 : ''",
        "null ?? undefined",
        "0 ?? a",
        "!!0",
        "1 > 2",
    ],
)
def test_always_false(code: str) -> None:
    assert Structure(code, E).truth is False


@pytest.mark.parametrize(
    "code",
    [
        "a",
        "a || 0",
        "a && 1",
        "a ? 1 : 0",
        "a ? b : 1",
        "-a",
        "!a",
        "~1",
        "+1",
        "1 + 1",
        "1 == '1'",
        "a === 1",
        "1 === a",
        "'a' < 'b'",
        "0x10",
        "`${a}`",
        "`\\n`",
        "a = 1",
        "f()",
        "a ?? 1",
        "null > 1",
        "1 & 1",
        "-'a'",
        "a.b",
        "1e3",
        "a || b",
        "a && b",
    ],
)
def test_decided_by_the_running_code(code: str) -> None:
    assert Structure(code, E).truth is None


def test_long_chains_need_no_stack() -> None:
    assert Structure("0 || " * 3000 + "1", E).truth is True
    assert len(Structure("a + " * 3000 + "a", E).parts) == 3001
    assert parts("a" + ".b()" * 1000).startswith("name:a>.b>.b")
    assert Structure("a || " * 3000 + "(b = 1)", E).assignments_in_tests(whole=True) != ()


def assignments(code: str, form: Form = E, *, whole: bool = False) -> list[int]:
    return [start for start, _ in Structure(code, form).assignments_in_tests(whole=whole)]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("a = 1", [2]),
        ("(a = 1)", []),
        ("a.b = 1", [4]),
        ("[a] = b", []),
        ("{a: 1}", []),
        ("a && (b = 1)", [8]),
        ("a && ((b = 1))", [9]),
        ("(a = 1) || b", [3]),
        ("a == 1 && b === 2", []),
        ("a += 1", []),
        ("(", []),
    ],
)
def test_assignments_in_a_condition(code: str, expected: list[int]) -> None:
    assert assignments(code, whole=True) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("a = 1", []),
        ("a = b ? c : d", []),
        ("a = 1 ? b : c", [2]),
        ("(a = 1) && b", [3]),
        ("a && (b = 1)", []),
        ("(a = 1) ? b : c", []),
        ("(a = 1, b) ? c : d", []),
    ],
)
def test_assignments_in_a_value(code: str, expected: list[int]) -> None:
    assert assignments(code) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("if (a = 1) b", [6]),
        ("if ((a = 1)) b", []),
        ("if (/* so */ a = 1) b", [15]),
        ("while (a = b()) c", [9]),
        ("do a = 1; while (b = 2)", [19]),
        ("for (a = 1; a < 2; a++) b = 1", []),
        ("if (a && (b = 1)) c", [12]),
    ],
)
def test_assignments_in_statements(code: str, expected: list[int]) -> None:
    assert assignments(code, P) == expected


@pytest.mark.parametrize(
    ("code", "form", "expected"),
    [
        ("await a", E, [0]),
        ("a", E, []),
        ("awaited", E, []),
        ("await a + await b", E, [0, 10]),
        ("async () => await a", E, []),
        ("for await (const a of b) c", P, [4]),
        ("for (const a of b) await c", P, [19]),
        ("async function f() { await a } await b", P, [31]),
        ("({async m() { await a }})", P, []),
        ("await (", E, []),
    ],
)
def test_awaits(code: str, form: Form, expected: list[int]) -> None:
    assert [start for start, _ in Structure(code, form).awaits] == expected


def test_calls() -> None:
    code = "é; eval(a + 1); new Function('x', b); c.eval(d); new Date; eval`x`; e()"
    found = Structure(code, P).calls(("eval", "Function"))
    assert [(call.name, code[call.start : call.end]) for call in found] == [
        ("eval", "eval"),
        ("Function", "Function"),
        ("eval", "eval"),
    ]
    assert [[part.path for part in call.parts] for call in found] == [[("a",), ()], [(), ("b",)], [()]]
    assert Structure("(", P).calls(("eval",)) == ()


@given(
    st.lists(
        st.sampled_from(
            [*"ab01 .,;:?()[]{}=!+-&|<>`'\"$\\/\n", "await ", "=>", "${", "new ", "if", "x", "é"]
        ),
        max_size=30,
    )
)
def test_no_code_breaks_it(pieces: list[str]) -> None:
    code = "".join(pieces)
    for form in Form:
        structure = Structure(code, form)
        for part in structure.parts:
            assert 0 <= part.start <= part.end <= len(code)
        assert structure.truth in (True, False, None)
        places = (*structure.assignments_in_tests(whole=True), *structure.awaits)
        assert all(code[start:end] in ("=", "await") for start, end in places)
        structure.calls(("a",))


def comparisons(code: str, form: Form = E) -> list[str]:
    def side(operand: Operand) -> str:
        return ".".join(operand.path) or operand.literal or code[operand.start : operand.end]

    return [
        f"{side(each.left)} {each.operator} {side(each.right)}" for each in Structure(code, form).comparisons
    ]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("a.b === 1", ["a.b === number"]),
        ("(a?.b) !== ('x')", ["a.b !== string"]),
        ("`${a}` === true", ["string === boolean"]),
        ("a[0] === -1", ["a[0] === number"]),
        ("a[b] === -b", ["a[b] === -b"]),
        ("a === ~1", ["a === ~1"]),
        ("a == 1 || a < 2", []),
        ("f(a) === (a || b)", ["f(a) === a || b"]),
        ("é === 'x' ? b === 1 : c", ["é === string", "b === number"]),
        ("a ===", []),
    ],
)
def test_strict_comparisons(code: str, expected: list[str]) -> None:
    assert comparisons(code) == expected


def test_the_cases_of_a_switch_are_comparisons() -> None:
    code = "switch (a.b) { case 1: f(); case c: break; default: g() }"
    assert comparisons(code, P) == ["a.b switch number", "a.b switch c"]


@pytest.mark.parametrize(
    ("code", "expected"),
    [("(a.b)", (("a", "b"), None)), ("1", ((), "number")), ("a + 1", ((), None)), ("a ===", None)],
)
def test_a_whole_expression_as_one_side(code: str, expected: object) -> None:
    operand = Structure(code, E).operand
    assert (operand and (operand.path, operand.literal)) == expected
