"""Raw requests: what answers that are no usual JSON come out as."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.api.server import faults

if TYPE_CHECKING:
    from tests.api.server.server import CallrServer
    from tests.cli.conftest import Program


def test_a_body_is_not_sent_where_none_can_be(callr: Program, server: CallrServer) -> None:
    ended = callr("api", "GET", "/ping", "--input", "-", stdin=b"{}")
    assert (ended.code, ended.err.splitlines()[0]) == (64, "error: --input: GET has no body")
    assert server.received == []


def test_a_wrong_method_is_not_blamed_on_the_address(callr: Program, server: CallrServer) -> None:
    server.next(faults.not_allowed("GET"))
    ended = callr("api", "DELETE", "/numbers", "--yes")
    assert ended.code == 7
    assert ended.err.startswith("error: DELETE /numbers (api): the address is right, the method is not (405")
    assert len(ended.err.splitlines()) == 1


def test_an_answer_that_is_not_json_is_shown_as_text(callr: Program, server: CallrServer) -> None:
    server.next(faults.html_page(200))
    ended = callr("api", "GET", "/ping")
    assert ended.code == 0
    assert ended.out.startswith('"<!DOCTYPE html>\\n')


def test_what_cannot_be_read_is_asked_about_all_the_same(callr: Program, server: CallrServer) -> None:
    server.next(faults.html_page(200))
    ended = callr("api", "DELETE", "/actions/k3v9q0zt")
    assert ended.code == 3
    assert "DELETE /actions/k3v9q0zt; what it concerns cannot be told: " in ended.err
    assert server.count("actionsDelete") == 0


def test_lists_within_lists_are_one_column(callr: Program, server: CallrServer) -> None:
    server.answers("systemPing", {"hits": [{"tags": ["a\x1b", ["b\tc"]]}, {"tags": [3, None]}]})
    ended = callr("api", "GET", "/ping", "--fields", "hits.tags,hits.1.tags.0,hits.7.tags")
    assert ended == (0, "a\\x1b\t3\tnull\nb    c\t\t\n3\t\t\nnull\t\t\n", "")


@pytest.mark.parametrize("form", ["text", "csv", "json", "jsonl"])
def test_what_an_account_holds_cannot_steer_a_terminal(
    form: str, callr: Program, server: CallrServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = {"sid": "3ndus3r1", "name": "red\x1b[31m\u202e", "comment": "", "type": "third-party"}
    times = {"created": "2025-11-24T08:30:00Z", "updated": "2025-11-24T08:30:00Z"}
    server.answers("endUsersGet", {**user, **times, "deletable": True, "address": {}})
    show = ("end-users", "get", "3ndus3r1", "-o", form)
    in_a_file = callr(*show).out
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    on_a_terminal = callr(*show).out
    assert "\u202e" in in_a_file or form == "text"
    assert not {"\x1b", "\u202e"} & set(on_a_terminal)
    assert "red" in on_a_terminal
