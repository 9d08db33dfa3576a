"""Starting states on the command line: files in, files out, and a question before anything goes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from callr_actions import targets

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Program
    from tests.cli.dev.conftest import Start

REMOVES = "this removes everything that the local account has: 1 scenario, 1 end user, 2 numbers"


def test_a_state_goes_out_and_comes_back_the_same(local: Program, project: Path) -> None:
    assert local("dev", "seed") == (0, "", "")
    assert local("dev", "export", "state.yaml") == (0, "", "")
    written = (project / "state.yaml").read_text()
    assert written.startswith("# A starting state of the local account: `callr-actions dev import FILE`")
    assert "  script: |\n    branches:\n      inbound-call:\n" in written
    assert local("dev", "reset", "--yes") == (0, "", "")
    assert local("numbers", "list").err == "no numbers\n"
    assert local("dev", "import", "state.yaml") == (0, "", "")
    assert local("dev", "export").out == written
    assert local("dev", "import", "-", "--yes", stdin=written.encode()).code == 0


def test_it_goes_to_the_server_while_one_runs(start: Start, local: Program, project: Path) -> None:
    with start("dev", "--port", "0", "-q", "--no-watch") as process:
        assert process.stdout is not None
        for _ in range(3):
            process.stdout.readline()
        assert local("dev", "seed").code == 0
        assert json.loads(local("numbers", "list", "--json").out)["total"] == 2


@pytest.mark.parametrize("command", ["reset", "seed"])
def test_what_is_there_is_not_removed_unasked(
    local: Program, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    local("dev", "seed")
    ended = local("dev", command)
    assert (ended.code, ended.err) == (
        3,
        f"error: {REMOVES}; nobody is here to be asked\nhelp: add --yes\n",
    )
    before = targets.surroundings
    monkeypatch.setattr(targets, "surroundings", lambda masker: before(masker)._replace(interactive=True))
    ended = local("dev", command, stdin=b"n\n")
    assert (ended.code, ended.err) == (
        3,
        f"{REMOVES}\ngo on? [y/N] error: declined; nothing was changed\n",
    )
    assert local("dev", command, stdin=b"y\n").code == 0


def test_a_file_that_is_wrong(local: Program, project: Path) -> None:
    (project / "s.yaml").write_text("version: 1\nnumbers: [{number: '1'}]\n")
    ended = local("dev", "import", "s.yaml")
    assert ended.code == 64
    assert ended.err.startswith("error: s.yaml: numbers, item 1: `number` is `1`; it must be a phone number")
    (project / "s.yaml").write_text("a: [")
    assert local("dev", "import", "s.yaml").err.startswith("error: s.yaml: line 1: expected the node content")
    assert local("dev", "import", "none.yaml").code == 64
