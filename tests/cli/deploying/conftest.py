"""Stories: files are written, commands typed, the account edited; and all that is said, word for word."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from callr_actions import targets
from tests.cli.dev.conftest import local

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Ended, Program

__all__ = ["local"]
HERE = Path(__file__).parent / "stories"
# Two numbers to attach, and one that somebody else's scenario answers.
NUMBERS = ("+33199001234", "+33199001235", "+33199001236")


def menu(number: str, *more: str) -> str:
    """Return a scenario that dials a number."""
    steps = "".join(f"      - {{action: {action}}}\n" for action in more)
    return f"""\
branches:
  inbound-call:
    actions:
      - action: dial@v1
        params:
          targets: [{{number: "{number}"}}]
        result: $dial
      - if: $dial.ok === false
        action: hangup@v1
{steps}"""


class Story:
    """One project and its local account; `text` is what happened."""

    def __init__(self, program: Program, project: Path) -> None:
        self.project = project
        self.program = program
        self.last: Ended | None = None
        self._lines: list[str] = []
        self._sids: dict[str, str] = {}

    def write(self, key: str, text: str) -> None:
        """Write a scenario's file."""
        path = self.project / "scenarios" / f"{key}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def delete(self, key: str) -> None:
        """Delete a scenario's file."""
        (self.project / "scenarios" / f"{key}.yaml").unlink()

    def settings(self, text: str) -> None:
        """Write callr.yaml."""
        (self.project / "callr.yaml").write_text(f"version: 1\ndefault-account: local\n{text}")

    def tell(self, text: str) -> None:
        """Write down what happens besides."""
        self._lines.append(f"# {text}\n\n")

    def run(self, line: str, *, stdin: bytes = b"") -> Ended:
        """Type a command and write down what is said."""
        ended = self.last = self.program(*line.split(), stdin=stdin)
        said = "".join(f"2> {each}\n" for each in ended.err.splitlines())
        self._learn()
        self._lines.append(f"$ callr-actions {line}\n{ended.out}{said}-> {ended.code}\n\n")
        return ended

    def quietly(self, *words: str) -> Any:
        """Do something that is no part of the story; return the JSON that came out."""
        ended = self.program(*words)
        assert ended.code == 0, ended.err
        return json.loads(ended.out) if ended.out.startswith("{") else ended.out

    def scenarios(self) -> dict[str, dict[str, Any]]:
        """Return the account's scenarios by name."""
        items = self.quietly("scenarios", "list", "--json", "--all", "--account", "local")["items"]
        return {each["name"]: each for each in items}

    def edit(self, name: str, change: Callable[[str], str]) -> None:
        """Edit a script on the account, as people do in Callr's portal."""
        script = self.project.parent / "edited.yaml"
        script.write_text(change(self.scenarios()[name]["script"]))
        self.quietly("scenarios", "update", self.scenarios()[name]["sid"], "--script", str(script), "--yes")

    def _learn(self) -> None:
        ended = self.program("scenarios", "list", "--json", "--all", "--account", "local")
        if ended.code == 0:
            for each in json.loads(ended.out)["items"]:
                self._sids.setdefault(each["sid"], f"SID OF {each['name']}")

    @property
    def text(self) -> str:
        """What happened, the same every time."""
        text = "".join(self._lines)
        for sid, name in self._sids.items():
            text = text.replace(sid, name)
        text = re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z", "TIME", text)
        return text.replace(str(self.project), "HERE").replace(str(self.project.parent), "ABOVE")


@pytest.fixture
def story(local: Program, project: Path, monkeypatch: pytest.MonkeyPatch) -> Story:
    """A project with one scenario and an empty local account."""
    monkeypatch.setenv("XDG_STATE_HOME", str(project / "state"))
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    (project / "scenarios" / "legacy" / "bad.yaml").unlink()
    (project / "scenarios" / "good.yaml").unlink()
    told = Story(local, project)
    told.settings("")
    told.write("front-desk", menu("+33142000000"))
    return told


@pytest.fixture
def told(story: Story, golden: Callable[[Path, str], None]) -> Callable[[str], None]:
    """Compare a story with its file."""
    return lambda name: golden(HERE / f"{name}.out", story.text)


@pytest.fixture
def numbers(story: Story) -> None:
    """The account has numbers; one is answered by a scenario that somebody made by hand."""
    state = story.project.parent / "state.yaml"
    lines = "".join(f'  - {{number: "{each}", type: geographic, country: FR}}\n' for each in NUMBERS)
    state.write_text(f"version: 1\nnumbers:\n{lines}")
    story.quietly("dev", "import", str(state), "--yes")


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody sits at a terminal; what they type is standard input."""
    before: Callable[..., targets.Surroundings] = targets.surroundings
    monkeypatch.setattr(targets, "surroundings", lambda masker: before(masker)._replace(interactive=True))
