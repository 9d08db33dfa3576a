"""`batch` and `batches` against the API on loopback: whole commands, and kills of real processes."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from callr_actions.runs.batch import following
from callr_actions.runs.batch.ledger import Ledger
from callr_actions.runs.pacing import Pace
from tests.api.server import faults
from tests.api.server.faults import Fault

if TYPE_CHECKING:
    from tests.api.server.answer import Answer, Wire
    from tests.api.server.server import CallrServer
    from tests.cli.conftest import Program

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = """\
variables: {$phone: "", $name: "", $status: running}
branches:
  api-initiated:
    actions:
      - action: log@v1
        params: {message: "${{ $phone }} ${{ $name }}"}
"""
BATCH = ("batch", "abcd1234", "people.csv", "--yes", "--rate", "unlimited")
PATIENCE = following.Patience
INSTEAD = "write +33123456789, or say whose national numbers these are: --region FR"
START = "POST /actions/abcd1234/runs (actionsStart)"
UNCERTAIN = (
    "uncertain: nobody knows whether these were started; look in the account before --retry-uncertain, "
    "which starts them again"
)
UNTIL = ("--until", "$status === 'done'")


@pytest.fixture(autouse=True)
def scenario(server: CallrServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The account has the scenario, and its runs are done when they are first asked for."""
    monkeypatch.setattr(following, "Patience", quickly)
    with_script(server, SCRIPT)
    server.answers("actionsGetRun", {"variables": {"$status": "done", "$answer": "=1+1"}})


def quickly(timeout: float, per_second: float | None) -> following.Patience:
    """Ask at once, and not only after a second."""
    return PATIENCE(timeout, per_second, Pace(first=0.01))


def with_script(server: CallrServer, script: str) -> None:
    at = "2025-01-01T00:00:00Z"
    server.answers(
        "actionsGet",
        {
            "sid": "abcd1234",
            "name": "Reminder",
            "script": script,
            "format": "yaml",
            "version": "1.0",
            "numbers": [],
            "created": at,
            "updated": at,
        },
    )


def people(project: Path, count: int, more: str = "") -> None:
    lines = "".join(f"+336123400{at:02d},Zoé {at}\n" for at in range(count))
    (project / "people.csv").write_text(f"phone,name\n{lines}{more}")


def starts(server: CallrServer) -> Counter[str]:
    """Whom the account was asked to call, and how often."""
    bodies = [json.loads(one.request.body) for one in server.received if one.operation == "actionsStart"]
    return Counter(body["variables"]["$phone"] for body in bodies)


def test_each_row_is_started_and_followed_to_its_end(
    callr: Program, server: CallrServer, project: Path
) -> None:
    people(project, 3, "+33612340001,Zoé 1\n")
    ended = callr(*BATCH, *UNTIL, "-o", "csv=results.csv")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines() == [
        "rows                  4",
        "reached               3   75.0 %",
        "skipped               1   25.0 %  1 duplicate",
    ]
    assert starts(server) == {f"+336123400{at:02d}": 1 for at in range(3)}
    table = list(csv.DictReader(io.StringIO((project / "results.csv").read_text())))
    assert [row["line"] for row in table] == ["2", "3", "4", "5"]
    assert table[0]["outcome"] == "reached"
    assert table[0]["$answer"] == "'=1+1"  # no spreadsheet computes it
    assert table[0]["$name"] == "Zoé 0"
    assert (table[3]["outcome"], table[3]["why"], table[3]["run"]) == ("skipped", "duplicate", "")
    assert server.complaints == []


def test_the_same_command_does_nothing_twice_and_rows_behind_are_new(
    callr: Program, server: CallrServer, project: Path
) -> None:
    people(project, 2)
    callr(*BATCH, *UNTIL)
    assert callr(*BATCH, *UNTIL).code == 0
    people(project, 3)
    assert callr(*BATCH, *UNTIL).code == 0
    assert starts(server) == {f"+336123400{at:02d}": 1 for at in range(3)}
    people(project, 2)
    refused = callr(*BATCH, *UNTIL)
    assert refused.code == 3
    assert refused.err == (
        "error: people.csv: its rows have changed since the batch began, and some of them were started\n"
        "help: put the old rows back (rows may be added at the end), or begin with another file\n"
    )
    people(project, 4)
    refused = callr(*BATCH, *UNTIL, "--unique", "$phone")
    assert (refused.code, refused.err.splitlines()[0]) == (
        3,
        "error: people.csv: --unique would be other than when the batch began, and rows were started",
    )


def test_every_bad_row_is_named_and_nothing_is_started(
    callr: Program, server: CallrServer, project: Path
) -> None:
    people(project, 1, "0612345678,a\n+33612,b\n+33612340009\n+33612340008,c,d\n,e\n+3361234000 7,f\n")
    ended = callr(*BATCH)
    assert ended.code == 1
    assert ended.err.splitlines() == [
        f"people.csv:3: `$phone`: `0612345678` is no phone number; {INSTEAD}",
        "people.csv:4: `$phone`: `+33612` is too short for a phone number",
        "people.csv:5: has 1 of 2 columns; `name` is missing",
        "people.csv:6: has 3 cells, and there are 2 columns",
        "people.csv:7: `$phone` is empty; it is the number to call",
        "error: people.csv: 5 of 7 rows are not good; nothing was started",
        "help: mend them and give the same command again",
    ]
    assert starts(server) == {}


def test_national_numbers_do_not_call_and_what_is_not_sent(
    callr: Program, server: CallrServer, project: Path
) -> None:
    (project / "people.csv").write_text("Phone no;nam;note\n06 12 34 00 01;a;x\n0612340002;b;y\n")
    (project / "stop.txt").write_text("number\n# asked not to be called\n06 12 34 00 02\n")
    arguments = ("--map", "Phone no=$phone", "--region", "fr", "--do-not-call", "stop.txt")
    ended = callr(*BATCH, *UNTIL, *arguments, "--number", "$phone")
    assert ended.code == 0
    assert ended.err.splitlines() == [
        "not sent, for the scenario has no such variable: `nam` (`$name`?), `note`",
        "1 rows skipped: their numbers are in stop.txt",
    ]
    assert starts(server) == {"+33612340001": 1}
    (project / "stop.txt").write_text("+33612340002\nnobody 5\n")
    refused = callr(*BATCH, *UNTIL, *arguments, "--number", "$phone")
    assert (refused.code, refused.err.splitlines()[0]) == (
        64,
        "error: stop.txt: 1 of its lines hold no phone number, such as 2; nobody was called",
    )


def test_it_says_whom_it_would_call_and_asks(
    callr: Program, server: CallrServer, project: Path, terminal: None
) -> None:
    people(project, 7)
    ended = callr(*BATCH[:3], *UNTIL, stdin=b"n\n")
    assert ended.code == 3
    assert ended.err.splitlines() == [
        "account `staging`: start 7 runs of `Reminder` (abcd1234)",
        "7 rows: 7 waiting",
        "calls $phone: +33612340000, +33612340001, +33612340002, +33612340003, +33612340004 …",
        "1 a second, at most 10 at a time",
        "go on? [y/N] error: declined; nothing was changed",
    ]
    assert starts(server) == {}
    protected = callr(*BATCH, *UNTIL, "--account", "production")
    assert "is protected; type its name" in protected.err


def test_failures_are_counted_named_and_end_with_4(
    callr: Program, server: CallrServer, project: Path
) -> None:
    people(project, 4)
    server.next(faults.NONE, faults.status(400, "no-credit", "no credit"), faults.status(500))
    ended = callr(*BATCH, "--concurrency", "1")
    assert ended.code == 4
    assert ended.out.splitlines()[1:] == [
        "started               2   50.0 %",
        "refused               1   25.0 %",
        "uncertain             1   25.0 %",
    ]
    assert ended.err.splitlines() == [
        "no --until, --until-set or --fail-if: of runs, only that they were started will be known",
        f"line 2: refused: {START}: the account refuses the request as it is (400 no-credit): no credit",
        f"line 3: uncertain: {START}: the account's side failed (500 internal-error): something broke",
        UNCERTAIN,
    ]
    assert callr(*BATCH).code == 4
    assert starts(server)["+33612340001"] == 1
    assert callr(*BATCH, "--retry-uncertain").code == 4  # the refused one is left
    assert starts(server)["+33612340001"] == 2


def test_events_one_a_line(callr: Program, project: Path) -> None:
    people(project, 1)
    events = [json.loads(line) for line in callr(*BATCH, *UNTIL, "--json").out.splitlines()]
    assert [each["kind"] for each in events] == ["batch", "row", "row", "summary"]
    assert {each["version"] for each in events} == {1}
    assert events[2] | {"at": 0} == {
        "version": 1,
        "at": 0,
        "kind": "row",
        "line": 2,
        "state": "ended",
        "run": events[1]["run"],
        "outcome": "reached",
        "variables": {"$status": "done", "$answer": "=1+1"},
    }
    assert events[3]["by"] == {"reached": 1}


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("--until", "$status ="), 64, "--until `$status =`: the expression ends too early"),
        (("--fail-if", "status == 1"), 64, "there is no `status` here"),
        (
            ("--until-set", "status"),
            64,
            "--until-set: `status` is not the name of a variable; did you mean `$status`?",
        ),
        (("--map", "phon=$phone"), 64, "there is no column `phon` in people.csv; did you mean `phone`?"),
        (("--map", "phone=number"), 64, "`number` is no variable"),
        (("--map", "phone"), 64, "--map: `phone` is not of the form COLUMN=$VARIABLE"),
        (("--map", "name=$phone"), 64, "`$phone` comes from the column `phone` and from the column `name`"),
        (("--var", "$name=x"), 64, "`$name` comes from --var and from the column `name`"),
        (("--rate", "fast"), 64, "--rate: `fast` is no rate"),
        (("--region", "FX"), 64, "--region: there is no country `FX`"),
        (("--separator", "commma"), 64, "did you mean `comma`?"),
        (("-o", "xlsx"), 64, "--output: there is no format `xlsx`"),
        (("--json", "-o", "csv"), 64, "--json writes events to standard output"),
        (("--unique", "$a", "--allow-duplicates"), 64, "only one of them can be"),
        (("--until", "$a", "--until-set", "$b"), 64, "--until and --until-set: only one of them can be"),
        (("--var", "campaign=x"), 64, "did you mean `$campaign`?"),
        (("--var", "=x"), 64, "the shell has put a value of its own there"),
        (("--number", "phone"), 64, "--number: `phone` is no variable; write it as '$name'"),
        (("--do-not-call", "none.txt"), 64, "none.txt: cannot be read: no such file or directory"),
    ],
)
def test_bad_arguments(
    callr: Program, project: Path, arguments: tuple[str, ...], code: int, says: str
) -> None:
    people(project, 1)
    ended = callr(*BATCH, *arguments)
    assert ended.code == code
    assert says in ended.err


def test_a_scenario_without_the_branch_is_refused(callr: Program, server: CallrServer, project: Path) -> None:
    people(project, 1)
    with_script(server, "branches: {inbound-call: {actions: [{action: hangup@v1}]}}\n")
    ended = callr(*BATCH)
    assert (ended.code, ended.err.splitlines()[0]) == (
        1,
        (
            "error: `Reminder` (abcd1234) has no branch `api-initiated`, with which a run begins; "
            "its branches: `inbound-call`"
        ),
    )


def test_status_results_and_the_others_need_a_batch(
    callr: Program, server: CallrServer, project: Path
) -> None:
    people(project, 2)
    assert callr("batches", "status", "people.csv").err.startswith(
        "error: people.csv: there is no batch of it"
    )
    callr(*BATCH, *UNTIL)
    found = callr("batches", "status", "people.csv", "--json")
    assert json.loads(found.out)["by"] == {"reached": 2}
    lines = callr("batches", "results", "people.csv", "-o", "jsonl").out.splitlines()
    assert [json.loads(line)["outcome"] for line in lines] == ["reached", "reached"]
    nobody = callr("batches", "pause", "people.csv")
    assert (nobody.code, nobody.err.splitlines()[0]) == (
        64,
        "error: people.csv: no process works on this batch",
    )


def test_cancel_stops_what_runs_and_skips_what_waits(
    callr: Program, server: CallrServer, project: Path
) -> None:
    people(project, 3)
    server.next(faults.NONE, faults.NONE, faults.status(401))  # the scenario, a start, and no more
    assert callr(*BATCH, *UNTIL, "--concurrency", "1").code == 8
    ended = callr("batches", "cancel", "people.csv", "--yes")
    assert (ended.code, ended.err) == (0, "1 runs stopped, 2 rows skipped\n")
    assert server.count("actionsCancelRun") == 1
    assert "cancelled             1   33.3 %" in callr("batches", "status", "people.csv").out


def test_only_one_process_works_on_a_batch(callr: Program, project: Path) -> None:
    people(project, 1)
    callr(*BATCH, *UNTIL)
    (state,) = (project / "people.csv.callr-batch").glob("*.sqlite3")
    assert state.stat().st_mode & 0o077 == 0
    assert (project / "people.csv.callr-batch" / ".gitignore").read_text() == "*\n"
    with Ledger(state):
        ended = callr(*BATCH, *UNTIL)
    assert ended.code == 3
    assert "another process works on this batch" in ended.err


def test_killed_for_real_no_row_is_started_twice(callr: Program, server: CallrServer, project: Path) -> None:
    people(project, 60)
    server.always(every_ninth_answer_is_lost())
    settings = project / "callr.yaml"
    settings.write_text(settings.read_text().replace("api-key:", "rate-limit: 1000\n    api-key:", 1))
    command = [sys.executable, "-m", "callr_actions", *BATCH, "--json", "--concurrency", "4"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for lines in (9, 31):
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, cwd=project
        ) as process:
            assert process.stdout is not None
            for _ in range(lines):
                process.stdout.readline()
            process.kill()
    ended = callr(*BATCH)
    assert ended.code == 4
    found = starts(server)
    assert max(found.values()) == 1
    (state,) = (project / "people.csv.callr-batch").glob("*.sqlite3")
    with closing(Ledger(state, watching=True)) as ledger:
        rows = ledger.query("select number, coalesce(outcome, state) from rows").fetchall()
    assert {what for _, what in rows} == {"started", "uncertain"}
    assert len(rows) == 60
    assert {f"+{number}" for number, what in rows if what == "started"} <= found.keys()
    # Uncertain is only what was lost, or under way when the process was killed.
    assert sum(what == "uncertain" for _, what in rows) <= 60 // 9 + 1 + 2 * 4 + 8


def every_ninth_answer_is_lost() -> Fault:
    count = 0

    def deliver(wire: Wire, answer: Answer) -> None:
        nonlocal count
        count += 1
        if count % 9 == 0:
            wire.hang_up()
        else:
            wire.send(answer.head + answer.body)

    return Fault("every ninth answer is lost", deliver=deliver)
