"""What stands before a deploy, and what it leaves behind, on the local account."""

from __future__ import annotations

import json
import os
import stat
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.cli.deploying.conftest import NUMBERS, menu
from tests.cli.dev.conftest import start
from tests.cli.dev.test_dev import interrupt, said

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.deploying.conftest import Story
    from tests.cli.dev.conftest import Start

__all__ = ["start"]


def records(story: Story) -> list[Path]:
    return sorted((story.project / ".callr" / "deployments" / "local").iterdir())


def entries(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def git(story: Story, *words: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run(["git", *who, *words], cwd=story.project, check=True, capture_output=True)


def test_a_large_change_has_to_be_meant(story: Story) -> None:
    for index in range(10):
        story.write(f"s{index}", menu(f"+3314200000{index}"))
    assert story.run("deploy --yes -q").code == 0
    for index in range(4):
        story.write(f"s{index}", menu(f"+3314200009{index}"))
    ended = story.run("deploy --yes -q")
    assert ended.code == 3
    assert ended.err == (
        "error: nothing was changed: 4 of 11 scenarios would change at once: 36 %, more than 30 %\n"
        "help: if that is meant, add --force-large; else name the scenarios\n"
    )
    assert story.run("deploy --yes -q s0 s1").code == 0
    assert story.run("deploy --yes -q --force-large").code == 0
    assert story.run("plan --exit-code").code == 0


@pytest.mark.usefixtures("numbers", "terminal")
def test_live_numbers_are_named_in_the_question(story: Story) -> None:
    story.write("night", menu("+33142000001"))
    story.settings(f'scenario-settings: {{front-desk: {{numbers: {{local: ["{NUMBERS[0]}"]}}}}}}\n')
    story.run("deploy --yes -q")
    listed = f'night: {{numbers: {{local: ["{NUMBERS[0]}"]}}}}'
    story.settings(f"scenario-settings: {{{listed}, front-desk: {{name: Desk}}}}\n")
    ended = story.run("deploy", stdin=b"no\n")
    assert ended.code == 3
    assert ended.err.splitlines()[:3] == [
        "account `local`: deploy (1 to update, 1 number to move; 1 unchanged)",
        f"live: `front-desk` answers {NUMBERS[0]}, with the new script at once",
        f"live: {NUMBERS[0]} moves from `front-desk` to `night`",
    ]


def test_what_was_there_is_kept_in_the_record(story: Story) -> None:
    story.run("deploy --yes -q")
    before = story.scenarios()["front-desk"]["script"]
    story.write("front-desk", menu("+33142000002"))
    story.run("deploy --yes -q")
    first, second = records(story)
    assert {stat.S_IMODE(path.stat().st_mode) for path in (first, second)} == {0o600}
    kinds = [(entry["kind"], entry.get("op")) for entry in entries(second)]
    assert kinds == [("deploy", None), ("before", "update"), ("after", "update"), ("end", None)]
    head, announced, *_ = entries(second)
    assert (head["account"], head["commit"]) == ("local", None)
    assert head["rows"] == [{"op": "update", "key": "front-desk", "number": None}]
    assert announced["previous"] == {"name": "front-desk", "script": before, "numbers": []}


def test_a_disk_that_is_full_changes_nothing(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    story.run("deploy --yes -q")

    def full(handle: int, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    story.write("front-desk", menu("+33142000002"))
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        ended = story.run("deploy --yes -q")
    assert ended.code == 3
    assert "the journal of the deploy cannot be written: no space left on device" in ended.err
    assert "+33142000000" in story.scenarios()["front-desk"]["script"]
    assert story.run("deploy --yes -q").code == 0


def test_a_deploy_that_was_killed_is_known_and_gone_on_with(story: Story) -> None:
    story.run("deploy --yes -q")
    path = records(story)[0]
    lines = path.read_text().splitlines()
    path.unlink()
    running = path.with_name("running.jsonl")
    running.write_text("\n".join([*lines[:2], '{"kind": "bef']))
    story.write("front-desk", menu("+33142000002"))
    ended = story.run("deploy --yes")
    assert ended.code == 0
    assert (
        "was ended in the middle, after 0 of 1 rows, while it was at `front-desk`; the account is"
        in ended.err
    )
    assert len(records(story)) == 2


def test_two_at_once_on_one_machine_are_refused(story: Story) -> None:
    from callr_actions.masking import Masker
    from callr_actions.project.file import load_project
    from callr_actions.sync.applying.lock import locked
    from callr_actions.targets import choose_account, connect, surroundings

    loaded = load_project(story.project / "callr.yaml", shown="callr.yaml").project
    assert loaded is not None
    around = surroundings(Masker())
    connection = connect(loaded, choose_account(loaded, "local", around), around)
    folder = story.project / "state" / "callr-actions" / "locks"
    with locked(connection, folder, folder, "local"):
        ended = story.run("deploy --yes")
    assert ended.code == 3
    assert ended.err.startswith("error: another deploy to `local` is under way on this machine\n")
    assert story.run("deploy --yes -q").code == 0


def test_events_for_programs(story: Story) -> None:
    ended = story.run("deploy --yes --json")
    lines = [json.loads(line) for line in ended.out.splitlines()]
    assert [line["kind"] for line in lines] == ["plan", "row-begun", "row-ended", "end"]
    assert {line["version"] for line in lines} == {1}
    assert lines[0]["plan"]["summary"] == {"create": 1, "unchanged": 0, "ours": 0}
    assert (lines[2]["op"], lines[2]["key"], lines[2]["status"]) == ("create", "front-desk", "done")
    assert (lines[3]["counts"], lines[3]["exit_code"], lines[3]["go_on"]) == ({"done": 1}, 0, None)


def test_several_forms_at_once(story: Story) -> None:
    ended = story.run("plan -o markdown=plan.md -o json=plan.json -o text")
    assert ended.code == 0
    assert ended.out.startswith("account `local`: 1 to create")
    assert (story.project / "plan.md").read_text().startswith("## callr-actions: plan for local\n")
    assert json.loads((story.project / "plan.json").read_text())["rows"][0]["key"] == "front-desk"
    assert story.run("plan -o yaml").code == 64
    assert story.run("plan -o text -o json").code == 64
    assert story.run("plan -o json=").code == 64
    assert story.run("plan --ours --theirs").code == 64


def test_colours_where_they_are_asked_for(story: Story) -> None:
    assert "\x1b[1;34m+ create  \x1b[0m" in story.run("plan --color").out
    assert "\x1b" not in story.run("plan").out


def test_commits_and_what_has_changed_since(story: Story) -> None:
    (story.project / ".git").rmdir()
    git(story, "init", "-q", "-b", "main")
    (story.project / ".gitignore").write_text("/state/\n/config/\n")
    story.write("night", menu("+33142000001"))
    git(story, "add", ".")
    git(story, "commit", "-qm", "one")
    story.run("deploy --yes -q")
    assert "# callr-actions night - " not in story.scenarios()["night"]["script"]
    story.write("night", menu("+33142000002"))
    story.write("day", menu("+33142000003"))
    story.write("front-desk", menu("+33142000009"))
    git(story, "commit", "-qm", "two", "scenarios/front-desk.yaml")
    ended = story.run("plan --changed-since HEAD")
    assert [line.split()[2] for line in ended.out.splitlines() if line[:1] in "+~" and line[1:2] == " "] == [
        "`day`",
        "`night`",
    ]
    assert story.run("plan --changed-since none").code == 64
    story.run("deploy --yes -q")
    assert "# callr-actions night - " in story.scenarios()["night"]["script"]
    git(story, "add", ".")
    git(story, "commit", "-qm", "three")
    story.write("night", menu("+33142000004"))
    git(story, "commit", "-qam", "four")
    story.run("deploy --yes -q")
    git(story, "reset", "-q", "--hard", "HEAD~1")
    ended = story.run("deploy --yes")
    assert ended.code == 3
    assert "which this folder's commit does not come from" in ended.out
    story.settings("lint: {fail-on: error}\n")
    assert (
        "callr.yaml has changed since HEAD, so every scenario is looked at"
        in story.run("plan --changed-since HEAD").out
    )
    assert story.run("deploy --yes -q --ours").code == 0


@pytest.mark.usefixtures("numbers", "terminal")
def test_raw_commands_say_what_the_folder_says(story: Story) -> None:
    story.settings(f'scenario-settings: {{front-desk: {{numbers: {{local: ["{NUMBERS[0]}"]}}}}}}\n')
    story.write("night", menu("+33142000001"))
    story.run("deploy --yes -q")
    listed = f"callr.yaml lists {NUMBERS[0]} for `front-desk`"
    mine = "deployed from the file of `front-desk`: "
    for command, *lines in (
        ("scenarios delete front-desk", mine + "the next deploy makes it again"),
        ("scenarios update front-desk --name Other", mine + "the next deploy gives it its name again"),
        (
            "scenarios update front-desk --script scenarios/night.yaml",
            mine + "for the next deploy this is an edit",
        ),
        (f"numbers detach {NUMBERS[0]}", listed),
        (f"numbers attach {NUMBERS[0]} night", listed),
        (f"numbers update {NUMBERS[0]} --scenario night", listed),
        (f"numbers remove {NUMBERS[0]}", listed),
    ):
        ended = story.run(f"{command} --account local", stdin=b"n\n")
        assert ended.code == 3, command
        assert all(line in ended.err for line in lines), ended.err
    assert story.scenarios()["front-desk"]["numbers"][0]["e164"] == NUMBERS[0]


@pytest.mark.usefixtures("numbers", "terminal")
def test_raw_requests_say_what_commands_say(story: Story) -> None:
    story.settings(f'scenario-settings: {{front-desk: {{numbers: {{local: ["{NUMBERS[0]}"]}}}}}}\n')
    story.write("night", menu("+33142000001"))
    story.run("deploy --yes -q")
    desk, night = (story.scenarios()[name]["sid"] for name in ("front-desk", "night"))
    number = NUMBERS[0]
    listed = f"callr.yaml lists {number} for `front-desk`: the next deploy attaches it there again"
    live = f"live: {number} is attached to it; "
    gone = f"{live}nothing may answer its callers any more"
    held = f"live: {number} is attached to the scenario `front-desk` ({desk}), which answers it now"
    mine = "deployed from the file of `front-desk`: "
    edit = f"{mine}for the next deploy this is an edit, which it does not overwrite"
    for request, *lines in (
        (f"DELETE /actions/{desk}", gone, f"{mine}the next deploy makes it again"),
        (f"delete /Act%69ons//{desk}/", gone),
        (f"PATCH /actions/{desk} -f name=Other", f"{mine}the next deploy gives it its name again"),
        (f"PUT /actions/{desk} -f script=new", f"{live}answered by the new script at once", edit),
        (f"PUT /actions/{night}/numbers/{number}", held, listed),
        (f"PUT /numbers/{number.replace('+', '%2B')}/scenario/{night}", held, listed),
        (f"PATCH /numbers/{number} -f scenario={night}", held, listed),
        (f"DELETE /numbers/{number}/scenario", held, listed),
        (f"DELETE /numbers/{number}/scenario/{desk}", held, listed),
        (f"DELETE /actions/{desk}/numbers/{number}", held, listed),
        (f"DELETE /numbers/{number}", held, "this cannot be undone, and what is left of its contract is"),
    ):
        ended = story.run(f"api {request} --account local", stdin=b"n\n")
        assert ended.code == 3, request
        assert all(line in ended.err for line in lines), (request, ended.err)
    for request in (
        "DELETE /actions/nothing0",
        f"PUT /numbers/{number}/scenario/{desk}",
        f"PATCH /numbers/{number} -f endUser=k3v9q0zt",
        "POST /sms -f text=Hello",
    ):
        said = story.run(f"api {request} --account local", stdin=b"n\n").err
        assert said.endswith("declined; nothing was changed\n"), said
        assert not any(word in said for word in ("live:", "lists", "deployed")), said
    assert story.scenarios()["front-desk"]["numbers"][0]["e164"] == number


def test_while_dev_serves_the_account(story: Story, start: Start) -> None:
    with start("dev", "--port", "0", "--no-watch") as process:
        said(process)
        assert story.run("deploy --yes -q").code == 0
        assert story.run("plan --exit-code").code == 0
        interrupt(process)
    assert story.run("plan --exit-code").code == 0
    assert list(story.scenarios()) == ["front-desk"]
