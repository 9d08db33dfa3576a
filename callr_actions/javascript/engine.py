"""The only door to QuickJS here: scripts are compiled and never get past their first statement."""

from __future__ import annotations

from enum import Enum
from importlib import import_module
from typing import TYPE_CHECKING, Final, Protocol, cast

from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

STACK_BYTES: Final = 256 * 1024
"""Enough for some 250 nested brackets, little enough for the smallest stack a thread gets anywhere."""
_MEMORY_BYTES: Final = 64 * 1024 * 1024
_STOP = "throw 0;"
_STOPPED = "0"
_PLACE = lazy_pattern(r"\n +at <input>:(\d+):(\d+)\n?\Z")


class Limit(Enum):
    """What the compiler ran out of."""

    STACK = "stack"
    MEMORY = "memory"


class _Context(Protocol):
    def eval(self, code: str, /) -> object: ...
    def set_memory_limit(self, limit: int, /) -> None: ...
    def set_max_stack_size(self, limit: int, /) -> None: ...


class _Engine(Protocol):
    JSException: type[Exception]
    StackOverflow: type[Exception]

    @property
    def Context(self) -> Callable[[], _Context]: ...  # noqa: N802 - the engine's name


class Refusal(NamedTuple):
    """What the compiler says against a script.

    Attributes:
        message: the engine's own words.
        line: counted from 1, in the script as it was given to `Compiler.refusal`.
        column: counted from 1, in UTF-8 bytes.
        limit: set when a limit was hit; the script may be correct, but nobody knows.
    """

    message: str
    line: int | None = None
    column: int | None = None
    limit: Limit | None = None


def _engine() -> _Engine:
    # The public `quickjs` package starts a thread and takes 14 ms to import, this module of it 1 ms.
    # Its private name stands nowhere else.
    return cast("_Engine", import_module("_quickjs"))


class Compiler:
    """One context of the engine, for one thread at a time.

    Attributes:
        tainted: something may be left behind in the context; it must not be used for another piece of code.
    """

    def __init__(self) -> None:
        engine = _engine()
        self._error = engine.JSException
        self._overflow = engine.StackOverflow
        self._context = engine.Context()
        self._context.set_memory_limit(_MEMORY_BYTES)
        self._context.set_max_stack_size(STACK_BYTES)
        self.tainted = False

    def refusal(self, script: str) -> Refusal | None:
        """Compile the script, run nothing of it, and return what is wrong with it or None.

        Args:
            script: JavaScript without NUL characters and lone surrogates.
        """
        try:
            # Nothing runs: the first statement throws. Only declarations at the script's top level
            # would leave something behind, and `check` sees to it that there are none.
            self._context.eval(_STOP + script)
        except self._overflow as error:
            return Refusal(str(error), limit=Limit.STACK)
        except self._error as error:
            return self._told(str(error))
        raise AssertionError("a script ran past the statement that stops it")

    def refusal_with_less_stack(self, script: str) -> Refusal | None:
        """Compile with half the stack: another answer than before means that the stack decides."""
        self._context.set_max_stack_size(STACK_BYTES // 2)
        try:
            return self.refusal(script)
        finally:
            self._context.set_max_stack_size(STACK_BYTES)

    def _told(self, error: str) -> Refusal | None:
        if error.partition("\n")[0] == _STOPPED:
            return None
        kind, _, message = error.partition(": ")
        if kind != "SyntaxError":
            self.tainted = True
            return Refusal(error, limit=Limit.MEMORY)
        place = _PLACE.search(message)
        if place is None:
            return Refusal(message.strip())
        return Refusal(message[: place.start()], int(place[1]), int(place[2]))


# Compilers at rest. Taking and giving back are single steps, so threads never share one.
_at_rest: list[Compiler] = []


def take() -> Compiler:
    """Return a compiler that nobody else uses; give it back with `give_back`."""
    try:
        return _at_rest.pop()
    except IndexError:
        return Compiler()


def give_back(compiler: Compiler) -> None:
    """Keep the compiler for the next piece of code, unless it is tainted."""
    if not compiler.tainted:
        _at_rest.append(compiler)
