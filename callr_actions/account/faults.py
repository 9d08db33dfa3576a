"""Faults on purpose, between the wire and the account: what a client must survive.

Rules come with the start, through the control route `/__local__/faults`, or for one request in the header
`x-local-fault`. They are only there where the account is served: what breaks is the wire.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import msgspec

from callr_actions.account.dispatch import Dispatch
from callr_actions.account.fault_rules import Kind, Rule, read_rule
from callr_actions.account.operations import API
from callr_actions.account.problem import Problem
from callr_actions.account.request import headers_of
from callr_actions.account.wire import HANG_UP
from callr_actions.errors import CallrActionsError
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from callr_actions.account.app import LocalAccount
    from callr_actions.account.request import Message, Receive, Scope, Send

HEADER = "x-local-fault"
_ROUTE = b"/__local__/faults"
_BASE = b"/v2.0"
_MOST_KEPT = 10_000
_LARGEST_BODY = 64 * 1024


class Happened(NamedTuple):
    """A fault that a request met.

    Attributes:
        number: of the request among all that were made to the API, from 1 on.
        operation: what it asked for; the path where that is none.
        rule: the rule, as it was written.
    """

    number: int
    operation: str
    rule: str


class Faults:
    """Around the account.

    Args:
        account: answers.
        rules: what goes wrong, as users write it.
        seed: decides about shares.

    Raises:
        CallrActionsError: a rule is none.
    """

    def __init__(self, account: LocalAccount, rules: Iterable[str] = (), seed: int = 0) -> None:
        self._account = account
        self._dispatch = Dispatch(API)
        self._operations = frozenset(operation.id for operation in API)
        self.seed = seed
        self.count = 0
        self.happened: list[Happened] = []
        self._requests = 0
        self.set(rules, seed)

    def set(self, rules: Iterable[str], seed: int) -> None:
        """Let other rules hold from now on; raises CallrActionsError."""
        self.rules = [read_rule(rule, self._operations) for rule in rules]
        self.seed = seed
        self._fitting = [0] * len(self.rules)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or do what a rule says."""
        if scope["type"] != "http":
            await self._account(scope, receive, send)
        elif scope["raw_path"] == _ROUTE:
            await self._control(scope, receive, send)
        elif scope["raw_path"].startswith(_BASE):
            self._requests += 1
            try:
                chosen = self._chosen(scope)
            except Problem as problem:
                await _refuse(send, problem)
                return
            for rule in chosen:
                if rule.kind is not Kind.DELAY:
                    await _break(rule, self._account, scope, receive, send)
                    return
                await asyncio.sleep(rule.seconds)
            await self._account(scope, receive, send)
        else:
            await self._account(scope, receive, send)

    def _chosen(self, scope: Scope) -> list[Rule]:
        said = next((value for name, value in scope["headers"] if name == HEADER.encode()), None)
        if said is None and not self.rules:
            return []
        operation = self._operation(scope)
        chosen = []
        if said is not None:
            chosen.append(self._from_header(scope, said.decode("latin-1")))
        for at, rule in enumerate(self.rules):
            if rule.operation in {None, operation}:
                self._fitting[at] += 1
                if rule.takes(self.seed, self._fitting[at]):
                    chosen.append(rule)
        self.count += len(chosen)
        if len(self.happened) < _MOST_KEPT:
            self.happened += [Happened(self._requests, operation, rule.text) for rule in chosen]
        return chosen

    def _from_header(self, scope: Scope, text: str) -> Rule:
        # Only who may ask at all may break things.
        self._account.gate.admit(headers_of(scope))
        try:
            return read_rule(text, self._operations)
        except CallrActionsError as error:
            raise Problem(400, f"{HEADER}: {_in_full(error)}") from None

    def _operation(self, scope: Scope) -> str:
        path: bytes = scope["raw_path"]
        try:
            return self._dispatch.find(scope["method"], path[len(_BASE) :]).operation.id
        except Problem:
            return f"{scope['method']} {path.decode('ascii', 'replace')}"

    async def _control(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            self._account.gate.admit(headers_of(scope))
            await self._change(scope["method"], receive)
        except Problem as problem:
            await _refuse(send, problem)
            return
        await _answer(send, 200, self.state(), {})

    async def _change(self, method: str, receive: Receive) -> None:
        if method == "PUT":
            await self._take(receive)
        elif method == "DELETE":
            self.set((), self.seed)
        elif method != "GET":
            allowed = (("allow", "DELETE, GET, PUT"),)
            raise Problem(405, "the methods here are GET, PUT and DELETE", headers=allowed)

    async def _take(self, receive: Receive) -> None:
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if len(body) > _LARGEST_BODY:
                raise Problem(413, f"the body is larger than {_LARGEST_BODY} bytes")
            if not message.get("more_body", False):
                break
        try:
            given = msgspec.json.decode(body, type=_Given)
            self.set(given.rules, self.seed if given.seed is None else given.seed)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise Problem(400, f'the body must be {{"rules": [...], "seed": 0}}: {error}') from None
        except CallrActionsError as error:
            raise Problem(400, _in_full(error)) from None

    def state(self) -> dict[str, Any]:
        """Return the rules and what happened, as the control route answers it."""
        return {
            "seed": self.seed,
            "rules": [rule.text for rule in self.rules],
            "count": self.count,
            "happened": [each._asdict() for each in self.happened],
        }


class _Given(msgspec.Struct, forbid_unknown_fields=True):
    rules: list[str]
    seed: int | None = None


async def _break(rule: Rule, account: LocalAccount, scope: Scope, receive: Receive, send: Send) -> None:
    content = {"code": "internal-error", "message": f"a fault on purpose: {rule.text}"}
    match rule.kind:
        case Kind.TOO_MANY:
            content["code"] = "too-many-requests"
            await _answer(send, 429, content, {"retry-after": f"{rule.seconds:g}"})
        case Kind.FAIL_BEFORE:
            await _answer(send, 500, content, {})
        case Kind.FAIL_AFTER:
            await _gather(account, scope, receive)
            await _answer(send, 500, content, {})
        case Kind.DROP_BEFORE:
            await _hang_up(scope, receive)
        case Kind.DROP_AFTER:
            await _gather(account, scope, receive)
            await _hang_up(scope, receive)
        case _:
            start, body = await _gather(account, scope, receive)
            if start is None:
                return
            await send(start)
            await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
            await _hang_up(scope, receive, flush=True)


async def _gather(account: LocalAccount, scope: Scope, receive: Receive) -> tuple[Message | None, bytes]:
    """Let the account answer, and keep what it says; None where the client has gone."""
    messages: list[Message] = []

    async def keep(message: Message) -> None:
        messages.append(message)

    await account(scope, receive, keep)
    if not messages:
        return None, b""
    start, *bodies = messages
    return start, b"".join(each.get("body", b"") for each in bodies)


async def _hang_up(scope: Scope, receive: Receive, *, flush: bool = False) -> None:
    transport = scope["extensions"][HANG_UP]["transport"]
    if flush:
        transport.close()
    else:
        transport.abort()
    # Until the server has noticed: else it would answer for us.
    while (await receive())["type"] != "http.disconnect":
        pass


def _in_full(error: CallrActionsError) -> str:
    return f"{error}; {error.hint}" if error.hint else str(error)


async def _refuse(send: Send, problem: Problem) -> None:
    content = {"code": problem.code, "message": problem.message}
    await _answer(send, problem.status, content, dict(problem.headers))


async def _answer(send: Send, status: int, content: dict[str, Any], headers: dict[str, str]) -> None:
    body = msgspec.json.encode(content)
    always = {
        "content-type": "application/json",
        "content-length": str(len(body)),
        "cache-control": "no-store",
    }
    raw = [(name.encode(), value.encode("latin-1")) for name, value in {**always, **headers}.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body})
