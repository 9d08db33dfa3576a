"""Plan and deploy as people use them, against the local account."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.deploying.conftest import menu

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.deploying.conftest import Story


def test_the_first_deploy_and_an_update(story: Story, told: Callable[[str], None]) -> None:
    story.write("support/night", menu("+33142000001"))
    story.settings("scenario-settings: {support/night: {name: Night desk}}\n")
    story.run("plan --exit-code")
    story.run("deploy")
    story.run("deploy --yes")
    story.run("plan --exit-code")
    story.tell("one file changes")
    story.write("front-desk", menu("+33142000002", "hangup@v1"))
    story.run("plan --exit-code")
    story.run("deploy --yes")
    story.run("deploy --yes")
    told("first")


@pytest.mark.no_cover  # others cover the same
def test_edits_on_the_account_are_never_overwritten_silently(
    story: Story, told: Callable[[str], None]
) -> None:
    story.write("night", menu("+33142000001"))
    story.run("deploy --yes -q")
    story.tell("somebody edits both in the portal; one file changes here, too, and a third is new")
    story.edit("front-desk", lambda script: script.replace("+33142000000", "+33142000009"))
    story.edit("night", lambda script: script.replace("hangup@v1", "answer@v1"))
    story.write("night", menu("+33142000002"))
    story.write("day", menu("+33142000003"))
    story.run("plan")
    story.run("deploy --yes")
    assert "+33142000009" in story.scenarios()["front-desk"]["script"]
    story.run("deploy --yes --theirs")
    assert "+33142000009" in story.scenarios()["front-desk"]["script"]
    story.run("deploy --yes --ours night")
    assert "answer@v1" not in story.scenarios()["night"]["script"]
    assert "+33142000009" in story.scenarios()["front-desk"]["script"]
    story.tell("the same edit is made here")
    story.write("front-desk", menu("+33142000009"))
    story.run("plan --exit-code")
    told("conflict")


def test_renamed_adopted_and_deleted(story: Story, told: Callable[[str], None]) -> None:
    story.write("old/name", menu("+33142000001", "hangup@v1", "hangup@v1"))
    story.write("gone", "branches: {inbound-call: {actions: [{action: hangup@v1}]}}\n")
    story.run("deploy --yes -q")
    sid = story.scenarios()["old/name"]["sid"]
    story.tell("old/name becomes new/name, gone goes, and by-hand is in the portal already")
    story.delete("old/name")
    story.delete("gone")
    story.write("new/name", menu("+33142000002", "hangup@v1", "hangup@v1"))
    by_hand = story.project.parent / "by-hand.yaml"
    by_hand.write_text(menu("+33142000003"))
    story.quietly("scenarios", "create", str(by_hand), "--name", "by-hand", "--json", "--account", "local")
    story.write("by-hand", menu("+33142000004"))
    story.run("plan")
    story.run("deploy --yes --prune")
    story.run("plan --exit-code")
    assert story.scenarios()["new/name"]["sid"] == sid
    assert sorted(story.scenarios()) == ["by-hand", "front-desk", "new/name"]
    told("renamed")


@pytest.mark.usefixtures("numbers")
def test_numbers_are_attached_moved_and_detached(story: Story, told: Callable[[str], None]) -> None:
    story.write("night", menu("+33142000001"))
    story.settings(
        "scenario-settings:\n"
        '  front-desk: {numbers: {local: ["+33199001234", "+33199001235"]}}\n'
        "  night: {numbers: {local: []}}\n"
    )
    story.run("deploy --yes")
    story.tell("one number goes to the other scenario, one is listed nowhere, one is not on the account")
    story.settings(
        "scenario-settings:\n"
        "  front-desk: {numbers: {local: []}}\n"
        '  night: {numbers: {local: ["+33199001235", "+33199001299"]}}\n'
    )
    story.run("plan")
    story.settings(
        "scenario-settings:\n"
        "  front-desk: {numbers: {local: []}}\n"
        '  night: {numbers: {local: ["+33199001235"]}}\n'
    )
    story.run("deploy --yes")
    story.run("deploy --yes --prune")
    story.run("plan --exit-code")
    told("numbers")


def test_what_has_to_be_mended_first(story: Story, told: Callable[[str], None]) -> None:
    story.write("broken", "branches: {inbound-call: {actions: [{action: sya@v2}]}}\n")
    story.write("night", menu("+33142000001"))
    story.write("late", menu("+33142000001"))
    story.settings("scenario-settings: {night: {name: late}}\n")
    story.run("plan")
    story.run("deploy --yes")
    assert story.scenarios() == {}
    story.run("deploy --yes front-desk")
    story.run("plan front-dsek")
    story.run("plan support/*")
    told("mended-first")


def test_a_folder_without_scenarios(story: Story, told: Callable[[str], None]) -> None:
    story.run("deploy --yes -q")
    story.tell("the only file goes")
    story.delete("front-desk")
    story.run("plan --prune")
    story.run("deploy --yes --prune")
    assert list(story.scenarios()) == ["front-desk"]
    told("empty-folder")


def test_marker_lines_that_were_copied_or_damaged(story: Story, told: Callable[[str], None]) -> None:
    story.write("night", menu("+33142000001"))
    story.run("deploy --yes -q")
    script = story.scenarios()["front-desk"]["script"]
    copy = story.project.parent / "copy.yaml"
    copy.write_text(script.replace("hangup@v1", "answer@v1"))
    story.quietly("scenarios", "create", str(copy), "--name", "copy", "--json", "--account", "local")
    story.edit("night", lambda text: text.replace("# callr-actions night - ", "# callr-actions night "))
    story.write("night", menu("+33142000002"))
    story.tell("the script of front-desk was copied into another scenario, and the line of night is damaged")
    story.run("plan")
    story.run("deploy --yes")
    story.tell("the copy is exact")
    copy.write_text(script)
    story.quietly("scenarios", "update", "copy", "--script", str(copy), "--yes")
    story.run("plan front-desk")
    story.run("deploy --yes --prune --ours")
    story.run("plan --exit-code")
    assert sorted(story.scenarios()) == ["front-desk", "night"]
    told("marker-lines")
