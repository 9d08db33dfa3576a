"""Lists: as much as is wanted, complete or not at all, in every format, with nothing that does harm."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.api.server.listing import Listing

if TYPE_CHECKING:
    from pathlib import Path

    from tests.api.server.server import CallrServer
    from tests.cli.conftest import Program


def hits(*changes: dict[str, Any]) -> dict[str, Any]:
    scenario = {
        "sid": "k3v9q0zt",
        "name": "Desk",
        "script": "a: 1\n",
        "format": "yaml",
        "version": "1.0",
        "numbers": [],
        "created": "2025-02-03T09:15:00Z",
        "updated": "2025-02-03T09:15:00Z",
    }
    found = [{**scenario, "sid": f"sid0000{n}", **change} for n, change in enumerate(changes)]
    return {"offset": 0, "total": len(found), "hasMore": False, "hits": found}


def test_fifty_are_shown_and_the_rest_is_mentioned(callr: Program, server: CallrServer) -> None:
    server.holds("actionsSearch", Listing(1234))
    ended = callr("scenarios", "list", "--jsonl")
    assert len(ended.out.splitlines()) == 50
    assert ended.err == "50 of 1,234 scenarios; --all shows all, --limit N so many\n"
    assert server.count("actionsSearch") == 1
    assert dict(server.last.request.query)["order"] == "desc"


def test_a_limit_reads_no_more_pages_than_it_needs(callr: Program, server: CallrServer) -> None:
    server.holds("actionsSearch", Listing(1234))
    ended = callr("scenarios", "list", "--limit", "150", "--json", "-q")
    assert (len(json.loads(ended.out)["items"]), json.loads(ended.out)["total"]) == (150, 1234)
    assert ended.err == ""
    assert server.count("actionsSearch") == 2


@pytest.mark.no_cover  # others cover the same
def test_all_are_all(callr: Program, server: CallrServer) -> None:
    server.holds("actionsSearch", Listing(1234))
    ended = callr("scenarios", "list", "--all", "--json")
    sids = [item["sid"] for item in json.loads(ended.out)["items"]]
    assert len(set(sids)) == len(sids) == 1234
    assert ended.err == ""
    assert dict(server.last.request.query)["order"] == "asc"


def test_a_list_that_may_lack_something_is_an_error(callr: Program, server: CallrServer) -> None:
    server.holds("actionsSearch", Listing(30, total=40))
    ended = callr("scenarios", "list", "--all", "--json")
    assert (ended.code, ended.out) == (7, "")
    assert ended.err.startswith("error: actionsSearch: the account says that there are 40, and 30 came")


def test_an_empty_list_says_so_beside_the_data(callr: Program, server: CallrServer) -> None:
    server.answers("actionsSearch", hits())
    assert callr("scenarios", "list") == (0, "", "no scenarios\n")
    assert json.loads(callr("scenarios", "list", "--json").out) == {"version": 1, "total": 0, "items": []}
    assert callr("scenarios", "list", "-o", "csv").out == "sid,name,numbers.e164,script,updated\n"


def test_names_cannot_steer_a_terminal(callr: Program, server: CallrServer) -> None:
    server.answers("actionsSearch", hits({"name": "a\x1b[31m\nb\u202e"}))
    out = callr("scenarios", "list").out
    assert "a\\x1b[31m\\nb\\u202e" in out
    assert len(out.splitlines()) == 2


def test_csv_holds_no_formulas(callr: Program, server: CallrServer) -> None:
    names = ['=HYPERLINK("x")', "+33199001234", "-2", "@x", "plain, with a comma", "-x"]
    server.answers("actionsSearch", hits(*({"name": name} for name in names)))
    rows = list(csv.reader(io.StringIO(callr("scenarios", "list", "-o", "csv", "--fields", "name").out)))
    assert [row[0] for row in rows] == [
        "name",
        '\'=HYPERLINK("x")',
        "+33199001234",
        "-2",
        "'@x",
        "plain, with a comma",
        "'-x",
    ]


def test_long_texts_are_cut_in_tables_and_nowhere_else(callr: Program, server: CallrServer) -> None:
    server.answers("actionsSearch", hits({"name": "x" * 64}, {"name": "字" * 40}))
    out = callr("scenarios", "list").out
    assert "x" * 59 + "…  " in out
    assert "字" * 29 + "…" in out
    assert "x" * 64 in callr("scenarios", "list", "--fields", "name").out


def test_fields_that_this_version_does_not_know_can_be_asked_for(callr: Program, server: CallrServer) -> None:
    server.answers("actionsSearch", hits({"colour": {"red": 1}}))
    ended = callr("scenarios", "list", "--fields", "sid,colour.red")
    assert ended.out == "sid       colour.red\nsid00000  1\n"


def test_fields_without_a_field(callr: Program) -> None:
    assert callr("scenarios", "list", "--fields", " ,").err == "error: --fields names no field\n"


def test_output_goes_to_a_file(callr: Program, project: Path) -> None:
    assert callr("numbers", "list", "-o", "json=numbers.json") == (0, "", "")
    assert json.loads((project / "numbers.json").read_text())["total"] == 1
    assert callr("numbers", "list", "-o", "json=nowhere/x.json").err == (
        "error: nowhere/x.json: cannot be written: no such file or directory\n"
        "help: make its folder first: nowhere\n"
    )
    assert callr("numbers", "list", "-o", "json=").code == 64


def test_an_answer_goes_to_several_places_in_several_formats(callr: Program, project: Path) -> None:
    fields = ("--fields", "e164")
    ended = callr(
        "numbers", "get", "+33142000017", *fields, "--jsonl", "-o", "csv=n.csv", "-o", "json=n.json"
    )
    assert ended == (0, '{"e164": "+33142000017"}\n', "")
    assert (project / "n.csv").read_text() == "e164\n+33142000017\n"
    assert json.loads((project / "n.json").read_text()) == {"version": 1, "item": {"e164": "+33142000017"}}


def test_secrets_in_answers_are_covered(callr: Program, server: CallrServer) -> None:
    webhook = {
        "sid": "w3bh00k1",
        "type": "v2.sms.inbound.received",
        "endpoint": "https://hooks.example.com/",
        "status": "enabled",
        "options": {"format": "JSON", "hmacSecret": "correct horse", "more": [{"password": "battery"}]},
        "failed": 0,
        "lastfailed": None,
        "created": "2025-05-05T05:05:05Z",
        "updated": "2025-05-05T05:05:05Z",
    }
    server.answers("webhooksGet", webhook)
    for shape in ((), ("--json",), ("--jsonl",), ("-o", "csv", "--fields", "options"), ("-vv",)):
        ended = callr("webhooks", "get", "w3bh00k1", *shape)
        assert ended.code == 0
        assert "horse" not in ended.out + ended.err
        assert "battery" not in ended.out + ended.err
        assert "format" in ended.out


@pytest.mark.parametrize("paging", [Listing(250), Listing(100), Listing(1)])
def test_a_raw_request_reads_a_list_to_its_end(callr: Program, server: CallrServer, paging: Listing) -> None:
    server.holds("actionsSearch", paging)
    ended = callr("api", "GET", "/actions", "--paginate", "--fields", "sid")
    assert len(set(ended.out.split())) == paging.count


def test_a_raw_request_says_when_a_list_is_not_complete_or_none(callr: Program, server: CallrServer) -> None:
    server.holds("actionsSearch", Listing(30, total=40))
    assert callr("api", "GET", "/actions", "--paginate").code == 7
    server.answers("actionsSearch", {"hits": 5})
    assert callr("api", "GET", "/actions", "--paginate").err == (
        "error: --paginate: the answer is not a page of a list: it has no `hits`\n"
    )
