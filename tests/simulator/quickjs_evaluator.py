"""Evaluates JavaScript in this process, for tests of the engine: no worker, no limits."""

from __future__ import annotations

import json
import re
from importlib import import_module
from typing import TYPE_CHECKING, Any

from callr_actions.javascript.model import Form
from callr_actions.simulator.evaluator import Outcome, Thrown, Want
from callr_actions.simulator.values import UNDEFINED, to_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from callr_actions.simulator.evaluator import Piece

_NAME = re.compile(r"\$[a-zA-Z][a-zA-Z0-9_]*")
_PRELUDE = r"""
globalThis.__undefined = '\u0001undefined';
globalThis.__encode = (value) =>
  JSON.stringify(value, (key, each) => each === undefined ? __undefined : each);
globalThis.__state = () => {
  const found = {};
  for (const name of Object.keys(globalThis)) if (name[0] === '$') found[name] = globalThis[name];
  return __encode(found);
};
globalThis.__wanted = (value, want) => {
  const kind = value === undefined ? 'undefined' : value === null ? 'null'
    : String(value) === '[object Object]' ? 'object' : '';
  if (want === 'text') return __encode({value: String(value), kind});
  if (want === 'truth') return __encode({value: !!value, kind: ''});
  return __encode({value, kind: ''});
};
globalThis.__Date = Date;
"""


class QuickJsEvaluator:
    def __init__(self) -> None:
        engine: Any = import_module("_quickjs")
        self._error = engine.JSException
        self._context = engine.Context()
        self._context.eval(_PRELUDE)
        self._before: dict[str, str] = {}
        self.closed = False

    def assign(self, name: str, value: object) -> None:
        self._context.eval(f"globalThis[{json.dumps(name)}] = {_literal(value)}")
        self._before[name] = self._state().get(name, "")

    def evaluate(
        self, pieces: Sequence[Piece], predefined: Mapping[str, object], now_ms: int
    ) -> Sequence[Outcome]:
        for name, value in predefined.items():
            self._context.eval(f"globalThis[{json.dumps(name)}] = {_literal(value)}")
        self._context.eval(
            f"globalThis.Date = class extends __Date {{ constructor(...given) {{ "
            f"super(...(given.length ? given : [{now_ms}])); }} static now() {{ return {now_ms}; }} }};"
            f"globalThis.now = new Date()"
        )
        outcomes: list[Outcome] = []
        for piece in pieces:
            outcomes.append(self._one(piece))
            if outcomes[-1].thrown is not None:
                break
        for name in predefined:
            self._context.eval(f"delete globalThis[{json.dumps(name)}]")
        return outcomes

    def close(self) -> None:
        self.closed = True

    def _one(self, piece: Piece) -> Outcome:
        for name in _NAME.findall(piece.code):
            self._context.eval(f"if (!({json.dumps(name)} in globalThis)) globalThis.{name} = undefined")
            self._before.setdefault(name, json.dumps("\x01undefined"))
        code = piece.code if piece.form is Form.PROGRAM else f"({piece.code}\n)"
        source = json.dumps(code)
        thrown: Thrown | None = None
        value: object = UNDEFINED
        kind = ""
        try:
            text = self._context.eval(f"__wanted((0, eval)({source}), {json.dumps(piece.want.value)})")
            found = _decode(json.loads(text))
            value, kind = found["value"], found["kind"]
        except self._error as error:
            words, _, place = str(error).partition("\n")
            line = re.search(r"<(?:input|evalScript|eval)>:(\d+)", place)
            thrown = Thrown(words, int(line[1]) if line else None)
        after = self._state()
        changed = {
            name: _decode(json.loads(text)) for name, text in after.items() if self._before.get(name) != text
        }
        self._before = after
        return Outcome(value if piece.want is not Want.TRUTH else bool(value), kind, changed, thrown)

    def _state(self) -> dict[str, str]:
        state: dict[str, Any] = json.loads(self._context.eval("__state()"))
        return {name: json.dumps(value, sort_keys=True) for name, value in state.items()}


def _literal(value: object) -> str:
    if value is UNDEFINED:
        return "undefined"
    return f"JSON.parse({json.dumps(json.dumps(to_json(value)))})"


def _decode(value: Any) -> Any:
    if value == "\x01undefined":
        return UNDEFINED
    if isinstance(value, dict):
        return {name: _decode(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_decode(each) for each in value]
    return value
