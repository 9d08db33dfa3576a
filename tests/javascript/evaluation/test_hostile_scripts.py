"""Scripts that mean harm: each ends in time, harms no later evaluation and sees nothing of the machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from callr_actions.javascript.evaluation.outcome import Code, Limit, Limits
from callr_actions.javascript.model import Form

if TYPE_CHECKING:
    from callr_actions.javascript.evaluation.pool import Pool
    from callr_actions.javascript.evaluation.values import Value

pytestmark = pytest.mark.no_cover  # the same over and over; others cover it


def limits_for(stoppers: set[Limit | None]) -> Limits:
    """Return limits of which each that may stop a script comes soon, and the others don't.

    The clock on the wall stops nothing here: on a busy machine it would run out before anything else does.
    """
    cpu = 100.0
    if Limit.CPU in stoppers:
        cpu = 0.4 if Limit.MEMORY in stoppers else 0.1
    return Limits(cpu_seconds=cpu, wall_seconds=100, memory_bytes=64 << 20)


TAMPERING = """
    const broken = () => { throw new Error('tampered') }, keys = Reflect.ownKeys;
    const owners = [Array, Object, String, Number, Map, Set, RegExp, Promise, Date, Function, Symbol, JSON,
                    Reflect, Math, BigInt, Error];
    for (let i = 0; i < owners.length; i++) {
      for (let part = owners[i], turn = 0; part && turn < 2; part = part.prototype, turn++) {
        const names = keys(part);
        for (let j = 0; j < names.length; j++) {
          if (typeof part[names[j]] !== 'function' || names[j] === 'constructor') continue;
          try { part[names[j]] = broken } catch {}
        }
      }
    }
    [].map === broken && JSON.parse === broken && Map.prototype.get === broken
"""
SETTERS = """
    for (const owner of [Object.prototype, Array.prototype]) {
      for (const name of ['0', '1', 'v', 'value', '$', 'enumerable', 'then', '$later', 'c', 'l']) {
        Object.defineProperty(owner, name, { __proto__: null, set() { throw 'stored' }, get() {} });
      }
    }
    1
"""

ENDS: set[Limit | None] = {None}
# The limits that may stop each; without one it ends by itself, with or without an error.
SCRIPTS: dict[str, tuple[str, set[Limit | None]]] = {
    "endless loop": ("while (true) {}", {Limit.CPU}),
    "loop that catches everything": (
        "for (;;) { try { for (;;); } catch {} finally { continue } }",
        {Limit.CPU},
    ),
    "memory bomb": ("const a = []; for (;;) a.push(new Array(1000).fill(a.length))", {Limit.MEMORY}),
    "memory bomb that catches": (
        "const a = []; for (;;) { try { a.push('x'.repeat(1e6) + a.length) } catch {} }",
        {Limit.CPU, Limit.MEMORY},
    ),
    "catastrophic pattern": ("/^(a+)+$/.test('a'.repeat(50) + 'b')", {Limit.CPU}),
    "getter that never returns": ("({ get x() { for (;;); } })", {Limit.CPU}),
    "toJSON that never returns": ("JSON.stringify({ toJSON() { for (;;); } })", {Limit.CPU}),
    "toString that never returns": ("({ toString() { for (;;); } }) + ''", {Limit.CPU}),
    "proxy with endless keys": ("new Proxy({}, { ownKeys() { for (;;); } })", {Limit.CPU}),
    "proxy that is an endless array": (
        "new Proxy([], { get(target, name) { return name === 'length' ? 1e12 : {} } })",
        ENDS | {Limit.CPU},
    ),
    "proxy in a variable": ("$evil = new Proxy({}, { ownKeys() { throw 1 }, get() { throw 2 } }); 1", ENDS),
    "deep recursion": ("(function deeper() { return deeper() + 1 })()", {Limit.STACK}),
    "deep nesting": ("let a = []; for (let i = 0; i < 1e5; i++) a = [a]; $deep = a", ENDS | {Limit.CPU}),
    "shared objects by the million": (
        "let a = []; for (let i = 0; i < 60; i++) a = [a, a]; $wide = a",
        ENDS | {Limit.CPU},
    ),
    "huge text": ("'x'.repeat(2 ** 29)", {Limit.MEMORY}),
    "text that doubles": ("let s = 'x'; for (;;) s += s", ENDS),
    "huge joined array": ("new Array(1e8).join('x').length", {Limit.CPU, Limit.MEMORY}),
    "long sparse array": ("const a = []; a.length = 2 ** 32 - 1; a", ENDS | {Limit.CPU}),
    "huge typed array": ("new Float64Array(2 ** 28).fill(1)", ENDS),
    "flood of promises": (
        "const go = () => Promise.resolve().then(go); go(); 1",
        ENDS | {Limit.CPU, Limit.MEMORY},
    ),
    "flood of microtasks": (
        "const go = () => { queueMicrotask(go); queueMicrotask(go) }; go()",
        {Limit.CPU, Limit.MEMORY},
    ),
    "huge whole number": ("let n = 3n; for (;;) n *= n", ENDS | {Limit.CPU, Limit.MEMORY}),
    "endless generator": ("[...(function* () { for (;;) yield 1 })()]", {Limit.CPU, Limit.MEMORY}),
    "symbols that convert": (
        "({ [Symbol.toPrimitive]() { for (;;); }, get [Symbol.toStringTag]() { return 'Date' } }) + 1",
        {Limit.CPU},
    ),
    "made-up kinds": (
        """[{ get [Symbol.toStringTag]() { return 'Map' } }, { __proto__: Date.prototype },
            { __proto__: Map.prototype }, { __proto__: Promise.prototype, then: 1 }]""",
        ENDS,
    ),
    "Function constructor": ("Function('for (;;);')()", {Limit.CPU}),
    "eval within eval": ("eval('eval(\"for (;;);\")')", {Limit.CPU}),
    "all methods replaced": (TAMPERING, ENDS),
    "setters on prototypes": (SETTERS, ENDS),
    "iterators replaced": ("Array.prototype[Symbol.iterator] = function* () { for (;;) yield 1 }", ENDS),
    "global object frozen": ("Object.freeze(globalThis)", ENDS),
    "global object emptied": (
        "for (const name of Reflect.ownKeys(globalThis)) { try { delete globalThis[name] } catch {} }",
        ENDS,
    ),
    "globals taken": (
        """for (const name of ['call', 'now', 'Date', 'Object', 'JSON', '$kept'])
            Object.defineProperty(globalThis, name, { get() { for (;;); }, configurable: false })""",
        {Limit.CPU},
    ),
    "waiting for ever": ("Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)", ENDS),
    "thrown proxy": ("throw new Proxy({}, { get() { for (;;); } })", {Limit.CPU}),
    "stack made by the script": ("Error.prepareStackTrace = () => { for (;;); }; null.x", ENDS | {Limit.CPU}),
    "promise with a hostile then": ("({ then(yes) { for (;;); } })", ENDS),
    "awaiting a hostile then": ("await { then(yes) { for (;;); } }", {Limit.CPU}),
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_is_contained_and_the_next_evaluation_is_unharmed(pool: Pool, name: str) -> None:
    code, limits = SCRIPTS[name]
    call: Value = {"fromNumber": "+33639980042"}
    with pool.context(1, limits_for(limits)) as context:
        context.assign("$kept", [1, {"a": "b"}])
        before = context.evaluate("$same = $kept", Form.PROGRAM, predefined={"call": call}, now_ms=0)
        assert before.failure is None

        outcome = context.evaluate(code, Form.PROGRAM, predefined={"call": call}, now_ms=0)

        limit = outcome.failure.limit if outcome.failure is not None else None
        assert limit in limits
        after = context.evaluate_many(
            [
                Code("$kept"),
                Code("$kept === $same && call.fromNumber", as_text=True),
                Code("$later = [1 + 1]", Form.PROGRAM),
            ],
            predefined={"call": call},
            now_ms=0,
        )
        assert [(it.failure, it.value) for it in after] == [
            (None, [1, {"a": "b"}]),
            (None, "+33639980042"),
            (None, [2]),
        ]
        assert after[-1].changed == {"$later": [2]}


def test_the_process_goes_on_for_other_contexts(pool: Pool) -> None:
    limits = Limits(cpu_seconds=0.1, wall_seconds=100)
    with pool.context(1, limits) as hostile, pool.context(2, limits) as other:
        other.evaluate("$x = () => 5; globalThis.own = 6", Form.PROGRAM, predefined={}, now_ms=0)

        failure = hostile.evaluate("for (;;);", Form.PROGRAM, predefined={}, now_ms=0).failure

        assert str(failure) == "the code computes for more than 0.1 s; look for a loop that does not end"
        # Its functions and globals are still there: it was not built anew.
        assert other.evaluate("$x() + own", predefined={}, now_ms=0).value == 11


@pytest.mark.parametrize(
    "code",
    [
        "typeof std + typeof os + typeof require + typeof process + typeof scriptArgs + typeof print",
        "typeof fetch + typeof XMLHttpRequest + typeof WebSocket + typeof Worker + typeof load + typeof read",
        "Reflect.ownKeys(globalThis).filter(n => /python|quickjs|bridge|__run/i.test(String(n))).join()",
        "arguments.callee.caller ?? arguments",
        "this === globalThis && Reflect.ownKeys(this).some(n => String(n).includes('secret')) || undefined",
    ],
)
def test_nothing_of_the_host_has_a_name(pool: Pool, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALLR_API_KEY", "secret")
    with pool.context(1) as context:
        outcome = context.evaluate(code, predefined={}, now_ms=0)

    seen = outcome.value if outcome.failure is None else None
    assert str(seen).replace("undefined", "") in {"", "None"}


@pytest.mark.parametrize(
    "path", ["os", "std", "/etc/passwd", "./worker.py", "file:///etc/hostname", __file__]
)
def test_no_file_can_be_imported(pool: Pool, path: str) -> None:
    with pool.context(1) as context:
        outcome = context.evaluate(f"await import({path!r})", Form.PROGRAM, predefined={}, now_ms=0)

    assert outcome.failure is not None
    assert outcome.failure.name == "ReferenceError"
    assert outcome.failure.message == f"could not load module '{path.removeprefix('./')}'"
