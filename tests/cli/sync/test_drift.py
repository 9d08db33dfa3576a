"""`drift`: five classes, what is ignored until when, and who reads it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.sync.conftest import DESK

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.sync.conftest import Shop

HERE = Path(__file__).parent
SETTINGS = """\
  desk:
    numbers: {local: ["+33199000101"]}
  ignored:
    drift-ignore:
      - {field: script, until: 2999-12-31, reason: "edited by `night shift` | @team"}
      - {field: name, until: 2000-01-01}
  moved:
    numbers: {local: []}
"""


@pytest.fixture
def drifted(shop: Shop) -> Shop:
    """One scenario of each class, an ignored one and one that nobody has deployed."""
    for key in ("desk", "ahead", "ignored", "moved", "same", "edited", "both", "gone"):
        shop.write(key, DESK)
    shop.settings(SETTINGS)
    shop.deploy()
    shop.write("ahead", DESK.replace("Hello", "Good evening"))
    shop.edit("edited", "Hello", "Good\n          morning")
    shop.write("both", DESK.replace("Hello", "Good evening"))
    shop.edit("both", "$count: 1", "$count: 2")
    shop.edit("ignored", "Hello", "Bonjour")
    shop.run("scenarios", "update", "ignored", "--name", "Ignored", "--account", "local", "--yes")
    shop.run("numbers", "attach", "+33199000101", "moved", "--account", "local", "--yes")
    shop.git("rm", "-q", "scenarios/gone.yaml")
    shop.write("new", "branches:\n  inbound-call:\n    actions: [{action: hangup@v1}]\n")
    shop.commit()
    shop.create("Theirs | <b>", DESK)
    return shop


def test_five_classes(drifted: Shop) -> None:
    assert drifted.kinds() == {
        "ahead": "local-ahead",
        "both": "both",
        "desk": "remote-ahead",
        "edited": "remote-ahead",
        "gone": "gone",
        "ignored": "remote-ahead",
        "moved": "remote-ahead",
        "new": "local-ahead",
        "same": "same",
    }


@pytest.mark.parametrize("name", ["text", "json", "markdown", "diff"])
def test_outputs(name: str, drifted: Shop, golden: Callable[[Path, str], None]) -> None:
    form = ("--diff",) if name == "diff" else ("-o", name)
    ended = drifted.run("drift", *form, "--exit-code", code=2)

    text = ended.out
    for scenario in drifted.json("scenarios", "list", "--all")["items"]:
        text = text.replace(scenario["sid"], "SIDSIDSI")
    golden(HERE / "outputs" / f"drift.{name}", text)
    assert ended.err == ""


def test_several_outputs(drifted: Shop) -> None:
    ended = drifted.run("drift", "-o", "markdown=drift.md", "--json")

    assert ended.out.startswith("{")
    assert (drifted.root / "drift.md").read_text().startswith("## callr-actions: ")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("-o", "mardown"), "there is no output format `mardown`; did you mean `markdown`?"),
        (("-o", "json="), "`json=` names no file"),
        (("-o", "text", "--json"), "two formats would go to standard output"),
    ],
)
def test_wrong_outputs(options: tuple[str, ...], message: str, shop: Shop) -> None:
    assert message in shop.run("drift", *options, code=64).err


def test_an_edit_is_shown_against_the_file_where_no_commit_has_what_was_deployed(shop: Shop) -> None:
    shop.write("desk", DESK.replace("Hello", "Good morning"))
    shop.run("deploy", "--account", "local", "--yes", "--quiet")
    shop.edit("desk", "Good morning", "Good night")
    shop.write("desk", DESK)

    out = shop.run("drift", "--diff", "--account", "local").out
    assert "    --- the file here\n    +++ on the account\n" in out
    assert [line for line in out.splitlines() if line.startswith(("    -  ", "    +  "))] == [
        "    -        params: {what: Hello}",
        "    +        params: {what: Good night}",
    ]


def test_no_value_of_the_environment_is_in_a_diff(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_COUNT", "a-value-of-the-environment")
    shop.write("desk", DESK)
    shop.settings("  desk:\n    variables: {local: {$count: '${DESK_COUNT}'}}\n")
    shop.deploy()
    shop.edit("desk", "Hello", "a-value-of-the-environment")
    for form in ("--diff", "--json", "--output=markdown"):
        out = shop.run("drift", form, "--account", "local").out
        assert "-        params: {what: Hello}" in out
        assert "a-value-of-the-environment" not in out


def test_nothing_differs(shop: Shop) -> None:
    shop.write("desk", DESK)
    shop.deploy()

    assert shop.run("drift", "--exit-code").out == "account `local`: 1 same\n"


def test_where_a_listed_number_is(shop: Shop) -> None:
    shop.write("desk", DESK)
    shop.settings('  desk:\n    numbers: {local: ["+33199000101"]}\n')
    shop.deploy()
    shop.run("numbers", "detach", "+33199000101", "--account", "local", "--yes")
    shop.settings('  desk:\n    numbers: {local: ["+33199000101", "+33199000103"]}\n')

    (difference,) = shop.json("drift")["rows"][0]["differences"]
    assert difference["detail"] == "+33199000101 is detached; +33199000103 is not on the account"
    assert difference["class"] == "both"


def test_a_scenario_that_was_deployed_from_here_and_deleted_there(shop: Shop) -> None:
    shop.write("desk", DESK)
    shop.run("deploy", "--account", "local", "--yes", "--quiet")
    shop.run("scenarios", "delete", "desk", "--account", "local", "--yes")

    assert shop.kinds() == {"desk": "gone"}
