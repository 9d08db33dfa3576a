"""A project in git, and the local account with what was deployed from it and what was edited there."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from callr_actions.language.document import document_from_bytes
from callr_actions.masking import Masker
from callr_actions.project.discovery import discover
from callr_actions.project.file import check_project
from callr_actions.sync.desired import desired_state, read_texts

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Ended, Program

ACCOUNT = """\
version: 1
numbers:
  - {number: "+33199000101", class: classic, type: geographic, country: FR}
  - {number: "+33199000102", class: classic, type: geographic, country: FR}
"""
DESK = """\
# the desk of the shop
variables:
  $target: "+33142000000" # who answers
  $count: 1
branches:
  inbound-call:
    actions:
      - action: say@v2
        params: {what: Hello}

      - action: hangup@v1
"""


class Shop:
    """A project whose account is the local one."""

    def __init__(self, program: Program, root: Path) -> None:
        self.root = root
        self._program = program

    def run(self, *arguments: str, code: int = 0) -> Ended:
        """Run the program, and see how it ends."""
        ended = self._program(*arguments)
        assert ended.code == code, ended
        return ended

    def json(self, *arguments: str, code: int = 0) -> Any:
        import json

        return json.loads(self.run(*arguments, "--json", code=code).out)

    def outcomes(self, *arguments: str, code: int = 0) -> dict[str, str]:
        """Pull, and return what became of each scenario."""
        return {row["key"]: row["outcome"] for row in self.json("pull", *arguments, code=code)["rows"]}

    def kinds(self) -> dict[str, str]:
        """Return the class of each scenario's drift."""
        return {row["key"]: row["class"] for row in self.json("drift")["rows"]}

    def write(self, key: str, text: str) -> None:
        path = self.root / "scenarios" / f"{key}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())

    def read(self, key: str) -> str:
        return (self.root / "scenarios" / f"{key}.yaml").read_bytes().decode()

    def settings(self, text: str) -> None:
        (self.root / "callr.yaml").write_text(f"version: 1\nscenario-settings:\n{text}")

    def git(self, *arguments: str) -> str:
        identity = ["-c", "user.name=T", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"]
        return subprocess.run(
            ["git", *identity, *arguments],
            cwd=self.root,
            env=os.environ | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull},
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()

    def commit(self) -> str:
        self.git("add", "-A")
        self.git("commit", "-qm", "x", "--allow-empty")
        return self.git("rev-parse", "HEAD")

    def create(self, name: str, script: str) -> str:
        """Make a scenario as the portal does, and return its SID."""
        (self.root / ".script").write_text(script)
        sid: str = self.json("scenarios", "create", ".script", "--name", name, "--account", "local")["item"][
            "sid"
        ]
        (self.root / ".script").unlink()
        return sid

    def edit(self, name: str, old: str, new: str) -> None:
        """Edit a script as somebody does in the portal."""
        script = self.script(name)
        assert old in script
        self.replace(name, script.replace(old, new))

    def script(self, name: str) -> str:
        return self.run("scenarios", "get", name, "--script").out

    def replace(self, name: str, script: str) -> None:
        (self.root / ".script").write_text(script)
        self.run("scenarios", "update", name, "--script", ".script", "--account", "local", "--yes")
        (self.root / ".script").unlink()

    def deploy(self) -> None:
        """Make the account as the folder is in its last commit, by nothing but the marker's rules."""
        commit = self.commit()
        file = self.root / "callr.yaml"
        project = check_project(document_from_bytes(file.read_bytes(), "callr.yaml"), file).project
        assert project is not None
        texts = read_texts(discover(self.root, project.scenarios).scenarios)
        commits = {text.key: commit for text in texts}
        made = desired_state(
            project, "local", texts, environ=os.environ, masker=Masker(), audio={}, commits=commits
        )
        assert made.obstacles == ()
        there = {item["name"]: item for item in self.json("scenarios", "list", "--all")["items"]}
        for scenario in made.scenarios:
            if scenario.name in there:
                self.replace(scenario.name, scenario.script)
            else:
                there[scenario.name] = {"sid": self.create(scenario.name, scenario.script)}
            for number in scenario.numbers or ():
                sid = there[scenario.name]["sid"]
                self.run("numbers", "attach", number, sid, "--account", "local", "--yes")


@pytest.fixture
def shop(program: Program, project: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """A repository without scenarios, and an account with two numbers."""
    for name in ("CI", "CALLR_ACCOUNT", "CALLR_API_KEY", "CALLR_API_URL"):
        monkeypatch.delenv(name, raising=False)
    (project / ".git").rmdir()
    for path in (project / "scenarios").rglob("*.yaml"):
        path.unlink()
    (project / "callr.yaml").write_text("version: 1 # ours\n")
    (project / ".gitignore").write_text(".callr/\n.script\n")
    found = Shop(program, project)
    found.git("init", "-q", "-b", "main")
    (project / ".state").write_text(ACCOUNT)
    found.run("dev", "import", ".state", "--yes")
    (project / ".state").unlink()
    return found
