"""Plan and deploy against an API on loopback that is not the local account, and checks every request."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from callr_actions import targets
from callr_actions.api.edge import Edge
from callr_actions.api.retries import RetryPolicy
from tests.api.server import faults
from tests.api.server.remembering import Remembering
from tests.api.server.server import KEY
from tests.cli.deploying.conftest import NUMBERS, menu

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from callr_actions.api.connection import Connection
    from tests.cli.deploying.conftest import Story

CALLR_YAML = """\
accounts:
  staging: {{url: {url}, api-key: "${{STAGING_KEY}}"}}
  production: {{url: {url}, api-key: "${{STAGING_KEY}}", protected: true}}
"""
STAGING = "--account staging"


@pytest.fixture
def server() -> Iterator[Remembering]:
    server = Remembering(*NUMBERS)
    yield server
    server.close()


@pytest.fixture
def settings(story: Story, server: Remembering, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Write callr.yaml with two accounts on the server, and more."""
    monkeypatch.setenv("STAGING_KEY", KEY)
    monkeypatch.setenv("CALLR_ALLOW_HOST", "127.0.0.1")

    def write(more: str = "") -> None:
        story.settings(CALLR_YAML.format(url=server.url) + more)

    write()
    return write


@pytest.mark.usefixtures("settings")
def test_all_of_it_with_the_least_requests(story: Story, server: Remembering) -> None:
    for index in range(3):
        story.write(f"s{index}", menu(f"+3314200001{index}"))
    assert story.run(f"deploy --yes {STAGING}").code == 0
    before = len(server.received)
    ended = story.run(f"plan --exit-code {STAGING}")
    assert (ended.code, ended.out) == (0, "account `staging`: nothing to do; 4 unchanged\n")
    assert [each.operation for each in server.received[before:]] == ["actionsSearch"]
    story.write("s1", menu("+33142000099"))
    before = len(server.received)
    assert story.run(f"deploy --yes {STAGING}").code == 0
    asked = [each.operation for each in server.received[before:]]
    assert asked == ["actionsSearch", "actionsGet", "actionsUpdate"]
    assert server.complaints == []


def test_numbers_move(story: Story, server: Remembering, settings: Callable[[str], None]) -> None:
    story.write("night", menu("+33142000001"))
    listed = ", ".join(f'"{each}"' for each in NUMBERS)
    settings(f"scenario-settings: {{front-desk: {{numbers: {{staging: [{listed}]}}}}}}\n")
    assert story.run(f"deploy --yes {STAGING}").code == 0
    settings(
        f"scenario-settings:\n  front-desk: {{numbers: {{staging: []}}}}\n"
        f'  night: {{numbers: {{staging: ["{NUMBERS[0]}"]}}}}\n'
    )
    assert story.run(f"deploy --yes --prune {STAGING}").code == 0
    names = {number: held and server.scenarios[held]["name"] for number, held in server.holders.items()}
    assert names == {NUMBERS[0]: "night", NUMBERS[1]: None, NUMBERS[2]: None}
    assert server.complaints == []


def test_a_protected_account_asks_for_its_name(
    story: Story, server: Remembering, settings: Callable[[str], None], told: Callable[[str], None]
) -> None:
    settings("")
    story.run("deploy --yes --account production")
    story.run("deploy --yes --confirm staging --account production")
    assert server.scenarios == {}
    story.run("deploy --confirm production --account production -q")
    assert len(server.scenarios) == 1
    told("protected")


@pytest.mark.usefixtures("terminal", "settings")
@pytest.mark.parametrize(("typed", "code"), [(b"y\n", 0), (b"n\n", 3), (b"\n", 3), (b"", 3)])
def test_somebody_at_a_terminal_is_asked(story: Story, server: Remembering, typed: bytes, code: int) -> None:
    ended = story.run(f"deploy {STAGING}", stdin=typed)
    assert ended.code == code
    assert ended.err.startswith("account `staging`: deploy (1 to create; 0 unchanged)\ngo on? [y/N]")
    assert len(server.scenarios) == (code == 0)


@pytest.mark.usefixtures("settings")
def test_in_ci_the_account_has_to_be_named(
    story: Story, server: Remembering, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (story.project / "callr.yaml").read_text().replace("default-account: local\n", "")
    (story.project / "callr.yaml").write_text(text)
    monkeypatch.setenv("CI", "true")
    ended = story.run("deploy --yes")
    assert ended.code == 64
    assert ended.err.startswith("error: no account is named, and nobody is here to be asked")
    assert story.run(f"deploy --yes {STAGING}").code == 0
    assert len(server.scenarios) == 1


@pytest.mark.usefixtures("settings")
def test_a_plan_that_was_saved_is_done_as_it_is(story: Story, server: Remembering) -> None:
    assert story.run(f"plan --out plan.json {STAGING}").code == 0
    saved = json.loads((story.project / "plan.json").read_text())
    assert (saved["version"], saved["account"], saved["rows"][0]["op"]) == (1, "staging", "create")
    assert (story.project / "plan.json").stat().st_mode & 0o777 == 0o600
    story.write("front-desk", menu("+33142000099"))
    story.write("later", menu("+33142000098"))
    assert story.run(f"deploy --yes --plan plan.json {STAGING}").code == 0
    (made,) = server.scenarios.values()
    assert "+33142000000" in made["script"]
    ended = story.run(f"deploy --yes --plan plan.json {STAGING}")
    assert ended.code == 3
    assert "the account has moved since the plan was made: `front-desk` was made meanwhile" in ended.err


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (
            "--plan plan.json --account production",
            3,
            "the plan is for `staging`, and the account is `production`",
        ),
        ("--plan plan.json --prune --account staging", 64, "--plan does what was planned"),
        ("--plan none.json --account staging", 64, "none.json: cannot be read: no such file or directory"),
        ("--plan callr.yaml --account staging", 64, "callr.yaml: this is not a plan"),
    ],
)
def test_plans_that_are_not_done(story: Story, words: str, code: int, said: str) -> None:
    story.run(f"plan --out plan.json {STAGING}")
    ended = story.run(f"deploy --yes {words}")
    assert ended.code == code
    assert said in ended.err


def test_a_saved_plan_has_holes_where_secrets_were(
    story: Story, server: Remembering, settings: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    script = f"variables: {{$token: none}}\n{menu('+33142000000')}"
    story.write("front-desk", script)
    settings('scenario-settings: {front-desk: {variables: {staging: {$token: "Bearer ${CRM}"}}}}\n')
    monkeypatch.setenv("CRM", "s3cr3t-one")
    story.run(f"plan --out plan.json {STAGING}")
    monkeypatch.setenv("CRM", "s3cr3t-two")
    ended = story.run(f"deploy --yes --plan plan.json {STAGING}")
    assert ended.code == 3
    assert "is no longer the one that the plan was made with" in ended.err
    monkeypatch.setenv("CRM", "s3cr3t-one")
    assert story.run(f"deploy --yes --plan plan.json {STAGING}").code == 0
    (made,) = server.scenarios.values()
    assert '$token: "Bearer s3cr3t-one"' in made["script"]
    monkeypatch.setenv("CRM", "s3cr3t-two")
    for words in ("", "-o markdown", "--json", "--out plan.json"):
        said = story.run(f"plan {STAGING} {words}")
        assert "s3cr3t" not in said.out + said.err
        assert said.code == 0
    assert "s3cr3t" not in (story.project / "plan.json").read_text()


@pytest.mark.usefixtures("settings")
def test_answers_that_are_all_lost_in_the_middle(
    story: Story, server: Remembering, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect: Callable[..., Connection] = targets.connect
    impatient = RetryPolicy(retries=0)
    monkeypatch.setattr(
        targets,
        "connect",
        lambda *given: replace(connect(*given), retries=impatient, edge=Edge(asleep=at_once)),
    )
    keys = [f"s{index}" for index in range(4)]
    for key in keys:
        story.write(key, menu(f"+331420000{key[1:]}0"))
    # The plan, the look before, one scenario: from then on everything is done, and only 503 comes back.
    server.next(faults.NONE, faults.NONE, faults.NONE)
    server.always(faults.status(503))
    ended = story.run(f"deploy --yes {STAGING}")
    assert ended.code == 4
    assert "deployed to `staging`: 1 done, 4 failed" in ended.out
    assert "to go on: callr-actions deploy --account staging" in ended.out
    server.always(faults.NONE)
    ended = story.run(f"deploy --yes {STAGING}")
    assert (ended.code, ended.out) == (0, "account `staging`: nothing to do; 5 unchanged\n")
    assert sorted(each["name"] for each in server.scenarios.values()) == ["front-desk", *keys]
    assert server.complaints == []


@pytest.mark.usefixtures("settings")
def test_a_saved_plan_that_is_done_in_part_is_planned_anew(
    story: Story, server: Remembering, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect: Callable[..., Connection] = targets.connect
    monkeypatch.setattr(
        targets,
        "connect",
        lambda *given: replace(connect(*given), retries=RetryPolicy(retries=0), edge=Edge(asleep=at_once)),
    )
    story.write("late shift", menu("+33142000001"))
    story.write("night", menu("+33142000002"))
    assert story.run(f"plan front* late* --out plan.json {STAGING}").code == 0
    server.next(faults.NONE, faults.NONE, faults.NONE)
    server.always(faults.status(503))
    ended = story.run(f"deploy --yes --plan plan.json {STAGING}")
    again = "callr-actions plan 'late shift' --out plan.json --account staging"
    assert ended.code == 4
    assert f"to go on: {again} && callr-actions deploy --plan plan.json --account staging\n" in ended.out
    server.always(faults.NONE)
    ended = story.run(f"deploy --yes --plan plan.json {STAGING}")
    assert ended.code == 3
    assert "the account has moved since the plan was made: `front-desk` was made meanwhile" in ended.err
    assert "help: nothing was changed; plan what is left: callr-actions plan front-desk 'late shift'" in (
        ended.err
    )
    assert story.program("plan", "late shift", "--out", "plan.json", "--account", "staging").code == 0
    assert story.run(f"deploy --yes --plan plan.json {STAGING}").code == 0
    assert sorted(each["name"] for each in server.scenarios.values()) == ["front-desk", "late shift"]
    assert server.complaints == []


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize(
    ("account", "said", "value"), [("staging", "not protected", False), ("production", "protected", True)]
)
def test_a_plan_says_whether_the_account_is_protected(
    story: Story, account: str, said: str, value: bool
) -> None:
    plan = f"plan --account {account}"
    assert story.run(plan).out.startswith(f"account `{account}` ({said}): 1 to create")
    assert story.run(f"{plan} -o markdown").out.startswith(f"## callr-actions: plan for {account} ({said})\n")
    assert json.loads(story.run(f"{plan} --json").out)["protected"] is value


async def at_once(_: float) -> None:
    """Wait for nothing."""
