"""What is mistyped, of every command: one error, the right exit code, and what was meant."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from callr_actions.cli import app

if TYPE_CHECKING:
    from tests.cli.conftest import Program

ROOT = Path(__file__).resolve().parents[2]
USAGE, ACCOUNT = 64, 7


class Mistake(NamedTuple):
    """A line that is wrong; what stands in its error; and what was meant, or what to do."""

    line: str
    found: str
    meant: str
    code: int = USAGE


MISTAKES = (
    # Commands, and commands of groups.
    Mistake("lnit", "`lnit`", "did you mean `lint`?"),
    Mistake("bilings credit", "`bilings`", "did you mean `billing`?"),
    Mistake("account lst", "`lst`", "did you mean `list`?"),
    Mistake("numbers store reserv FR", "`reserv`", "did you mean `reserve`?"),
    Mistake("runs wiat api:9MNAB2H6", "`wiat`", "did you mean `wait`?"),
    Mistake("batches staus patients.csv", "`staus`", "did you mean `status`?"),
    Mistake("dev pres 1", "`pres`", "did you mean `press`?"),
    Mistake("schema scenaro", "`scenaro`", "did you mean `scenario`?"),
    # Options, and their values.
    Mistake("lint --outptu json", "`--outptu`", "did you mean `--output`?"),
    Mistake("lint -o jsno", "`jsno`", "did you mean `json`?"),
    Mistake("lint --fail-on warn", "`warn`", "did you mean `warning`?"),
    Mistake("lint --profile strct", "`strct`", "did you mean `strict`?"),
    Mistake("lint --select unknown-acton", "`unknown-acton`", "did you mean `unknown-action`?"),
    Mistake("lint --jobs many", "`many`", "is not a whole number"),
    Mistake("lint --jobs -1", "-1", "x>=0"),
    Mistake("lint --fail-on", "--fail-on", "needs a value"),
    Mistake("fix --unsfe", "`--unsfe`", "did you mean `--unsafe`?"),
    Mistake("fix --ignore unknown-acton", "`unknown-acton`", "did you mean `unknown-action`?"),
    Mistake("graph front-desk -f mermiad", "`mermiad`", "did you mean `mermaid`?"),
    Mistake("graph front-desk --out desk.svgg", "desk.svgg", ".svg"),
    Mistake("watch --profile strct", "`strct`", "did you mean `strict`?"),
    Mistake("plan -o markdwn", "`markdwn`", "did you mean `markdown`?"),
    Mistake("deploy --prun", "`--prun`", "did you mean `--prune`?"),
    Mistake("drift -o markdwn", "`markdwn`", "did you mean `markdown`?"),
    Mistake("run front-desk -o githb", "`githb`", "did you mean `github`?"),
    Mistake("run front-desk --timeout 10x", "`10x`", "write 90s, 10m or 1h"),
    Mistake("run front-desk --var phone", "`phone`", "--var '$name=value'"),
    Mistake("batch front-desk patients.csv --separator semicoln", "separator", "did you mean `semicolon`?"),
    Mistake("batch front-desk patients.csv --rate fast", "`fast`", "write 5/s, 100/m"),
    Mistake("batch appointment-reminder patients.csv --map 'phon=$x'", "`phon`", "did you mean `phone`?"),
    Mistake("scenarios list --sort nam", "`nam`", "did you mean `name`?"),
    Mistake("scenarios list --fields nam", "`nam`", "did you mean `name`?"),
    Mistake("numbers list --type mobil", "`mobil`", "did you mean `mobile`?"),
    Mistake("sms send +33639980101 Hi --encoding unicod", "`unicod`", "did you mean `unicode`?"),
    Mistake("webhooks create v2.sms.inbound.receivd https://a.fr", "receivd", "`v2.sms.inbound.received`"),
    Mistake("calls export --direction inbuond --from 2025-03-01 --to 2025-03-02", "inbuond", "`inbound`"),
    Mistake("calls export --direction inbound --from 1.3.25 --to 2025-03-02", "`1.3.25`", "write 2025-03-31"),
    Mistake("calls hangup abc", "`abc`", "is not a whole number"),
    Mistake("tasks get abc", '"abc"', "32 to 256 letters and digits"),
    Mistake("end-users create X --address {", "--address", '\'{"city": "Paris"}\''),
    Mistake("billing credit --fields credt", "`credt`", "did you mean `credit`?"),
    Mistake("api GTE /numbers", "`GTE`", "did you mean `GET`?"),
    Mistake("dev --clock virtul", "`virtul`", "did you mean `virtual`?"),
    Mistake("dev number +33142000000 bussy", "`bussy`", "did you mean `busy`?"),
    Mistake("dev event v2.recording.updatd", "`v2.recording.updatd`", "did you mean `v2.recording.updated`?"),
    Mistake("init --ci githb", "`githb`", "did you mean `github`?"),
    Mistake("init --example front-dsk", "`front-dsk`", "did you mean `front-desk`?"),
    # Arguments.
    Mistake("graph", "KEY|FILE is missing", "try `callr-actions graph --help`"),
    Mistake("explain CA301 CA302", "`CA302`", "is one argument too many"),
    Mistake("explain unknown-acton", "`unknown-acton`", "did you mean `unknown-action`?"),
    Mistake("numbers get 0142", '"0142"', "`+` and 6 to 33 digits"),
    Mistake("numbers store types FRA", '"FRA"', "two capital letters"),
    Mistake("call front-desk --from 0142", "0142", "+33639980042"),
    Mistake("call front-desk --press 1x", "`x`", "1,2#"),
    # Keys.
    Mistake("graph front-dsek", "`front-dsek`", "did you mean `front-desk`?"),
    Mistake("call front-dsek", "`front-dsek`", "did you mean `front-desk`?"),
    Mistake("text sms-auto-rply", "`sms-auto-rply`", "did you mean `sms-auto-reply`?"),
    Mistake("watch --run front-dsek", "`front-dsek`", "did you mean `front-desk`?"),
    Mistake("plan front-dsek", "`front-dsek`", "did you mean `front-desk`?"),
    Mistake("deploy front-dsek", "`front-dsek`", "did you mean `front-desk`?"),
    Mistake("pull front-dsek", "`front-dsek`", "`callr-actions scenarios list`"),
    Mistake("run front-dsek", "`front-dsek`", "did you mean `front-desk`?", ACCOUNT),
    Mistake("batch front-dsek patients.csv", "`front-dsek`", "did you mean `front-desk`?", ACCOUNT),
    Mistake("numbers attach +33199009999 front-dsek", "`front-dsek`", "did you mean `front-desk`?", ACCOUNT),
    Mistake("scenarios get front-dsek", "`front-dsek`", "did you mean `front-desk`?", ACCOUNT),
    # Accounts.
    *(
        Mistake(f"{line} --account prodution", "`prodution`", "did you mean `production`?")
        for line in (
            "plan",
            "deploy",
            "pull",
            "drift",
            "run front-desk",
            "batch front-desk patients.csv",
            "account ping",
            "numbers list",
            "scenarios list",
            "audio list",
            "sms list",
            "webhooks list",
            "recordings list",
            "calls hangup 7",
            "tasks get 0123456789abcdef0123456789abcdef",
            "end-users list",
            "billing credit",
            "api GET /numbers",
        )
    ),
    Mistake("watch --push prodution", "`prodution`", "did you mean `production`?"),
    # SIDs and numbers that nobody has.
    Mistake("scenarios get 49ar31f8", "`49ar31f8`", "`callr-actions scenarios list`", ACCOUNT),
    Mistake("numbers get +33199009999", "`+33199009999`", "`callr-actions numbers list`", ACCOUNT),
    Mistake("audio get 49ar31f8", "`49ar31f8`", "`callr-actions audio list`", ACCOUNT),
    Mistake("webhooks get 49ar31f8", "`49ar31f8`", "`callr-actions webhooks list`", ACCOUNT),
    Mistake("recordings get 49ar31f8", "`49ar31f8`", "`callr-actions recordings list`", ACCOUNT),
    Mistake("end-users get 49ar31f8", "`49ar31f8`", "`callr-actions end-users list`", ACCOUNT),
    Mistake("runs get api:9MNAB2H6", "api:9MNAB2H6", "`callr-actions runs list`"),
    Mistake("rollback nowhere", "`nowhere`", "`git log --oneline`"),
    Mistake("plan --changed-since nowhere", "`nowhere`", "name a branch, tag or commit"),
    Mistake("dev text +33639980101 +33199009999 Hi", "`+33199009999`", "`callr-actions dev seed`", ACCOUNT),
    Mistake("dev call +33639980101 +33199009999", "`+33199009999`", "`callr-actions numbers list`", ACCOUNT),
    Mistake("dev run api:9MNAB2H6", "`api:9MNAB2H6`", "`callr-actions dev runs`", ACCOUNT),
    Mistake("dev press 1 --call 7", "7", "`callr-actions dev calls`", ACCOUNT),
    Mistake("dev press 1", "no call", "`callr-actions dev`", ACCOUNT),
    # Files.
    *(
        Mistake(line, "patiens.csv", "did you mean `patients.csv`?")
        for line in (
            "lint patiens.csv",
            "fix patiens.csv",
            "watch patiens.csv",
            "call front-desk --world patiens.csv",
            "call front-desk --script patiens.csv",
            "call front-desk --replay patiens.csv",
            "schema use patiens.csv",
            "deploy --plan patiens.csv",
            "run appointment-reminder --vars patiens.csv",
            "batch appointment-reminder patiens.csv",
            "batches status patiens.csv",
            "scenarios create patiens.csv --name X",
            "scenarios update 49ar31f8 --script patiens.csv",
            "audio upload patiens.csv",
            "dev import patiens.csv",
            "dev world patiens.csv",
            "dev call +33639980101 +33199000101 --script patiens.csv",
            "api POST /actions --input patiens.csv",
        )
    ),
    Mistake("lint --project calr.yaml", "calr.yaml", "did you mean `callr.yaml`?"),
    Mistake("lint --baseline baseline.yaml", "baseline.yaml", "`callr-actions lint --write-baseline`"),
    Mistake("lint nowhere/a.yaml", "nowhere/a.yaml", "there is no such file"),
    Mistake("dev export nowhere/a.yaml", "nowhere/a.yaml", "make its folder first: nowhere"),
    Mistake("graph front-desk --out nowhere/a.svg", "nowhere/a.svg", "make its folder first: nowhere"),
)


@pytest.fixture
def lakeside(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The example project with its own account, nothing of the user's, and a table beside it."""
    shutil.rmtree(project / "scenarios")
    shutil.copytree(ROOT / "scenarios", project / "scenarios")
    shutil.copy(ROOT / "callr.yaml", project)
    (project / "patients.csv").write_text("phone\n+33639980017\n")
    text = (project / "callr.yaml").read_text()
    account = "accounts:\n  production: {api-key: '${CALLR_PRODUCTION_KEY}'}\n"
    assert text.count("accounts:\n") <= 1
    (project / "callr.yaml").write_text(
        text.replace("accounts:\n", account) if "accounts:\n" in text else text + account
    )
    for name in ("CI", "CALLR_ACCOUNT", "CALLR_API_KEY", "CALLR_API_URL"):
        monkeypatch.delenv(name, raising=False)
    return project


@pytest.mark.usefixtures("lakeside")
@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda each: each.line)
def test_a_mistake(mistake: Mistake, program: Program) -> None:
    ended = program(*shlex.split(mistake.line))
    assert ended.code == mistake.code, ended.err
    assert ended.out == ""
    errors = [line for line in ended.err.splitlines() if line.startswith("error")]
    assert len(errors) == 1, ended.err
    assert mistake.found in errors[0]
    assert mistake.meant in ended.err
    shape = [line.partition(":")[0].partition(" ")[0] for line in ended.err.splitlines()]
    assert set(shape) <= {"error", "help", "try"}, ended.err


def test_every_command_has_a_mistake_of_its_own() -> None:
    made = {shlex.split(each.line)[0] for each in MISTAKES}
    # `doctor` tells what is wrong in a table of its own.
    assert {command.name for command in app.COMMANDS} - made == {"doctor"}


@pytest.mark.usefixtures("lakeside")
def test_a_key_that_is_not_deployed_yet(program: Program) -> None:
    ended = program("numbers", "attach", "+33199000101", "front-desk", "--account", "local")
    assert ended.code == ACCOUNT
    assert ended.err == (
        "error: the account `local` has no scenario named `Front desk`\n"
        "help: `callr-actions deploy front-desk --account local` puts it there\n"
    )
