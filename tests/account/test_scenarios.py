from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.account.client import Client


def test_a_scenario_is_created_found_changed_and_deleted(api: Client) -> None:
    created = api.do("POST", "/actions", json={"name": "Front desk", "script": "branches: {}"})
    assert created == {
        "sid": "z789g8ot",
        "name": "Front desk",
        "script": "branches: {}",
        "format": "yaml",
        "version": "1.0",
        "numbers": [],
        "created": "2024-04-24T17:42:28.001Z",
        "updated": "2024-04-24T17:42:28.001Z",
    }
    assert api.do("GET", "/actions/z789g8ot") == created
    changed = api.do("PATCH", "/actions/z789g8ot", json={"name": "Night"})
    assert changed == {**created, "name": "Night", "updated": "2024-04-24T17:42:28.002Z"}
    assert api.do("GET", "/actions") == {"offset": 0, "total": 1, "hasMore": False, "hits": [changed]}
    assert api.send("DELETE", "/actions/z789g8ot").status_code == 204
    assert api.refused("GET", "/actions/z789g8ot") == (
        404,
        "not-found",
        "there is no scenario `z789g8ot` on this account",
    )
    assert api.do("GET", "/actions") == {"offset": 0, "total": 0, "hasMore": False, "hits": []}


def test_everything_that_is_wrong_is_said_at_once(api: Client) -> None:
    assert api.refused("POST", "/actions", json={"nmae": "x", "script": 7, "format": "json"}) == (
        400,
        "validation-error",
        (
            "`name` is missing (there is `nmae`); it must be a string of 1 to 64 characters that must hold "
            "a letter; "
            "`script` must be a string, not an integer; `format` is `json`; it must be `yaml`"
        ),
    )
    assert api.refused("GET", "/actions?sort=nme&limit=0&limits=3&offset=1&offset=2") == (
        400,
        "validation-error",
        (
            "the query parameter `sort` is `nme`, which it cannot be; did you mean `name`?; "
            "the query parameter `offset` is given 2 times; it must be given once; "
            "the query parameter `limit` is `0`; it must be an integer from 1 to 100; "
            "there is no query parameter `limits`; did you mean `limit`?"
        ),
    )


def test_a_script_that_is_no_yaml_is_refused(api: Client) -> None:
    refusal = (400, "bad-request", "`script` is not YAML: line 1, column 4: `[` opened here is not closed")
    assert api.refused("POST", "/actions", json={"name": "A", "script": "a: [1"}) == refusal
    sid = api.scenario()
    assert api.refused("PATCH", f"/actions/{sid}", json={"script": "a: [1"}) == refusal


def test_pages_are_sorted_and_follow_each_other(api: Client) -> None:
    for name in ("b", "C", "a", "D"):
        api.scenario(name)

    def names(query: str) -> tuple[list[str], bool]:
        page = api.do("GET", f"/actions?{query}")
        return [hit["name"] for hit in page["hits"]], page["hasMore"]

    assert names("sort=name&order=asc") == (["a", "b", "C", "D"], False)
    assert names("sort=created&order=asc&limit=3") == (["b", "C", "a"], True)
    assert names("sort=created&order=asc&limit=3&offset=3") == (["D"], False)
    assert names("offset=4") == ([], False)
    assert names("offset=99999999999999999999999999") == ([], False)
    assert names("") == (["D", "a", "C", "b"], False)


@pytest.mark.parametrize("part", ["RONT", "front", "t d", "ÉÉ", "éé", ""])
def test_a_part_of_the_name_is_found_whatever_its_case(api: Client, part: str) -> None:
    api.scenario("Front desk éé")
    api.scenario("Back office")
    page = api.do("GET", "/actions", params={"name": part})
    assert (page["total"], len(page["hits"])) == ((2, 2) if part == "" else (1, 1))
