"""The JavaScript of one run: a context in a worker, and on this side a mirror of its variables."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Self

from callr_actions.errors import CallrActionsError
from callr_actions.javascript.evaluation.answer import limit_outcome, outcome_of
from callr_actions.javascript.evaluation.outcome import Code, Limit, Limits, Outcome
from callr_actions.javascript.evaluation.process import ProcessEnded, frame
from callr_actions.javascript.evaluation.wire import TAGGED, encoded, json_text
from callr_actions.javascript.model import Form
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from types import TracebackType

    from callr_actions.javascript.evaluation.pool import Pool
    from callr_actions.javascript.evaluation.process import WorkerProcess
    from callr_actions.javascript.evaluation.values import Value

_VARIABLE: Final = lazy_pattern(r"\$[A-Za-z]\w*")
_MAYBE_ASYNC: Final = lazy_pattern(r"\b(?:await|return)\b")
_BROKEN: Final = "B"
_ATTEMPTS: Final = 2
_MOST_KEPT: Final = 500


class _Request(NamedTuple):
    """What is asked in one round trip: for each piece the bridge's item as JSON and the code it came from."""

    items: list[str]
    texts: tuple[str, ...]
    predefined: Mapping[str, Value]
    now_ms: int

    def after(self, count: int) -> _Request:
        """Return the request without its first pieces."""
        return self._replace(items=self.items[count:], texts=self.texts[count:]) if count else self


class Context:
    """A context of JavaScript that keeps its variables and their identity from one evaluation to the next.

    It comes to life in a worker with the first evaluation. When an evaluation hits a limit, the context is
    given up with all that the evaluation did; the next one finds a new context with the variables as they
    were before. What the mirror knows comes back: values, and which objects of the variables are one object.
    Functions come back as functions that say that they were lost, instances of classes as plain objects, and
    of objects within a `Map` or `Set` it is forgotten that they are also elsewhere. What scripts have hung
    onto the global object, except `$variables`, is gone.

    Not to be used by two threads at once.
    """

    def __init__(self, pool: Pool, name: int, seed: int, limits: Limits) -> None:
        self._pool = pool
        self._name = name
        self._limits = limits
        self._worker: WorkerProcess | None = None
        self._variables: dict[str, Value] = {}
        self._links: list[list[list[Any]]] = []
        self._random = _words(seed)
        self._assigned: dict[str, str] = {}
        self._given: dict[str, tuple[Value, str]] = {}
        self._closed = False

    @property
    def variables(self) -> Mapping[str, Value]:
        """The `$variables` and their values, as far as they can leave the engine."""
        return self._variables

    def assign(self, name: str, value: Value) -> None:
        """Give a variable a value; the script sees it from the next evaluation on.

        Args:
            name: with its `$`.
            value: not changed in place by anyone from now on.

        Raises:
            TooDeep: the value is nested too deeply.
        """
        self._assigned[name] = encoded(value)
        self._variables[name] = value
        self._links = [link for link in self._links if all(path[0] != name for path in link)]

    def evaluate(
        self,
        code: str,
        form: Form = Form.EXPRESSION,
        *,
        predefined: Mapping[str, Value],
        now_ms: int,
        as_text: bool = False,
    ) -> Outcome:
        """Evaluate one piece of code; see `evaluate_many`."""
        return self.evaluate_many([Code(code, form, as_text)], predefined=predefined, now_ms=now_ms)[0]

    def evaluate_many(
        self, codes: Sequence[Code], *, predefined: Mapping[str, Value], now_ms: int
    ) -> list[Outcome]:
        """Evaluate pieces of code in order up to the first that fails, in one round trip.

        Args:
            codes: what to evaluate.
            predefined: the names without `$` that scripts see beside the language's own and `now`. A value
                that is the same object as when it was last given is taken to be unchanged.
            now_ms: what the clock shows, milliseconds since 1970.

        Returns:
            One outcome for each piece that was evaluated; only the last can have failed.

        Raises:
            TooDeep: a predefined value is nested too deeply.
        """
        items = [_item(code) for code in codes]
        texts = tuple(code.text for code in codes)
        return self._perform(_Request(items, texts, predefined, now_ms)) if codes else []

    def as_text(self, value: Value) -> str:
        """Return what JavaScript's `String()` makes of a value.

        Raises:
            CallrActionsError: a script has broken what turns it into text.
        """
        if isinstance(value, str):
            return value
        item = f'[{encoded(value)},"value",true]'
        outcome = self._perform(_Request([item], ("",), {}, 0))[0]
        if outcome.text is None:
            raise CallrActionsError(f"a value cannot be turned into text: {outcome.failure}")
        return outcome.text

    def close(self) -> None:
        """Give the context back; the worker goes on for others."""
        if not self._closed:
            self._closed = True
            self._leave()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _perform(self, request: _Request) -> list[Outcome]:
        if self._closed:
            raise CallrActionsError("this JavaScript context is closed", hint="open another one")
        outcomes: list[Outcome] = []
        reason = Limit.PROCESS
        for _ in range(_ATTEMPTS):
            worker = self._home()
            with worker.lock:
                unfinished = self._converse(worker, request.after(len(outcomes)), outcomes)
            if unfinished is None:
                return outcomes
            reason = unfinished
        return [*outcomes, limit_outcome(reason, self._limits)]

    def _converse(self, worker: WorkerProcess, request: _Request, outcomes: list[Outcome]) -> Limit | None:
        """Send the request and add an outcome for each answer.

        Returns:
            None when that was all, or what to say if another try in a new context does not get further.
        """
        limits = self._limits
        count = len(request.texts)
        head = f"run {self._name} {limits.cpu_seconds} {limits.wall_seconds} {count}"
        try:
            worker.send(frame(head, self._request_text(request)), limits.wall_seconds)
            for number, code in enumerate(request.texts, start=1):
                answer = worker.answer(limits.wall_seconds if number < count else None)
                if answer == _BROKEN:
                    self._leave()
                    worker.lift()
                    return Limit.TAMPERING
                outcomes.append(self._taken(answer, code))
                if outcomes[-1].failure is not None:
                    worker.lift()
                    break
        except ProcessEnded as ended:
            self._leave()
            if ended.unheard:
                return Limit.PROCESS
            outcomes.append(limit_outcome(Limit.WALL if ended.late else Limit.PROCESS, limits))
        return None

    def _request_text(self, request: _Request) -> str:
        given = dict(self._changed_givens(request.predefined))
        named = sorted({name for text in request.texts for name in _variables_in(text)})
        assigned, self._assigned = _joined(self._assigned), {}
        parts = (
            f'"n":{request.now_ms},"p":{_joined(given)},"s":{assigned}',
            f'"h":{json_text(list(request.predefined))},"u":{json_text(named)}',
            f'"i":[{",".join(request.items)}]',
        )
        return "{" + ",".join(parts) + "}"

    def _changed_givens(self, predefined: Mapping[str, Value]) -> Iterator[tuple[str, str]]:
        for name, value in predefined.items():
            before = self._given.get(name)
            if before is not None and before[0] is value:
                continue
            text = encoded(value)
            self._given[name] = (value, text)
            if before is None or before[1] != text:
                yield name, text

    def _taken(self, answer: str, code: str) -> Outcome:
        """Return the outcome of an answer, and mirror what it changed."""
        if answer[0] == "L":
            self._leave()
            return limit_outcome(Limit(answer[1:]), self._limits)
        data = json.loads(answer)
        outcome = outcome_of(data, tagged=TAGGED in answer, code=code, missing=self._pool.gaps.missing)
        self._variables.update(outcome.changed)
        self._links = data["l"]
        self._random = data.get("r", self._random)
        return outcome

    def _home(self) -> WorkerProcess:
        """Return the worker with this context in it; put it there when it is in none."""
        worker = self._worker
        if worker is not None and not worker.alive:
            self._leave()
            worker = None
        if worker is None:
            opening = {"r": self._random, "g": self._pool.gaps.differing, "l": self._links}
            variables = _joined({name: encoded(value) for name, value in self._variables.items()})
            text = f'{json_text(opening)[:-1]},"s":{variables}}}'
            worker = self._pool.take()
            head = f"open {self._name} {self._limits.memory_bytes} {self._limits.stack_bytes}"
            worker.later(frame(head, text))
            self._worker = worker
            self._assigned = {}
        return worker

    def _leave(self) -> None:
        """Forget the context in the worker; the next evaluation finds a new one."""
        worker, self._worker = self._worker, None
        self._given.clear()
        if worker is not None:
            self._pool.give_back(worker)
            if worker.alive:
                worker.later(frame(f"close {self._name}"))


@lru_cache(_MOST_KEPT)
def _item(code: Code) -> str:
    """Return what the bridge is told of a piece, as JSON; kept, because scenarios repeat themselves."""
    form = "expression"
    if code.form is not Form.EXPRESSION:
        form = "maybe-async" if _MAYBE_ASYNC.search(code.text) else "program"
    return json_text([code.text, form, code.as_text])


@lru_cache(_MOST_KEPT)
def _variables_in(text: str) -> frozenset[str]:
    return frozenset(_VARIABLE.findall(text))


def _joined(texts: Mapping[str, str]) -> str:
    return "{" + ",".join(f"{json_text(name)}:{text}" for name, text in texts.items()) + "}"


def _words(seed: int) -> list[int]:
    """Return the first state of the generator of random numbers: four words that are not all zero."""
    digest = hashlib.sha256(str(seed).encode()).digest()
    return [int.from_bytes(digest[start : start + 4], "big") for start in (0, 4, 8, 12)]
