"""What the compiler refuses, in our words and at our positions; and that nothing ever runs."""

from __future__ import annotations

import pytest

from callr_actions.javascript import engine
from callr_actions.javascript.compile import check
from callr_actions.javascript.model import LONGEST_CODE, Form, SyntaxFault

E, P = Form.EXPRESSION, Form.PROGRAM

CORRECT_EXPRESSIONS = [
    "1",
    " a ",
    "a, b",
    "{a: 1}",
    "{}",
    "function(){}",
    "class { #a = 1; b() { return #a in this } }",
    "a + // comment\n b // comment",
    "/* ) */ a /* } */",
    "a\r\n+ b",
    "a\u2028+ b",
    "\ufeffa",
    "'\u2028'",
    "'\0'",
    "'\ud800'",
    "`\r`",
    "\\u0061b",
    "await f()",
    "x => { return x }",
    "'`' + `'` + /[)\\]}]/.source",
    "`}}) ${ {a: `)`} } (`",
    "(a)(b)(c)",
    "a\n--> b is a comment of the oldest kind",
]

CORRECT_PROGRAMS = [
    "",
    " // nothing",
    "return 1",
    "await f(); return",
    "if (a) { b } else { c }",
    "function f() {} var f",
    "'use strict'; a = 1",
    "a\nb",
    "'}' + `}` + /}/.source // }",
    "{ { } }",
    "for await (const a of b) c(a)",
]

FAULTY_EXPRESSIONS = [
    ("", "empty expression", None),
    (" \t\r\n\u2028\ufeff", "empty expression", None),
    ("// a", "empty expression", None),
    ("/* a */ // b", "empty expression", None),
    # Ends too early.
    ("f(1", "the expression ends too early: `)` is missing", (3, 3)),
    ("[1, 2  ", "the expression ends too early: `]` is missing", (5, 5)),
    ("x => {", "the expression ends too early: `}` is missing", (6, 6)),
    ("a +", "the expression ends too early", (3, 3)),
    ("a + // b", "the expression ends too early", (8, 8)),
    ("a.", "the expression ends too early", (2, 2)),
    ("{", "the expression ends too early: `}` is missing", (1, 1)),
    # Goes on too long.
    ("a b", "unexpected `b`: the expression is complete before it", (2, 3)),
    ("1;2", "unexpected `;`: the expression is complete before it", (1, 2)),
    ("a\u2028)", "unexpected `)`: the expression is complete before it", (2, 3)),
    ("a) /* ( */", "unexpected `)`: the expression is complete before it", (1, 2)),
    ("a)", "unexpected `)`: the expression is complete before it", (1, 2)),
    ("a}", "unexpected `}`: the expression is complete before it", (1, 2)),
    ("a 'b' c", "unexpected `'b'`: the expression is complete before it", (2, 5)),
    ("a " + "b" * 40, f"unexpected `{'b' * 31}…`: the expression is complete before it", (2, 42)),
    ("a ?? b || c", "unexpected `||`: what stands before it must be put in parentheses", (7, 9)),
    # Something in the middle.
    ("f(1 2)", "unexpected number `2`", (4, 5)),
    ("f(a b)", "unexpected name `b`", (4, 5)),
    ("f(a;b)", "unexpected `;`", (3, 4)),
    ("[a 'b']", "unexpected string `'b'`", (3, 6)),
    ("(function () { x y })", "expected `;`, found `y`", (17, 18)),
    ("a..b", "expected the name of a property, found `.`", (2, 3)),
    ("a = = b", "unexpected `=`", (4, 5)),
    (")", "unexpected `)`", (0, 1)),
    ("*/", "unexpected `*`", (0, 1)),
    ("... a", "unexpected `...`", (0, 3)),
    ("a\0", "unexpected character U+0000: the expression is complete before it", (1, 2)),
    ("(\ud800)", "unexpected character U+D800", (1, 2)),
    ("['a' 'b\u00a0c']", "unexpected string `'b�c'`", (5, 10)),
    # Not closed.
    ("'abc", "this string is not closed", (0, 4)),
    ("a + `b", "this string is not closed", (4, 5)),
    ("1 /*", "this comment is not closed: `*/` is missing", (2, 4)),
    ("/abc", "this regular expression is not closed: `/` is missing", (0, 1)),
    # Statements.
    ("return 1", "`return` begins a statement, but an expression is wanted here", (0, 6)),
    (" /* a */ if (x) y", "`if` begins a statement, but an expression is wanted here", (9, 11)),
    ("let x = 1", "`let` begins a statement, but an expression is wanted here", (0, 3)),
    ("const x = 1", "`const` begins a statement, but an expression is wanted here", (0, 5)),
    # Meaning.
    ("1 = 2", "`=` cannot assign to what stands before it", (2, 3)),
    ("a?.b += 1", "`+=` cannot assign to what stands before it", (5, 7)),
    ("f() = /* a */ 1", "cannot assign to what stands before this", (14, 15)),
    ("1++", "only a variable or a property can be counted up or down", (1, 3)),
    ("import.meta", "`import.meta` exists only in modules", (7, 11)),
    ("08n", "invalid number literal", (0, 3)),
    ("'\\u{zz}'", "invalid Unicode escape sequence", (0, 8)),
    ("(a, a) => 1", "duplicate parameter name not allowed in this context", (10, 11)),
    ("a = 1 = ", "`=` cannot assign to what stands before it", (6, 7)),
    ("x.#y", "undefined private field `#y`", None),
    ("/(/", "invalid regular expression: expecting `)`", None),
    ("/a/zz", "a regular expression has unknown flags after its last `/`", None),
]

FAULTY_PROGRAMS = [
    ("if (a) {", "the code ends too early: `}` is missing", (8, 8)),
    ("f(", "the code ends too early: `)` is missing", (2, 2)),
    ("x = ;", "unexpected `;`", (4, 5)),
    ("let a; let a", "a variable of this name is declared already", (12, 12)),
    ("let a; let a; b", "a variable of this name is declared already", (12, 13)),
    ("const a", "this declaration needs a value", (7, 7)),
    ("function () {}", "function name expected", (9, 10)),
    ("'use strict'; with (a) {}", "invalid keyword: with", (14, 18)),
    ("export default 1", "unsupported keyword: export", (0, 6)),
    ("import a from 'b'", "unexpected name `a`", (7, 8)),
    ("a b", "expected `;`, found `b`", (2, 3)),
    ("a }", "unexpected `}`: there is nothing left to close", (2, 3)),
    ("if (a) { b } } c", "unexpected `}`: there is nothing left to close", (13, 14)),
    ("a } // }", "unexpected `}`: there is nothing left to close", None),
]


@pytest.mark.parametrize("code", CORRECT_EXPRESSIONS)
def test_a_correct_expression_has_no_fault(code: str) -> None:
    assert check(code, E) is None


@pytest.mark.parametrize("code", CORRECT_PROGRAMS)
def test_a_correct_program_has_no_fault(code: str) -> None:
    assert check(code, P) is None


@pytest.mark.parametrize(("code", "message", "place"), FAULTY_EXPRESSIONS)
def test_a_faulty_expression(code: str, message: str, place: tuple[int, int] | None) -> None:
    assert check(code, E) == SyntaxFault(message, *(place or (None, None)))


@pytest.mark.parametrize(("code", "message", "place"), FAULTY_PROGRAMS)
def test_a_faulty_program(code: str, message: str, place: tuple[int, int] | None) -> None:
    assert check(code, P) == SyntaxFault(message, *(place or (None, None)))


# Each would run for ever, or declare something, if anything of it ran outside the wrapping.
ESCAPES_FROM_EXPRESSIONS = [
    "1) + (2",
    "1), (2",
    "a) => (b",
    "1) }); while(true){} (async function(){ (1",
    "1)}); while(true){} (async function(){return(1",
    "1)}); var leaked = 1; (async function(){return(1",
    "1)}); let leaked = 1; (async function(){return(1",
    "1)}); function leaked() {} (async function(){return(1",
    "1)}); throw 1; (async function(){return(1",
    "1)});//",
    "1)}); /*",
    "1)}); `",
    "1)})\n}); (((",
    "1] + [2",
    "1]}); while(true){} (async function(){return[1",
    "1)]}); while(true){} (async function(){return[(1",
    "`${1) + (2}`",
    "/* */ 1) /* */ + /* */ (2",
    "f(1)) + (g(2)",
    "')') + ('('",
    "/)/) + (/(/",
]
ESCAPES_FROM_PROGRAMS = [
    "}:0); (0?async function(){",
    "}:0); while(true){} (0?async function(){",
    "}:0); var leaked = 1; (0?async function(){",
    "}:0); let leaked = 1; (0?async function(){",
    "}:0); function leaked() {} (0?async function(){",
    "} + {}:0); ({a(){}, b: function(){",
    "} [a] = function(){",
    "}, g(){",
    "}}); while(true){} ({async f(){",
    "}}); ({async f(){",
    "}); while(true){} (async function(){",
    "} while(true){} {",
    "} {",
    "} async function f(){",
    "} //",
    "} /*",
    "} `",
    "}\n}:0); (",
    "`${}:0); while(true){} (0?async function(){`",
    "/* } */ }:0); (0?async function(){ // }",
]


@pytest.mark.parametrize("code", ESCAPES_FROM_EXPRESSIONS)
def test_an_expression_that_leaves_its_wrapping_is_a_fault(code: str) -> None:
    assert check(code, E) is not None
    _assert_nothing_is_left_behind()


@pytest.mark.parametrize("code", ESCAPES_FROM_PROGRAMS)
def test_a_program_that_leaves_its_wrapping_is_a_fault(code: str) -> None:
    assert check(code, P) is not None
    _assert_nothing_is_left_behind()


@pytest.mark.parametrize(
    "code", ["*/", "}", ")", "]", "//", "/*", "`", "${", "1`${", "'", "\\", "<!--", "#!a"]
)
def test_half_a_token_is_a_fault(code: str) -> None:
    assert check(code, E) is not None


def test_an_escape_is_reported_at_the_bracket_that_closes_too_much() -> None:
    assert check("1) + (2", E) == SyntaxFault("unexpected `)`: the expression is complete before it", 1, 2)
    assert check("a }:0); (0?async function(){", P) == SyntaxFault(
        "unexpected `}`: there is nothing left to close"
    )


def test_checking_leaves_nothing_in_the_context() -> None:
    compiler = engine.take()
    names = "Object.getOwnPropertyNames(globalThis).join()"
    before = compiler._context.eval(names)
    engine.give_back(compiler)
    for code in [*CORRECT_PROGRAMS, *(row[0] for row in FAULTY_PROGRAMS)]:
        check(code, P)
    for code in [*CORRECT_EXPRESSIONS, *(row[0] for row in FAULTY_EXPRESSIONS)]:
        check(code, E)
    assert engine.take()._context.eval(names) == before


def _assert_nothing_is_left_behind() -> None:
    compiler = engine.take()
    assert compiler._context.eval("typeof leaked") == "undefined"
    engine.give_back(compiler)


# The name `zz` at the end is too much; what stands before it makes lines and columns hard to count.
NEWLINES = ["\n", "\r", "\r\n", "\n\r", "\u2028", "\u2029", "\u2028\u2029\n"]
PLACES = [
    "@1 zz",
    "/*@*/1 zz",
    "//a@1 zz",
    "`@`+1 zz",
    "`é${1}@${`@`}`+1 zz",
    "'\\@'+1 zz",
    "/*😀*/1 zz",
    "'é😀\u0301'+1 zz",
    "ñandú+1 zz",
    "@/*@é@*/@`@`@+@1 zz",
]


@pytest.mark.parametrize("newline", NEWLINES)
@pytest.mark.parametrize("place", PLACES)
def test_a_position_is_exact_or_not_given(place: str, newline: str) -> None:
    code = place.replace("@", newline)
    fault = check(code, E)
    assert fault is not None
    assert fault.start in (code.index("zz"), None) or "not closed" in fault.message
    if "\u2028" not in newline and "\u2029" not in newline:
        assert fault.start is not None


@pytest.mark.parametrize(
    ("code", "start"),
    [
        ("a\u2028b c", 2),
        ("// a\u2028b c", 7),
        ("'\u2028' b c", 4),
        ("`\u2028` // \u2028 b c", 9),
        ("'\u2028'\u2028b c", 4),
        ("\u2028\u2028(a", 4),
        ("'\u2028' + `${a\u2028b c}`", 11),
        ("'\u2028' // a\u2028 b c", None),
        ("// \u2028a b\na b", 6),
    ],
)
def test_a_position_after_line_separators(code: str, start: int | None) -> None:
    fault = check(code, E)
    assert fault is not None
    assert fault.start == start


DEEP = {
    "parentheses": "(" * 10_000 + "1" + ")" * 10_000,
    "open parentheses": "(" * 10_000,
    "arrays": "[" * 10_000 + "]" * 10_000,
    "objects": "{a:" * 8_000 + "1" + "}" * 8_000,
    "arrows": "a=>" * 10_000 + "a",
    "not": "!" * 10_000 + "a",
    "calls": "f(" * 10_000 + ")" * 10_000,
    "templates": "`${" * 8_000 + "1" + "}`" * 4_000,
    "functions": "(function(){" * 2_000 + "})" * 2_000,
    "functions that confuse the compiler": "(function(){" * 175 + "})" * 175,
    "parameters that confuse the compiler": "(a=" * 300 + "1" + ")=>1" * 300,
    "a regular expression": "/" + "(?:" * 8_000 + ")" * 8_000 + "/",
}


@pytest.mark.parametrize("code", DEEP.values(), ids=DEEP)
@pytest.mark.parametrize("form", Form)
def test_deep_code_is_a_fault_and_no_crash(code: str, form: Form) -> None:
    fault = check(code, form)
    assert fault is not None
    if not (form is P and code.startswith("{")):  # labels there, twice the same
        assert fault == SyntaxFault("nested too deeply")


def test_a_fault_in_long_code_is_told_from_depth() -> None:
    code = "a + " * 200 + "b c"
    assert check(code, E) == SyntaxFault("unexpected `c`: the expression is complete before it", 802, 803)


def test_people_may_nest_as_they_do() -> None:
    assert check("(" * 100 + "1" + ")" * 100, E) is None
    assert check("a" + ".b(c)" * 2_000, E) is None


def test_memory_is_limited_and_the_context_not_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_at_rest", [])
    monkeypatch.setattr(engine, "_MEMORY_BYTES", 250_000)
    code = "+".join(f"abc{number}" for number in range(3_000))
    assert check(code, E) == SyntaxFault("takes too much memory to compile")
    assert not engine._at_rest


def test_a_context_is_used_again() -> None:
    compiler = engine.take()
    engine.give_back(compiler)
    check("a b", E)
    assert engine.take() is compiler


def test_a_script_cannot_pass_its_first_statement(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_STOP", "")
    with pytest.raises(AssertionError, match="ran past"):
        engine.Compiler().refusal("1")


def test_longer_code_than_the_platform_takes_is_not_looked_at() -> None:
    assert check(" " * (LONGEST_CODE - 2) + "a b", E) is None
    assert check(" " * (LONGEST_CODE - 3) + "a b", E) is not None
