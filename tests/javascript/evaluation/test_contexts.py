"""A context from one evaluation to the next: variables, the clock, chance, places of errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from callr_actions.errors import CallrActionsError
from callr_actions.javascript.evaluation.outcome import Code, Failure, Limit, Limits, Outcome
from callr_actions.javascript.evaluation.values import (
    UNDEFINED,
    BigInt,
    Cycle,
    Date,
    Entries,
    ErrorValue,
    Function,
    Lost,
    Members,
    RegExp,
    Symbol,
)
from callr_actions.javascript.model import Form

if TYPE_CHECKING:
    from collections.abc import Callable

    from callr_actions.javascript.evaluation.context import Context
    from callr_actions.javascript.evaluation.pool import Pool
    from callr_actions.javascript.evaluation.values import Value

    Evaluate = Callable[..., Outcome]

STATEMENTS = Form.PROGRAM
LOOP = "$a.push('never seen'); for (;;);"
QUICK = Limits(cpu_seconds=0.2, wall_seconds=1.0)


def test_an_assigned_variable_is_read_and_one_that_never_was_is_undefined(
    context: Context, evaluate: Evaluate
) -> None:
    context.assign("$dial", {"ok": False})

    assert evaluate("!$dial.ok && !$other?.ok").value is True
    assert evaluate("typeof $other").value == "undefined"
    assert evaluate("typeof other").value == "undefined"


def test_assignments_come_out_and_stay(context: Context, evaluate: Evaluate) -> None:
    outcome = evaluate("const local = 1; var other = 2; $sum = local + other", STATEMENTS)

    assert (outcome.value, outcome.changed) == (3, {"$sum": 3})
    assert evaluate("$sum + typeof local + typeof other").value == "3undefinedundefined"
    assert context.variables == {"$sum": 3}


def test_what_did_not_change_is_not_told(context: Context, evaluate: Evaluate) -> None:
    context.assign("$a", [1])

    assert evaluate("$a = [1]", STATEMENTS).changed == {}
    assert evaluate("$b = undefined", STATEMENTS).changed == {}
    assert evaluate("$a = null", STATEMENTS).changed == {"$a": None}


def test_objects_keep_their_identity_and_changes_within_are_seen(evaluate: Evaluate) -> None:
    evaluate("$a = { list: [1] }; $b = $a.list", STATEMENTS)

    outcome = evaluate("$b.push(2)")

    assert outcome.changed == {"$a": {"list": [1, 2]}, "$b": [1, 2]}


def test_a_deleted_variable_is_undefined(context: Context, evaluate: Evaluate) -> None:
    context.assign("$a", 1)

    assert evaluate("delete globalThis.$a", STATEMENTS).changed == {"$a": UNDEFINED}
    assert evaluate("$a").value is UNDEFINED


def test_changes_before_an_error_count(evaluate: Evaluate) -> None:
    outcome = evaluate("$a = 1; null.x", STATEMENTS)

    assert outcome.changed == {"$a": 1}
    assert str(outcome.failure) == "TypeError: cannot read property 'x' of null"


def test_every_kind_of_value_comes_out(evaluate: Evaluate) -> None:
    code = """({
        undefined: undefined, big: 10n ** 20n, date: new Date(5), never: new Date(NaN), pattern: /a"b/gi,
        map: new Map([[{ k: 1 }, [undefined]]]), set: new Set(['x', -0]), arrow: x => x, symbol: Symbol('s'),
        error: new TypeError('m'), promise: Promise.resolve(1), $: 'dollar', own: Object.create({ above: 1 }),
        cycle: (() => { const me = {}; me.me = me; return me })(), holes: [1, , 2], text: '\\0\\ud800é👋"',
    })"""

    value = evaluate(code).value

    assert value == {
        "undefined": UNDEFINED,
        "big": BigInt(10**20),
        "date": Date(5),
        "never": Date(None),
        "pattern": RegExp('a"b', "gi"),
        "map": Entries((({"k": 1}, [UNDEFINED]),)),
        "set": Members(("x", 0)),
        "arrow": Function("arrow"),
        "symbol": Symbol("s"),
        "error": ErrorValue("TypeError", "m"),
        "promise": Lost("a promise"),
        "$": "dollar",
        "own": {},
        "cycle": {"me": Cycle()},
        "holes": [1, UNDEFINED, 2],
        "text": '\0\ud800é👋"',
    }
    assert repr(UNDEFINED) == "undefined"
    assert not UNDEFINED


def test_a_limit_leaves_the_variables_as_they_were_with_their_identity(pool: Pool) -> None:
    with pool.context(1, QUICK) as context:
        context.assign("$z", {"deep": {"er": 1}})
        setup = """$a = [1, { in: 2 }]; $b = $a; $c = { first: $a[1] }; $c.me = $c; $d = $z.deep;
            $f = () => 1; $m = new Map([['k', $a]]); $s = new Set([1n]); $t = new Date(7); $r = /x/g;
            $e = new RangeError('kept'); $y = Symbol('y'); $n = NaN; $i = [Infinity, -Infinity, -0];
            $o = { $: 1 }"""
        context.evaluate(setup, STATEMENTS, predefined={}, now_ms=0)
        before = dict(context.variables)

        stopped = context.evaluate(LOOP, STATEMENTS, predefined={}, now_ms=0)

        assert stopped.failure is not None
        assert stopped.failure.limit in {Limit.CPU, Limit.WALL}
        assert stopped.changed == {}
        outcomes = context.evaluate_many(
            [
                Code("[$a.length, $a === $b, $c.first === $a[1], $c.me === $c, $d === $z.deep]"),
                Code(
                    "[$m.get('k').length, $s.has(1n), +$t, $r.flags, $e.name, $e.message, String($y), $o.$]"
                ),
                Code("[$n !== $n, Object.is($i[2], -0), $i[0] + $i[1]]"),
                Code("$f()"),
            ],
            predefined={},
            now_ms=0,
        )
        assert [outcome.value for outcome in outcomes[:2]] == [
            [2, True, True, True, True],
            [2, True, 7, "g", "RangeError", "kept", "Symbol(y)", 1],
        ]
        assert str(outcomes[2].value) == "[True, True, nan]"
        assert str(outcomes[3].failure) == "Error: the function $f was lost when an evaluation was stopped"
        assert repr(dict(context.variables)) == repr(before)


def test_a_variable_that_was_assigned_anew_is_no_longer_the_same_object(pool: Pool) -> None:
    with pool.context(1, QUICK) as context:
        context.evaluate("$a = [1]; $b = $a; $c = $a", STATEMENTS, predefined={}, now_ms=0)
        context.assign("$b", [5])
        context.evaluate(LOOP, STATEMENTS, predefined={}, now_ms=0)

        assert context.evaluate("[$a, $b, $a === $c]", predefined={}, now_ms=0).value == [[1], [5], True]


def test_predefined_names_are_there_when_they_are_given(context: Context) -> None:
    call = {"fromNumber": "+33"}

    def value(code: str, **predefined: object) -> object:
        return context.evaluate(code, predefined=predefined, now_ms=0).value  # type: ignore[arg-type]

    assert value("call.fromNumber", call=call) == "+33"
    assert value("typeof call") == "undefined"
    assert value("call.fromNumber", call=call) == "+33"
    assert value("call.fromNumber", call={"fromNumber": "+33"}) == "+33"
    assert value("call = 5") == 5
    assert value("call.fromNumber", call={"fromNumber": "+44"}) == "+44"


def test_the_clock_is_the_callers(evaluate: Evaluate) -> None:
    code = (
        "[+now, Date.now(), +new Date(), new Date().constructor === Date, Date().slice(0, 15), +new Date(5)]"
    )
    expected = [60_000, 60_000, 60_000, True, "Thu Jan 01 1970", 5]

    assert evaluate(code, now_ms=60_000).value == expected
    assert evaluate("now instanceof Date && class extends Date {}.name", now_ms=61_000).value == ""
    assert evaluate("new Date().toISOString()", now_ms=61_000).value == "1970-01-01T00:01:01.000Z"


def test_the_same_seed_gives_the_same_randoms_also_after_a_limit(pool: Pool) -> None:
    def drawn(seed: int, *, stopped: bool) -> list[object]:
        with pool.context(seed, QUICK) as context:
            first = context.evaluate("[Math.random(), Math.random()]", predefined={}, now_ms=0).value
            if stopped:
                context.evaluate("Math.random(); for (;;);", STATEMENTS, predefined={}, now_ms=0)
            return [first, context.evaluate("Math.random()", predefined={}, now_ms=0).value]

    assert drawn(7, stopped=False) == drawn(7, stopped=True)
    assert drawn(7, stopped=False) != drawn(8, stopped=False)


def test_randoms_are_spread_over_their_range(evaluate: Evaluate) -> None:
    value = evaluate("Array.from({ length: 20000 }, () => Math.random())").value

    assert isinstance(value, list)
    numbers = [float(str(number)) for number in value]
    assert all(0 <= number < 1 for number in numbers)
    counts = [sum(1 for number in numbers if int(number * 10) == tenth) for tenth in range(10)]
    assert all(1800 < count < 2200 for count in counts)


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("1; 2", 2),
        ("if (true) { 'yes' } else { 'no' }", "yes"),
        ("const x = 1", UNDEFINED),
        ("", UNDEFINED),
        ("return 5", 5),
        ("const x = await Promise.resolve(2); return x + 1", 3),
        ("await 1", UNDEFINED),
        ("(async () => 'settled')()", "settled"),
        ("'return and await in text'", "return and await in text"),
        ("function f() { return 3 }; f()", 3),
        ("'use strict'; $strict = 4", 4),
    ],
)
def test_statements_give_the_last_value_or_what_they_return(
    evaluate: Evaluate, code: str, value: object
) -> None:
    outcome = evaluate(code, STATEMENTS)

    assert (outcome.failure, outcome.value) == (None, value)


def test_a_promise_in_an_expression_is_not_awaited(evaluate: Evaluate) -> None:
    outcome = evaluate("Promise.resolve(1)", as_text=True)

    assert (outcome.value, outcome.text) == (Lost("a promise"), "[object Promise]")


@pytest.mark.parametrize(
    ("code", "form", "failure"),
    [
        ("1 +\n  nothing", Form.EXPRESSION, Failure("nothing is not defined", "ReferenceError", 2, 3)),
        ("'é👋' + nothing", Form.EXPRESSION, Failure("nothing is not defined", "ReferenceError", 1, 8)),
        (
            "let a = 1;\n\na.b.c()",
            STATEMENTS,
            Failure("cannot read property 'c' of undefined", "TypeError", 3, 1),
        ),
        (
            "[1].map(x =>\n  x.y.z)",
            STATEMENTS,
            Failure("cannot read property 'z' of undefined", "TypeError", 2, 3),
        ),
        ("1;\nfoo bar", STATEMENTS, Failure("expecting ';'", "SyntaxError", 2, 5)),
        ("\nJSON.parse('{')", STATEMENTS, None),
        ("eval('\\n\\nnull.x')", STATEMENTS, Failure("cannot read property 'x' of null", "TypeError", 1, 1)),
        ("throw 5", STATEMENTS, Failure("5")),
        ("throw null", STATEMENTS, Failure("null")),
        ("throw { a: 1 }", STATEMENTS, Failure("[object Object]")),
        ("throw { name: 'N', message: 5 }", STATEMENTS, Failure("", "N")),
        ("throw Object.create(null)", STATEMENTS, Failure("an object was thrown")),
        ("await Promise.reject(new TypeError('no'))", STATEMENTS, Failure("no", "TypeError", 1, 26)),
        (
            "await new Promise(() => {})",
            STATEMENTS,
            Failure("the code waits for a promise that nothing settles", "Error"),
        ),
        ("queueMicrotask(() => { throw new Error('later') })", STATEMENTS, Failure("later", "Error", 1, 34)),
        ("queueMicrotask(5)", STATEMENTS, Failure("not a function", "TypeError", 1, 1)),
    ],
)
def test_an_error_has_its_place_in_the_code(
    evaluate: Evaluate, code: str, form: Form, failure: Failure | None
) -> None:
    found = evaluate(code, form).failure

    if failure is None:
        assert found is not None
        assert (found.name, found.line) == ("SyntaxError", 2)
    else:
        assert found == failure


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("Intl.NumberFormat('de')", "Intl is not defined: the simulator's JavaScript engine has no Intl;"),
        (
            "setTimeout(() => 1, 5)",
            "setTimeout is not defined: the simulator's JavaScript engine has no setTimeout;",
        ),
        ("console.log(1)", "console is not defined: the simulator's JavaScript engine has no console;"),
        (
            "performance.now()",
            "performance is not defined: the simulator's JavaScript engine has no performance;",
        ),
    ],
)
def test_a_gap_is_explained_where_a_script_meets_it(evaluate: Evaluate, code: str, message: str) -> None:
    failure = evaluate(code).failure

    assert failure is not None
    assert str(failure) == f"ReferenceError: {message} Callr's may have it"
    assert failure.gap == message.split(maxsplit=1)[0]


def test_what_the_engine_does_otherwise_is_named(evaluate: Evaluate) -> None:
    outcome = evaluate("['b', 'a', 'c'].sort((a, b) => a.localeCompare(b)).join() + new Date(0)")

    assert outcome.value == "a,b,cThu Jan 01 1970 00:00:00 GMT+0000"
    assert outcome.gaps == ("Date.prototype.toString", "String.prototype.localeCompare")
    assert evaluate("1").gaps == ()


@pytest.mark.parametrize(
    ("code", "text", "truthy"),
    [
        ("[1, [2, null]]", "1,2,", True),
        ("({})", "[object Object]", True),
        ("1e21", "1e+21", True),
        ("-0", "0", False),
        ("undefined", "undefined", False),
        ("NaN", "NaN", False),
        ("''", "", False),
        ("0n", "0", False),
        ("[]", "", True),
    ],
)
def test_text_and_truth_come_with_the_value(evaluate: Evaluate, code: str, text: str, truthy: bool) -> None:
    outcome = evaluate(code, as_text=True)

    assert (outcome.text, outcome.truthy) == (text, truthy)
    assert evaluate(code).text is None


def test_text_of_what_has_none_is_an_error(evaluate: Evaluate) -> None:
    failure = evaluate("Object.create(null)", as_text=True).failure

    assert failure is not None
    assert failure.name == "TypeError"


def test_values_of_ours_become_text_as_in_javascript(context: Context, evaluate: Evaluate) -> None:
    values: list[Value] = ["a", 1e21, 0.5, None, UNDEFINED, [1, [2]], {"a": 1}, BigInt(7), RegExp("a", "g")]

    texts = [context.as_text(value) for value in values]

    assert texts == ["a", "1e+21", "0.5", "null", "undefined", "1,2", "[object Object]", "7", "/a/g"]
    evaluate("Object.prototype.toString = () => { throw new Error('mine') }", STATEMENTS)
    with pytest.raises(CallrActionsError, match="a value cannot be turned into text: Error: mine"):
        context.as_text({})


def test_several_pieces_stop_at_the_first_that_fails(context: Context) -> None:
    codes = [Code("$a = 1", STATEMENTS), Code("$a + 1"), Code("null.x"), Code("$a = 5", STATEMENTS)]

    outcomes = context.evaluate_many(codes, predefined={}, now_ms=0)

    assert [outcome.value for outcome in outcomes] == [1, 2, UNDEFINED]
    assert outcomes[-1].failure is not None
    assert context.variables == {"$a": 1}
    assert context.evaluate_many([], predefined={}, now_ms=0) == []


def test_the_limit_that_stops_a_row_is_that_of_its_piece(pool: Pool) -> None:
    with pool.context(1, QUICK) as context:
        codes = [Code("$a = [1]", STATEMENTS), Code(LOOP, STATEMENTS), Code("3")]

        outcomes = context.evaluate_many(codes, predefined={}, now_ms=0)

        assert len(outcomes) == 2
        assert outcomes[1].failure is not None
        assert context.evaluate("$a", predefined={}, now_ms=0).value == [1]


def test_what_breaks_the_engine_in_the_same_evaluation_is_told(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pool.context(1) as context:
        context.evaluate("1", predefined={}, now_ms=0)
        monkeypatch.setattr("callr_actions.javascript.evaluation.context._ATTEMPTS", 1)
        context.evaluate("Object.freeze(globalThis)", predefined={}, now_ms=0)

        outcomes = context.evaluate_many([Code("1")], predefined={}, now_ms=0)

        assert [str(outcome.failure) for outcome in outcomes] == [
            "the code breaks what JavaScript itself rests on, such as the global object"
        ]


def test_variables_larger_than_the_memory_are_told(pool: Pool) -> None:
    with pool.context(1, Limits(memory_bytes=1 << 20)) as context:
        context.assign("$a", "x" * (2 << 20))

        failure = context.evaluate("1", predefined={}, now_ms=0).failure

        assert failure == Failure("the code needs more than 1 MiB of memory", limit=Limit.MEMORY)


def test_a_closed_context_is_refused(pool: Pool) -> None:
    context = pool.context(1)
    context.close()
    context.close()

    with pytest.raises(CallrActionsError, match="this JavaScript context is closed"):
        context.evaluate("1", predefined={}, now_ms=0)
