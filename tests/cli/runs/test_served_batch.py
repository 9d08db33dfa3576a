"""`batch` of a file on the local account: put there on the fly, faults of a server, a kill meanwhile."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from callr_actions.runs.batch import following
from callr_actions.runs.batch.folder import state_files
from callr_actions.runs.batch.ledger import Ledger
from callr_actions.runs.batch.states import State
from callr_actions.runs.pacing import Pace
from tests.cli.dev.conftest import SECONDS, local, start
from tests.cli.runs.test_served import (
    FAULTS,
    HERE,
    SCENARIO,
    UNCLEAR,
    UNTIL,
    break_answers,
    runs_begun,
    served,
    serving,
    talk,
)

if TYPE_CHECKING:
    from tests.cli.conftest import Ended, Program
    from tests.cli.dev.conftest import Start

__all__ = ["local", "served", "start", "talk"]

ROWS = 3
QUICKLY = ("--rate", "unlimited", "--concurrency", "1", "-q")
PATIENCE = following.Patience


def rows(project: Path, name: str = "rows.csv", count: int = ROWS) -> str:
    (project / name).write_text("$row\n" + "".join(f"{row}\n" for row in range(count)))
    return name


def outcomes(ended: Ended) -> dict[str, int]:
    """How many rows of each outcome the table has."""
    lines = (line.split() for line in ended.out.splitlines()[1:])
    return {words[0]: int(words[1]) for words in lines}


def standing(local: Program, file: str) -> dict[str, int]:
    """How many rows of each outcome the state has, also while another process works on it."""
    found: dict[str, int] = json.loads(local("batches", "status", file, "--json").out)["by"]
    return found


def states(file: str) -> dict[str, int]:
    """How many rows are in each state, as it is on the disk."""
    (path,) = state_files(Path(file))
    with Ledger(path, watching=True) as ledger:
        return {state: count for (state, _), count in ledger.counts().items()}


def test_a_file_is_put_there_when_the_rows_are_started_and_not_before(local: Program, talk: Path) -> None:
    file = rows(talk)
    batch = ("batch", "scenarios/talk.yaml", file, *HERE, *UNTIL, *QUICKLY[:-1])
    checked = local(*batch, "--check")
    assert (checked.code, outcomes(checked)) == (0, {"waiting": ROWS})
    assert checked.err == (
        "warning: the scenario does not declare `$row`; it declares $dial, $status\n"
        "would start 3 runs of scenarios/talk.yaml\n"
    )
    assert json.loads(local("scenarios", "list", "--json", *HERE).out)["total"] == 0
    ended = local(*batch)
    assert (ended.code, outcomes(ended)) == (0, {"reached": ROWS})
    assert ended.err.splitlines()[-1].startswith("put scenarios/talk.yaml onto the local account as `talk` (")
    assert runs_begun(talk) == ROWS


def test_by_whatever_name_a_scenario_is_meant_its_rows_are_started_once(local: Program, talk: Path) -> None:
    file = rows(talk)
    local("batch", "scenarios/talk.yaml", file, *HERE, *UNTIL, *QUICKLY)
    sid = json.loads(local("scenarios", "list", "--json", *HERE).out)["items"][0]["sid"]
    for name in ("talk", sid, "scenarios/talk.yaml"):
        assert outcomes(local("batch", name, file, *HERE, *UNTIL, *QUICKLY)) == {"reached": ROWS}, name
    assert runs_begun(talk) == ROWS
    for name in ("talk", sid):
        assert local("batches", "status", file, "--scenario", name).code == 0, name
    assert local("batches", "status", file, "--scenario", "other").code == 64


def test_of_two_batches_of_one_file_it_has_to_be_said_which(local: Program, talk: Path) -> None:
    file = rows(talk)
    (talk / "scenarios" / "other.yaml").write_text(SCENARIO)
    for name in ("talk", "other"):
        local("batch", name, file, *HERE, *UNTIL, *QUICKLY)
    ended = local("batches", "status", file)
    assert ended.code == 64
    assert ended.err.splitlines() == [
        "error: rows.csv: there are 2 batches of it",
        "help: add --account local --scenario other or --account local --scenario talk",
    ]
    assert local("batches", "status", file, "--scenario", "talk").code == 0


def test_a_file_with_another_text_is_brought_up_to_date_for_the_rows_that_are_left(
    local: Program, talk: Path
) -> None:
    file = rows(talk)
    local("batch", "talk", file, *HERE, *UNTIL, *QUICKLY)
    (talk / "scenarios" / "talk.yaml").write_text(SCENARIO.replace('"done"', '"over"'))
    rows(talk, count=ROWS + 1)
    ended = local("batch", "talk", file, *HERE, "--until", '$status === "over"', *QUICKLY[:-1])
    assert outcomes(ended) == {"reached": ROWS + 1}
    assert "brought `talk` (" in ended.err


def test_a_scenario_that_is_gone_is_not_replaced_within_a_batch(local: Program, talk: Path) -> None:
    file = rows(talk)
    local("batch", "talk", file, *HERE, *UNTIL, *QUICKLY)
    local("dev", "reset", "--yes")
    ended = local("batch", "talk", file, *HERE, *UNTIL, *QUICKLY)
    assert ended.code == 3
    assert "the batch was begun with another sid: `" in ended.err
    assert "and now it is `one that is not there yet`" in ended.err
    assert json.loads(local("scenarios", "list", "--json", *HERE).out)["total"] == 0


@pytest.mark.usefixtures("clock")
def test_every_fault_at_a_start(local: Program, talk: Path, served: dict[str, str]) -> None:
    begun = 0
    for fault in FAULTS:
        file = rows(talk, f"{fault}.csv")
        break_answers(served, f"actionsStart:{fault}@2")
        ended = local("batch", "talk", file, *HERE, *UNTIL, *QUICKLY)
        unclear = fault in UNCLEAR
        assert ended.code == (4 if unclear else 0), (fault, ended.err)
        wanted = {"reached": ROWS - 1, "uncertain": 1} if unclear else {"reached": ROWS}
        assert outcomes(ended) == wanted, fault
        begun += ROWS - (fault in {"500-before", "drop-before"})
        assert runs_begun(talk) == begun, fault
        # Nothing is started that was, or may have been.
        assert outcomes(local("batch", "talk", file, *HERE, *UNTIL, *QUICKLY)) == wanted, fault
        assert runs_begun(talk) == begun, fault


@pytest.mark.no_cover  # others cover the same
@pytest.mark.usefixtures("clock")
def test_every_fault_while_runs_are_followed(local: Program, talk: Path, served: dict[str, str]) -> None:
    for fault in FAULTS:
        file = rows(talk, f"{fault}.csv")
        break_answers(served, f"actionsGetRun:{fault}@1,3,5,6,7,8,9,10")
        ended = local("batch", "talk", file, *HERE, *UNTIL, *QUICKLY)
        assert (ended.code, outcomes(ended)) == (0, {"reached": ROWS}), (fault, ended.err)
    assert runs_begun(talk) == ROWS * len(FAULTS)


def test_killed_while_it_follows_the_next_process_follows_the_same_runs(
    start: Start, local: Program, talk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        following, "Patience", lambda timeout, rate: PATIENCE(timeout, rate, Pace(first=0.05, longest=0.05))
    )
    file = rows(talk)
    arguments = ("batch", "talk", file, *HERE, *UNTIL, "--rate", "unlimited", "--json")
    with serving(start, "real"):
        with start(*arguments) as process:
            assert process.stdout is not None
            events = [json.loads(process.stdout.readline()) for _ in range(1 + ROWS)]
            process.kill()  # what was told is on the disk
            process.wait(SECONDS)
        assert [each.get("state") for each in events] == [None, *["started"] * ROWS]
        assert states(file) == {State.STARTED: ROWS}
        assert standing(local, file) == {"under way": ROWS}
        assert local("dev", "clock", "+1h").code == 0
        again = local(*arguments)
        lines = [json.loads(line) for line in again.out.splitlines()]
        assert (again.code, lines[-1]["by"]) == (0, {"reached": ROWS})
        ended = {each["run"] for each in lines if each.get("state") == "ended"}
        assert ended == {each["run"] for each in events[1:]}
        assert runs_begun(talk) == ROWS
