"""Names of an account become file names that are safe, each once, and the same every time."""

from __future__ import annotations

import os
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from callr_actions.project.discovery import is_scenario_name
from callr_actions.sync.slugs import Named, folded, is_safe_key, key_of_name, keys_for, slug

NAMES = {
    "Front desk": "front-desk",
    "  Front -- DESK  ": "front-desk",
    "Accueil téléphonique": "accueil-telephonique",
    "Accueil te\u0301le\u0301phonique": "accueil-telephonique",
    "STRASSE Straße": "strasse-strasse",
    "Поддержка Йод": "поддержка-йод",
    "客服 1": "客服-1",
    "हिन्दी": "हिन्दी",
    "İstanbul": "istanbul",
    "ﬁnance ２４": "finance-24",
    "🎄 Noël 🎄": "noel",
    "🎄": "",
    "../../etc/passwd": "etc-passwd",
    "..": "",
    "a/b\\c:d": "a-b-c-d",
    ".hidden": "hidden",
    "CON": "con-scenario",
    "con.txt": "con-txt",
    "Aux": "aux-scenario",
    "LPT1": "lpt1-scenario",
    "worlds": "worlds-scenario",
    "Callr": "callr-scenario",
    "busy.world": "busy-world",
    "a\x00b\nc\u202ed": "a-b-c-d",
    "a\u200bb\u3164": "a-b",
    "x" * 300: "x" * 200,
    "é" * 64: "e" * 64,
    "\U00020000" * 64: "\U00020000" * 50,
}


@pytest.mark.parametrize("name", NAMES)
def test_slugs(name: str) -> None:
    assert slug(name) == NAMES[name]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("support/front-desk", "support/front-desk"),
        ("Support/Front desk", "support-front-desk"),
        ("sales / support", "sales-support"),
        ("support//desk", "support-desk"),
        ("worlds/desk", "worlds-desk"),
        ("../desk", "desk"),
        ("/etc", "etc"),
        ("🎄", "scenario-abcd1234"),
    ],
)
def test_a_name_that_is_a_path_of_slugs_stays_it(name: str, key: str) -> None:
    assert key_of_name(Named("abcd1234", name)) == key


def test_equal_slugs_get_the_sid_behind_all_but_the_oldest() -> None:
    same = [
        Named("aaaa1111", "Front desk"),
        Named("bbbb2222", "front DESK"),
        Named("cccc3333", "Front-desk!"),
    ]

    assert list(keys_for(same).values()) == ["front-desk", "front-desk-bbbb2222", "front-desk-cccc3333"]


def test_the_keys_of_files_and_of_settled_scenarios_are_taken() -> None:
    found = keys_for(
        [Named("aaaa1111", "Front desk"), Named("bbbb2222", "Sales"), Named("cccc3333", "Sales")],
        ["Front-Desk"],
        known={"bbbb2222": "teams/sales"},
    )

    assert found == {"bbbb2222": "teams/sales", "aaaa1111": "front-desk-aaaa1111", "cccc3333": "sales"}


def test_a_folder_that_differs_in_its_case_only_is_not_made() -> None:
    assert keys_for([Named("aaaa1111", "support/desk")], ["Support/other"]) == {"aaaa1111": "support-desk"}


def test_who_takes_the_name_with_the_sid_does_not_get_the_file() -> None:
    found = keys_for(
        [Named("aaaa1111", "x"), Named("bbbb2222", "x-cccc3333"), Named("cccc3333", "X")], ["x-cccc3333"]
    )

    assert len({folded(key) for key in found.values()} | {"x-cccc3333"}) == 4


@pytest.mark.parametrize(
    "key",
    [
        *("", ".", "..", "../a", "a/../b", "/a", "a/", "a//b", ".git/config", "a/.b", "a\\b", "C:a", "a\0b"),
        *("con", "a/NUL.x", "com1", "a.", "a ", " a", "-rf", "a\nb", "a\x1b[2J", "worlds/a", "Worlds/a"),
        *("callr", "a.world", "e\u0301", "x" * 241, "a\u200e", "\ud800"),
    ],
)
def test_keys_that_nobody_may_bring(key: str) -> None:
    assert not is_safe_key(key)


@pytest.mark.parametrize("key", ["desk", "Support/Front desk", "a.b", "é", "worlds", "консоль", "a+b (2)"])
def test_keys_that_are_fine(key: str) -> None:
    assert is_safe_key(key)


texts = st.one_of(
    st.text(max_size=70),
    st.sampled_from([*NAMES, "a/b", "A/b", "a/B/c", "x", "X", "ß", "ss", "scenario-abcd1234"]),
    st.text(alphabet="aA-/. éé\u0301", max_size=5),
)


@given(texts)
@example("ᾳ\u0345")
@example("\u1e9e")
def test_a_slug_is_safe_and_its_own_slug(name: str) -> None:
    found = slug(name)

    assert slug(found) == found
    assert found == unicodedata.normalize("NFC", found) == folded(found)
    if found:
        assert is_safe_key(found)
        assert is_scenario_name(f"{found}.yaml")
        assert os.path.normpath(f"/top/{found}.yaml") == f"/top/{found}.yaml"
        assert len(f"{found}-scenario-abcd1234.yaml".encode()) < 255


@given(st.lists(texts, max_size=12), st.lists(texts.filter(is_safe_key), max_size=4))
def test_keys_are_unique_safe_and_stable(names: list[str], taken: list[str]) -> None:
    scenarios = [Named(f"{index:08}", name) for index, name in enumerate(names)]

    found = keys_for(scenarios, taken)

    mine = [folded(key) for key in found.values()]
    assert len(set(mine)) == len(mine)
    assert not set(mine) & {folded(key) for key in taken}
    assert all(map(is_safe_key, found.values()))
    assert keys_for(scenarios, taken, known=found) == found
    assert keys_for([*scenarios, Named("zzzzzzzz", "front desk")], taken).items() >= found.items()
