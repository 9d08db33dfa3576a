"""`callr-actions api`: one raw request with the account's credentials."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from callr_actions.cli.helping import ProgramCommand
from callr_actions.cli.rendering.fields import at_path
from callr_actions.cli.rendering.hiding import without_secrets
from callr_actions.cli.rendering.show import write
from callr_actions.cli.session import MASKER
from callr_actions.cli.sessions.gate import Change, pass_gate
from callr_actions.cli.sessions.options import writing_options
from callr_actions.cli.sessions.session import run_session
from callr_actions.cli.texts import for_output, json_object, pair, read_text
from callr_actions.errors import CallrActionsError

if TYPE_CHECKING:
    from callr_actions.api.request import Query
    from callr_actions.cli.sessions.options import Target
    from callr_actions.cli.sessions.session import Session

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_OF_MANY_RECORDINGS = ("recordingsUpdateBulk", "recordingsDeleteBulk")


@click.command("api", cls=ProgramCommand)
@click.argument("method", type=click.Choice(METHODS, case_sensitive=False), metavar="METHOD")
@click.argument("path")
@click.option(
    "--field",
    "-f",
    "fields",
    multiple=True,
    metavar="NAME=VALUE",
    help="GET, DELETE: a part of the query. Else: a text in the JSON body. Repeatable.",
)
@click.option("--input", "file", metavar="FILE", help="The JSON body; `-` is standard input.")
@click.option("--paginate", is_flag=True, help="GET: read a list to its end, and print its hits.")
@click.option("--fields", "paths", metavar="PATHS", help="Print only these, such as hits.sid, line by line.")
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="To change or delete /recordings without a sid: every recording.",
)
@writing_options
def command(
    method: str,
    path: str,
    fields: tuple[str, ...],
    file: str | None,
    paginate: bool,
    paths: str | None,
    everything: bool,
    target: Target,
) -> None:
    """Send one request to the API and print its answer.

    PATH is below the account's address, such as /numbers; it may have a query. Everything but GET asks
    before it is sent (--yes, or --confirm NAME on a protected account), and says which live numbers and which
    files it concerns.

    \b
    callr-actions api GET /numbers -f type=mobile --paginate --fields e164
    callr-actions api PATCH /actions/abcd1234 -f name='Front desk'

    \b
    Examples:
      callr-actions api GET /numbers -f type=mobile --paginate
      callr-actions api PATCH /actions/49ar31f8 -f name='Old desk'
    """  # noqa: D301 - the backspace tells click to keep the lines
    method = method.upper()
    address, query = _split(path)
    given = [pair(each, option="--field") for each in fields]
    body = None if file is None else json_object(read_text(file), option="--input")
    if method in ("GET", "DELETE"):
        if body is not None:
            raise click.UsageError(f"--input: {method} has no body")
        query = (*query, *given)
    elif given:
        body = {**(body or {}), **dict(given)}
    if paginate and method != "GET":
        raise click.UsageError("--paginate goes with GET")
    if everything and method == "GET":
        raise click.UsageError(
            "--all goes with a change of /recordings; a list is read to its end by --paginate"
        )

    async def work(session: Session) -> None:
        if method != "GET":
            from callr_actions.cli.sessions.raw_change import concerned

            change = _change(session, method, path, query, everything=everything)
            lines = await concerned(session, method, path.partition("?")[0], body)
            pass_gate(session, change._replace(consequences=(*change.consequences, *lines)))
        if paginate:
            answer: Any = await _all_hits(session, address, query)
        else:
            answer = _parsed(await _send(session, method, address, query, body))
        _print(without_secrets(answer, MASKER), paths)

    run_session(target._replace(writes=method != "GET"), work)


def _split(path: str) -> tuple[str, Query]:
    """Return an address below the account's, and the query behind it.

    Raises:
        CallrActionsError: it is not below it.
    """
    from urllib.parse import parse_qsl, quote, unquote

    address, _, query = path.partition("?")
    if not address.startswith("/") or address.startswith("//"):
        hint = "the rest is the account's `url`; the key goes nowhere else"
        raise CallrActionsError(f"`{path}` is not a path such as /numbers", hint=hint)
    if any(unquote(part) in (".", "..") for part in address.split("/")) or "#" in path:
        raise CallrActionsError(f"`{path}`: `.`, `..` and `#` cannot be in a path")
    # In the query of the API a plus is a plus.
    pairs = parse_qsl(query.replace("+", "%2B"), keep_blank_values=True)
    return quote(address, safe="/%+:@,;=!$&'()*~"), tuple(pairs)


def _change(session: Session, method: str, path: str, query: Query, *, everything: bool) -> Change:
    """Return the change that a request is; one of every recording has to be meant.

    Raises:
        click.UsageError: it is one of every recording and `everything` does not say so, or the reverse.
    """
    address = _compared(path.partition("?")[0])
    of_many = {_compared(session.connection.operations[name].path) for name in _OF_MANY_RECORDINGS}
    of_all = address in of_many and not any(name == "sid" and value for name, value in query)
    if of_all and not everything:
        raise click.UsageError(
            f"{method} {path}: without a sid in the query the API takes EVERY recording of the account; "
            "write ?sid=SID behind the path, or say --all"
        )
    if everything and not of_all:
        raise click.UsageError("--all goes with a change of /recordings without a sid, and nothing else")
    consequences = ("it concerns EVERY recording of the account",) if of_all else ()
    return Change(f"{method} {path}", consequences, asks=True)


def _compared(path: str) -> str:
    """Return a path in the one form in which a server may well read each of its spellings."""
    from urllib.parse import unquote

    return "/".join(part for part in unquote(path).casefold().split("/") if part)


async def _send(
    session: Session, method: str, address: str, query: Query, body: dict[str, object] | None
) -> bytes:
    from callr_actions.api.operations import Operation
    from callr_actions.api.request import Answer, Request
    from callr_actions.targets import open_client

    row = Operation("api", method, address, (200,), "documented")  # type: ignore[arg-type] # one of METHODS
    connection = replace(session.connection, operations={"api": row})
    async with open_client(connection) as client:
        return await client.send(Request(operation="api", answer=Answer(bytes), query=query, body=body))


async def _all_hits(session: Session, address: str, query: Query) -> list[object]:
    """Read every page of a list, in the order in which the API sends it.

    Raises:
        IncompleteListError: the number of hits is not the total that the API says.
    """
    from callr_actions.api.errors import IncompleteListError

    found: list[object] = []
    rest = tuple(each for each in query if each[0] not in ("offset", "limit"))
    while True:
        paging = (("offset", str(len(found))), ("limit", "100"))
        page = _parsed(await _send(session, "GET", address, (*rest, *paging), None))
        if not isinstance(page, dict) or not isinstance(page.get("hits"), list):
            raise CallrActionsError("--paginate: the answer is not a page of a list: it has no `hits`")
        found += page["hits"]
        if page.get("hasMore") is not True or not page["hits"]:
            total = page.get("total")
            if isinstance(total, int) and total != len(found):
                raise IncompleteListError(f"GET {address}", found=len(found), total=total)
            return found


def _parsed(body: bytes) -> object:
    """Return an answer as a JSON value; None for an empty one, a text for one that is not JSON."""
    if not body:
        return None
    try:
        found: object = json.loads(body)
    except (ValueError, RecursionError):
        return body.decode("utf-8", "replace")
    return found


def _print(answer: object, paths: str | None) -> None:
    if paths is None:
        if answer is not None:
            text = json.dumps(answer, ensure_ascii=False, indent=2)
            write(for_output(text) + "\n")
        return
    columns = [_values(at_path(answer, path.strip())) for path in paths.split(",")]
    longest = max(map(len, columns))
    rows = [[column[n] if n < len(column) else "" for column in columns] for n in range(longest)]
    write("".join("\t".join(row) + "\n" for row in rows))


def _values(found: object) -> list[str]:
    """Return what a path led to as lines that cannot steer a terminal and hold no tab."""
    from callr_actions.terminal import printable

    many = found if isinstance(found, list) else [found]
    flat: list[str] = []
    for each in many:
        if isinstance(each, list):
            flat += _values(each)
        else:
            text = each if isinstance(each, str) else json.dumps(each, ensure_ascii=False)
            flat.append(printable(text).replace("\n", "\\n"))
    return flat
