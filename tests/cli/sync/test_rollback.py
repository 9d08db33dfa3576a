"""`rollback`: what a commit deploys, by the plan and the gate of `deploy`, and no file here is touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.sync.conftest import DESK

if TYPE_CHECKING:
    from tests.cli.sync.conftest import Shop

ONE = """\
  desk:
    name: Desk
    numbers: {local: ["+33199000101"]}
    variables: {local: {$target: "+33142001111"}}
"""
TWO = '  desk: {name: Bureau, numbers: {local: ["+33199000102"]}}\n'


@pytest.fixture
def twice(shop: Shop) -> Shop:
    """A shop with two deploys behind it: names, numbers, values and texts differ, and a file is new."""
    shop.write("desk", DESK)
    shop.settings(ONE)
    shop.commit()
    shop.run("deploy", "--account", "local", "--yes", "--quiet")
    shop.write("desk", DESK.replace("Hello", "Bonjour"))
    shop.write("new", DESK.replace("Hello", "New"))
    shop.settings(TWO)
    shop.commit()
    shop.run("deploy", "--account", "local", "--yes", "--quiet", "--force-large")
    return shop


def back(shop: Shop, *arguments: str, code: int = 0) -> str:
    ended = shop.run("rollback", *arguments, "--account", "local", code=code)
    return ended.out + ended.err


def test_back_and_forward_again(twice: Shop) -> None:
    first = twice.git("rev-parse", "HEAD~1")
    before = twice.git("status", "--porcelain")

    said = back(twice, "HEAD~1", "--yes", "--force-large")

    assert f"back to the commit {first[:12]}\n" in said
    script = twice.script("Desk")
    assert "Hello" in script
    assert "+33142001111" in script
    assert f"# callr-actions desk {first[:12]} " in script
    numbers = {
        item["e164"]: item["scenario"]["name"]
        for item in twice.json("numbers", "list")["items"]
        if item["scenario"]
    }
    assert numbers["+33199000101"] == "Desk"
    assert "New" in twice.script("new")
    assert twice.git("status", "--porcelain") == before
    assert "Bonjour" in twice.read("desk")
    assert "nothing to do" in back(twice, "HEAD~1", "--yes")

    twice.run("deploy", "--account", "local", "--yes", "--force-large", "--prune")
    assert "Bonjour" in twice.script("Bureau")
    assert set(twice.kinds().values()) == {"same"}


def test_only_what_is_named(twice: Shop) -> None:
    twice.write("new", DESK.replace("Hello", "Newer"))
    twice.commit()
    twice.run("deploy", "--account", "local", "--yes", "--quiet", "--force-large")

    back(twice, "HEAD~1", "new", "--yes", "--force-large")

    assert "New}" in twice.script("new")
    assert "Bonjour" in twice.script("Bureau")


def test_a_dry_run(twice: Shop) -> None:
    said = back(twice, "HEAD~1", "--dry-run")

    assert "~ update   `desk` named `Desk`" in said
    assert "Bonjour" in twice.script("Bureau")


def test_the_same_gate(twice: Shop) -> None:
    assert "nobody is here to be asked" in back(twice, "HEAD~1", "--force-large", code=3)
    twice.edit("Bureau", "Bonjour", "Edited in the portal")
    said = back(twice, "HEAD~1", "--yes", "--force-large", code=3)
    assert "would overwrite what somebody else has put on the account" in said
    assert "Edited in the portal" in twice.script("Bureau")


def test_a_commit_that_lint_refuses(shop: Shop) -> None:
    shop.write("desk", DESK.replace("say@v2", "sya@v2"))
    shop.settings("  desk: {}\n")
    bad = shop.commit()
    shop.write("desk", DESK)
    shop.commit()
    shop.run("deploy", "--account", "local", "--yes", "--quiet")

    said = back(shop, bad, "--yes", code=1)

    assert "CA301" in said
    assert "say@v2" in shop.script("desk")


def test_newer_scenarios_go_only_with_prune(twice: Shop) -> None:
    said = back(twice, "HEAD~1", "--yes", "--force-large")
    assert "`--prune` deletes it" in said
    back(twice, "HEAD~1", "--yes", "--force-large", "--prune")

    names = {item["name"] for item in twice.json("scenarios", "list")["items"]}
    assert names == {"Desk"}


@pytest.mark.parametrize("reference", ["nope", "HEAD~99"])
def test_no_such_commit(reference: str, twice: Shop) -> None:
    assert "is no commit, branch or tag of this repository" in back(twice, reference, "--yes", code=64)


def test_without_git(shop: Shop) -> None:
    (shop.root / ".git").rename(shop.root.parent / f"{shop.root.name}.git")

    assert "is no commit, branch or tag of this repository" in back(shop, "HEAD", "--yes", code=64)
