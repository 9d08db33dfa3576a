"""What the worker says, read into outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from callr_actions.javascript.evaluation.outcome import Failure, Limit, Limits, Outcome
from callr_actions.javascript.evaluation.values import UNDEFINED
from callr_actions.javascript.evaluation.wire import decoded
from callr_actions.javascript.text import sendable
from callr_actions.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Collection

_LOOP: Final = "look for a loop that does not end"
_MEBIBYTE: Final = 1 << 20
_FRAME: Final = lazy_pattern(r" +at (?:(?P<function>.*) \()?<input>:(?P<line>\d+):(?P<column>\d+)\)?\Z")
_MISSING: Final = lazy_pattern(r"(?P<name>[\w$]+) is not defined\Z")
_RUNNER: Final = "__run"
_SCRIPT: Final = "<eval>"


def outcome_of(answer: dict[str, Any], *, tagged: bool, code: str, missing: Collection[str]) -> Outcome:
    """Return the outcome that the bridge's answer describes.

    Args:
        answer: the bridge's JSON.
        tagged: whether there is a tag anywhere in it.
        code: what was evaluated, as it was sent.
        missing: names that the platform's engine has and this one has not.
    """
    changed = answer.get("c", {})
    value = answer.get("v", {"$": "undefined"}) if "e" not in answer else None
    return Outcome(
        value=UNDEFINED if "e" in answer else decoded(value) if tagged else value,
        truthy=answer.get("b", False),
        text=answer.get("t"),
        changed=decoded_variables(changed) if tagged else changed,
        failure=_thrown(answer["e"], code, missing) if "e" in answer else None,
        gaps=tuple(sorted(answer.get("g", ()))),
    )


def decoded_variables(changed: dict[str, Any]) -> dict[str, Any]:
    """Return variables by name with their values decoded."""
    return {name: decoded(value) for name, value in changed.items()}


def limit_outcome(limit: Limit, limits: Limits) -> Outcome:
    """Return the outcome of an evaluation that hit a limit."""
    return Outcome(failure=Failure(_sentence(limit, limits), limit=limit))


def _sentence(limit: Limit, limits: Limits) -> str:
    match limit:
        case Limit.CPU:
            return f"the code computes for more than {limits.cpu_seconds:g} s; {_LOOP}"
        case Limit.WALL:
            return f"the code takes more than {limits.wall_seconds:g} s; {_LOOP}"
        case Limit.MEMORY:
            return f"the code needs more than {limits.memory_bytes / _MEBIBYTE:g} MiB of memory"
        case Limit.STACK:
            return "the code calls itself too deeply; look for a function that calls itself without end"
        case Limit.TAMPERING:
            return "the code breaks what JavaScript itself rests on, such as the global object"
    return "the process that evaluates JavaScript ended; run it again, and report it if that does not help"


def _thrown(parts: list[Any], code: str, missing: Collection[str]) -> Failure:
    name, message, stack, shift = parts
    line, column = _place(stack, code, shift)
    gap = None
    found = _MISSING.search(message) if name == "ReferenceError" else None
    if found is not None and found["name"] in missing:
        gap = found["name"]
        message = f"{message}: the simulator's JavaScript engine has no {gap}; Callr's may have it"
    return Failure(message, name, line, column, gap=gap)


def _place(stack: str, code: str, shift: int) -> tuple[int | None, int | None]:
    """Return line and column, from 1, of where the code was when the error was made, or None twice.

    A function that an earlier piece of code has made has its lines there; then the place may be wrong, but
    it is always one within this code.

    Args:
        stack: the engine's own text.
        code: what was evaluated.
        shift: how many characters the bridge has put before its first line.
    """
    frames = []
    for text in stack.split("\n"):
        frame = _FRAME.match(text)
        if frame is not None and frame["function"] == _RUNNER:
            break
        if frame is not None:
            frames.append(frame)
    scripts = [frame for frame in frames if frame["function"] == _SCRIPT]
    called = [frame for frame in frames if frame["function"] is not None]
    # Without a script in it the code did not get as far as to run. Two are an `eval` within the code.
    chosen = scripts[-1:] if len(scripts) > 1 else called[:1] or frames[:1]
    lines = sendable(code).split("\n")
    for frame in (*chosen, *scripts[-1:]):
        line, column = int(frame["line"]), int(frame["column"])
        if line <= len(lines):
            bytes_before = column - 1 - (shift if line == 1 else 0)
            before = lines[line - 1].encode()[: max(bytes_before, 0)].decode(errors="ignore")
            return line, len(before) + 1
    return None, None
