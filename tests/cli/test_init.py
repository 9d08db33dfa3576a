"""A new project passes its own checks, its CI runs, and nothing that was there is touched."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sysconfig
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from callr_actions.starter.examples import example, example_keys
from callr_actions.starter.files import Wishes, new_files
from callr_actions.starter.installing import RELEASE
from callr_actions.starter.survey import git_knows_you

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Program

# What CI installs, where that can be told from how the program came here.
FROM = "git+https://git.example.com/acme/callr-actions@4f2d09a1"
SCRIPTS = sysconfig.get_path("scripts")


@pytest.fixture
def empty(
    program: Program, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """An empty folder with an empty home; git and the shell steps work as for somebody who has just come."""
    for name in ("CI", "CALLR_ACCOUNT", "CALLR_API_KEY", "CALLR_API_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", "/dev/null")
    monkeypatch.setattr("callr_actions.starter.installing.install_from", lambda: FROM)
    folder = tmp_path_factory.mktemp("outside") / "new"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def load(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def test_a_new_project_passes_its_own_checks(program: Program, empty: Path) -> None:
    ended = program("init", "--yes")
    assert (ended.code, ended.out) == (0, "")
    assert ended.err.startswith("made a git repository\nwrote callr.yaml\nwrote scenarios/front-desk.yaml\n")
    assert "lint: 2 files checked, nothing found\n" in ended.err
    assert program("lint", "--profile", "all").out == "2 files checked, nothing found\n"
    assert program("call", "front-desk").code == 0
    assert program("doctor").code == 0


def test_the_steps_of_the_workflow_run(program: Program, empty: Path, tmp_path: Path) -> None:
    assert program("init", "--yes", "--ci", "github").code == 0
    workflow = load(empty / ".github/workflows/callr.yml")
    # YAML 1.1 reads the key `on` as true.
    assert set(workflow[True]) == {"push", "pull_request"}
    assert workflow["permissions"] == {"contents": "read"}
    steps = [step["run"] for step in workflow["jobs"]["check"]["steps"] if "run" in step]
    assert steps == [
        'pip install "$CALLR_INSTALL_FROM"',
        "callr-actions lint --output github",
        "callr-actions call front-desk",
    ]
    done = run_steps(steps, tmp_path, github_env(workflow))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "run completed" in done.stdout


def test_the_script_of_the_pipeline_runs(program: Program, empty: Path, tmp_path: Path) -> None:
    assert program("init", "--yes", "--ci", "gitlab", "--example", "sms-auto-reply").code == 0
    assert not (empty / ".github").exists()
    pipeline = load(empty / ".gitlab-ci.yml")
    job = pipeline["callr"]
    done = run_steps([*job["before_script"], *job["script"]], tmp_path, pipeline["variables"])
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads((empty / job["artifacts"]["reports"]["codequality"]).read_text()) == []


def github_env(workflow: Any) -> dict[str, str]:
    """Return the environment of a workflow in a repository without variables of its own."""
    found = re.fullmatch(r"\$\{\{ vars\.(\w+) \|\| '(.+)' \}\}", workflow["env"]["CALLR_INSTALL_FROM"])
    assert found is not None
    return {found[1]: found[2]}


def run_steps(steps: list[str], tmp_path: Path, environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run steps as CI does, with a pip that installs nothing: this version is there."""
    pip = tmp_path / "bin" / "pip"
    pip.parent.mkdir()
    pip.write_text(f'#!/bin/sh\n[ "$*" = "install {FROM}" ]\n')
    pip.chmod(0o755)
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", "\n".join(steps)],
        env={**os.environ, **environ, "PATH": f"{pip.parent}:{SCRIPTS}:{os.environ['PATH']}", "CI": "true"},
        capture_output=True,
        text=True,
        timeout=250,
    )


def test_deploying_from_ci(program: Program, empty: Path) -> None:
    assert program("init", "--yes", "--account", "eu-west", "--ci", "github").code == 0
    deploy = load(empty / ".github/workflows/callr.yml")["jobs"]["deploy"]
    assert (deploy["needs"], deploy["environment"]) == ("check", "eu-west")
    assert deploy["steps"][-1]["env"] == {"CALLR_EU_WEST_KEY": "${{ secrets.CALLR_EU_WEST_KEY }}"}
    assert load(empty / "callr.yaml")["accounts"]["eu-west"] == {
        "api-key": "${CALLR_EU_WEST_KEY}",
        "protected": True,
    }
    assert program("lint").code == 0


def test_a_repository_that_has_scenarios(program: Program, empty: Path) -> None:
    subprocess.run(["git", "init", "-q", "-b", "trunk"], check=True)
    subprocess.run(["git", "remote", "add", "origin", "git@gitlab.com:a/b.git"], check=True)
    (empty / "flows/deep").mkdir(parents=True)
    bad = "branches:\n  inbound-call:\n    actions:\n      - action: sya@v2\n"
    (empty / "flows/deep/a.yaml").write_text(bad)
    (empty / "other").mkdir()
    (empty / "other/values.yaml").write_text("a: 1\n")
    (empty / ".gitignore").write_text("/mine\n")
    ended = program("init", "--yes")
    assert ended.code == 0
    assert "kept  .gitignore, which was there\n" in ended.err
    assert (empty / ".gitignore").read_text() == "/mine\n"
    assert (empty / "flows/deep/a.yaml").read_text() == bad
    assert (empty / ".gitlab-ci.yml").exists()
    assert load(empty / "callr.yaml") == {
        "version": 1,
        "scenarios": "flows",
        "accounts": {"local": {}},
        "lint": {"baseline": "callr-baseline.yaml"},
    }
    assert not (empty / "scenarios").exists()
    assert program("lint").out == "2 files checked (1 in the baseline), nothing found\n"


def test_nothing_that_exists_is_changed(program: Program, empty: Path) -> None:
    assert program("init", "--yes").code == 0
    for file in ("callr.yaml", ".vscode/settings.json"):
        (empty / file).write_text((empty / file).read_text() + "\n\n")
    (empty / ".pre-commit-config.yaml").unlink()
    (empty / ".pre-commit-config.yaml").symlink_to("nowhere")
    before = snapshot(empty)
    ended = program("init", "--yes", "--ci", "github", "--example", "front-desk")
    assert ended.code == 0
    assert "wrote" not in ended.err
    assert "kept  .pre-commit-config.yaml, which was there\n" in ended.err
    assert snapshot(empty) == before


def snapshot(folder: Path) -> dict[Path, bytes | str]:
    return {
        path: str(path.readlink()) if path.is_symlink() else path.read_bytes()
        for path in folder.rglob("*")
        if path.relative_to(folder).parts[0] not in (".git", ".callr") and not path.is_dir()
    }


def test_a_folder_within_a_repository(program: Program, empty: Path) -> None:
    subprocess.run(["git", "init", "-q"], check=True)
    assert program("init", "--yes", "telephony", "--ci", "github").code == 0
    workflow = load(empty / ".github/workflows/callr.yml")
    assert workflow["defaults"] == {"run": {"working-directory": "telephony"}}
    (hook,) = load(empty / ".pre-commit-config.yaml")["repos"][0]["hooks"]
    assert hook["files"] == r"^telephony/(callr\.yaml|scenarios/.*\.ya?ml)$"
    entry = hook["entry"].split()[1:]
    assert program(*entry, "telephony/scenarios/front-desk.yaml").code == 0
    assert not (empty / "telephony/.git").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ((), 3, "this asks two questions, and nobody is here to answer"),
        (("--yes", "--example", "front-dsk"), 64, "no example `front-dsk`; did you mean `front-desk`?"),
        (("--yes", "--account", "local"), 64, "--account local: it is always there"),
        (("--yes", "--account", "a b"), 64, "--account a b: a name has letters, digits, - and _"),
        (("--yes", "--scenarios", "../out"), 64, "--scenarios ../out: name a folder below DIR"),
        (("--yes", "callr"), 64, "is a file"),
    ],
)
def test_what_is_refused_writes_nothing(
    program: Program, empty: Path, arguments: tuple[str, ...], code: int, message: str
) -> None:
    (empty / "callr").write_text("")
    ended = program("init", *arguments)
    assert (ended.code, ended.out) == (code, "")
    assert message in ended.err
    assert [each.name for each in empty.iterdir()] == ["callr"]


def test_questions(program: Program, empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("callr_actions.cli.init.somebody_is_here", lambda: True)
    ended = program("init", stdin=b"sms-auto-reply\n\n")
    assert ended.code == 0
    assert ended.err.startswith("The first scenario (appointment-reminder, ")
    assert "CI (github, gitlab, none) [github]: " in ended.err
    assert (empty / "scenarios/sms-auto-reply.yaml").exists()
    assert (empty / ".github").exists()


def test_a_wrong_answer(program: Program, empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("callr_actions.cli.init.somebody_is_here", lambda: True)
    ended = program("init", stdin=b"none\ngitlb\n")
    assert (ended.code, ended.out) == (64, "")
    assert ended.err.endswith("error: CI: `gitlb` is none of those; did you mean `gitlab`?\n")
    assert list(empty.iterdir()) == []


def test_a_file_where_a_folder_belongs(program: Program, empty: Path) -> None:
    (empty / ".vscode").write_text("")
    ended = program("init", "--yes")
    assert ended.code == 64
    assert "new/.vscode/settings.json: cannot be written: " in ended.err
    assert "run `callr-actions init` again" in ended.err


@pytest.mark.parametrize("key", example_keys())
def test_every_example_can_be_the_first(program: Program, empty: Path, key: str) -> None:
    assert program("init", "--yes", "--no-git", "--example", key, "--scenarios", "a/b").code == 0
    assert not (empty / ".git").exists()
    assert program("lint", "--profile", "strict").code == 0
    assert example(key).shows.endswith((".", "?"))
    for file, kind in ((f"a/b/{key}.yaml", "scenario"), (f"a/b/worlds/{key}.world.yaml", "world")):
        first = (empty / file).read_text().partition("\n")[0]
        start, _, schema = first.partition("$schema=")
        assert start == "# yaml-language-server: "
        assert ((empty / file).parent / schema).resolve() == empty / f"schemas/{kind}.schema.json"


def test_editors_find_the_schemas() -> None:
    files = {file.path: file.text for file in new_files(Wishes(example=example("front-desk")))}
    associations = json.loads(files[".vscode/settings.json"])["yaml.schemas"]
    titles = [json.loads(files[schema.removeprefix("./")])["title"] for schema in associations]
    assert titles == ["Callr Actions project", "Callr Actions scenario", "Callr Actions world"]
    assert files["callr.yaml"].startswith("# yaml-language-server: $schema=schemas/project.schema.json\n")


def test_an_account_without_its_key_is_not_imported(
    program: Program, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CALLR_PRODUCTION_KEY", raising=False)
    ended = program("init", "--yes", "--from", "production")
    assert (ended.code, ended.out) == (8, "")
    assert "help: set it: export CALLR_PRODUCTION_KEY=" in ended.err
    assert list(empty.iterdir()) == []


@pytest.mark.parametrize("ci", ["github", "gitlab"])
def test_what_ci_installs_is_said(ci: str, program: Program, empty: Path) -> None:
    wheel = "vendor/callr_actions-0.1.0-py3-none-any.whl"
    ended = program("init", "--yes", "--ci", ci, "--install-from", wheel)
    assert f"\nCI installs {wheel}; CALLR_INSTALL_FROM there changes that\n" in ended.err
    file = ".github/workflows/callr.yml" if ci == "github" else ".gitlab-ci.yml"
    assert wheel in (empty / file).read_text()
    hook = load(empty / ".pre-commit-config.yaml")["repos"][0]["hooks"][0]
    assert hook["additional_dependencies"] == [wheel]


@pytest.mark.parametrize("wrong", ["", "a'b", "a\nb", "$(id)", "${{ github.token }}"])
def test_what_ci_installs_stays_between_quotes(wrong: str, program: Program, empty: Path) -> None:
    ended = program("init", "--yes", "--install-from", wrong)
    assert ended.code == 64
    assert ended.err.startswith("error: --install-from: it ")
    assert list(empty.iterdir()) == []


def test_a_release_may_be_out_of_reach(
    program: Program, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("callr_actions.starter.installing.install_from", lambda: RELEASE)
    ended = program("init", "--yes")
    assert f"CI installs {RELEASE}; where pip cannot reach that, set CALLR_INSTALL_FROM" in ended.err


def test_an_account_without_a_scenario(program: Program, empty: Path) -> None:
    ended = program("init", "--yes", "--from", "local", ".")
    assert ended.code == 0
    assert "account `local`: no scenarios\n" in ended.err
    assert (
        "  callr-actions init --example front-desk     writes a first scenario; there is none yet\n"
        in ended.err
    )
    again = program("init", "--yes", "--example", "front-desk")
    assert (again.code, program("lint").code) == (0, 0)
    assert "wrote scenarios/front-desk.yaml\n" in again.err


# Forty names as people give them in a portal: slashes, emoji, reserved ones, doubles, and some in order.
PORTAL = (
    *("Front desk", "Front desk", "front desk", "Support/Night ☎", "Support/Night ☎", "Support/Day ☎"),
    *("Été à Paris", "CON", "a/b/c", "..a", "../../etc/passwd", "  spaces  ", "🚀🚀 launch", "🚀 launch"),
    *("日本語", "Ω/ω", "x" * 64, "Menu: 1 & 2", "50 % off", 'He said "hi"', "back\\slash"),
    *(f"Menu {number}" for number in range(19)),
)


def flow(at: int) -> str:
    """Return the script of one, every seventh with a slip in it."""
    hangup = "hagnup" if at % 7 == 3 else "hangup"
    return (
        "branches:\n  inbound-call:\n    actions:\n"
        f'      - action: say@v2\n        params: {{what: "This is {at}"}}\n      - action: {hangup}@v1\n'
    )


@pytest.mark.no_cover  # others cover the same
def test_a_portal_of_forty_scenarios_to_a_green_ci(
    program: Program, empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(PORTAL) == 40
    state = {
        "version": 1,
        "scenarios": [{"name": name, "script": flow(at)} for at, name in enumerate(PORTAL)],
    }
    (empty / "portal.yaml").write_text(yaml.safe_dump(state, allow_unicode=True))
    assert program("dev", "import", "portal.yaml", "--yes").code == 0
    (empty / "portal.yaml").unlink()
    begun = program("init", "--yes", "--from", "local", "--ci", "github")
    assert begun.code == 0
    assert "account `local`: 40 new\n" in begun.err
    assert "wrote callr-baseline.yaml: what is wrong with what was there\n" in begun.err
    assert "  callr-actions plan --account local\n" in begun.err

    clean = program("plan", "--account", "local", "--exit-code")
    assert (clean.code, clean.out) == (0, "account `local`: nothing to do; 40 unchanged\n")
    assert program("drift", "--account", "local", "--exit-code").code == 0

    # One of two of the same name is changed: that one is meant, and from then on it is marked.
    (double,) = (path for path in (empty / "scenarios").rglob("*.yaml") if 'This is 1"' in path.read_text())
    double.write_text(double.read_text().replace("This is 1", "This is one"))
    assert "1 to adopt; 39 unchanged" in program("plan", "--account", "local").out
    assert program("deploy", "--account", "local", "--yes").code == 0
    assert program("plan", "--account", "local", "--exit-code").code == 0

    workflow = load(empty / ".github/workflows/callr.yml")
    steps = [step["run"] for step in workflow["jobs"]["check"]["steps"] if "run" in step]
    done = run_steps(steps, tmp_path, github_env(workflow))
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("known", [True, False])
def test_git_has_to_know_who_commits(
    known: bool, program: Program, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("callr_actions.starter.survey.git_knows_you", lambda _folder: known)
    ended = program("init", "--yes")
    assert ("  git config --global user.email YOU@EXAMPLE.COM\n" in ended.err) is not known


def test_whether_git_knows_who_commits(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "EMAIL"):
        monkeypatch.delenv(name, raising=False)
    subprocess.run(["git", "init", "-q"], check=True)
    # Nothing is guessed from the name of the machine.
    subprocess.run(["git", "config", "user.useConfigOnly", "true"], check=True)
    assert not git_knows_you(empty)
    subprocess.run(["git", "config", "user.name", "Ann"], check=True)
    subprocess.run(["git", "config", "user.email", "ann@example.com"], check=True)
    assert git_knows_you(empty)
    monkeypatch.setenv("PATH", "")
    assert git_knows_you(empty)
